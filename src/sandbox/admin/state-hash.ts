import { createHash } from 'node:crypto';
import { settleStock } from '../bigcommerce/inventory/stock.ts';
import type { ProductRow, StoredProduct } from '../bigcommerce/stored/product.ts';
import { optionValuesOf, ownVariants, type VariantRow } from '../bigcommerce/stored/variant.ts';
import type { Database } from '../database.ts';
import { canonical } from '../json.ts';
import { pathsOf } from './category-paths.ts';

const MODULUS = 1n << 256n;

/**
 * One number for the content of the store, whatever order it was built in: each object is hashed without its ids,
 * dates and generated URLs, and the hashes are added up. Accepted stock counts as visible.
 */
export function stateHash(db: Database): { hash: string; products: number } {
  settleStock(db, Number.MAX_SAFE_INTEGER);
  const paths = pathsOf(db);
  let sum = 0n;
  let products = 0;
  const add = (content: unknown) => {
    sum = (sum + BigInt(`0x${createHash('sha256').update(canonical(content)).digest('hex')}`)) % MODULUS;
  };
  for (const row of db.iterate<ProductRow>('SELECT * FROM products ORDER BY id')) {
    add(productContent(db, row, paths));
    products += 1;
  }
  for (const { name, doc } of db.all<{ name: string; doc: string }>('SELECT name, doc FROM brands')) {
    add({ brand: name, ...JSON.parse(doc) });
  }
  for (const { id, doc } of db.all<{ id: number; doc: string }>('SELECT id, doc FROM categories')) {
    add({ category: paths.get(id), ...JSON.parse(doc) });
  }
  for (const { code } of db.all<{ code: string }>('SELECT code FROM locations')) add({ location: code });
  return { hash: sum.toString(16).padStart(64, '0'), products };
}

function productContent(
  db: Database,
  { id, doc, url }: ProductRow,
  paths: ReadonlyMap<number, string>,
): unknown {
  const {
    brand_id,
    related_products: _related,
    custom_url_customized,
    ...fields
  }: StoredProduct = JSON.parse(doc);
  const list = (sql: string) => db.all<Record<string, unknown>>(sql, id).map(canonical);
  const categories = db.all<{ category_id: number }>(
    'SELECT category_id FROM product_categories WHERE product_id = ?',
    id,
  );
  return {
    ...fields,
    brand: db.get<{ name: string }>('SELECT name FROM brands WHERE id = ?', brand_id)?.name ?? null,
    url: custom_url_customized ? url : null,
    categories: categories.map(({ category_id }) => paths.get(category_id)).sort(),
    custom_fields: list('SELECT name, value FROM custom_fields WHERE product_id = ?').sort(),
    images: list(
      'SELECT image_url, description, is_thumbnail, sort_order FROM images WHERE product_id = ?',
    ).sort(),
    videos: list(
      'SELECT video_id, type, title, description, sort_order FROM videos WHERE product_id = ?',
    ).sort(),
    variants: ownVariants(db, id)
      .map((row) => canonical(variantContent(db, row)))
      .sort(),
    channels: list(
      'SELECT c.name FROM channel_products p JOIN channels c ON c.id = p.channel_id WHERE p.product_id = ?',
    ).sort(),
    bulk_prices: list(
      'SELECT quantity_min, quantity_max, type, amount FROM bulk_pricing_rules WHERE product_id = ?',
    ).sort(),
    metafields: list(
      'SELECT namespace, key, value, permission_set, description FROM metafields WHERE product_id = ?',
    ).sort(),
    // A level of zero and a level never set are the same stock.
    stock: list(
      `SELECT l.code, s.quantity FROM stock s JOIN locations l ON l.id = s.location_id
       WHERE s.product_id = ? AND s.quantity <> 0`,
    ).sort(),
  };
}

function variantContent(db: Database, row: VariantRow): unknown {
  return {
    ...JSON.parse(row.doc),
    options: optionValuesOf(db, row).map(({ option_display_name: name, label }) => [name, label]),
    stock: db
      .all<Record<string, unknown>>(
        `SELECT l.code, s.quantity FROM variant_stock s JOIN locations l ON l.id = s.location_id
         WHERE s.variant_id = ? AND s.quantity <> 0`,
        row.id,
      )
      .map(canonical)
      .sort(),
  };
}
