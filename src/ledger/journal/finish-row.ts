import { sql, type Transaction } from 'kysely';
import { changesFrom } from '../../product/fields.ts';
import { withMarks } from '../../product/marks.ts';
import type { LedgerTables } from '../db/schema.ts';
import {
  type FieldValues,
  IMAGE_REFUSED,
  type SnapshotChange,
  type Undo,
  type WritingOperation,
} from './operation.ts';
import { stored } from './stored.ts';

/** Marks one row done and moves its SKU's snapshot along, remembering what the snapshot said before. */
export async function finishRow(
  tx: Transaction<LedgerTables>,
  row: WritingOperation,
  store: string,
  at: string,
): Promise<void> {
  const snapshot = row.snapshot && withStoresTexts(row, row.snapshot);
  const base = snapshot && (await baseBefore(tx, row, snapshot, store));
  const undo: Undo | null = base ? { ...row.undo, base } : row.undo;
  await tx
    .updateTable('operation')
    .set({
      state: 'done',
      product_id: row.productId,
      error: null,
      code: row.code,
      reason: row.reason,
      updated_at: at,
      undo: undo && JSON.stringify(undo),
    })
    .where('plan_id', '=', row.planId)
    .where('seq', '=', row.seq)
    .execute();
  if (row.kind === 'delete') await forget(tx, row, store);
  else if (snapshot) await remember(tx, row, snapshot, store, at);
}

/** Of the fields that this row is to remember, or all of them where the product goes. */
async function baseBefore(
  tx: Transaction<LedgerTables>,
  { sku, kind, productId }: WritingOperation,
  snapshot: SnapshotChange,
  store: string,
): Promise<FieldValues> {
  const found = await tx
    .selectFrom('snapshot')
    .select('fields')
    .where('product_id', 'is', productId)
    .where('store', '=', store)
    .where('sku_key', '=', sku.toLowerCase())
    .executeTakeFirst();
  const fields = found ? stored(`what was last written to ${sku}`).fields(found.fields) : {};
  if (kind === 'delete') return fields;
  const before = new Map<string, unknown>(Object.entries(fields));
  return changesFrom(Object.keys(snapshot.fields).map((name) => [name, before.get(name) ?? null]));
}

/** Details count as compared once all is written that they led to, not only what this row writes of them. */
async function isDetailMissing(
  tx: Transaction<LedgerTables>,
  { planId, seq, sku }: WritingOperation,
): Promise<boolean> {
  const missing = await tx
    .selectFrom('operation')
    .select('seq')
    .where('plan_id', '=', planId)
    .where('sku_key', '=', sku.toLowerCase())
    .where('seq', '!=', seq)
    .where('kind', 'in', ['create', 'update'])
    .where((e) => e.or([e('state', '!=', 'done'), e('code', '=', IMAGE_REFUSED)]))
    .executeTakeFirst();
  return missing !== undefined;
}

/** With marks of what the store made of texts. A row that takes another one back has those from before. */
function withStoresTexts({ after, undo }: WritingOperation, snapshot: SnapshotChange): SnapshotChange {
  if (snapshot.restores) return snapshot;
  return { ...snapshot, fields: withMarks(snapshot.fields, { written: after, saved: undo?.saved ?? {} }) };
}

async function forget(
  tx: Transaction<LedgerTables>,
  { sku }: WritingOperation,
  store: string,
): Promise<void> {
  await tx
    .deleteFrom('snapshot')
    .where('store', '=', store)
    .where('sku_key', '=', sku.toLowerCase())
    .execute();
}

async function remember(
  tx: Transaction<LedgerTables>,
  row: WritingOperation,
  { fields, partUpdatedAt, restores }: NonNullable<WritingOperation['snapshot']>,
  store: string,
  at: string,
): Promise<void> {
  const comparedAs = partUpdatedAt !== null && (await isDetailMissing(tx, row)) ? null : partUpdatedAt;
  const isSame = sql`snapshot.product_id is excluded.product_id`;
  await tx
    .insertInto('snapshot')
    .values({
      store,
      sku_key: row.sku.toLowerCase(),
      sku: row.sku,
      product_id: row.productId,
      part_id: row.partId,
      part_updated_at: comparedAs,
      // A patch onto nothing, too, so that what has no base is left out.
      fields: sql`json_patch('{}', ${JSON.stringify(fields)})`,
      written_at: at,
    })
    .onConflict((c) =>
      c.columns(['store', 'sku_key']).doUpdateSet({
        product_id: sql`excluded.product_id`,
        part_id: sql`excluded.part_id`,
        part_updated_at: restores
          ? null
          : sql`coalesce(excluded.part_updated_at, iif(${isSame}, snapshot.part_updated_at, null))`,
        // A row writes some fields; what was written before of the others is still the base of their diff, unless it was
        // written to a product that is gone.
        fields: sql`json_patch(iif(${isSame}, snapshot.fields, '{}'), ${JSON.stringify(fields)})`,
        written_at: sql`excluded.written_at`,
      }),
    )
    .execute();
}
