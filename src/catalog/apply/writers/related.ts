import { batches, inParallel } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { FieldValues, OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import type { Related } from '../../../product/fields.ts';
import type { ApplyContext } from '../context.ts';
import { UPDATE_BATCH } from './bodies.ts';
import { type Ready, withProducts } from './product-ids.ts';

/** BigCommerce's limit (docs/facts/bigcommerce-catalog.md#field-limits). */
const MOST = 50;
/** In place of ids: the store chooses by itself. */
const AUTOMATIC = -1;

type ReadyRow = Ready<OperationOf<'related'>>;

/** A row's list as it is to be, and what a rollback is to know of the row. */
interface Write {
  row: ReadyRow;
  related_products: number[];
}

/**
 * Adds each part's replacement to its product's related ones, or takes away the one that a rollback names, ten products
 * a call. What a merchant chose stays; a list that the store makes by itself (`-1`) gives way, and comes back with a
 * rollback. Lists are absolute, so all of it may be done twice.
 */
export async function applyRelated(
  context: ApplyContext,
  rows: AsyncIterable<OperationOf<'related'>>,
): Promise<void> {
  const { concurrency } = context.engine;
  await inParallel(batches(rows, UPDATE_BATCH), concurrency, (batch) => applyBatch(context, batch));
}

async function applyBatch(context: ApplyContext, rows: readonly OperationOf<'related'>[]): Promise<void> {
  const { ledger, store, storeKey, giveUp: signal } = context.engine;
  const ready = await withProducts(context, rows);
  await ledger.operations.mark(ready, { state: 'sent' });
  try {
    const targets = await ledger.snapshots.byPart(
      storeKey,
      ready.flatMap(({ after }) => (isRemoval(after) ? [] : [String(after.related)])),
    );
    const targetOf = ({ after }: OperationOf<'related'>) => targets.get(String(after.related));
    const products = await store.products.byIds(
      ready
        .filter((row) => isRemoval(row.after) || targetOf(row) !== undefined)
        .map(({ productId }) => productId),
      { signal },
    );
    const there = new Map(products.map((product) => [product.id, product.relatedProducts]));
    const writes: Write[] = [];
    const done: ReadyRow[] = [];
    for (const row of ready) {
      const target = targetOf(row);
      const write = writeOf(row, target, there.get(row.productId));
      if (write) writes.push(write);
      else done.push(remembering(row, target));
    }
    for (const { row } of writes) if (row.undo) await ledger.operations.noteUndo(row, row.undo);
    const results = await store.products.updateBatch(
      writes.map(({ row, related_products }) => ({ id: row.productId, related_products })),
      signal,
    );
    for (const [i, { row }] of writes.entries()) {
      const result = results[i];
      if (result && 'error' in result) await end(context, row, 'failed', errorWords(result.error));
      else done.push(remembering(row, targetOf(row)));
    }
    await ledger.operations.complete(done, storeKey);
    for (const row of done) context.settled(row, 'done');
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const state = error.outcome === 'unknown' ? 'unknown' : 'failed';
    for (const row of ready) await end(context, row, state, errorWords(error));
  }
}

/** None when the store has it already, or has no room for it, or the product is gone. */
function writeOf(
  row: ReadyRow,
  target: number | undefined,
  there: readonly number[] | undefined,
): Write | undefined {
  const own = there?.filter((id) => id > 0) ?? [];
  const { removedRelated } = row.after;
  if (isRemoval(row.after)) {
    if (!own.includes(Number(removedRelated))) return undefined;
    const rest = own.filter((id) => id !== removedRelated);
    const isAutomatic = rest.length === 0 && row.undo?.link?.automatic;
    return { row, related_products: isAutomatic ? [AUTOMATIC] : rest };
  }
  if (!there || target === undefined || own.includes(target) || own.length >= MOST) return undefined;
  const link = { added: target, automatic: there.includes(AUTOMATIC) };
  return { row: { ...row, undo: { ...row.undo, link } }, related_products: [...own, target] };
}

function isRemoval(after: FieldValues): boolean {
  return 'removedRelated' in after;
}

/** What the snapshot becomes after a rollback's row is in the row. */
function remembering(row: ReadyRow, product: number | undefined): ReadyRow {
  if (isRemoval(row.after)) return row;
  const linked = product !== undefined;
  const related: Related = {
    ...{ part: String(row.after.related), linked },
    ...(linked ? { product } : {}),
  };
  return { ...row, snapshot: { partUpdatedAt: null, ...row.snapshot, fields: { related } } };
}

async function end(
  { engine, settled }: ApplyContext,
  row: OperationOf<'related'>,
  state: 'failed' | 'unknown',
  error: OperationError,
): Promise<void> {
  await engine.ledger.operations.mark([row], { state, error });
  settled(row, state);
}
