/** Columns that older data lacks: table, column, what it is. */
export const LATER_COLUMNS: readonly (readonly [table: string, column: string, type: string])[] = [
  ['metafields', 'client', "TEXT NOT NULL DEFAULT 'sandbox-client'"],
  ['order_metafields', 'client', "TEXT NOT NULL DEFAULT 'sandbox-client'"],
];

/**
 * What both services keep. Ids are AUTOINCREMENT: never given twice, not even by two processes on one folder.
 * `*_key` columns hold lower case, since BigCommerce compares SKUs and names without case
 * (docs/facts/bigcommerce-catalog.md#uniqueness).
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS products (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sku TEXT NOT NULL, sku_key TEXT, name TEXT NOT NULL, name_key TEXT NOT NULL,
  mpn TEXT NOT NULL, upc TEXT NOT NULL, type TEXT NOT NULL, condition TEXT NOT NULL, availability TEXT NOT NULL,
  brand_id INTEGER NOT NULL, price REAL NOT NULL, weight REAL NOT NULL, is_visible INTEGER NOT NULL,
  inventory_level INTEGER NOT NULL, inventory_tracking TEXT NOT NULL,
  url TEXT NOT NULL, url_key TEXT NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS products_sku ON products (sku_key);
CREATE UNIQUE INDEX IF NOT EXISTS products_name ON products (name_key);
CREATE UNIQUE INDEX IF NOT EXISTS products_url ON products (url_key);
CREATE INDEX IF NOT EXISTS products_modified ON products (modified);
CREATE INDEX IF NOT EXISTS products_brand ON products (brand_id);
CREATE INDEX IF NOT EXISTS products_mpn ON products (mpn);

CREATE TABLE IF NOT EXISTS product_categories (
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE, category_id INTEGER NOT NULL,
  PRIMARY KEY (product_id, category_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS product_categories_back ON product_categories (category_id);

CREATE TABLE IF NOT EXISTS custom_fields (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS custom_fields_pair ON custom_fields (product_id, name, value);

CREATE TABLE IF NOT EXISTS images (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  image_url TEXT NOT NULL, description TEXT NOT NULL, is_thumbnail INTEGER NOT NULL, sort_order INTEGER NOT NULL,
  modified INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS images_product ON images (product_id);

CREATE TABLE IF NOT EXISTS videos (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  video_id TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, sort_order INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS videos_product ON videos (product_id);

CREATE TABLE IF NOT EXISTS options (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE, display_name TEXT NOT NULL, name_key TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS options_name ON options (product_id, name_key);

CREATE TABLE IF NOT EXISTS option_values (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  option_id INTEGER NOT NULL REFERENCES options ON DELETE CASCADE, label TEXT NOT NULL, label_key TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS option_values_label ON option_values (option_id, label_key);

-- Variants of products with options; the base variant of a simple product is derived from it.
-- combination is the JSON list of its option values' ids in ascending order.
CREATE TABLE IF NOT EXISTS variants (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  sku TEXT NOT NULL, sku_key TEXT, upc TEXT NOT NULL, combination TEXT NOT NULL, inventory_level INTEGER NOT NULL,
  doc TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS variants_sku ON variants (sku_key);
CREATE UNIQUE INDEX IF NOT EXISTS variants_combination ON variants (product_id, combination);

CREATE TABLE IF NOT EXISTS bulk_pricing_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  quantity_min INTEGER NOT NULL, quantity_max INTEGER NOT NULL, type TEXT NOT NULL, amount REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS bulk_pricing_rules_product ON bulk_pricing_rules (product_id);

CREATE TABLE IF NOT EXISTS metafields (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, permission_set TEXT NOT NULL,
  description TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  client TEXT NOT NULL DEFAULT 'sandbox-client'
);
DROP INDEX IF EXISTS metafields_key;
CREATE UNIQUE INDEX IF NOT EXISTS metafields_own ON metafields (product_id, client, namespace, key);

CREATE TABLE IF NOT EXISTS brands (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, doc TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS categories (
  id INTEGER PRIMARY KEY AUTOINCREMENT, tree_id INTEGER NOT NULL, parent_id INTEGER NOT NULL,
  name TEXT NOT NULL, name_key TEXT NOT NULL, url TEXT NOT NULL, url_key TEXT NOT NULL UNIQUE, doc TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS categories_sibling ON categories (tree_id, parent_id, name_key);

-- A category's url_key starts with its tree, but in the first: each tree is another storefront's.
CREATE TABLE IF NOT EXISTS channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS trees (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
  channel_id INTEGER UNIQUE REFERENCES channels ON DELETE SET NULL
);
CREATE TABLE IF NOT EXISTS channel_products (
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  channel_id INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
  PRIMARY KEY (product_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS hooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL, scope TEXT NOT NULL, destination TEXT NOT NULL,
  headers TEXT NOT NULL, is_active INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS price_lists (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, active INTEGER NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL
);
-- variant_id 0: the base variant of a product without options.
CREATE TABLE IF NOT EXISTS price_records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  price_list_id INTEGER NOT NULL REFERENCES price_lists ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE, variant_id INTEGER NOT NULL,
  currency TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS price_records_own
  ON price_records (price_list_id, product_id, variant_id, currency);
CREATE TABLE IF NOT EXISTS price_list_assignments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  price_list_id INTEGER NOT NULL REFERENCES price_lists ON DELETE CASCADE,
  customer_group_id INTEGER NOT NULL, channel_id INTEGER NOT NULL,
  UNIQUE (customer_group_id, channel_id)
);

CREATE TABLE IF NOT EXISTS locations (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, doc TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS stock (
  product_id INTEGER NOT NULL REFERENCES products ON DELETE CASCADE,
  location_id INTEGER NOT NULL REFERENCES locations ON DELETE CASCADE,
  quantity INTEGER NOT NULL, settings TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (product_id, location_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS variant_stock (
  variant_id INTEGER NOT NULL REFERENCES variants ON DELETE CASCADE,
  location_id INTEGER NOT NULL REFERENCES locations ON DELETE CASCADE,
  quantity INTEGER NOT NULL, settings TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (variant_id, location_id)
) WITHOUT ROWID;

-- variant_id 0: the product's own level.
CREATE TABLE IF NOT EXISTS pending_adjustments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL,
  product_id INTEGER NOT NULL, variant_id INTEGER NOT NULL, location_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL, relative INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS part_changes (part INTEGER PRIMARY KEY, patch TEXT NOT NULL, rules INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reprices (
  id INTEGER PRIMARY KEY AUTOINCREMENT, factor REAL NOT NULL, category TEXT, at INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  status_id INTEGER NOT NULL, customer_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, email_key TEXT NOT NULL,
  cart_id TEXT NOT NULL, payment_method TEXT NOT NULL, external_order_id TEXT, total REAL NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_status ON orders (status_id, id);

CREATE TABLE IF NOT EXISTS order_addresses (
  id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE, doc TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS order_addresses_order ON order_addresses (order_id);

CREATE TABLE IF NOT EXISTS order_products (
  id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  address_id INTEGER NOT NULL, product_id INTEGER NOT NULL, quantity INTEGER NOT NULL,
  quantity_shipped INTEGER NOT NULL, quantity_refunded INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS order_products_order ON order_products (order_id);

CREATE TABLE IF NOT EXISTS order_shipments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  address_id INTEGER NOT NULL, created INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS order_shipments_order ON order_shipments (order_id);

CREATE TABLE IF NOT EXISTS order_metafields (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, permission_set TEXT NOT NULL,
  description TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
  client TEXT NOT NULL DEFAULT 'sandbox-client'
);
DROP INDEX IF EXISTS order_metafields_key;
CREATE UNIQUE INDEX IF NOT EXISTS order_metafields_own ON order_metafields (order_id, client, namespace, key);

CREATE TABLE IF NOT EXISTS order_mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT, order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  kind TEXT NOT NULL, tracking_number TEXT NOT NULL, sent INTEGER NOT NULL
);

DROP TABLE IF EXISTS supplier_orders;
CREATE TABLE IF NOT EXISTS purchase_orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT, po_number TEXT NOT NULL, idempotency_key TEXT,
  fingerprint TEXT NOT NULL, replays INTEGER NOT NULL DEFAULT 0, request TEXT NOT NULL, body TEXT NOT NULL,
  created INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS purchase_orders_po ON purchase_orders (po_number);
CREATE INDEX IF NOT EXISTS purchase_orders_key ON purchase_orders (idempotency_key);
`;
