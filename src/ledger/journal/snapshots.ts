import type { Kysely } from 'kysely';
import type { LedgerTables } from '../db/schema.ts';
import type { FieldValues } from './operation.ts';

export interface Snapshot {
  sku: string;
  productId: number | null;
  partId: string | null;
  /** The supplier's `updated_at` of the part whose details were last written, and by which rules. */
  partUpdatedAt: string | null;
  fields: FieldValues;
}

export interface Snapshots {
  /** By lower-case SKU. */
  find(store: string, skus: readonly string[]): Promise<Map<string, Snapshot>>;
  /** The ids of these parts' products, by part; parts that ttpd wrote no product for are left out. */
  byPart(store: string, partIds: readonly string[]): Promise<Map<string, number>>;
  /** The details of these parts were compared and nothing was to be written. */
  seen(store: string, parts: readonly { sku: string; partUpdatedAt: string }[]): Promise<void>;
}

/** SQLite takes 32,766 parameters in a statement. */
const CHUNK = 10_000;

export function createSnapshots(db: Kysely<LedgerTables>): Snapshots {
  return {
    async find(store, skus) {
      const found = new Map<string, Snapshot>();
      const keys = [...new Set(skus.map((sku) => sku.toLowerCase()))];
      for (let i = 0; i < keys.length; i += CHUNK) {
        const rows = await db
          .selectFrom('snapshot')
          .selectAll()
          .where('store', '=', store)
          .where('sku_key', 'in', keys.slice(i, i + CHUNK))
          .execute();
        for (const row of rows) found.set(row.sku_key, toSnapshot(row));
      }
      return found;
    },
    async byPart(store, partIds) {
      const rows = await db
        .selectFrom('snapshot')
        .select(['part_id', 'product_id'])
        .where('store', '=', store)
        .where('part_id', 'in', partIds)
        .execute();
      return new Map(
        rows.flatMap(({ part_id, product_id }) =>
          part_id === null || product_id === null ? [] : [[part_id, product_id] as const],
        ),
      );
    },
    async seen(store, parts) {
      if (parts.length === 0) return;
      await db.transaction().execute(async (tx) => {
        for (const { sku, partUpdatedAt } of parts) {
          await tx
            .updateTable('snapshot')
            .set({ part_updated_at: partUpdatedAt })
            .where('store', '=', store)
            .where('sku_key', '=', sku.toLowerCase())
            .execute();
        }
      });
    },
  };
}

function toSnapshot(row: LedgerTables['snapshot']): Snapshot {
  return {
    sku: row.sku,
    productId: row.product_id,
    partId: row.part_id,
    partUpdatedAt: row.part_updated_at,
    fields: JSON.parse(row.fields) as FieldValues,
  };
}
