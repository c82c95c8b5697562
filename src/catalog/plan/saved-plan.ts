import { createHash } from 'node:crypto';
import { type Problem, TtpdError } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { GuardName, PlanReview, Tripped } from '../../ledger/journal/plan-notes.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import type { Engine } from '../engine/engine.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import { reviewPlan } from './review.ts';

/** A plan from the ledger, ready to be applied. */
export interface ReadyPlan {
  plan: Plan;
  summary: PlanSummary;
  /** As it was when the plan was made. */
  review: PlanReview;
  /** Guards that it tripped. */
  guards: Tripped[];
  problems: Problem[];
  /** The store's categories, where the plan was made a moment ago in this process. */
  taxonomy?: Taxonomy | undefined;
}

/**
 * A plan as it stands in the ledger.
 * @param overrides guards that are to let it pass, beside those that were told so when it was made
 * @throws TtpdError PLAN_UNKNOWN (exit 2)
 */
export async function savedPlan(
  engine: Pick<Engine, 'ledger' | 'storeKey'>,
  id: string,
  overrides: readonly GuardName[] = [],
): Promise<ReadyPlan> {
  const plan = await findPlan(engine, id);
  const summary = await engine.ledger.plans.summary(plan);
  const review = plan.review ?? (await reviewPlan(engine, id));
  return { plan, summary, review, guards: trippedGuards(plan, overrides), problems: [] };
}

/** The guards that the plan tripped, each with whether it is let pass. */
export function trippedGuards(plan: Pick<Plan, 'guards'>, overrides: readonly GuardName[]): Tripped[] {
  return plan.guards.map((guard) => ({
    ...guard,
    overridden: guard.overridden || overrides.includes(guard.guard),
  }));
}

/** What was reviewed is what is applied: SHA-256 over what every row does, whatever state it is in. */
export async function hashPlan({ ledger }: Pick<Engine, 'ledger'>, planId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { kind, sku, before, after } of ledger.operations.iterate(planId))
    hash.update(`${JSON.stringify([kind, sku, before, after])}\n`);
  return hash.digest('hex');
}

export async function findPlan({ ledger }: Pick<Engine, 'ledger'>, id: string) {
  const plan = await ledger.plans.get(id);
  if (plan && plan.status !== 'building') return plan;
  throw new TtpdError('PLAN_UNKNOWN', `There is no plan "${id}".`, { next: ['ttpd plan list'], exitCode: 2 });
}
