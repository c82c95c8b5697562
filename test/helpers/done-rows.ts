import type { StoredProduct } from '../../src/catalog/store/read-back.ts';
import type { Operation } from '../../src/ledger/journal/operation.ts';
import type { ProductFields } from '../../src/product/fields.ts';

/** A row of a plan after its run. */
export function doneRow(fields: Partial<Operation> = {}): Operation {
  return {
    planId: 'P',
    seq: 1,
    kind: 'update',
    sku: 'GU-1',
    name: 'A drum',
    partId: 'FP1',
    productId: 7,
    before: {},
    after: {},
    code: null,
    reason: null,
    snapshot: null,
    state: 'done',
    error: null,
    base: {},
    undo: null,
    ...fields,
  };
}

/** The same product as the store has it. */
export function storedProduct(fields: ProductFields = {}, extra: Partial<StoredProduct> = {}): StoredProduct {
  return { id: 7, sku: 'GU-1', fields, images: [], related: [], levels: new Map(), ...extra };
}
