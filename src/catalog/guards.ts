import { ExitCode, TtpdError } from '../errors.ts';
import type { Tally } from './plan.ts';

/**
 * The supplier's answer must be whole before anything follows from it: as many distinct parts as it says there are.
 * Parts that move between pages while they are read are the usual cause; a second run then succeeds.
 * @throws TtpdError GUARD_COMPLETENESS (exit 6)
 */
export function requireComplete({ total, parts, repeated, complete }: Tally): void {
  if (!complete || total === null || parts === total) return;
  throw new TtpdError(
    'GUARD_COMPLETENESS',
    `The supplier says it has ${total} parts here and gave ${parts}${repeated > 0 ? `, ${repeated} of them twice` : ''}. Nothing was written.`,
    { hint: 'Its catalogue may have changed while it was read: run it again.', exitCode: ExitCode.Guarded },
  );
}
