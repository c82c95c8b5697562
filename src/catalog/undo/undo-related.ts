import type { NewOperation, Operation } from '../../ledger/journal/operation.ts';
import type { StoredProduct } from '../store/read-back.ts';
import { undoRow } from './undo-rows.ts';

/** Takes away the link that a row added, where it still is; what a merchant chose stays. */
export function undoRelated(row: Operation, now: StoredProduct): NewOperation[] {
  const { link, base } = row.undo ?? {};
  if (!link) return [];
  const isThere = now.related.includes(link.added);
  // The row was a rollback's.
  if ('removedRelated' in row.after) return isThere ? [] : [linking(row, String(row.before.related))];
  if (!isThere) return [];
  return [
    undoRow(row, {
      kind: 'related',
      before: { related: row.after.related },
      after: { removedRelated: link.added },
      snapshot: {
        fields: base ? { related: base.related ?? null } : {},
        partUpdatedAt: null,
        restores: true,
      },
      undo: { link },
    }),
  ];
}

/** Links the product of a rollback's deletion again, once it is created anew. */
export function relink(deletion: Operation): NewOperation[] {
  const related = deletion.undo?.base?.related;
  return typeof related === 'object' && related?.linked
    ? [linking({ ...deletion, productId: null }, related.part)]
    : [];
}

function linking(row: Operation, part: string): NewOperation {
  return undoRow(row, {
    kind: 'related',
    before: { related: null },
    after: { related: part },
    snapshot: { fields: {}, partUpdatedAt: null, restores: true },
  });
}
