import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addTextColumn } from './add-text-column.ts';

/** What guards compare with, what they found, and which parts are missing from the supplier's answers. */
export const goodRuns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('good_run')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('selection', 'text', (c) => c.notNull())
      .addColumn('parts', 'integer', (c) => c.notNull())
      .addColumn('read_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('good_run_pk', ['store', 'selection'])
      .execute();
    await db.schema
      .createTable('presence')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('sku_key', 'text', (c) => c.notNull())
      .addColumn('category', 'text')
      .addColumn('brand', 'text')
      .addColumn('missed', 'integer', (c) => c.notNull())
      .addColumn('since', 'text')
      .addPrimaryKeyConstraint('presence_pk', ['store', 'sku_key'])
      .execute();
    await db.schema
      .createTable('observation')
      .ifNotExists()
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plan.id').onDelete('cascade'))
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('sku_key', 'text', (c) => c.notNull())
      .addColumn('sku', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('observation_pk', ['plan_id', 'code', 'sku_key'])
      .execute();
    for (const column of ['facts', 'guards', 'review']) await addTextColumn(db, 'plan', column);
    await addTextColumn(db, 'operation', 'base');
    await addTextColumn(db, 'run', 'overrides');
  },
};
