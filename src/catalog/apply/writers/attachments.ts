import type { CustomField } from '../../../bigcommerce/product-schema.ts';
import { orUndefined } from '../../../http/errors/service-error.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import type { Engine } from '../../engine/engine.ts';
import { imageName } from '../../product/nested-fields.ts';
import { addedImages } from '../../store/row-state.ts';
import { customFieldsOf } from './bodies.ts';

/** A name of ours stands once: what is there under it is changed, or taken away where the row says `null`. */
export async function writeCustomFields(
  engine: Engine,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<void> {
  const changes = customFieldsOf(row.after);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const there: CustomField[] = [];
  for await (const page of store.customFields.list(productId, signal)) there.push(...page);
  for (const [name, value] of changes) {
    const same = there.filter((field) => field.name === name);
    if (value === null)
      for (const field of same) await store.customFields.delete(productId, field.id, signal);
    else if (same.some((field) => field.value === value)) continue;
    else if (same[0]) await store.customFields.update(productId, same[0].id, { name, value }, signal);
    else await store.customFields.create(productId, { name, value }, signal);
  }
}

/**
 * The store does not keep the address an image came from, so what is missing is told by how many came since the plan was
 * made. Their ids are remembered for the rollback, and so is each one that is made.
 */
export async function writeImages(
  engine: Engine,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<void> {
  const { images, removedImages } = row.after;
  const { ledger, store, giveUp: signal } = engine;
  for (const { id } of removedImages ?? []) await orUndefined(store.images.delete(productId, id, signal));
  if (!images || images.length === 0) return;
  const there = [];
  for await (const page of store.images.list(productId, signal)) there.push(...page);
  const found = there.map((image) => ({ id: image.id, url: imageName(image) }));
  const made = row.undo?.imageIds ?? addedImages(row, { images: found }).map(({ id }) => id);
  const imageIds = made.filter((id) => found.some((image) => image.id === id)).slice(0, images.length);
  const note = async () => {
    row.undo = { ...row.undo, imageIds: [...imageIds] };
    await ledger.operations.noteUndo(row, row.undo);
  };
  for (const image_url of images.slice(imageIds.length)) {
    imageIds.push((await store.images.create(productId, { image_url }, signal)).id);
    await note();
  }
  await note();
}
