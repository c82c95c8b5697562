import type { FieldValues, Operation } from '../../ledger/journal/operation.ts';
import { isImageField } from '../../product/field-names.ts';
import { type ChangeName, changesFrom } from '../../product/fields.ts';
import type { StoredProduct } from '../store/read-back.ts';
import { fieldState, has, madeImages, valueNow } from '../store/row-state.ts';

export type Undone =
  | { is: 'restored'; before: FieldValues; after: FieldValues }
  /** The store has what it had before the row. */
  | { is: 'as before' }
  /** Somebody has written something else since. */
  | { is: 'changed' }
  /** The store keeps nothing of a picture that was taken away. */
  | { is: 'lost' };

/** What takes one field of a row back. Of lists only the row's own entries go; what others added stays. */
export function undoField(field: ChangeName, row: Operation, now: StoredProduct): Undone {
  const { after } = row;
  switch (field) {
    case 'categories':
      return list(
        'removedCategories',
        after.categories?.filter((path) => has(now.fields.categories, path)),
        { categories: now.fields.categories },
      );
    case 'removedCategories':
      return list(
        'categories',
        after.removedCategories?.filter((path) => !has(now.fields.categories, path)),
        { categories: now.fields.categories },
      );
    case 'images':
      return list('removedImages', ownImages(row, now), { images: now.images.map(({ name }) => name) });
    case 'removedImages': {
      const gone = after.removedImages?.filter(({ id }) => !now.images.some((image) => image.id === id));
      return list(
        'images',
        gone?.map(({ url }) => url),
        { images: now.images.map(({ name }) => name) },
      );
    }
    default:
      if (isImageField(field) && after[field] === null && !(field in now.fields)) return { is: 'lost' };
      return value(field, row, now);
  }
}

function list(
  field: 'categories' | 'images' | 'removedCategories' | 'removedImages',
  entries: readonly unknown[] = [],
  before: FieldValues,
): Undone {
  return entries.length > 0
    ? { is: 'restored', before, after: changesFrom([[field, entries]]) }
    : { is: 'as before' };
}

function value(field: ChangeName, row: Operation, now: StoredProduct): Undone {
  const found = fieldState(field, row, now);
  const was = row.before[field] ?? null;
  // A level that nobody counted before cannot be set to "not counted".
  if (found === 'after' && !(field === 'stock' && was === null))
    return {
      is: 'restored',
      before: changesFrom([[field, valueNow(field, row, now) ?? null]]),
      after: changesFrom([[field, was]]),
    };
  return { is: found === 'other' ? 'changed' : 'as before' };
}

/** The images that the row made and that are still there, each with where it was from. */
function ownImages(row: Operation, now: StoredProduct): { id: number; url: string }[] {
  return madeImages(row, now).flatMap((image, i) =>
    image ? [{ id: image.id, url: row.after.images?.[i] ?? '' }] : [],
  );
}
