import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The stages that a plan is applied in, and what the supplier offered when a row was planned. */
export const rampAndOffers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('plan').addColumn('ramp', 'text').execute();
    await db.schema.alterTable('operation').addColumn('offer', 'text').execute();
  },
};
