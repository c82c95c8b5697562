import type { ImageCreate } from '../../../bigcommerce/request-types.ts';
import { orUndefined, ServiceError } from '../../../http/errors/service-error.ts';
import { IMAGE_REFUSED, type OperationError, type OperationOf } from '../../../ledger/journal/operation.ts';
import { imagesIn } from '../../../product/nested-fields.ts';
import type { Engine } from '../../engine/engine.ts';
import { imageName, type NamedImage } from '../../product/images.ts';
import { madeImages } from '../../store/row-state.ts';

type Row = OperationOf<'create' | 'update' | 'hide'>;

/** Takes away what the row says. One that is gone already is as it should be. */
export async function removeImages(
  { store, giveUp: signal }: Engine,
  productId: number,
  { after }: Row,
): Promise<void> {
  for (const { id } of after.removedImages ?? [])
    await orUndefined(store.images.delete(productId, id, signal));
}

/**
 * Adds the row's pictures that the product does not have yet, and notes each in the row. One that the store does not
 * take keeps none of the others out.
 * @param bodies how each is added; the rest is the store's to say
 */
export async function writeImages(
  engine: Engine,
  productId: number,
  row: Row,
  bodies: readonly ImageCreate[] = (row.after.images ?? []).map((image_url) => ({ image_url })),
): Promise<void> {
  if (bodies.length === 0) return;
  const { ledger, store, giveUp: signal } = engine;
  const made = madeImages(row, { images: await namedImages(engine, productId) });
  const imageIds: (number | null)[] = made.map((image) => image?.id ?? null);
  for (const [i, body] of bodies.entries()) {
    if (typeof imageIds[i] === 'number') continue;
    imageIds[i] = await store.images.create(productId, body, signal).then(
      ({ id }) => id,
      (error: unknown) => {
        if (isPictureRefused(error)) return null;
        throw error;
      },
    );
    row.undo = { ...row.undo, imageIds: imageIds.slice(0, i + 1) };
    await ledger.operations.noteUndo(row, row.undo);
  }
  row.undo = { ...row.undo, imageIds };
  await ledger.operations.noteUndo(row, row.undo);
  noteRefused(row);
}

/** The store, asked for one picture or a whole product, says that it is the picture. */
export function isPictureRefused(error: unknown): error is ServiceError {
  return (
    error instanceof ServiceError &&
    error.outcome === 'refused' &&
    [400, 413, 415, 422].includes(error.status ?? 0) &&
    (error.endpoint.endsWith('/images') || /image/i.test(error.message))
  );
}

/** The row says which pictures are missing, and remembers neither them nor the part's details as written. */
function noteRefused(row: Row): void {
  const images = row.after.images ?? [];
  const refused = images.filter((_, i) => row.undo?.imageIds?.[i] === null);
  if (refused.length === 0) return;
  const taken = (some: readonly string[]) => some.filter((address) => !refused.includes(address));
  row.code = IMAGE_REFUSED;
  row.reason = `The store could not fetch ${refused.join(', ')}; everything else is written, and the next run tries again.`;
  row.undo = { ...row.undo, saved: { ...row.undo?.saved, images: taken(images) } };
  if (!row.snapshot) return;
  const fields = { ...row.snapshot.fields };
  for (const list of ['images', 'importedImages'] as const)
    if (fields[list]) fields[list] = taken(fields[list]);
  row.snapshot = { ...row.snapshot, fields, partUpdatedAt: null };
}

/** How images are shown: by the name that the store's have, or the address that the row just made one from. */
export async function writeImageDetails(
  engine: Engine,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<OperationError | undefined> {
  const changes = imagesIn(row.after);
  if (changes.length === 0) return undefined;
  const { store, giveUp: signal } = engine;
  const added = row.after.images ?? [];
  const images = await namedImages(engine, productId);
  const made = madeImages(row, { images });
  const gone: string[] = [];
  for (const [name, shown] of changes) {
    const at = added.indexOf(name);
    const image = images.find((each) => each.name === name) ?? made[at];
    if (!image) {
      if (shown !== null && row.undo?.imageIds?.[at] !== null) gone.push(name);
    } else if (shown === null) await orUndefined(store.images.delete(productId, image.id, signal));
    else {
      const { description, isThumbnail: is_thumbnail, sortOrder: sort_order } = shown;
      await store.images.update(productId, image.id, { description, is_thumbnail, sort_order }, signal);
    }
  }
  if (gone.length === 0) return undefined;
  return { code: 'IMAGE_GONE', message: `The product no longer has the image ${gone.join(', ')}.` };
}

async function namedImages({ store, giveUp: signal }: Engine, productId: number): Promise<NamedImage[]> {
  const there: NamedImage[] = [];
  for await (const page of store.images.list(productId, signal))
    there.push(...page.map((image) => ({ id: image.id, name: imageName(image) })));
  return there;
}
