import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const plansRunsSnapshots: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('plan')
      .ifNotExists()
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('profile', 'text', (c) => c.notNull())
      .addColumn('selection', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('unchanged', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('operation')
      .ifNotExists()
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plan.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('sku', 'text', (c) => c.notNull())
      .addColumn('sku_key', 'text')
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('part_id', 'text')
      .addColumn('product_id', 'integer')
      .addColumn('before', 'text', (c) => c.notNull())
      .addColumn('after', 'text', (c) => c.notNull())
      .addColumn('code', 'text')
      .addColumn('reason', 'text')
      .addColumn('snapshot', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('error', 'text')
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('operation_pk', ['plan_id', 'seq'])
      .modifyEnd(sql`without rowid`)
      .execute();
    await db.schema
      .createIndex('operation_once')
      .ifNotExists()
      .on('operation')
      .columns(['plan_id', 'sku_key', 'kind'])
      .unique()
      .execute();
    await db.schema
      .createIndex('operation_work')
      .ifNotExists()
      .on('operation')
      .columns(['plan_id', 'kind', 'state', 'seq'])
      .execute();
    await db.schema
      .createTable('run')
      .ifNotExists()
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('command', 'text', (c) => c.notNull())
      .addColumn('plan_id', 'text', (c) => c.references('plan.id'))
      .addColumn('profile', 'text', (c) => c.notNull())
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('started_at', 'text', (c) => c.notNull())
      .addColumn('finished_at', 'text')
      .addColumn('exit_code', 'integer')
      .addColumn('result', 'text')
      .execute();
    await db.schema
      .createTable('snapshot')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('sku_key', 'text', (c) => c.notNull())
      .addColumn('sku', 'text', (c) => c.notNull())
      .addColumn('product_id', 'integer')
      .addColumn('part_id', 'text')
      .addColumn('part_updated_at', 'text')
      .addColumn('fields', 'text', (c) => c.notNull())
      .addColumn('written_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('snapshot_pk', ['store', 'sku_key'])
      .execute();
  },
};
