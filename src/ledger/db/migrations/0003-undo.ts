import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a rollback needs to know of a row and its values do not say. */
export const undo: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('operation').addColumn('undo', 'text').execute();
  },
};
