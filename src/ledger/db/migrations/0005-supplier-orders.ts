import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const supplierOrders: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('supplier_order')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('po', 'text', (c) => c.notNull())
      .addColumn('order_id', 'integer', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .addColumn('attempt', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('margin', 'text')
      .addColumn('supplier_order_id', 'text')
      .addColumn('supplier_status', 'text')
      .addColumn('acknowledged_at', 'text')
      .addColumn('error', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('supplier_order_pk', ['store', 'po'])
      .execute();
    await db.schema
      .createIndex('supplier_order_work')
      .ifNotExists()
      .on('supplier_order')
      .columns(['store', 'state', 'order_id'])
      .execute();
    await db.schema
      .createTable('supplier_order_line')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('po', 'text', (c) => c.notNull())
      .addColumn('order_id', 'integer', (c) => c.notNull())
      .addColumn('order_product_id', 'integer', (c) => c.notNull())
      .addColumn('order_address_id', 'integer', (c) => c.notNull())
      .addColumn('sku', 'text', (c) => c.notNull())
      .addColumn('part_id', 'text', (c) => c.notNull())
      .addColumn('unit_price', 'text', (c) => c.notNull())
      .addColumn('core', 'text')
      .addColumn('ordered', 'integer', (c) => c.notNull())
      .addColumn('confirmed', 'integer')
      .addColumn('backordered', 'integer')
      .addColumn('shipped', 'integer', (c) => c.notNull())
      .addColumn('cancelled', 'integer', (c) => c.notNull())
      .addColumn('live', 'integer')
      .addPrimaryKeyConstraint('supplier_order_line_pk', ['store', 'po', 'order_product_id'])
      .addForeignKeyConstraint(
        'supplier_order_line_of',
        ['store', 'po'],
        'supplier_order',
        ['store', 'po'],
        (c) => c.onDelete('cascade'),
      )
      .execute();
    // The proof that a line is never ordered twice, whatever the number of processes. NULLs do not collide.
    await db.schema
      .createIndex('supplier_order_line_once')
      .ifNotExists()
      .on('supplier_order_line')
      .columns(['store', 'order_id', 'order_product_id', 'live'])
      .unique()
      .execute();
    await db.schema
      .createTable('order_parcel')
      .ifNotExists()
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('po', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('owner', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('items', 'text', (c) => c.notNull())
      .addColumn('store_shipment_id', 'integer')
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('order_parcel_pk', ['store', 'po', 'key'])
      .addForeignKeyConstraint('order_parcel_of', ['store', 'po'], 'supplier_order', ['store', 'po'], (c) =>
        c.onDelete('cascade'),
      )
      .execute();
    await db.schema
      .createTable('order_review')
      .ifNotExists()
      .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      .addColumn('store', 'text', (c) => c.notNull())
      .addColumn('order_id', 'integer', (c) => c.notNull())
      .addColumn('po', 'text', (c) => c.notNull())
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('reasons', 'text', (c) => c.notNull())
      .addColumn('since', 'text', (c) => c.notNull())
      .addColumn('open', 'integer')
      .addColumn('resolution', 'text')
      .addColumn('resolved_at', 'text')
      .addColumn('resolved_by', 'text')
      .addColumn('note', 'text')
      .execute();
    await db.schema
      .createIndex('order_review_open')
      .ifNotExists()
      .on('order_review')
      .columns(['store', 'order_id', 'stage', 'po', 'open'])
      .unique()
      .execute();
  },
};
