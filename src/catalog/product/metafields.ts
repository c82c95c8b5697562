import { createHash } from 'node:crypto';
import type { WrittenMetafield } from '../../product/fields.ts';
import { SUPPLIER } from '../../rules/metafields.ts';

/** All that ttpd writes; nobody else may change it (docs/facts/bigcommerce-catalog.md#metafields). */
export const NAMESPACE = 'ttpd';

/** When the supplier touched a part is no reason to write: only what it changed is. */
export function metafieldHash(key: string, value: string): string {
  const matter = key === SUPPLIER ? value.replace(/"updatedAt":"[^"]*",?/, '') : value;
  return createHash('sha256').update(matter).digest('hex').slice(0, 32);
}

export type MetafieldValue = string | WrittenMetafield | null | undefined;

export function writtenMetafield(value: MetafieldValue): WrittenMetafield | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
