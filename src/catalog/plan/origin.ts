import type { Plan } from '../../ledger/journal/plans.ts';
import type { PlanFacts } from '../guards/verdict.ts';

/** Whose values a plan writes: the supplier's, a person's file's, or those from before a run that is taken back. */
export type Origin = 'supplier' | 'file' | 'rollback';

export function originOf({ selection }: Pick<Plan, 'selection'>): Origin {
  if (typeof selection !== 'object' || selection === null) return 'supplier';
  if ('rollback' in selection) return 'rollback';
  return 'file' in selection ? 'file' : 'supplier';
}

/** Made by `ttpd rollback`: it only writes where the store still has what another plan wrote. */
export function isUndoPlan(plan: Pick<Plan, 'selection'>): boolean {
  return originOf(plan) === 'rollback';
}

/** Owners of fields that the rules of its day set otherwise. */
export function ownersOf({ facts }: Pick<Plan, 'facts'>): PlanFacts['owners'] {
  return (facts as PlanFacts | null)?.owners ?? {};
}
