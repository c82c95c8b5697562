import { take, until } from '../../common/async-iterables.ts';
import type { WritingKind, WritingOperation } from '../../ledger/journal/operation.ts';
import { OPEN } from '../../ledger/journal/operations.ts';
import type { Origin } from '../../ledger/journal/plan-notes.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import { type ChangeName, type Owners, ownerOf } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { loadTaxonomy, type RefusedCategory } from '../store/taxonomy.ts';
import { ensureCategories, inTheirCategories } from './categories.ts';
import type { ApplyContext, ApplyOptions, ApplyOutcome } from './context.ts';
import { stillOffered } from './offered.ts';
import { outcome } from './outcome.ts';
import { progress } from './progress.ts';
import { ALL_AT_ONCE, judge, type RampStop } from './ramp.ts';
import { type Look, settle } from './settle.ts';
import { settleMetafields } from './settle-metafields.ts';
import { eachLessSoldSince } from './sold-since.ts';
import { applyCreates } from './writers/create.ts';
import { applyDeletes } from './writers/delete.ts';
import { applyMetafields } from './writers/metafields.ts';
import { applyRelated } from './writers/related.ts';
import { applyStock, STOCK_BATCH } from './writers/stock.ts';
import { applyUpdates } from './writers/update.ts';

/** The offers of a plan that is younger are not asked for again: stock and price cost two calls a part. */
const OFFERS_AGE_MS = 3_600_000;

interface Work {
  kinds: readonly WritingKind[];
  /** Belongs to products that this plan may be making, so it waits until they are made. */
  isLast?: boolean;
  /** Gets rows of these kinds alone. */
  write(context: ApplyContext, rows: AsyncIterable<WritingOperation>): Promise<void>;
}

/**
 * Stock comes first, since what sold out must not be sold; stock and catalogue writes never overlap. What is created or
 * deleted looks at the store itself, row by row.
 */
const CHANGES: readonly Work[] = [
  { kinds: ['stock'], write: applyStock },
  { kinds: ['hide', 'update'], write: applyUpdates },
];
const WORK: readonly Work[] = [
  ...CHANGES,
  { kinds: ['create'], write: applyCreates },
  { kinds: ['delete'], write: applyDeletes },
  { kinds: ['metafields'], write: applyMetafields, isLast: true },
  { kinds: ['related'], write: applyRelated, isLast: true },
];

/** What its rows are looked at by, before they are written. */
interface Source {
  planId: string;
  origin: Origin;
  owners: Owners;
  isResumed: boolean;
  /** The supplier is asked again for the prices and stock that rows follow from. */
  isOffersOld: boolean;
}

/**
 * Does what the plan's rows say, and nothing else; rows that already have their end are left alone, so the same call
 * starts a plan and finishes one that was interrupted. After each stage, rows whose end is in doubt are read back, and
 * written once more where the store does not have them.
 * @throws ServiceError when the store cannot be reached or refuses the key: the rest of the rows stay `planned`.
 */
export async function applyPlan(
  engine: Engine,
  plan: Plan,
  options: ApplyOptions = {},
): Promise<ApplyOutcome> {
  const { ledger, emit, drain } = engine;
  const { id: planId } = plan;
  const { isResumed = false, ramp = ALL_AT_ONCE } = options;
  const open = await ledger.operations.countOpen(planId);
  if (open === 0) return outcome(engine, planId, { done: 0, failed: 0, unknown: 0 });
  await ledger.plans.setStatus(planId, 'applying');
  emit({ type: 'stage', stage: 'apply', total: open });

  const taxonomy = options.taxonomy ?? (await loadTaxonomy(engine, engine.giveUp));
  const { tally, inDoubt, settled } = progress(engine, open);
  const { origin } = plan;
  const age = engine.clock.date().getTime() - Date.parse(plan.createdAt);
  const isOffersOld = origin === 'supplier' && age > OFFERS_AGE_MS;
  const source: Source = { planId, origin, owners: plan.facts?.owners ?? {}, isResumed, isOffersOld };
  const context: ApplyContext = { engine, taxonomy, isUndo: origin === 'rollback', settled };
  const refused = await ensureCategories(engine, planId, taxonomy);
  const queues = await queuesOf(context, source, refused);

  let rampStop: RampStop | undefined;
  for (const percent of ramp) {
    const before = { ...tally };
    for (const { work, rows, total } of queues) {
      const upTo = work.isLast && percent < 100 ? 0 : Math.ceil((total * percent) / 100);
      await work.write(context, until(drain, rows.upTo(upTo)));
    }
    await readBackDoubtful(context, planId, inDoubt);
    if (drain.aborted || percent >= 100) break;
    rampStop = judge(percent, before, tally);
    if (rampStop) break;
  }
  emit({ type: 'stage-done', stage: 'apply', done: tally.done + tally.failed + tally.unknown });
  return outcome(engine, planId, tally, rampStop);
}

