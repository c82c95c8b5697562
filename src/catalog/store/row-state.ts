import type { Operation } from '../../ledger/journal/operation.ts';
import { sameInStore } from '../../product/compare.ts';
import { type ChangeName, namesIn, type ProductChanges } from '../../product/fields.ts';
import { type NamedImage, pairByName } from '../product/images.ts';
import { readsAlike } from '../product/verify.ts';
import type { StoredProduct } from './read-back.ts';

/** How the store stands to a row: it has all of it, some is to be written, or somebody wrote something else. */
export type RowState = { is: 'done' | 'open' } | { is: 'changed'; fields: ChangeName[] };

/**
 * The row's values against the store's.
 * @param isKept of which fields a value that somebody else wrote since the plan was made is not to be overwritten
 */
export function rowState(
  row: Operation,
  now: StoredProduct,
  isKept: (field: ChangeName) => boolean,
): RowState {
  const changed: ChangeName[] = [];
  let open = false;
  for (const field of namesIn(row.after)) {
    const value = fieldState(field, row, now);
    if (value === 'other' && isKept(field)) changed.push(field);
    if (value !== 'after') open = true;
  }
  if (changed.length > 0) return { is: 'changed', fields: changed };
  return { is: open ? 'open' : 'done' };
}

/** Lists are only added to or taken from, so that what else is in them is no change. */
export function fieldState(
  field: ChangeName,
  row: Operation,
  now: StoredProduct,
): 'before' | 'after' | 'other' {
  const { before, after } = row;
  switch (field) {
    case 'categories':
      return after.categories?.every((path) => has(now.fields.categories, path)) ? 'after' : 'before';
    case 'removedCategories':
      return after.removedCategories?.some((path) => has(now.fields.categories, path)) ? 'before' : 'after';
    case 'images':
      return madeImages(row, now).every((image) => image !== undefined) ? 'after' : 'before';
    case 'removedImages':
      return after.removedImages?.some(({ id }) => now.images.some((image) => image.id === id))
        ? 'before'
        : 'after';
    default:
      if (sameInStore(field, valueNow(field, row, now), after[field]) || isTidied(field, row, now))
        return 'after';
      if (sameInStore(field, valueNow(field, row, now), before[field])) return 'before';
      // Nobody saw what the store made of it.
      if (row.state !== 'done' && readsAlike(field, valueNow(field, row, now), after[field])) return 'after';
      return 'other';
  }
}

/** A variant's stock has a row of its own. */
export function valueNow(field: ChangeName, row: Operation, now: StoredProduct): unknown {
  const isVariants = row.kind === 'stock' && row.variantId !== undefined;
  const there: ProductChanges = isVariants ? (now.variants.get(row.variantId ?? 0) ?? {}) : now.fields;
  return there[field];
}

function isTidied(field: ChangeName, { undo }: Operation, now: StoredProduct): boolean {
  const { saved = {} } = undo ?? {};
  const there: ProductChanges = now.fields;
  return field in saved && sameInStore(field, there[field], saved[field]);
}

/**
 * The picture that the row made of each of its addresses, where it is there: by the id that was noted, or, where an
 * answer was lost, one of the address's name that came since the plan was made. Any other is somebody else's.
 */
export function madeImages(
  { state, before, after, undo }: Operation,
  { images }: Pick<StoredProduct, 'images'>,
): (NamedImage | undefined)[] {
  const addresses = after.images ?? [];
  const noted = addresses.map((_, i) => undo?.imageIds?.[i] ?? undefined);
  const known = new Set(before.images);
  const came = images.filter(({ id, name }) => !known.has(name) && !noted.includes(id));
  const isInDoubt = state === 'sent' || state === 'unknown';
  const open = addresses.filter((_, i) => noted[i] === undefined);
  const found = pairByName(isInDoubt ? open : [], came);
  return addresses.map((address, i) =>
    noted[i] === undefined ? found.get(address) : images.find(({ id }) => id === noted[i]),
  );
}

export function has(paths: readonly string[][] | null | undefined, path: readonly string[]): boolean {
  const key = JSON.stringify(path).toLowerCase();
  return (paths ?? []).some((each) => JSON.stringify(each).toLowerCase() === key);
}
