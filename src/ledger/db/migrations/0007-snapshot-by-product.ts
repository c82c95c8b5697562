import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What did ttpd write to this product? Asked for each line of an order. */
export const snapshotByProduct: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('snapshot_product')
      .ifNotExists()
      .on('snapshot')
      .columns(['store', 'product_id'])
      .execute();
  },
};
