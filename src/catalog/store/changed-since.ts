import type { Undo } from '../../ledger/journal/operation.ts';
import { isNone, sameInStore } from '../../product/compare.ts';
import { imageField, isCustomField, isVideoField } from '../../product/field-names.ts';
import { changesFrom, namesIn, type ProductChanges } from '../../product/fields.ts';
import { imagesIn } from '../../product/nested-fields.ts';
import { marked, rowOf, TABLE_FIELDS } from '../../product/table.ts';
import { pairByName } from '../product/images.ts';
import { readsAlike } from '../product/verify.ts';
import type { StoredProduct } from './read-back.ts';
import { has } from './row-state.ts';

/**
 * What of a product is no longer as ttpd created it, as it is now, by the table of fields: something that a person put
 * work into, or that was sold, is not ttpd's to delete.
 * @param sent with it when it was made
 * @param undo what is known beside that: what the store made of it, and the product that ttpd linked it to
 */
export function changedSince(sent: ProductChanges, undo: Undo | null, now: StoredProduct): ProductChanges {
  const created: ProductChanges = { ...sent, ...undo?.saved };
  const there: ProductChanges = now.fields;
  const values = [
    ...TABLE_FIELDS.filter((field) => rowOf(field).kind !== 'list'),
    'bulkPrices' as const,
    ...new Set([...namesIn(created), ...namesIn(now.fields)].filter(isOwn)),
  ].filter((name) => {
    // Of a product whose creation was never answered nobody saw what the store made of it.
    const isTidied = undo?.saved === undefined && readsAlike(name, created[name], there[name]);
    return !isTidied && !isAlike(name, created[name], there[name]);
  });
  return changesFrom([
    ...values.map((name) => [name, there[name] ?? null] as const),
    ...changed('categories', there.categories ?? [], !sameCategories(created, there)),
    ...changed('images', there.images ?? [], !sameImages(created, now)),
    ...changed('variants', now.optionSkus, !sameVariants(created, now)),
    ...changed(
      'related',
      now.related,
      now.related.some((id) => id > 0 && id !== undo?.link?.added),
    ),
    ...changed('sold', now.sold, now.sold > 0),
    ...now.foreignMetafields.map((name) => [`metafields.${name}`, null] as const),
  ]);
}

const DEFAULTED: readonly string[] = marked('defaulted');

function changed(name: string, value: unknown, isChanged: boolean): [name: string, value: unknown][] {
  return isChanged ? [[name, value]] : [];
}

function isOwn(name: string): boolean {
  return isCustomField(name) || isVideoField(name);
}

function isAlike(name: string, made: unknown, there: unknown): boolean {
  // Hiding it is the lesser step on the same way.
  if (name === 'visible' && there === false) return true;
  // Nobody noted what the store made of it.
  if (made === undefined && DEFAULTED.includes(name)) return true;
  return isUnset(made) && isUnset(there) ? true : sameInStore(name, there, made);
}

/** As a new product has it of which nothing was said. */
function isUnset(value: unknown): boolean {
  return isNone(value) || value === false || value === 0 || value === '0';
}

function sameCategories({ categories }: ProductChanges, there: ProductChanges): boolean {
  const paths = there.categories ?? [];
  return paths.length === (categories ?? []).length && paths.every((path) => has(categories, path));
}

/** The very pictures that were sent, with no words but theirs. */
function sameImages(created: ProductChanges, { images, fields }: StoredProduct): boolean {
  const pairs = pairByName(created.images ?? [], images);
  if (pairs.size < new Set(created.images).size || pairs.size < images.length) return false;
  const words = new Map(imagesIn(fields).map(([name, shown]) => [name, shown?.description]));
  return [...pairs].every(
    ([address, { name }]) => (words.get(name) ?? '') === (created[imageField(address)]?.description ?? ''),
  );
}

function sameVariants({ variants }: ProductChanges, now: StoredProduct): boolean {
  const made = (variants ?? []).map(({ sku }) => sku.toLowerCase()).sort();
  return JSON.stringify(made) === JSON.stringify(now.optionSkus.map((sku) => sku.toLowerCase()).sort());
}
