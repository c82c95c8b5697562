import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which product is this part? Asked for parts that replace others. */
export const snapshotByPart: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('snapshot_part')
      .ifNotExists()
      .on('snapshot')
      .columns(['store', 'part_id'])
      .execute();
  },
};
