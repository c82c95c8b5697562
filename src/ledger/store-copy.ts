import { type Kysely, sql } from 'kysely';
import type { LedgerTables } from './schema.ts';

/** One product of the store as read for a plan; `product` is whatever the reader put in. */
export interface StoreCopyRow<T> {
  product: T;
  /** Pieces on hand at ttpd's location; `null` when the store does not track it. */
  stock: number | null;
}

/** What a plan was made for, as the user named it. */
export interface Origin {
  category?: string | undefined;
  brand?: string | undefined;
}

/**
 * The part of the store that a plan needs, on disk in temporary tables: a plan over a million parts must not hold
 * the store in memory. Also remembers which SKU was planned for which part, to find two parts that lead to one SKU.
 */
export interface StoreCopy {
  begin(): Promise<void>;
  put(rows: readonly { sku: string; productId: number; product: unknown }[]): Promise<void>;
  putStock(rows: readonly { sku: string; stock: number | null }[]): Promise<void>;
  /** By lower-case SKU. */
  find<T>(skus: readonly string[]): Promise<Map<string, StoreCopyRow<T>>>;
  /** Products of the copy whose SKU nobody claimed, by SKU. */
  unclaimed<T>(): AsyncIterable<StoreCopyRow<T> & { skuKey: string }>;
  /** SKUs that ttpd wrote to the store, and that nobody claimed: of what a category or brand brought, where named. */
  writtenUnclaimed(store: string, origin: Origin): AsyncIterable<{ sku: string; partId: string | null }>;
  isClaimed(sku: string): Promise<boolean>;
  /** Claims a SKU for a part: `first`, `again` for the same part, or the id of another part that has it. */
  claim(sku: string, partId: string): Promise<{ claim: 'first' | 'again' } | { claim: 'taken'; by: string }>;
  /** Parts that are there, and of which too little can be read to know their SKU. */
  claimUnreadable(partIds: readonly string[]): Promise<void>;
}

const ROWS = 500;

export function createStoreCopy(db: Kysely<LedgerTables>): StoreCopy {
  /** SKUs that a plan for this category or brand wrote. */
  function broughtBy(store: string, { category, brand }: Origin) {
    let query = db
      .selectFrom('operation')
      .innerJoin('plan', 'plan.id', 'operation.plan_id')
      .select('operation.sku_key')
      .where('plan.store', '=', store)
      .where('operation.state', '=', 'done');
    if (category !== undefined) query = query.where(selected('category'), '=', category.toLowerCase());
    if (brand !== undefined) query = query.where(selected('brand'), '=', brand.toLowerCase());
    return query;
  }

  return {
    async begin() {
      await sql`create temp table if not exists store_product
        (sku_key text primary key, product_id integer not null, product text not null, stock integer)`.execute(
        db,
      );
      await sql`create temp table if not exists claim (sku_key text primary key, part_id text not null)`.execute(
        db,
      );
      await sql`delete from store_product`.execute(db);
      await sql`delete from claim`.execute(db);
    },
    async put(rows) {
      await db.transaction().execute(async (tx) => {
        for (const row of rows) {
          await tx
            .replaceInto('store_product')
            .values({
              sku_key: row.sku.toLowerCase(),
              product_id: row.productId,
              product: JSON.stringify(row.product),
              stock: null,
            })
            .execute();
        }
      });
    },
    async putStock(rows) {
      await db.transaction().execute(async (tx) => {
        for (const { sku, stock } of rows) {
          await tx
            .updateTable('store_product')
            .set({ stock })
            .where('sku_key', '=', sku.toLowerCase())
            .execute();
        }
      });
    },
    async find<T>(skus: readonly string[]) {
      const keys = [...new Set(skus.map((sku) => sku.toLowerCase()))];
      const found = new Map<string, StoreCopyRow<T>>();
      if (keys.length === 0) return found;
      const rows = await db.selectFrom('store_product').selectAll().where('sku_key', 'in', keys).execute();
      for (const row of rows)
        found.set(row.sku_key, { product: JSON.parse(row.product) as T, stock: row.stock });
      return found;
    },
    async *unclaimed<T>() {
      for await (const { sku_key, product, stock } of paged((after) =>
        db
          .selectFrom('store_product')
          .selectAll()
          .where('sku_key', '>', after)
          .where('sku_key', 'not in', db.selectFrom('claim').select('sku_key'))
          .orderBy('sku_key')
          .limit(ROWS)
          .execute(),
      ))
        yield { skuKey: sku_key, product: JSON.parse(product) as T, stock };
    },
    async *writtenUnclaimed(store, origin) {
      for await (const { sku, part_id } of paged((after) => {
        const query = db
          .selectFrom('snapshot')
          .select(['sku_key', 'sku', 'part_id'])
          .where('store', '=', store)
          .where('sku_key', '>', after)
          .where('sku_key', 'not in', db.selectFrom('claim').select('sku_key'));
        const { category, brand } = origin;
        const ofOrigin =
          category === undefined && brand === undefined
            ? query
            : query.where('sku_key', 'in', broughtBy(store, origin));
        return ofOrigin.orderBy('sku_key').limit(ROWS).execute();
      }))
        yield { sku, partId: part_id };
    },
    async isClaimed(sku) {
      const query = db.selectFrom('claim').select('part_id').where('sku_key', '=', sku.toLowerCase());
      return (await query.executeTakeFirst()) !== undefined;
    },
    async claim(sku, partId) {
      const key = sku.toLowerCase();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('claim')
        .orIgnore()
        .values({ sku_key: key, part_id: partId })
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return { claim: 'first' };
      const row = await db
        .selectFrom('claim')
        .select('part_id')
        .where('sku_key', '=', key)
        .executeTakeFirstOrThrow();
      return row.part_id === partId ? { claim: 'again' } : { claim: 'taken', by: row.part_id };
    },
    async claimUnreadable(partIds) {
      // No SKU begins with a control character.
      for (const partId of partIds)
        await db
          .insertInto('claim')
          .orIgnore()
          .values({ sku_key: `\u0000${partId}`, part_id: partId })
          .execute();
    },
  };
}

function selected(what: string) {
  return sql<string>`lower(json_extract(plan.selection, ${`$.${what}`}))`;
}

/** Rows in the order of their SKUs, a page at a time. */
async function* paged<Row extends { sku_key: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let after = ''; ; ) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) return;
    after = last.sku_key;
  }
}
