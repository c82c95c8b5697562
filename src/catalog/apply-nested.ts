import { orUndefined } from '../http/or-undefined.ts';
import type { Operation, OperationError } from '../ledger/operations.ts';
import { type ApplyContext, rowError } from './apply.ts';
import type { ProductFields } from './fields.ts';
import { variantBody } from './nested-bodies.ts';
import { imageName, imagesIn, type VariantField, variantsIn, videosIn } from './nested-fields.ts';

/** How images are shown: by the address the store knows each by, or the one it was just made from. */
export async function writeImageDetails(
  { engine }: ApplyContext,
  productId: number,
  row: Operation,
): Promise<void> {
  const changes = imagesIn(row.after as ProductFields);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const added = (row.after.images as string[] | undefined) ?? [];
  const before = new Set(row.before.images as string[] | undefined);
  const there = [];
  for await (const page of store.images.list(productId, signal)) there.push(...page);
  // The store does not say where an image came from: ours are those that came since, in the order they were added.
  const fresh = there.filter((image) => !before.has(imageName(image))).sort((a, b) => a.id - b.id);
  for (const [name, shown] of changes) {
    const image = there.find((each) => imageName(each) === name) ?? fresh[added.indexOf(name)];
    if (!image) continue;
    if (shown === null) await orUndefined(store.images.delete(productId, image.id, signal));
    else {
      const { description, isThumbnail: is_thumbnail, sortOrder: sort_order } = shown;
      await store.images.update(productId, image.id, { description, is_thumbnail, sort_order }, signal);
    }
  }
}

export async function writeVideos(
  { engine }: ApplyContext,
  productId: number,
  row: Operation,
): Promise<void> {
  const changes = videosIn(row.after as ProductFields);
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

/** The variants of up to ten products, 50 a call; answers with the rows that could not be written whole. */
export async function writeVariants(
  { engine }: ApplyContext,
  rows: readonly Operation[],
): Promise<Map<Operation, OperationError>> {
  const failed = new Map<Operation, OperationError>();
  const changed = rows.filter(({ after }) => variantsIn(after).length > 0);
  if (changed.length === 0) return failed;
  const { store, giveUp: signal } = engine;
  const ids = changed.flatMap(({ productId }) => productId ?? []);
  const products = await store.products.byIds(ids, { include: ['variants'], signal });
  const known = new Map(
    products.flatMap(({ variants = [] }) => variants.map(({ sku, id }) => [sku.toLowerCase(), id] as const)),
  );

  const writes: { row: Operation; id: number; values: [VariantField, unknown][] }[] = [];
  for (const row of changed)
    for (const [sku, values] of Map.groupBy(variantsIn(row.after), ([each]) => each)) {
      const id = known.get(sku.toLowerCase());
      if (id === undefined)
        failed.set(row, { code: 'VARIANT_GONE', message: `The variant ${sku} is no longer in the store.` });
      else writes.push({ row, id, values: values.map(([, field, value]) => [field, value]) });
    }
  const results = await store.variants.updateBatch(
    writes.map(({ id, values }) => ({ id, ...variantBody(values) })),
    signal,
  );
  for (const [i, { row }] of writes.entries()) {
    const result = results[i];
    if (result && 'error' in result) failed.set(row, rowError(result.error));
  }
  return failed;
}
