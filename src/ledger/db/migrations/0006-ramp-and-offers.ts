import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addTextColumn } from './add-text-column.ts';

/** The stages that a plan is applied in, and what the supplier offered when a row was planned. */
export const rampAndOffers: Migration = {
  async up(db: Kysely<unknown>) {
    await addTextColumn(db, 'plan', 'ramp');
    await addTextColumn(db, 'operation', 'offer');
  },
};
