import {
  type FieldValues,
  isOf,
  level,
  type NewOperation,
  type OperationOf,
  only,
  type RowContent,
  type WritingOperation,
} from '../../ledger/journal/operation.ts';
import { isNone } from '../../product/compare.ts';
import { imageField, isMetafield } from '../../product/field-names.ts';
import { type ChangeName, changesFrom, namesIn } from '../../product/fields.ts';
import { savedName } from '../../product/marks.ts';
import { paidBeside } from '../../product/paid.ts';
import { changedSince } from '../store/changed-since.ts';
import type { StoredProduct } from '../store/read-back.ts';
import { valueNow } from '../store/row-state.ts';
import { undoField } from './undo-field.ts';
import { relink, undoRelated } from './undo-related.ts';
import { type KeptFields, keeping, type Restored, restoredSnapshot, skip, undoRow } from './undo-rows.ts';

export interface UndoOptions {
  deleteCreated: boolean;
}

/**
 * The rows that take back what a plan's rows wrote to one product; none when it is as it was before them. Its metafields
 * are not among them.
 */
export function undoProduct(
  rows: readonly WritingOperation[],
  now: StoredProduct | undefined,
  { deleteCreated }: UndoOptions,
): NewOperation[] {
  const change = rows.find((row) => isOf(row, ['create', 'delete']));
  if (change?.kind === 'delete') return now ? [] : [recreate(change), ...relink(change)];
  if (change) {
    const link = rows.find(({ undo }) => undo?.link)?.undo?.link;
    const undo = link ? { ...change.undo, link } : change.undo;
    return now ? undoCreate({ ...change, productId: now.id, undo }, now, deleteCreated) : [];
  }
  const [first] = rows;
  if (!first) return [];
  if (!now) return [skip(first, 'GONE_SINCE', 'The product is no longer in the store.')];
  return undoChanges(rows, now);
}

function undoChanges(rows: readonly WritingOperation[], now: StoredProduct): NewOperation[] {
  const product: Restored = { before: {}, after: {}, snapshot: {} };
  const stock: Restored = { before: {}, after: {}, snapshot: {} };
  const kept: Required<KeptFields> = { before: {}, after: {}, written: {} };
  const lost: ChangeName[] = [];
  for (const row of rows) {
    if (row.kind === 'metafields' || row.kind === 'related') continue;
    const restored = row.kind === 'stock' ? stock : product;
    const base = { ...row.undo?.base };
    for (const field of namesIn(row.after)) {
      const undone = undoField(field, row, now);
      if (undone.is === 'restored') {
        Object.assign(restored.before, undone.before);
        Object.assign(restored.after, undone.after);
      } else if (undone.is === 'lost') lost.push(field);
      else if (undone.is === 'changed') {
        // Its base stays what ttpd wrote, so that the next sync knows the change for a person's.
        delete base[field];
        delete base[savedName(field)];
        // A row without a good end says nothing of what ttpd wrote.
        if (row.state !== 'done') continue;
        Object.assign(kept.before, { [field]: valueNow(field, row, now) ?? null });
        Object.assign(kept.after, { [field]: row.before[field] ?? null });
        Object.assign(kept.written, { [field]: row.after[field] ?? null });
      }
    }
    Object.assign(restored.snapshot, base);
  }
  const [first] = rows;
  if (!first) return [];
  product.before = { ...paidBeside(now.fields, product.after), ...product.before };
  const productId = now.id;
  const { before, after } = product;
  const levelBefore = stock.after.stock;
  const undone: RowContent[] = [];
  if (Object.keys(after).length > 0)
    undone.push({ kind: 'update', productId, before, after, snapshot: restoredSnapshot(product.snapshot) });
  if (!isNone(levelBefore))
    undone.push({
      ...{ kind: 'stock', productId, ...(first.kind === 'stock' ? { variantId: first.variantId } : {}) },
      before: only(stock.before, ['stock', 'stockByLocation']),
      after: level(levelBefore, stock.after.stockByLocation),
      snapshot: restoredSnapshot(stock.snapshot),
    });
  return [
    ...undone.map((row) => undoRow(first, row)),
    ...rows.flatMap((row) => (row.kind === 'related' ? undoRelated(row, now) : [])),
    ...(Object.keys(kept.before).length > 0 ? [keeping(first, kept)] : []),
    ...(lost.length > 0 ? [skip(first, 'IMAGE_LOST', lostText(lost))] : []),
  ];
}

function lostText(images: readonly ChangeName[]): string {
  const names = images.map((field) => field.slice(imageField('').length));
  return `BigCommerce keeps nothing of a picture that was taken away, so these do not come back: ${names.join(', ')}.`;
}

/** A product that the plan made is hidden, or goes where nobody has changed it since. */
function undoCreate(
  row: OperationOf<'create'> & { productId: number },
  now: StoredProduct,
  deleteCreated: boolean,
): NewOperation[] {
  const created = row.after;
  const changed = changedSince(created, row.undo, now);
  const isChanged = Object.keys(changed).length > 0;
  // The store refused it, or never said that it took it: then a product of this SKU may be anybody's.
  if (row.state === 'failed' || (row.state !== 'done' && isChanged)) return [];
  if (deleteCreated) {
    if (isChanged)
      return [
        keeping(row, {
          before: changed,
          after: changesFrom(Object.keys(changed).map((name) => [name, null])),
          written: orNull(created, Object.keys(changed)),
        }),
      ];
    const snapshot = { fields: {}, partUpdatedAt: null };
    const { productId, after: before } = row;
    const { saved, link } = row.undo ?? {};
    const undo = { ...(saved ? { saved } : {}), ...(link ? { link } : {}) };
    return [undoRow(row, { kind: 'delete', productId, before, after: {}, snapshot, undo })];
  }
  if (now.fields.visible === false) return [];
  if (created.visible === false)
    return [
      keeping(row, { before: { visible: true }, after: { visible: false }, written: { visible: false } }),
    ];
  const hidden = {
    before: { visible: true },
    after: { visible: false },
    snapshot: restoredSnapshot({ visible: false }),
  };
  return [undoRow(row, { kind: 'hide', productId: row.productId, ...hidden })];
}

/** Takes back the deletion of a rollback. Metafields and the link are remembered by the rows that write them anew. */
function recreate(row: OperationOf<'delete'>): NewOperation {
  const fields = changesFrom(
    Object.entries(row.undo?.base ?? row.before).map(([field, value]) => [
      field,
      isMetafield(field) || field === 'related' ? null : value,
    ]),
  );
  return undoRow(row, {
    kind: 'create',
    productId: null,
    before: {},
    after: row.before,
    snapshot: restoredSnapshot(fields),
  });
}

function orNull(fields: FieldValues, names: readonly string[]): FieldValues {
  const values = new Map<string, unknown>(Object.entries(fields));
  return changesFrom(names.map((name) => [name, values.get(name) ?? null]));
}
