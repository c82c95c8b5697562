import type { NewOperation, Operation, WritingOperation } from '../../src/ledger/journal/operation.ts';
import { changesFrom, type ProductChanges } from '../../src/product/fields.ts';

/** Of a row of any kind: what a test says of it. */
export type RowFields = Partial<
  Omit<WritingOperation, 'kind' | 'productId' | 'before' | 'after'> &
    Record<'before' | 'after', ProductChanges> & { kind: Operation['kind']; productId: number | null }
>;
type Extra = RowFields;

/** A row of a product that is there, and that writes nothing but what the test says. */
export function newRow(fields: RowFields): NewOperation {
  const row = {
    kind: 'update',
    sku: 'GU-1',
    name: 'Drum',
    partId: 'FP-1',
    productId: 77,
    before: {},
    after: {},
  };
  return { ...row, ...fields } as NewOperation;
}

/** As it comes out of the ledger. */
export function journalRow(fields: RowFields): WritingOperation {
  const journal = { planId: 'P', seq: 1, state: 'planned', error: null, base: {}, undo: null };
  const none = { code: null, reason: null, snapshot: null };
  return { ...newRow({}), ...journal, ...none, ...fields } as WritingOperation;
}

/** Rows that write, each with these changes. */
export function writing(
  rows: readonly Operation[],
  changes: { productId?: number } = {},
): WritingOperation[] {
  return rows.flatMap((row) =>
    row.kind === 'conflict' || row.kind === 'skip' ? [] : [{ ...row, ...changes } as WritingOperation],
  );
}

/** A row of a plan as the planner makes it: what is written is remembered as written. */
function row(kind: NewOperation['kind'], sku: string, after: ProductChanges, extra: Extra): NewOperation {
  const about = { kind, sku, name: `The ${sku}`, partId: `FP-${sku}`, productId: null };
  return newRow({ ...about, after, snapshot: { fields: after, partUpdatedAt: null }, ...extra });
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