/** The work that there is, each with its rows in order, taken stage by stage: each kind goes ahead by the same share. */
async function queuesOf(context: ApplyContext, source: Source, refused: readonly RefusedCategory[]) {
  const { ledger, drain } = context.engine;
  const queues = [];
  for (const work of WORK) {
    const { kinds } = work;
    const total = await ledger.operations.countOpen(source.planId, kinds);
    if (total === 0) continue;
    const open = until(drain, ledger.operations.iterate(source.planId, { kinds, states: OPEN }));
    const same = compared(context, source, work, open);
    const fitting = refused.length > 0 ? inTheirCategories(context, refused, same) : same;
    const isOld = source.isOffersOld && OFFERED.some((kind) => kinds.includes(kind));
    queues.push({ work, total, rows: take(isOld ? stillOffered(context, fitting) : fitting) });
  }
  return queues;
}

/** Kinds of rows that write prices and stock. */
const OFFERED: readonly WritingKind[] = ['stock', 'update', 'create'];

/**
 * Rows without those whose product somebody changed since the plan was made. The supplier's levels and metafields are
 * written whatever is there, unless a run before this one may have written them; those of a rollback are from the past.
 */
function compared(
  context: ApplyContext,
  { origin, owners, isResumed }: Source,
  work: Work,
  rows: AsyncIterable<WritingOperation>,
): AsyncIterable<WritingOperation> {
  const { isUndo } = context;
  if (work.kinds.includes('metafields')) return isUndo ? settleMetafields(context, rows) : rows;
  if (!CHANGES.includes(work)) return rows;
  if (isResumed || isUndo) return settle(context, lessSold(context, rows), begun(context));
  if (work.kinds.includes('stock')) return rows;
  const isKept = (field: ChangeName) =>
    field !== 'stock' && (origin !== 'supplier' || ownerOf(field, owners) !== 'ttpd');
  return settle(context, rows, { isKept, maybeWritten: false });
}

/** What was sold since a level was planned is not in doubt: the store must have that much less. */
function lessSold({ engine }: ApplyContext, rows: AsyncIterable<WritingOperation>) {
  return eachLessSoldSince(engine, rows, STOCK_BATCH);
}

/** Of rows that may have been sent before. What sold meanwhile is no change to keep, but for a level from the past. */
function begun({ isUndo }: ApplyContext): Look {
  return { isKept: (field) => field !== 'stock' || isUndo, maybeWritten: true };
}

/** What is written again may lose its answer again: how often a row is read back in one run. */
const READ_BACKS = 3;

/** Rows of this run whose answer was lost or did not show what was sent. */
async function readBackDoubtful(
  context: ApplyContext,
  planId: string,
  inDoubt: ReadonlySet<number>,
): Promise<void> {
  const { ledger, drain } = context.engine;
  for (let pass = 1; pass <= READ_BACKS; pass++)
    for (const { kinds, write } of CHANGES) {
      if (inDoubt.size === 0) return;
      const rows = ledger.operations.iterate(planId, { kinds, states: ['unknown'] });
      const open = lessSold(context, until(drain, only(rows, inDoubt)));
      await write(context, settle(context, open, begun(context)));
    }
}

async function* only(
  rows: AsyncIterable<WritingOperation>,
  seqs: ReadonlySet<number>,
): AsyncGenerator<WritingOperation> {
  for await (const row of rows) if (seqs.has(row.seq)) yield row;
}
