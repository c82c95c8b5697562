import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addTextColumn } from './add-text-column.ts';

/** What a rollback needs to know of a row and its values do not say. */
export const undo: Migration = {
  async up(db: Kysely<unknown>) {
    await addTextColumn(db, 'operation', 'undo');
  },
};
