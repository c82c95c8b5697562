import { createHash } from 'node:crypto';
import type { MetafieldCreate } from '../../bigcommerce/request-types.ts';
import { isMetafield, METAFIELD } from '../../product/field-names.ts';
import type { ProductChanges, WrittenMetafield } from '../../product/fields.ts';
import { SUPPLIER } from '../../rules/metafields.ts';

/** All that ttpd writes; nobody else may change it (docs/facts/bigcommerce-catalog.md#metafields). */
export const NAMESPACE = 'ttpd';

/** Key → value of those among a product's fields; `null` is to be taken away. */
export function metafieldsIn(fields: ProductChanges): [key: string, value: string | null][] {
  return Object.keys(fields)
    .filter(isMetafield)
    .map((field) => [field.slice(METAFIELD.length), textOf(fields[field])]);
}

/** When the supplier touched a part is no reason to write: only what it changed is. */
export function metafieldHash(key: string, value: string): string {
  const matter = key === SUPPLIER ? value.replace(/"updatedAt":"[^"]*",?/, '') : value;
  return createHash('sha256').update(matter).digest('hex').slice(0, 32);
}

export type MetafieldValue = string | WrittenMetafield | null | undefined;

export function writtenMetafield(value: MetafieldValue): WrittenMetafield | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}

function textOf(value: MetafieldValue): string | null {
  return typeof value === 'string' ? value : null;
}

/** Themes may read all of it but what is only of use to ttpd. */
export function metafieldBody(productId: number, key: string, value: string): MetafieldCreate {
  const permission_set = key === SUPPLIER ? 'app_only' : 'read_and_sf_access';
  return { resource_id: productId, namespace: NAMESPACE, key, value, permission_set };
}
