import type { Engine } from '../engine/engine.ts';
import { checkGuards } from '../guards/check.ts';
import { removeOffenders } from '../guards/offenders.ts';
import { type PlanFacts, rememberGoodRun } from '../guards/verdict.ts';
import { loadTaxonomy } from '../store/taxonomy.ts';
import { selectionKey } from '../supply/select.ts';
import { readPages } from './read-pages.ts';
import type { Planned, PlanRequest } from './request.ts';
import { reviewPlan } from './review.ts';
import { hashPlan, summarize } from './summary.ts';

/**
 * Reads both sides and writes down, row by row, what would change. Nothing is written to the store. A plan that trips
 * guards is kept for review; it is the caller who must not apply it.
 */
export async function buildPlan(engine: Engine, request: PlanRequest): Promise<Planned> {
  const { ledger, emit, storeKey, profile, drain: signal } = engine;
  const planId = engine.newId();
  const { selection, groups } = request;
  await ledger.plans.start({ id: planId, store: storeKey, profile, selection: { ...selection, groups } });
  try {
    emit({ type: 'stage', stage: 'read', total: null });
    const taxonomy = await loadTaxonomy(engine.store, signal);
    const tally = await readPages(engine, request, planId, taxonomy);
    const { problems, unchanged, ...counted } = tally;
    const { rules } = request;
    const facts: PlanFacts = { ...counted, selectionKey: selectionKey(selection), owners: rules.owners };
    const guards = await checkGuards(engine, planId, facts, rules.guards, request.overrides);
    const review = await reviewPlan(engine, planId);
    signal.throwIfAborted();
    const hash = await hashPlan(engine, planId);
    await ledger.plans.note(planId, { facts, review });
    await ledger.plans.finish(planId, { hash, unchanged });
    await rememberGoodRun(engine, facts, guards);
    emit({ type: 'stage-done', stage: 'read', done: tally.parts });
    const summary = await summarize(engine, planId, unchanged);
    emit({ type: 'planned', plan: summary });
    return { summary, review, guards, problems, taxonomy };
  } catch (error) {
    await ledger.plans.remove(planId);
    await removeOffenders(ledger, planId);
    throw error;
  }
}
