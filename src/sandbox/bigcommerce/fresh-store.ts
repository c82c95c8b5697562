import type { Database } from '../database.ts';
import { insertChannel } from './channels.ts';
import { insertLocation } from './inventory/locations.ts';
import { clearOrders, ensureOrderIds } from './orders/stored.ts';
import { insertTree } from './trees.ts';

const TABLES = [
  'pending_adjustments',
  'stock',
  'variant_stock',
  'variants',
  'option_values',
  'options',
  'videos',
  'metafields',
  'bulk_pricing_rules',
  'images',
  'custom_fields',
  'hooks',
  'price_records',
  'price_list_assignments',
  'price_lists',
  'product_categories',
  'channel_products',
  'products',
  'brands',
  'categories',
  'trees',
  'channels',
  'locations',
];

/**
 * What a new store has: one channel with its tree and one category, one location, nothing else. A store that is there
 * only gets what its version did not have yet.
 */
export function ensureStore(db: Database): void {
  db.transaction(() => {
    ensureOrderIds(db);
    if (!db.get('SELECT id FROM channels LIMIT 1')) {
      const channel = insertChannel(db, 'Sandbox Truck Parts', {
        type: 'storefront',
        platform: 'bigcommerce',
      });
      insertTree(db, 'Default catalog tree', channel);
      db.run('INSERT INTO channel_products SELECT id, ? FROM products', channel);
    }
    if (db.get('SELECT id FROM locations LIMIT 1')) return;
    insertLocation(db, 'BC-LOCATION-1', { label: 'Default location' });
    db.run(
      `INSERT INTO categories (tree_id, parent_id, name, name_key, url, url_key, doc)
       VALUES (1, 0, 'Shop All', 'shop all', '/shop-all/', '/shop-all/', '{}')`,
    );
  });
}

/** Back to a new store; ids start over. */
export function clearStore(db: Database): void {
  db.transaction(() => {
    clearOrders(db);
    for (const table of TABLES) {
      db.run(`DELETE FROM ${table}`);
      db.run('DELETE FROM sqlite_sequence WHERE name = ?', table);
    }
    ensureStore(db);
  });
}
