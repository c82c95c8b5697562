import { batches } from '../../common/async-iterables.ts';
import type { NewOperation, OperationOf, WritingOperation } from '../../ledger/journal/operation.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import type { Engine } from '../engine/engine.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { ReadyPlan } from '../plan/saved-plan.ts';
import { readBack } from '../store/read-back.ts';
import { readMetafields, type StoredMetafield } from '../store/read-metafields.ts';
import { loadTaxonomy, type Taxonomy } from '../store/taxonomy.ts';
import { remakeMetafields, undoMetafields } from './undo-metafields.ts';
import { undoProduct } from './undo-product.ts';

export interface UndoRequest {
  /** What is taken back: all that the plan's rows wrote, in however many runs. */
  plan: Plan;
  /** Products that the plan created go; otherwise they are hidden. */
  deleteCreated: boolean;
}

/** Products read together. */
const PRODUCTS = 250;

/**
 * Makes the plan that takes another one back, from its last row to its first. The store is read first: a value is
 * restored only while the store has what the plan wrote; where somebody changed it since, it is a `conflict` row with
 * all three values; what is already as it was needs no row, and is counted as unchanged.
 */
export function planUndo(engine: Engine, { plan, deleteCreated }: UndoRequest): Promise<ReadyPlan> {
  const { ledger, emit, drain } = engine;
  return makePlan(engine, {
    selection: { rollback: plan.id, ...(deleteCreated ? { deleteCreated } : {}) },
    async addRows(planId) {
      const taxonomy = await loadTaxonomy(engine, drain);
      let unchanged = 0;
      let read = 0;
      for await (const batch of batches(byProduct(written(engine, plan.id)), PRODUCTS)) {
        drain.throwIfAborted();
        const rows = await undoBatch(engine, taxonomy, batch, deleteCreated);
        await ledger.operations.add(planId, rows.flat());
        unchanged += rows.filter(({ length }) => length === 0).length;
        read += batch.length;
        emit({ type: 'progress', stage: 'read', done: read, total: null, counts: {} });
      }
      return { read, unchanged, facts: null, problems: [], taxonomy };
    },
  });
}

/** What may be in the store: a row without a good end may have been written in part, and the store says which. */
function written({ ledger }: Engine, planId: string): AsyncIterable<WritingOperation> {
  return ledger.operations.iterate(planId, {
    kinds: ['create', 'update', 'stock', 'hide', 'delete', 'metafields', 'related'],
    states: ['done', 'sent', 'unknown', 'failed'],
    backwards: true,
  });
}

/** A product's rows stand together in its plan. */
async function* byProduct(rows: AsyncIterable<WritingOperation>): AsyncGenerator<WritingOperation[]> {
  let group: WritingOperation[] = [];
  for await (const row of rows) {
    if (group[0] && group[0].sku.toLowerCase() !== row.sku.toLowerCase()) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

async function undoBatch(
  engine: Engine,
  taxonomy: Taxonomy,
  products: readonly WritingOperation[][],
  deleteCreated: boolean,
): Promise<NewOperation[][]> {
  const ids = await productIds(engine, products);
  const known = [...ids.values()];
  const isDeleted = (rows: readonly WritingOperation[]) =>
    deleteCreated && rows.some(({ kind }) => kind === 'create');
  const stockOf = products.flatMap((rows) => {
    const id = ids.get(keyOf(rows));
    // A creation without an end is taken back only where the store has it as it was sent.
    const isDoubtful = rows.some(({ kind, state }) => kind === 'create' && state !== 'done');
    const isAsked = isDeleted(rows) || isDoubtful || rows.some(isOfStock);
    return isAsked && id !== undefined ? [id] : [];
  });
  const allOf = products.filter(isDeleted).flatMap((rows) => ids.get(keyOf(rows)) ?? []);
  const now = await readBack(engine, taxonomy, { productIds: known, stockOf, allOf });
  const there = await readMetafields(
    engine,
    products.flatMap((rows) => {
      const id = ids.get(keyOf(rows)) ?? 0;
      return now.has(id) && changedMetafieldsRow(rows) ? [id] : [];
    }),
  );
  const undone: NewOperation[][] = [];
  for (const written of products) {
    const rows = await withBase(engine, written);
    const id = ids.get(keyOf(rows)) ?? 0;
    undone.push([
      ...undoProduct(rows, now.get(id), { deleteCreated }),
      ...(await metafieldRows(engine, rows, there.get(id))),
    ]);
  }
  return undone;
}

function isOfStock({ kind, after }: WritingOperation): boolean {
  return kind !== 'create' && 'stock' in after;
}

/** A deletion that was killed before its end was noted has left what ttpd remembers of the product in its place. */
async function withBase(
  { ledger, storeKey }: Engine,
  rows: readonly WritingOperation[],
): Promise<WritingOperation[]> {
  const isNoted = (row: WritingOperation) => row.kind !== 'delete' || row.undo?.base !== undefined;
  if (rows.every(isNoted)) return [...rows];
  const base = (await ledger.snapshots.find(storeKey, [keyOf(rows)])).get(keyOf(rows))?.fields;
  return rows.map((row) => (isNoted(row) || !base ? row : { ...row, undo: { ...row.undo, base } }));
}

/** A created product's metafields stay with it when it is hidden, and go with it when it is deleted. */
function changedMetafieldsRow(rows: readonly WritingOperation[]): OperationOf<'metafields'> | undefined {
  if (rows.some(({ kind }) => kind === 'create' || kind === 'delete')) return undefined;
  return rows.find((row) => row.kind === 'metafields');
}

async function metafieldRows(
  engine: Engine,
  rows: readonly WritingOperation[],
  there: ReadonlyMap<string, StoredMetafield> | undefined,
): Promise<NewOperation[]> {
  const changed = changedMetafieldsRow(rows);
  if (changed && there) return undoMetafields(engine, changed, there);
  const deletion = rows.find((row) => row.kind === 'delete');
  return deletion ? remakeMetafields(engine, deletion) : [];
}

/** A product whose creation was not answered has no id in the ledger: it is found by its SKU. */
async function productIds(
  { store, giveUp: signal }: Engine,
  products: readonly WritingOperation[][],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const without: string[] = [];
  for (const rows of products) {
    const id = rows.find(({ productId }) => productId !== null)?.productId;
    if (id != null) ids.set(keyOf(rows), id);
    else if (rows[0]) without.push(rows[0].sku);
  }
  if (without.length === 0) return ids;
  for (const { id, sku } of await store.products.bySku(without, { signal })) ids.set(sku.toLowerCase(), id);
  return ids;
}

function keyOf([row]: readonly WritingOperation[]): string {
  return row?.sku.toLowerCase() ?? '';
}
