import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import type { Tripped } from '../../ledger/journal/plan-notes.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import type { Engine } from '../engine/engine.ts';
import { checkGuards } from '../guards/check.ts';
import { removeOffenders } from '../guards/offenders.ts';
import { reviewPlan } from './review.ts';
import { findPlan } from './saved-plan.ts';

/** Takes products out of a plan that is being made; a SKU that it has no row for is said. */
export async function holdProducts(
  { ledger }: Pick<Engine, 'ledger'>,
  planId: string,
  skus: readonly string[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const sku of skus)
    if ((await ledger.operations.setHeld(planId, sku, true)) === 0)
      problems.push({ code: 'NOTHING_HELD', severity: 'warning', sku, message: NOTHING });
  return problems;
}

const NOTHING = 'The plan has no row of this SKU that could be held.';

export interface Holds {
  hold?: readonly string[];
  release?: readonly string[];
}

/**
 * Holds products of a saved plan, or puts them back, and asks the guards and the review again about what is left. A held
 * product stays as it is in the store, and the next plan has it anew.
 * @returns how many rows changed
 * @throws TtpdError PLAN_UNKNOWN, PLAN_BEGUN, NOTHING_HELD (exit 2)
 */
export async function changeHolds(
  engine: Pick<Engine, 'ledger' | 'storeKey' | 'places'>,
  planId: string,
  { hold = [], release = [] }: Holds,
  limits: GuardLimits,
): Promise<number> {
  const { ledger } = engine;
  const plan = await findPlan(engine, planId);
  if (plan.status !== 'open')
    throw new TtpdError(
      'PLAN_BEGUN',
      `The plan ${planId} is ${plan.status === 'applied' ? 'applied' : 'under way'}.`,
      {
        hint: 'Only a plan that nobody has begun to apply can be changed.',
        exitCode: ExitCode.Usage,
      },
    );
  let changed = 0;
  for (const [skus, isHeld] of [[hold, true] as const, [release, false] as const])
    for (const sku of skus) {
      const rows = await ledger.operations.setHeld(planId, sku, isHeld);
      if (rows === 0)
        throw new TtpdError(
          'NOTHING_HELD',
          isHeld ? `${NOTHING} (${sku})` : `The plan does not hold ${sku}.`,
          {
            next: [`ttpd plan show ${planId}`],
            exitCode: ExitCode.Usage,
          },
        );
      changed += rows;
    }
  await ledger.plans.note(planId, {
    guards: await askAgain(engine, plan, limits),
    review: { ...(await reviewPlan(engine, planId)), categories: plan.review?.categories ?? [] },
  });
  return changed;
}

/** What was let pass stays so. */
async function askAgain(
  { ledger }: Pick<Engine, 'ledger'>,
  { id, facts, guards }: Plan,
  limits: GuardLimits,
): Promise<Tripped[]> {
  if (!facts) return guards;
  await removeOffenders(ledger, id);
  const overrides = guards.flatMap(({ guard, overridden }) => (overridden ? [guard] : []));
  return checkGuards({ ledger }, id, facts, limits, overrides);
}
