import { type Kysely, sql } from 'kysely';
import type { LedgerTables } from '../db/schema.ts';
import type { FieldValues } from './operation.ts';
import { stored } from './stored.ts';

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
  /** All that was written to these products, whatever SKU they had. */
  byProduct(store: string, productIds: readonly number[]): Promise<Map<number, Snapshot[]>>;
  /** The details of these parts were compared and nothing was to be written. */
  seen(store: string, parts: readonly { sku: string; partUpdatedAt: string }[]): Promise<void>;
  /** Fields that both sides had alike when this plan was made (`AGREED`) become the base of the next comparison. */
  agree(store: string, planId: string): Promise<void>;
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
    async byProduct(store, productIds) {
      const rows = await db
        .selectFrom('snapshot')
        .selectAll()
        .where('store', '=', store)
        .where('product_id', 'in', productIds)
        .execute();
      return Map.groupBy(rows.map(toSnapshot), ({ productId }) => productId ?? 0);
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
    async agree(store, planId) {
      await db.transaction().execute(async (tx) => {
        const agreed = sql`from observation o where o.plan_id = ${planId} and o.code = 'AGREED'`;
        await sql`update snapshot
          set fields = json_patch(fields, (select o.detail ${agreed} and o.sku_key = snapshot.sku_key))
          where store = ${store} and sku_key in (select o.sku_key ${agreed})`.execute(tx);
        await sql`delete from observation where plan_id = ${planId} and code = 'AGREED'`.execute(tx);
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
    fields: stored(`what was last written to ${row.sku}`).fields(row.fields),
  };
}
