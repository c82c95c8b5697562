import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { Operation } from '../../../ledger/journal/operation.ts';
import { differences, notAsSent, tidied } from '../../store/verify.ts';
import { changesProduct, updateBody } from '../bodies/product-body.ts';
import type { ApplyContext } from '../context.ts';
import { writeCustomFields, writeImages } from './attachments.ts';
import { writeImageDetails, writeVariants, writeVideos } from './nested.ts';

/**
 * Up to ten products in one PUT, then the custom fields and images that only have calls of their own. All of it may be
 * done twice: values are absolute, and what is already there is looked at first.
 */
export async function applyUpdates(context: ApplyContext, rows: readonly Operation[]): Promise<void> {
  const { ledger, store, giveUp: signal } = context.engine;
  await ledger.operations.mark(rows, { state: 'sent' });
  try {
    const put = rows.filter((row) => changesProduct(row.after));
    const results = await store.products.updateBatch(
      put.map((row) => updateBody(productId(row), row, context.taxonomy)),
      signal,
    );
    const failed = new Set<Operation>();
    for (const [i, row] of put.entries()) {
      const result = results[i];
      if (!result) continue;
      const saved = 'ok' in result ? tidied(result.ok, row.after) : undefined;
      if (saved) row.undo = { ...row.undo, saved };
      const error =
        'error' in result ? errorWords(result.error) : notAsSent(differences(result.ok, row.after));
      if (!error) continue;
      failed.add(row);
      await end(context, row, 'error' in result ? 'failed' : 'unknown', error);
    }
    for (const [row, error] of await writeVariants(
      context,
      rows.filter((each) => !failed.has(each)),
    )) {
      failed.add(row);
      await end(context, row, 'failed', error);
    }
    const written = [];
    for (const row of rows) if (!failed.has(row) && (await writeParts(context, row))) written.push(row);
    await ledger.operations.complete(written, context.engine.storeKey);
    for (const row of written) context.settled(row, 'done');
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    for (const row of rows)
      await end(context, row, error.outcome === 'unknown' ? 'unknown' : 'failed', errorWords(error));
  }
}

export function productId(row: Operation): number {
  if (row.productId === null) throw new Error(`plan row ${row.seq} changes a product without an id`);
  return row.productId;
}

/** What has calls of its own; answers whether the row is complete. */
async function writeParts(context: ApplyContext, row: Operation): Promise<boolean> {
  try {
    await writeCustomFields(context.engine, productId(row), row);
    await writeImages(context.engine, productId(row), row);
    await writeImageDetails(context, productId(row), row);
    await writeVideos(context, productId(row), row);
    return true;
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    await end(context, row, error.outcome === 'unknown' ? 'unknown' : 'failed', errorWords(error));
    return false;
  }
}

async function end(
  { engine, settled }: ApplyContext,
  row: Operation,
  state: 'failed' | 'unknown',
  error: { code: string; message: string },
): Promise<void> {
  await engine.ledger.operations.mark([row], { state, error });
  settled(row, state);
}
