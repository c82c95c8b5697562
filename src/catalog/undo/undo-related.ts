import type { NewOperation, OperationOf } from '../../ledger/journal/operation.ts';
import type { StoredProduct } from '../store/read-back.ts';
import { restoredSnapshot, type Subject, undoRow } from './undo-rows.ts';

/** Takes away the link that a row added, where it still is; what a merchant chose stays. */
export function undoRelated(row: OperationOf<'related'>, now: StoredProduct): NewOperation[] {
  const { link, base } = row.undo ?? {};
  if (!link) return [];
  const isThere = now.related.includes(link.added);
  // The row was a rollback's.
  if ('removedRelated' in row.after)
    return isThere ? [] : [linking(row, String(row.before.related), row.productId)];
  if (!isThere) return [];
  return [
    undoRow(row, {
      kind: 'related',
      productId: row.productId,
      before: { related: row.after.related },
      after: { removedRelated: link.added },
      snapshot: restoredSnapshot(base ? { related: base.related ?? null } : {}),
      undo: { link },
    }),
  ];
}

/** Links the product of a rollback's deletion again, once it is created anew. */
export function relink(deletion: OperationOf<'delete'>): NewOperation[] {
  const related = deletion.undo?.base?.related;
  return typeof related === 'object' && related?.linked ? [linking(deletion, related.part, null)] : [];
}

function linking(row: Subject, part: string, productId: number | null): NewOperation {
  return undoRow(row, {
    kind: 'related',
    productId,
    before: { related: null },
    after: { related: part },
    snapshot: restoredSnapshot({}),
  });
}
