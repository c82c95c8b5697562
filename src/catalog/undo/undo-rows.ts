import type {
  FieldValues,
  NewOperation,
  Operation,
  RowContent,
  SnapshotChange,
} from '../../ledger/journal/operation.ts';

/** Whom a row is about. */
export type Subject = Pick<Operation, 'sku' | 'name' | 'partId' | 'productId'>;

export interface Restored {
  before: FieldValues;
  after: FieldValues;
  /** What the snapshot becomes. */
  snapshot: FieldValues;
}

/** What a row that takes another one back leaves of it in the snapshot. */
export function restoredSnapshot(fields: FieldValues): SnapshotChange {
  return { fields, partUpdatedAt: null, restores: true };
}

export interface KeptFields {
  before: FieldValues;
  after: FieldValues;
  written: FieldValues;
}

/** A row that says what stays, with all three values. */
export function keeping(row: Subject, { before, after, written }: KeptFields): NewOperation {
  const fields = Object.keys(before);
  return undoRow(row, {
    kind: 'conflict',
    productId: row.productId,
    before,
    after,
    base: written,
    code: 'CHANGED_SINCE',
    reason: `Changed since the run wrote it, and it stays so: ${fields.join(', ')}.`,
  });
}

export function skip(row: Subject, code: string, reason: string): NewOperation {
  return undoRow(row, { kind: 'skip', productId: row.productId, code, reason });
}

/** A row of the same product. */
export function undoRow({ sku, name, partId }: Subject, row: RowContent): NewOperation {
  return { sku, name, partId, ...row };
}
