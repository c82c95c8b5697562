import type { NewOperation } from '../../src/ledger/journal/operation.ts';
import { changesFrom, type ProductChanges } from '../../src/product/fields.ts';

type Extra = Partial<NewOperation>;

/** A row of a plan as the planner makes it: what is written is remembered as written. */
function row(kind: NewOperation['kind'], sku: string, after: ProductChanges, extra: Extra): NewOperation {
  return {
    kind,
    sku,
    name: `The ${sku}`,
    partId: `FP-${sku}`,
    productId: null,
    before: {},
    after,
    code: null,
    reason: null,
    snapshot: { fields: after, partUpdatedAt: null },
    ...extra,
  };
}

export const creating = (sku: string, after: ProductChanges = {}, extra: Extra = {}) =>
  row('create', sku, { name: `The ${sku}`, price: '10', weight: '1', ...after }, extra);

export const updating = (
  sku: string,
  productId: number,
  before: ProductChanges,
  after: ProductChanges,
  extra: Extra = {},
) => row('update', sku, after, { productId, before, ...extra });

export const hiding = (sku: string, productId: number, extra: Extra = {}) =>
  row('hide', sku, { visible: false }, { productId, before: { visible: true }, ...extra });

export const stocking = (sku: string, productId: number, from: number, to: number, extra: Extra = {}) =>
  row('stock', sku, { stock: to }, { productId, before: { stock: from }, ...extra });

/** `before` is the product as it was made. */
export const deleting = (sku: string, productId: number, before: ProductChanges, extra: Extra = {}) =>
  row('delete', sku, {}, { productId, before, snapshot: { fields: {}, partUpdatedAt: null }, ...extra });

export const metafielding = (
  sku: string,
  productId: number | null,
  after: Record<string, string | null>,
  extra: Extra = {},
) => {
  const fields = changesFrom(Object.entries(after).map(([key, value]) => [`metafields.${key}`, value]));
  return row('metafields', sku, fields, {
    productId,
    snapshot: { fields: {}, partUpdatedAt: null },
    ...extra,
  });
};

export const relating = (sku: string, productId: number | null, part: string, extra: Extra = {}) =>
  row(
    'related',
    sku,
    { related: part },
    { productId, before: { related: null }, snapshot: { fields: {}, partUpdatedAt: null }, ...extra },
  );
