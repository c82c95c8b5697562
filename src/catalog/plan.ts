import { createHash } from 'node:crypto';
import { type Problem, TtpdError } from '../errors.ts';
import type { PlanSummary } from '../events.ts';
import type { Rules } from '../rules/schema.ts';
import type { Engine } from './engine.ts';
import type { FieldGroup } from './fields.ts';
import { requireComplete } from './guards.ts';
import type { Mapper } from './map.ts';
import { planPage } from './plan-page.ts';
import { type SelectedParts, type Selection, selectParts } from './select.ts';
import { openStoreReader, type StoreReader } from './store-reader.ts';
import { loadTaxonomy, type Taxonomy } from './taxonomy.ts';

export interface PlanRequest {
  selection: Selection;
  groups: readonly FieldGroup[];
  mapper: Mapper;
  rules: Pick<Rules, 'createBrands' | 'owners' | 'superseded' | 'text' | 'customFields' | 'metafields'>;
}

export interface Planned {
  summary: PlanSummary;
  problems: Problem[];
  /** The store's categories as read for it. */
  taxonomy: Taxonomy;
}

/** The plan has every row; the result document has the first of them. */
const PROBLEMS_KEPT = 1_000;

/**
 * Reads both sides and writes down, row by row, what would change. Nothing is written to the store. The plan is saved
 * only when the supplier's answer was complete.
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
    requireComplete(tally);
    signal.throwIfAborted();
    const hash = await hashPlan(engine, planId);
    await ledger.plans.finish(planId, { hash, unchanged: tally.unchanged });
    emit({ type: 'stage-done', stage: 'read', done: tally.parts });
    const summary = await summarize(engine, planId, tally.unchanged);
    emit({ type: 'planned', plan: summary });
    return { summary, problems: tally.problems, taxonomy };
  } catch (error) {
    await ledger.plans.remove(planId);
    throw error;
  }
}

/** What was seen while reading: the proof that the answer was whole, and what the plan says beside its rows. */
export interface Tally {
  /** Parts that the supplier says there are. */
  total: number | null;
  /** Distinct parts seen, unreadable ones among them. */
  parts: number;
  repeated: number;
  complete: boolean;
  unchanged: number;
  problems: Problem[];
}

async function readPages(
  engine: Engine,
  request: PlanRequest,
  planId: string,
  taxonomy: Taxonomy,
): Promise<Tally> {
  const { ledger, supplier, drain: signal } = engine;
  const tally: Tally = {
    total: null,
    parts: 0,
    repeated: 0,
    complete: true,
    unchanged: 0,
    problems: [],
  };
  await ledger.storeCopy.begin();
  let reader: StoreReader | undefined;

  for await (const page of selectParts(supplier, request.selection, {
    skuOf: (part) => request.mapper(part).sku,
    signal,
  })) {
    reader ??= await openStoreReader(engine, taxonomy, {
      expected: page.total,
      groups: request.groups,
    });
    count(tally, page);
    const planned = await planPage({ engine, reader, request, planId, taxonomy }, page.parts, (done) =>
      progress(engine, tally, done),
    );
    await ledger.operations.add(planId, planned.rows);
    await ledger.snapshots.seen(engine.storeKey, planned.seen);
    tally.repeated += planned.repeated;
    tally.parts += page.parts.length - planned.repeated;
    tally.unchanged += planned.unchanged;
    keep(tally, planned.problems);
    progress(engine, tally, 0);
  }
  return tally;
}

function count(tally: Tally, page: SelectedParts): void {
  tally.total = page.total ?? tally.total;
  tally.complete &&= page.complete;
  tally.parts += page.problems.length;
  keep(tally, page.problems);
}

function keep(tally: Tally, problems: readonly Problem[]): void {
  tally.problems.push(...problems.slice(0, Math.max(0, PROBLEMS_KEPT - tally.problems.length)));
}

function progress({ emit }: Engine, { parts, total }: Tally, ahead: number): void {
  emit({ type: 'progress', stage: 'read', done: parts + ahead, total, counts: {} });
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
