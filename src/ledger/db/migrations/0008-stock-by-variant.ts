import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Stock is named by the product's id, or by the variant's where the store counts by variant. */
export const stockByVariant: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('operation').addColumn('variant_id', 'integer').execute();
  },
};
