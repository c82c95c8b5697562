import { batches } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { changedSince } from '../../store/changed-since.ts';
import { readBack } from '../../store/read-back.ts';
import type { ApplyContext } from '../context.ts';

/** Ids in one DELETE (docs/facts/bigcommerce-catalog.md#batches). */
const BATCH = 250;

/**
 * Deletes products that ttpd created, up to 250 in a call. Each is looked at just before, since a deleted product does
 * not come back: only one that still is as it was written goes. What is gone already is done.
 */
export async function applyDeletes(
  context: ApplyContext,
  rows: AsyncIterable<OperationOf<'delete'>>,
): Promise<void> {
  for await (const batch of batches(rows, BATCH)) await applyBatch(context, batch);
}

async function applyBatch(context: ApplyContext, rows: readonly OperationOf<'delete'>[]): Promise<void> {
  const { engine, taxonomy } = context;
  const { ledger, store, storeKey, giveUp: signal } = engine;
  const ids = rows.map(({ productId }) => productId);
  const there = await readBack(engine, taxonomy, { productIds: ids, stockOf: ids, allOf: ids });
  const same: OperationOf<'delete'>[] = [];
  const gone: OperationOf<'delete'>[] = [];
  for (const row of rows) {
    const now = there.get(row.productId);
    const changed = now ? Object.keys(changedSince(row.before, row.undo, now)) : [];
    if (!now) gone.push(row);
    else if (changed.length === 0) same.push(row);
    else
      await end(row, 'failed', {
        code: 'CHANGED_MEANWHILE',
        message: `Somebody changed it in the store since the plan was made, and it stays: ${changed.join(', ')}.`,
      });
  }
  await done(gone);
  if (same.length === 0) return;
  await ledger.operations.mark(same, { state: 'sent' });
  try {
    await store.products.delete(
      same.map(({ productId }) => productId),
      signal,
    );
    await done(same);
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    for (const row of same)
      await end(row, error.outcome === 'unknown' ? 'unknown' : 'failed', errorWords(error));
  }

  async function done(deleted: readonly OperationOf<'delete'>[]): Promise<void> {
    await ledger.operations.complete(deleted, storeKey);
    for (const row of deleted) context.settled(row, 'done');
  }

  async function end(
    row: OperationOf<'delete'>,
    state: 'failed' | 'unknown',
    error: OperationError,
  ): Promise<void> {
    await ledger.operations.mark([row], { state, error });
    context.settled(row, state);
  }
}
