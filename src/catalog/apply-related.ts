import { ServiceError } from '../http/errors.ts';
import type { Operation, OperationError } from '../ledger/operations.ts';
import { type ApplyContext, concernsTheRun, rowError } from './apply.ts';
import { type ReadyOperation, withProducts } from './product-ids.ts';
import type { Related } from './related.ts';

/** BigCommerce's limit (domain.md 2.2). */
const MOST = 50;

/**
 * Adds each part's replacement to its product's related ones, ten products a call. What a merchant chose stays; a list
 * that the store makes by itself (`-1`) gives way. Lists are absolute, so all of it may be done twice.
 */
export async function applyRelated(context: ApplyContext, rows: readonly Operation[]): Promise<void> {
  const { ledger, store, storeKey, giveUp: signal } = context.engine;
  const ready = await withProducts(context, rows);
  await ledger.operations.mark(ready, { state: 'sent' });
  try {
    const targets = await ledger.snapshots.byPart(
      storeKey,
      ready.map(({ after }) => String(after.related)),
    );
    const linkable = ready.filter(({ after }) => targets.has(String(after.related)));
    const products = await store.products.byIds(
      linkable.map(({ productId }) => productId),
      { signal },
    );
    const there = new Map(products.map((product) => [product.id, product.relatedProducts]));
    const writes: { row: ReadyOperation; related_products: number[] }[] = [];
    const done: ReadyOperation[] = [];
    for (const row of ready) {
      const target = targets.get(String(row.after.related));
      const own = there.get(row.productId)?.filter((id) => id > 0);
      if (target === undefined || own === undefined || own.includes(target) || own.length >= MOST)
        done.push(remembering(row, target !== undefined));
      else writes.push({ row, related_products: [...own, target] });
    }
    const results = await store.products.updateBatch(
      writes.map(({ row, related_products }) => ({ id: row.productId, related_products })),
      signal,
    );
    for (const [i, { row }] of writes.entries()) {
      const result = results[i];
      if (result && 'error' in result) await end(context, row, 'failed', rowError(result.error));
      else done.push(remembering(row, true));
    }
    await ledger.operations.complete(done, storeKey);
    for (const row of done) context.settled(row, 'done');
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    const state = error.outcome === 'unknown' ? 'unknown' : 'failed';
    for (const row of ready) await end(context, row, state, rowError(error));
  }
}

function remembering(row: ReadyOperation, linked: boolean): ReadyOperation {
  const related: Related = { part: String(row.after.related), linked };
  return { ...row, snapshot: { fields: { related }, partUpdatedAt: null } };
}

async function end(
  { engine, settled }: ApplyContext,
  row: Operation,
  state: 'failed' | 'unknown',
  error: OperationError,
): Promise<void> {
  await engine.ledger.operations.mark([row], { state, error });
  settled(row, state);
}
