import { createHash } from 'node:crypto';
import type { MetafieldCreate } from '../../bigcommerce/request-types.ts';
import { SUPPLIER } from '../../rules/metafields.ts';
import type { ProductFields } from './fields.ts';

/** Metafields lie flat among a product's fields, as `metafields.KEY`. */
export const METAFIELD = 'metafields.';

/** All that ttpd writes; nobody else may change it (docs/facts/bigcommerce-catalog.md#metafields). */
export const NAMESPACE = 'ttpd';

/** What the snapshot keeps of a metafield: enough to see a change and to address it, however long its value is. */
export interface WrittenMetafield {
  hash: string;
  id: number;
}

export function isMetafield(field: string): boolean {
  return field.startsWith(METAFIELD);
}

/** Key → value of those among a product's fields; `null` is to be taken away. */
export function metafieldsIn(fields: ProductFields): [key: string, value: string | null][] {
  return Object.entries(fields)
    .filter(([field]) => isMetafield(field))
    .map(([field, value]) => [field.slice(METAFIELD.length), value === null ? null : String(value)]);
}

/** When the supplier touched a part is no reason to write: only what it changed is. */
export function metafieldHash(key: string, value: string): string {
  const matter = key === SUPPLIER ? value.replace(/"updatedAt":"[^"]*",?/, '') : value;
  return createHash('sha256').update(matter).digest('hex').slice(0, 32);
}

export function writtenMetafield(value: unknown): WrittenMetafield | undefined {
  const isOne = typeof value === 'object' && value !== null && 'hash' in value && 'id' in value;
  return isOne ? (value as WrittenMetafield) : undefined;
}

/** Themes may read all of it but what is only of use to ttpd. */
export function metafieldBody(productId: number, key: string, value: string): MetafieldCreate {
  const permission_set = key === SUPPLIER ? 'app_only' : 'read_and_sf_access';
  return { resource_id: productId, namespace: NAMESPACE, key, value, permission_set };
}
