import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Categories that ttpd made: a merchant may rename or move them. */
export const categories: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('category')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addColumn('category_id', 'integer', (c) => c.notNull())
      .addColumn('made_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('category_pk', ['store', 'path'])
      .execute();
  },
};
