import { ServiceError } from '../http/errors.ts';
import type { Operation, OperationError, OperationFilter } from '../ledger/operations.ts';
import { applyCreate } from './apply-create.ts';
import { applyMetafields } from './apply-metafields.ts';
import { applyRelated } from './apply-related.ts';
import { applyStock } from './apply-stock.ts';
import { applyUpdates } from './apply-update.ts';
import type { Engine } from './engine.ts';
import { loadTaxonomy, type Taxonomy } from './taxonomy.ts';
import { batches, inParallel, until } from './walk.ts';

/** What became of the rows in this run. */
export interface Applied {
  done: number;
  failed: number;
  /** Rows of the plan that write nothing. */
  skipped: number;
  /** Sent, and what became of it could not be found out. */
  unknown: number;
}

export interface ApplyOutcome {
  applied: Applied;
  /** Stopped by a signal before every row had its end. */
  interrupted: boolean;
}

/** What the row writers work with. */
export interface ApplyContext {
  engine: Engine;
  taxonomy: Taxonomy;
  /** Rows with an end, for the progress. */
  settled(row: Operation, state: 'done' | 'failed' | 'unknown'): void;
}

/** Products in one batch PUT and items in one stock adjustment (bigcommerce-facts.md sections 5 and 9). */
const UPDATE_BATCH = 10;
const STOCK_BATCH = 2_000;
/** Values of the plan's rows that one bulk call holds (section 6). */
const METAFIELD_BATCH = 50;

/**
 * Does what the plan's rows say, and nothing else; rows that already have their end are left alone, so the same call
 * starts a plan and finishes one that was interrupted. Stock comes first, since what sold out must not be sold; stock
 * and catalogue writes never overlap.
 * @param known the store's categories, when the plan was made a moment ago in this process
 * @throws ServiceError when the store cannot be reached or refuses the key: the rest of the rows stay `planned`.
 */
export async function applyPlan(engine: Engine, planId: string, known?: Taxonomy): Promise<ApplyOutcome> {
  const { ledger, emit, drain, concurrency } = engine;
  const open = await countOpen(engine, planId);
  const tally = { done: 0, failed: 0, unknown: 0 };
  if (open === 0) return outcome(engine, planId, tally);
  await ledger.plans.setStatus(planId, 'applying');
  emit({ type: 'stage', stage: 'apply', total: open });

  const taxonomy = known ?? (await loadTaxonomy(engine.store, engine.giveUp));
  await taxonomy.ensure(await neededCategories(engine, planId));
  const context: ApplyContext = { engine, taxonomy, settled: progress(engine, open, tally) };
  const rows = (filter: OperationFilter) => until(drain, ledger.operations.walk(planId, filter));

  for await (const batch of batches(rows({ kinds: ['stock'], states: OPEN }), STOCK_BATCH))
    await applyStock(context, batch);
  await inParallel(
    batches(rows({ kinds: ['hide', 'update'], states: OPEN }), UPDATE_BATCH),
    concurrency,
    (batch) => applyUpdates(context, batch),
  );
  await inParallel(rows({ kinds: ['create'], states: OPEN }), concurrency, (row) =>
    applyCreate(context, row),
  );
  // Last, since they need the ids of the products just created.
  await inParallel(
    batches(
      rows({ kinds: ['metafields'], states: OPEN }),
      METAFIELD_BATCH,
      ({ after }) => Object.keys(after).length,
    ),
    concurrency,
    (batch) => applyMetafields(context, batch),
  );
  await inParallel(batches(rows({ kinds: ['related'], states: OPEN }), UPDATE_BATCH), concurrency, (batch) =>
    applyRelated(context, batch),
  );
  const end = await outcome(engine, planId, tally);
  emit({ type: 'stage-done', stage: 'apply', done: tally.done + tally.failed + tally.unknown });
  return end;
}

/** `sent` and `unknown` rows are from a run that died or lost an answer: they are settled, not repeated blindly. */
const OPEN = ['planned', 'sent', 'unknown'] as const;

/** Rows of a plan that have no end yet. */
export async function countOpen({ ledger }: Pick<Engine, 'ledger'>, planId: string): Promise<number> {
  const counts = await ledger.operations.counts(planId);
  return counts
    .filter(({ state }) => (OPEN as readonly string[]).includes(state))
    .reduce((sum, { count }) => sum + count, 0);
}

async function outcome(
  { ledger, drain }: Engine,
  planId: string,
  tally: Omit<Applied, 'skipped'>,
): Promise<ApplyOutcome> {
  const counts = await ledger.operations.counts(planId);
  const of = (...states: string[]) =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  if (of('planned', 'sent', 'unknown') === 0) await ledger.plans.setStatus(planId, 'applied');
  return {
    applied: { ...tally, skipped: of('skipped') },
    interrupted: drain.aborted && of('planned', 'sent') > 0,
  };
}

async function neededCategories({ ledger }: Engine, planId: string): Promise<string[][]> {
  const paths = new Map<string, string[]>();
  for await (const { after } of ledger.operations.walk(planId, { kinds: ['create', 'update'], states: OPEN }))
    for (const path of (after.categories as string[][] | undefined) ?? [])
      paths.set(JSON.stringify(path), path);
  return [...paths.values()];
}

const COUNTERS = {
  create: 'created',
  update: 'updated',
  stock: 'stock',
  hide: 'hidden',
  metafields: 'metafields',
  related: 'related',
} as const;

function progress({ emit }: Engine, total: number, tally: Omit<Applied, 'skipped'>): ApplyContext['settled'] {
  const counts: Record<string, number> = {
    created: 0,
    updated: 0,
    stock: 0,
    hidden: 0,
    metafields: 0,
    related: 0,
    failed: 0,
    unknown: 0,
  };
  let ended = 0;
  return (row, state) => {
    const counter = state === 'done' ? COUNTERS[row.kind as keyof typeof COUNTERS] : state;
    counts[counter] = (counts[counter] ?? 0) + 1;
    tally[state] += 1;
    ended += 1;
    emit({ type: 'progress', stage: 'apply', done: ended, total, counts: { ...counts } });
  };
}

/** The service's own words for the row. */
export function rowError(error: ServiceError): OperationError {
  return {
    code: error.code,
    message: error.message,
    ...(error.status === undefined ? {} : { status: error.status }),
  };
}

/** Is about the run, not about this row: wrong key, missing scope, nothing left the machine. */
export function concernsTheRun(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true;
  return error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' || error.outcome === 'not_sent';
}
