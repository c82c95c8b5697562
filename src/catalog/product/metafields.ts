import { createHash } from 'node:crypto';
import type { MetafieldCreate } from '../../bigcommerce/request-types.ts';
import { isMetafield, METAFIELD, type MetafieldName } from '../../product/field-names.ts';
import { namesIn, type ProductChanges, type WrittenMetafield } from '../../product/fields.ts';
import { SUPPLIER } from '../../rules/metafields.ts';

/** All that ttpd writes; nobody else may change it (docs/facts/bigcommerce-catalog.md#metafields). */
export const NAMESPACE = 'ttpd';

/** One of a product's metafields as it is to be; `value` is `null` where it is to be taken away. */
export type MetafieldWrite = { key: string; field: MetafieldName } & (
  | { value: string; hash: string; body: MetafieldCreate }
  | { value: null }
);

/** Those among a product's fields, with all that it takes to write them. */
export function metafieldWrites(productId: number, fields: ProductChanges): MetafieldWrite[] {
  return namesIn(fields)
    .filter(isMetafield)
    .map((field) => {
      const key = field.slice(METAFIELD.length);
      const value = fields[field];
      if (typeof value !== 'string') return { key, field, value: null };
      // Themes may read all of it but what is only of use to ttpd.
      const permission_set = key === SUPPLIER ? 'app_only' : 'read_and_sf_access';
      const body = { resource_id: productId, namespace: NAMESPACE, key, value, permission_set } as const;
      return { key, field, value, hash: metafieldHash(key, value), body };
    });
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
