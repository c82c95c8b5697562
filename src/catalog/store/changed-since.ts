import type { FieldValues } from '../../ledger/journal/operation.ts';
import { CUSTOM_FIELD, type ProductFields, sameInStore } from '../product/fields.ts';
import type { StoredProduct } from './read-back.ts';
import { has } from './row-state.ts';

/** What the store gives back as it was written. HTML is its to tidy, and price lists are not read. */
const COMPARED = new Set([
  'name',
  'mpn',
  'brand',
  'gtin',
  'upc',
  'condition',
  'price',
  'costPrice',
  'retailPrice',
  'mapPrice',
  'weight',
  'width',
  'height',
  'depth',
  'minimumQuantity',
  'availability',
  'pageTitle',
  'metaDescription',
  'searchKeywords',
  'visible',
  'stock',
]);

/**
 * Names of what is no longer as ttpd created it, what was added to the product among it: something that a person put
 * work into, or that was sold, is not ttpd's to delete.
 */
export function changedSince(created: FieldValues, now: StoredProduct): string[] {
  const fields = created as ProductFields;
  const names = new Set([...Object.keys(fields), ...Object.keys(now.fields).filter(isCustom)]);
  return [...names].filter((name) => !isAlike(name, fields, now));
}

function isAlike(name: string, fields: ProductFields, now: StoredProduct): boolean {
  if (name === 'images') return now.images.length === (fields.images ?? []).length;
  if (name === 'categories') {
    const there = now.fields.categories ?? [];
    return there.length === fields.categories?.length && there.every((path) => has(fields.categories, path));
  }
  // Hiding it is the lesser step on the same way.
  if (name === 'visible' && now.fields.visible === false) return true;
  return !(COMPARED.has(name) || isCustom(name)) || sameInStore(name, now.fields[name], fields[name]);
}

function isCustom(name: string): boolean {
  return name.startsWith(CUSTOM_FIELD);
}
