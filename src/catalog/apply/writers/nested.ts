import type { Adjustment } from '../../../bigcommerce/inventory.ts';
import type { StoreVariant } from '../../../bigcommerce/product-schema.ts';
import type { VariantAdd, VariantUpdate } from '../../../bigcommerce/request-types.ts';
import { errorWords, orUndefined } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { variantsIn, videosIn } from '../../../product/nested-fields.ts';
import type { Places } from '../../engine/places.ts';
import { isSameOption } from '../../product/nested-fields.ts';
import { adjustments } from '../../store/levels.ts';
import type { ApplyContext } from '../context.ts';
import { variantAddBody, variantBody } from './bodies.ts';
import { adjust } from './stock.ts';

export async function writeVideos(
  { engine }: ApplyContext,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<void> {
  const changes = videosIn(row.after);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const there = [];
  for await (const page of store.videos.list(productId, signal)) there.push(...page);
  for (const [youtubeId, shown] of changes) {
    const video = there.find(({ videoId }) => videoId === youtubeId);
    if (shown === null) {
      if (video) await orUndefined(store.videos.delete(productId, video.id, signal));
      continue;
    }
    const json = { title: shown.title, description: shown.description, sort_order: shown.sortOrder };
    if (video) await store.videos.update(productId, video.id, json, signal);
    else await store.videos.create(productId, { video_id: youtubeId, ...json }, signal);
  }
}

export function changesVariants({ after }: OperationOf<'update' | 'hide'>): boolean {
  return variantsIn(after).length > 0 || 'variants' in after;
}

/** The variants of up to ten products, 50 a call; answers with the rows that could not be written whole. */
export async function writeVariants(
  { engine }: ApplyContext,
  rows: readonly OperationOf<'update' | 'hide'>[],
): Promise<Map<OperationOf<'update' | 'hide'>, { state: 'failed'; error: OperationError }>> {
  const failed = new Map<OperationOf<'update' | 'hide'>, { state: 'failed'; error: OperationError }>();
  const fail = (row: OperationOf<'update' | 'hide'>, error: OperationError) =>
    failed.set(row, { state: 'failed', error });
  const { store, places, giveUp: signal } = engine;
  const ids = rows.flatMap(({ productId }) => productId ?? []);
  const products = await store.products.byIds(ids, { include: ['variants'], signal });

  const writes: ({ row: OperationOf<'update' | 'hide'> } & ReturnType<typeof stockedApart>)[] = [];
  for (const row of rows) {
    const there = products.find(({ id }) => id === row.productId)?.variants ?? [];
    const bodies = [...updatesOf(row, there), ...additionsOf(row, there)];
    const gone = bodies.find((body) => typeof body === 'string');
    if (gone !== undefined) fail(row, { code: 'VARIANT_GONE', message: gone });
    for (const body of bodies)
      if (typeof body !== 'string') writes.push({ row, ...stockedApart(body, places) });
  }
  const results = await store.variants.updateBatch(
    writes.map(({ body }) => body),
    signal,
  );
  const stocked: { row: OperationOf<'update' | 'hide'>; levels: Adjustment[] }[] = [];
  for (const [i, { row, stock }] of writes.entries()) {
    const result = results[i];
    if (result && 'error' in result) fail(row, errorWords(result.error));
    else if (result && stock !== undefined)
      stocked.push({ row, levels: adjustments({ ...row, variantId: result.ok.id }, { stock }, places) });
  }
  const refused = await adjust(
    engine,
    stocked.map(({ levels }) => levels),
  );
  for (const [i, { row }] of stocked.entries()) {
    const error = refused[i];
    if (error) fail(row, error);
  }
  return failed;
}

/** A new variant's level goes along only where the default location's is meant. */
function stockedApart(
  body: VariantUpdate | VariantAdd,
  places: Places,
): { body: VariantUpdate | VariantAdd; stock?: number | undefined } {
  if (places.isOnlyDefault) return { body };
  const { inventory_level: stock, ...rest } = body;
  return { body: rest, stock };
}

/** A text says what is no longer there. */
function updatesOf(
  row: OperationOf<'update' | 'hide'>,
  there: readonly StoreVariant[],
): (VariantUpdate | string)[] {
  const ids = new Map(there.map(({ sku, id }) => [sku.toLowerCase(), id]));
  return [...Map.groupBy(variantsIn(row.after), ([sku]) => sku)].map(([sku, values]) => {
    const id = ids.get(sku.toLowerCase());
    if (id === undefined) return `The variant ${sku} is no longer in the store.`;
    return { id, ...variantBody(Object.fromEntries(values.map(([, field, value]) => [field, value]))) };
  });
}

/** Variants that are there already were added by a run before. */
function additionsOf(
  row: OperationOf<'update' | 'hide'>,
  there: readonly StoreVariant[],
): (VariantAdd | string)[] {
  const variants = row.after.variants ?? [];
  const skus = new Set(there.map(({ sku }) => sku.toLowerCase()));
  const options = there.flatMap((variant) => variant.options);
  return variants
    .filter(({ sku }) => !skus.has(sku.toLowerCase()))
    .map((variant) => {
      const values = variant.options.flatMap(
        (wanted) => options.find((each) => isSameOption(each, wanted)) ?? [],
      );
      if (row.productId === null || values.length < variant.options.length)
        return `The options of the variant ${variant.sku} are no longer in the store.`;
      return variantAddBody(row.productId, variant, values);
    });
}
