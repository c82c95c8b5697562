import { createHash } from 'node:crypto';
import { METAFIELD, type MetafieldName } from '../../product/field-names.ts';
import { changesFrom, type ProductChanges } from '../../product/fields.ts';
import { SUPPLIER } from '../../rules/metafields.ts';

/** All that ttpd writes; nobody else may change it (docs/facts/bigcommerce-catalog.md#metafields). */
export const NAMESPACE = 'ttpd';

/** When the supplier touched a part is no reason to write: only what it changed is. */
export function metafieldHash(key: string, value: string): string {
  const matter = key === SUPPLIER ? value.replace(/"updatedAt":"[^"]*",?/, '') : value;
  return createHash('sha256').update(matter).digest('hex').slice(0, 32);
}

/**
 * What the ledger keeps of metafields that were written.
 * @param ids what the store has them by; `null`: they were taken away
 */
export function writtenMetafields(
  after: ProductChanges,
  ids: ReadonlyMap<MetafieldName, number | null>,
): ProductChanges {
  const kept = [];
  for (const [field, id] of ids) {
    const value = after[field];
    const isThere = id !== null && typeof value === 'string';
    kept.push([
      field,
      isThere ? { hash: metafieldHash(field.slice(METAFIELD.length), value), id } : null,
    ] as const);
  }
  return changesFrom(kept);
}
