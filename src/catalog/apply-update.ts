import { ServiceError } from '../http/errors.ts';
import type { Operation } from '../ledger/operations.ts';
import { type ApplyContext, concernsTheRun, rowError } from './apply.ts';
import { writeImageDetails, writeVariants, writeVideos } from './apply-nested.ts';
import type { ProductFields } from './fields.ts';
import { changesProduct, customFieldsOf, updateBody } from './request-bodies.ts';
import { differences, notAsSent } from './verify.ts';

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
      const error = 'error' in result ? rowError(result.error) : notAsSent(differences(result.ok, row.after));
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
      await end(context, row, error.outcome === 'unknown' ? 'unknown' : 'failed', rowError(error));
  }
}

function productId(row: Operation): number {
  if (row.productId === null) throw new Error(`plan row ${row.seq} changes a product without an id`);
  return row.productId;
}

/** What has calls of its own; answers whether the row is complete. */
async function writeParts(context: ApplyContext, row: Operation): Promise<boolean> {
  try {
    await writeCustomFields(context, row);
    await writeImages(context, row);
    await writeImageDetails(context, productId(row), row);
    await writeVideos(context, productId(row), row);
    return true;
  } catch (error) {
    if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
    await end(context, row, error.outcome === 'unknown' ? 'unknown' : 'failed', rowError(error));
    return false;
  }
}

async function writeCustomFields({ engine }: ApplyContext, row: Operation): Promise<void> {
  const changes = customFieldsOf(row.after as ProductFields);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const there = [];
  for await (const page of store.customFields.list(productId(row), signal)) there.push(...page);
  for (const [name, value] of changes) {
    const same = there.filter((field) => field.name === name);
    if (value === null)
      for (const field of same) await store.customFields.delete(productId(row), field.id, signal);
    else if (same.some((field) => field.value === value)) continue;
    else if (same[0]) await store.customFields.update(productId(row), same[0].id, { name, value }, signal);
    else await store.customFields.create(productId(row), { name, value }, signal);
  }
}

/** The store does not keep the address an image came from, so what is missing is told by how many there are. */
async function writeImages({ engine }: ApplyContext, { after, before, ...row }: Operation): Promise<void> {
  const added = (after.images as string[] | undefined) ?? [];
  if (added.length === 0) return;
  const { store, giveUp: signal } = engine;
  const id = productId({ after, before, ...row });
  let there = 0;
  for await (const page of store.images.list(id, signal)) there += page.length;
  const already = Math.max(0, there - ((before.images as string[] | undefined) ?? []).length);
  for (const image_url of added.slice(already)) await store.images.create(id, { image_url }, signal);
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
