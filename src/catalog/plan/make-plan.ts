import type { Problem } from '../../common/errors.ts';
import type { GuardName, PlanFacts } from '../../ledger/journal/plan-notes.ts';
import type { GuardLimits } from '../../rules/schema.ts';
import type { Engine } from '../engine/engine.ts';
import { checkGuards } from '../guards/check.ts';
import { removeOffenders } from '../guards/offenders.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import { holdProducts } from './hold.ts';
import { reviewPlan } from './review.ts';
import { hashPlan, type ReadyPlan } from './saved-plan.ts';

/** What is particular to one kind of plan. */
export interface PlanRecipe<Seen extends RowsAdded> {
  /** What the plan says it was made of. */
  selection: Record<string, unknown>;
  /** Products to be read, where it is known beforehand. */
  total?: number;
  /** Absent: no guard is asked. */
  guards?: { limits: GuardLimits; overrides: readonly GuardName[] | undefined };
  /** SKUs that are to stay as they are in the store, whatever the plan would do. */
  hold?: readonly string[] | undefined;
  /** Reads both sides and adds the plan's rows to the ledger. */
  addRows(planId: string): Promise<Seen>;
}

/** What came of adding the rows. */
export interface RowsAdded {
  /** Parts or products that were read. */
  read: number;
  /** Products without a row. */
  unchanged: number;
  /** What guards measure by; `null` where none is asked. */
  facts: PlanFacts | null;
  problems: Problem[];
  /** The store's categories, where it was read. */
  taxonomy: Taxonomy | undefined;
}

/**
 * Makes a plan: rows, guards, review. Nothing is written to the store, and what goes wrong leaves no plan behind. One
 * that trips guards is kept for review; it is the caller who must not apply it.
 */
export async function makePlan<Seen extends RowsAdded>(
  engine: Engine,
  { selection, total, guards, hold = [], addRows }: PlanRecipe<Seen>,
): Promise<ReadyPlan & { seen: Seen }> {
  const { ledger, emit, storeKey, profile, drain } = engine;
  const id = engine.newId();
  await ledger.plans.start({ id, store: storeKey, profile, selection });
  try {
    emit({ type: 'stage', stage: 'read', total: total ?? null });
    const seen = await addRows(id);
    const { facts, unchanged, taxonomy, read } = seen;
    const unheld = hold.length > 0 ? await holdProducts(engine, id, hold) : [];
    const problems = [...unheld, ...seen.problems];
    const review = await reviewPlan(engine, id, taxonomy);
    const hash = await hashPlan(engine, id);
    const tripped =
      guards && facts ? await checkGuards(engine, id, facts, guards.limits, guards.overrides) : [];
    drain.throwIfAborted();
    await ledger.plans.note(id, { facts, review, guards: tripped });
    const plan = await ledger.plans.finish(id, { hash, unchanged });
    emit({ type: 'stage-done', stage: 'read', done: read });
    const summary = await ledger.plans.summary(plan);
    emit({ type: 'planned', plan: summary });
    return { plan, summary, review, guards: tripped, problems, taxonomy, seen };
  } catch (error) {
    await ledger.plans.remove(id);
    await removeOffenders(ledger, id);
    throw error;
  }
}
