import { createHash } from 'node:crypto';
import { type Problem, TtpdError } from '../../errors.ts';
import type { PlanSummary } from '../../events.ts';
import type { Rules } from '../../rules/schema.ts';
import type { Engine } from '../engine.ts';
import type { FieldGroup } from '../fields/fields.ts';
import { checkGuards } from '../guards/check.ts';
import type { GuardName, Tripped } from '../guards/guard.ts';
import { removeOffenders } from '../guards/offenders.ts';
import { type PlanFacts, rememberGoodRun } from '../guards/pass.ts';
import type { Mapper } from '../map/map.ts';
import { type Selection, selectionKey } from '../map/select.ts';
import { loadTaxonomy, type Taxonomy } from '../taxonomy.ts';
import { readPages } from './read-pages.ts';
import { type PlanReview, reviewPlan } from './review.ts';

export interface PlanRequest {
  selection: Selection;
  groups: readonly FieldGroup[];
  mapper: Mapper;
  rules: Pick<
    Rules,
    'createBrands' | 'owners' | 'guards' | 'superseded' | 'text' | 'customFields' | 'metafields'
  >;
  /** Guards that are to let this plan pass. */
  overrides?: readonly GuardName[];
  /** Changes these fields alone, by lower-case SKU, of products that are there: nothing is created, no details fetched. */
  onlyFields?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Planned {
  summary: PlanSummary;
  review: PlanReview;
  /** Guards that it tripped. */
  guards: Tripped[];
  problems: Problem[];
  /** The store's categories as read for it. */
  taxonomy: Taxonomy;
}

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

/** What was reviewed is what is applied: SHA-256 over what every row does, whatever state it is in. */
export async function hashPlan({ ledger }: Pick<Engine, 'ledger'>, planId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { kind, sku, before, after } of ledger.operations.walk(planId))
    hash.update(`${JSON.stringify([kind, sku, before, after])}\n`);
  return hash.digest('hex');
}

/** A plan's counts by what its rows do. */
export async function summarize(
  { ledger }: Pick<Engine, 'ledger'>,
  planId: string,
  unchanged: number,
): Promise<PlanSummary> {
  const summary: PlanSummary = {
    id: planId,
    create: 0,
    update: 0,
    stock: 0,
    hide: 0,
    metafields: 0,
    related: 0,
    delete: 0,
    conflict: 0,
    skip: 0,
    unchanged,
  };
  for (const { kind, count: n } of await ledger.operations.counts(planId)) summary[kind] += n;
  return summary;
}

export async function findPlan({ ledger }: Pick<Engine, 'ledger'>, id: string) {
  const plan = await ledger.plans.get(id);
  if (plan && plan.status !== 'building') return plan;
  throw new TtpdError('PLAN_UNKNOWN', `There is no plan "${id}".`, { next: ['ttpd plan list'], exitCode: 2 });
}
