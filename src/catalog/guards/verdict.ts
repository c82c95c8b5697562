import type { Problem } from '../../common/errors.ts';
import type { Tripped } from '../../ledger/journal/plan-notes.ts';

export function stopping(guards: readonly Tripped[]): Tripped[] {
  return guards.filter(({ overridden }) => !overridden);
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
      first.length > 0 ? 'ttpd plan hold leaves single products out of it.' : '',
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
