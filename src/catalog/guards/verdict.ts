import type { Problem } from '../../common/errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { isWhole } from './completeness.ts';
import type { GuardFacts, Tripped } from './guard.ts';

/** What a plan remembers of how it was made. */
export interface PlanFacts extends GuardFacts {
  /** What good runs of the same selection are known by; `null` where the answer can prove nothing. */
  selectionKey: string | null;
  /** Owners that `ttpd.yaml` set otherwise. */
  owners: Partial<Record<string, 'ttpd' | 'merchant-after-edit' | 'merchant'>>;
}

export function stopping(guards: readonly Tripped[]): Tripped[] {
  return guards.filter(({ overridden }) => !overridden);
}

/** The number of parts that the next answer to this selection is measured by. */
export async function rememberGoodRun(
  { ledger, storeKey }: { ledger: Ledger; storeKey: string },
  facts: PlanFacts | null,
  guards: readonly Tripped[],
): Promise<void> {
  if (!facts || facts.selectionKey === null || !facts.complete || !isWhole(facts)) return;
  if (stopping(guards).some(({ guard }) => guard === 'completeness' || guard === 'unreadable')) return;
  await ledger.goodRuns.record(storeKey, facts.selectionKey, facts.parts);
}

/** What stops the plan as problems, the way on with them. */
export function guardProblems(planId: string, guards: readonly Tripped[]): Problem[] {
  const override = overrideCommand(planId, guards);
  return stopping(guards).map(({ code, message, file, first }) => ({
    code,
    severity: 'error',
    message: `${message} Nothing was written.`,
    hint: [
      first.length > 0 ? `Such as ${first.map(({ sku }) => sku).join(', ')}.` : '',
      file === null ? '' : `All of them are in ${file}.`,
      code === 'GUARD_COMPLETENESS' ? 'Its catalogue may have changed while it was read: run it again.' : '',
      'If it is right so, let the plan pass.',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    next: [`ttpd plan show ${planId}`, override],
  }));
}

/** Applies the plan in spite of its guards. */
export function overrideCommand(planId: string, guards: readonly Tripped[]): string {
  return `ttpd apply ${planId}${guards.map(({ guard }) => ` --override-guard ${guard}`).join('')}`;
}
