import type { StoredProduct } from '../../src/catalog/store/read-back.ts';
import type { OperationOf, WritingKind } from '../../src/ledger/journal/operation.ts';
import type { ProductFields } from '../../src/product/fields.ts';
import { journalRow, type RowFields } from './plan-rows.ts';

/** A row of a plan after its run. */
export function doneRow<Kind extends WritingKind = 'update'>(
  fields: RowFields & { kind?: Kind } = {},
): OperationOf<Kind> {
  return journalRow({
    ...{ name: 'A drum', partId: 'FP1', productId: 7, state: 'done', ...fields },
  }) as OperationOf<Kind>;
}

/** The same product as the store has it. */
export function storedProduct(fields: ProductFields = {}, extra: Partial<StoredProduct> = {}): StoredProduct {
  return {
    ...{ id: 7, sku: 'GU-1', fields, images: [], related: [], variants: new Map() },
    ...{ optionSkus: [], sold: 0, foreignMetafields: [] },
    ...extra,
  };
}
