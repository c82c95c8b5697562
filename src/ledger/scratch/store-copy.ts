import { type Kysely, sql } from 'kysely';
import type { LedgerTables, StoreLevelTable, StoreProductTable } from '../db/schema.ts';

/** Pieces on hand of a product, or of one of its variants, by the store's location. */
export interface CopiedLevels {
  productId: number;
  variantId: number | null;
  levels: [location: number, pieces: number][];
}

/** One product of the store as read for a plan; `product` is whatever the reader put in. */
export interface StoreCopyRow<T> {
  product: T;
  /** What the store has of it and of its variants. */
  levels: CopiedLevels[];
}

/**
 * The part of the store that a plan needs, on disk in temporary tables: a plan over a million parts must not hold
 * the store in memory. Also remembers which SKU was planned for which part, to find two parts that lead to one SKU.
 * Rows go in by one statement, not in a transaction: that would take the ledger's write lock for what is no part of it.
 */
export interface StoreCopy {
  begin(): Promise<void>;
  put(rows: readonly { sku: string; productId: number; product: unknown }[]): Promise<void>;
  putLevels(rows: readonly CopiedLevels[]): Promise<void>;
  /** Products of the copy without a level, by id. */
  withoutLevels<T>(): AsyncIterable<{ productId: number; product: T }>;
  /** By lower-case SKU. */
  find<T>(skus: readonly string[]): Promise<Map<string, StoreCopyRow<T>>>;
  /** Products of the copy whose SKU nobody claimed, by SKU; without those whose part is there and cannot be read. */
  unclaimed<T>(store: string): AsyncIterable<StoreCopyRow<T> & { skuKey: string }>;
  isClaimed(sku: string): Promise<boolean>;
  /** Claims a SKU for a part: `first`, `again` for the same part, or the id of another part that has it. */
  claim(sku: string, partId: string): Promise<{ claim: 'first' | 'again' } | { claim: 'taken'; by: string }>;
  /** Parts that are there, and of which too little can be read to know their SKU. */
  claimUnreadable(partIds: readonly string[]): Promise<void>;
}

const ROWS = 500;
/** Begins the keys of parts whose SKU is not known: no SKU begins with a control character. */
const UNREADABLE = '\u0000';

export function createStoreCopy(db: Kysely<LedgerTables>): StoreCopy {
  async function levelsOf(
    products: readonly Pick<StoreProductTable, 'product_id'>[],
  ): Promise<Map<number, CopiedLevels[]>> {
    const ids = JSON.stringify(products.map(({ product_id }) => product_id));
    const { rows } = await sql<StoreLevelTable>`select * from store_level
      where product_id in (select value from json_each(${ids})) order by product_id, variant_id`.execute(db);
    const levels = rows.map((row) => ({
      productId: row.product_id,
      variantId: row.variant_id || null,
      levels: JSON.parse(row.levels) as CopiedLevels['levels'],
    }));
    return Map.groupBy(levels, ({ productId }) => productId);
  }

  return {
    async begin() {
      await sql`create temp table if not exists store_product
        (sku_key text primary key, product_id integer not null, product text not null)`.execute(db);
      await sql`create temp table if not exists store_level
        (product_id integer not null, variant_id integer not null, levels text not null,
        primary key (product_id, variant_id)) without rowid`.execute(db);
      await sql`create temp table if not exists claim (sku_key text primary key, part_id text not null)`.execute(
        db,
      );
      await sql`delete from store_product`.execute(db);
      await sql`delete from store_level`.execute(db);
      await sql`delete from claim`.execute(db);
    },
    async put(rows) {
      const list = rows.map(({ sku, productId, product }) => ({
        key: sku.toLowerCase(),
        id: productId,
        product: JSON.stringify(product),
      }));
      await sql`insert or replace into store_product (sku_key, product_id, product)
        select value ->> 'key', value ->> 'id', value ->> 'product'
        from json_each(${JSON.stringify(list)})`.execute(db);
    },
    async putLevels(rows) {
      await sql`insert or replace into store_level (product_id, variant_id, levels)
        select value ->> 'productId', coalesce(value ->> 'variantId', 0), value -> 'levels'
        from json_each(${JSON.stringify(rows)})`.execute(db);
    },
    async *withoutLevels<T>() {
      for (let after = 0; ; ) {
        const { rows } = await sql<StoreProductTable>`select p.* from store_product p
          where p.product_id > ${after}
            and not exists (select 1 from store_level l where l.product_id = p.product_id)
          order by p.product_id limit ${ROWS}`.execute(db);
        for (const { product_id, product } of rows)
          yield { productId: product_id, product: JSON.parse(product) as T };
        const last = rows.at(-1);
        if (!last || rows.length < ROWS) return;
        after = last.product_id;
      }
    },
    async find<T>(skus: readonly string[]) {
      const keys = [...new Set(skus.map((sku) => sku.toLowerCase()))];
      const found = new Map<string, StoreCopyRow<T>>();
      if (keys.length === 0) return found;
      const rows = await db.selectFrom('store_product').selectAll().where('sku_key', 'in', keys).execute();
      const levels = await levelsOf(rows);
      for (const row of rows)
        found.set(row.sku_key, {
          product: JSON.parse(row.product) as T,
          levels: levels.get(row.product_id) ?? [],
        });
      return found;
    },
    async *unclaimed<T>(store: string) {
      for (let after = ''; ; ) {
        const { rows } = await sql<StoreProductTable>`select p.* from store_product p
          where p.sku_key > ${after}
            and not exists (select 1 from claim c where c.sku_key = p.sku_key)
            and not exists (select 1 from snapshot s join claim c on c.sku_key = ${UNREADABLE} || s.part_id
              where s.store = ${store} and s.sku_key = p.sku_key)
          order by p.sku_key limit ${ROWS}`.execute(db);
        const levels = await levelsOf(rows);
        for (const { sku_key, product_id, product } of rows)
          yield {
            skuKey: sku_key,
            product: JSON.parse(product) as T,
            levels: levels.get(product_id) ?? [],
          };
        const last = rows.at(-1);
        if (!last || rows.length < ROWS) return;
        after = last.sku_key;
      }
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
      for (const partId of partIds)
        await db
          .insertInto('claim')
          .orIgnore()
          .values({ sku_key: `${UNREADABLE}${partId}`, part_id: partId })
          .execute();
    },
  };
}
