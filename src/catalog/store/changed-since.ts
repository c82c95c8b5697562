import { sameInStore } from '../../product/compare.ts';
import { isCustomField } from '../../product/field-names.ts';
import { type ChangeName, namesIn, type ProductChanges } from '../../product/fields.ts';
import { marked } from '../../product/table.ts';
import type { StoredProduct } from './read-back.ts';
import { has } from './row-state.ts';

/** What the store gives back as it was written. */
const COMPARED: readonly string[] = marked('compared');

/**
 * Names of what is no longer as ttpd created it, what was added to the product among it: something that a person put
 * work into, or that was sold, is not ttpd's to delete.
 */
export function changedSince(fields: ProductChanges, now: StoredProduct): ChangeName[] {
  const names = new Set([...namesIn(fields), ...namesIn(now.fields).filter(isCustomField)]);
  return [...names].filter((name) => !isAlike(name, fields, now));
}

function isAlike(name: ChangeName, fields: ProductChanges, now: StoredProduct): boolean {
  const there: ProductChanges = now.fields;
  if (name === 'images') return now.images.length === (fields.images ?? []).length;
  if (name === 'categories') {
    const paths = now.fields.categories ?? [];
    return paths.length === fields.categories?.length && paths.every((path) => has(fields.categories, path));
  }
  // Hiding it is the lesser step on the same way.
  if (name === 'visible' && now.fields.visible === false) return true;
  return !(COMPARED.includes(name) || isCustomField(name)) || sameInStore(name, there[name], fields[name]);
}
