import type { FieldValues, NewOperation, Operation } from '../../ledger/journal/operation.ts';

export interface Restored {
  before: FieldValues;
  after: FieldValues;
  /** What the snapshot becomes. */
  snapshot: FieldValues;
}

/** A row that gives fields back what they had; none where there is nothing to give back. */
export function restoring(
  row: Operation,
  kind: 'update' | 'stock' | 'hide' | 'metafields',
  { before, after, snapshot }: Restored,
): NewOperation[] {
  if (Object.keys(after).length === 0) return [];
  return [
    undoRow(row, {
      kind,
      before,
      after,
      snapshot: { fields: snapshot, partUpdatedAt: null, restores: true },
    }),
  ];
}

export interface KeptFields {
  before: FieldValues;
  after: FieldValues;
  written: FieldValues;
}

/** A row that says what stays, with all three values. */
export function keeping(row: Operation, { before, after, written }: KeptFields): NewOperation {
  const fields = Object.keys(before);
  return undoRow(row, {
    kind: 'conflict',
    before,
    after,
    base: written,
    code: 'CHANGED_SINCE',
    reason: `Changed since the run wrote it, and it stays so: ${fields.join(', ')}.`,
  });
}

export function skip(row: Operation, code: string, reason: string): NewOperation {
  return undoRow(row, { kind: 'skip', code, reason });
}

/** A row of the same product. */
export function undoRow(
  { sku, name, partId, productId }: Operation,
  row: Pick<NewOperation, 'kind'> & Partial<NewOperation>,
): NewOperation {
  return {
    sku,
    name,
    partId,
    productId,
    before: {},
    after: {},
    code: null,
    reason: null,
    snapshot: null,
    ...row,
  };
}
