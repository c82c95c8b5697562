import type { Database } from '../../database.ts';
import type { Store } from '../../world.ts';
import { duplicate, notFound } from '../errors.ts';
import { DEFAULT_LOCATION, setStock, sumVariants } from '../inventory/stock.ts';
import { DEFAULTS, type ProductRow, type StoredProduct } from '../stored/product.ts';
import { ownVariants } from '../stored/variant.ts';
import { checkTaxClass } from '../tax-classes.ts';
import { writeBulkPrices, writeCustomFields, writeImages, writeVideos } from './attachments.ts';
import { urlFor } from './custom-url.ts';
import { MOST_STOCK } from './fields.ts';
import { asKept } from './kept.ts';
import type { ProductInput } from './product-input.ts';
import { brandIdFor, checkCategories, replaceCategories } from './references.ts';
import { createInlineVariants } from './write-variants.ts';

const COLUMNS = `sku = ?, sku_key = ?, name = ?, name_key = ?, mpn = ?, upc = ?, type = ?, condition = ?, availability = ?,
  brand_id = ?, price = ?, weight = ?, is_visible = ?, inventory_tracking = ?, url = ?, url_key = ?, modified = ?, doc = ?`;

export interface WriteOptions {
  /** Leaves stock and URL as they are: the half of a 207 that failed. */
  isPartial?: boolean;
}

/** Makes a product; the caller holds the transaction. */
export function createProduct(store: Store, given: ProductInput, options: WriteOptions = {}): number {
  const { db } = store;
  const input = asKept(store.settings, given);
  const now = Date.now();
  const id = db.insert(
    `INSERT INTO products (sku, name, name_key, mpn, upc, type, condition, availability, brand_id, price, weight,
       is_visible, inventory_level, inventory_tracking, url, url_key, created, modified, doc)
     VALUES ('', '', hex(randomblob(12)), '', '', '', '', '', 0, 0, 0, 0, 0, '', '', hex(randomblob(12)), ?, ?, '')`,
    now,
    now,
  );
  // The required four are there: `readProduct` has refused the rest.
  const product = { ...DEFAULTS, ...input.fields } as StoredProduct;
  const url = urlFor(db, id, product.name, options.isPartial ? undefined : input.customUrl);
  save(store, id, product, input, options, url);
  assignNew(store, id);
  return id;
}

/** The channels that a new product is on by itself: not stated (docs/facts/bigcommerce-catalog.md#channels). */
function assignNew({ db, settings }: Store, id: number): void {
  const channels = db.get<{ n: number }>('SELECT count(*) AS n FROM channels')?.n ?? 0;
  if (settings.newProducts === 'on no channel') return;
  if (settings.newProducts === 'on the only channel' && channels > 1) return;
  db.run('INSERT INTO channel_products SELECT ?, min(id) FROM channels HAVING min(id) IS NOT NULL', id);
}

/** Changes what the input names. */
export function updateProduct(
  store: Store,
  id: number,
  given: ProductInput,
  options: WriteOptions = {},
): void {
  const { db } = store;
  const input = asKept(store.settings, given);
  const row = db.get<ProductRow>('SELECT * FROM products WHERE id = ?', id);
  if (!row) throw notFound('product');
  const product: StoredProduct = { ...JSON.parse(row.doc), ...input.fields };
  const isMoved = input.customUrl && !options.isPartial;
  const url = isMoved ? urlFor(db, id, product.name, input.customUrl) : row.url;
  save(store, id, product, input, options, url);
}

function save(
  store: Store,
  id: number,
  product: StoredProduct,
  input: ProductInput,
  { isPartial }: WriteOptions,
  url: string,
): void {
  const { db } = store;
  refuseTaken(db, id, product);
  if (input.categories) checkCategories(db, input.categories);
  if (input.fields.tax_class_id !== undefined) checkTaxClass(input.fields.tax_class_id);
  product.brand_id = brandIdFor(db, input) ?? product.brand_id;
  if (input.customUrl && !isPartial) product.custom_url_customized = input.customUrl.is_customized ?? true;
  const { sku, name, mpn, upc, type, condition, availability, brand_id, price, weight } = product;
  db.run(
    `UPDATE products SET ${COLUMNS} WHERE id = ?`,
    ...[
      sku,
      sku === '' ? null : sku.toLowerCase(),
      name,
      name.toLowerCase(),
      mpn,
      upc,
      type,
      condition,
      availability,
    ],
    ...[
      brand_id,
      price,
      weight,
      Number(product.is_visible),
      product.inventory_tracking,
      url,
      url.toLowerCase(),
    ],
    ...[Date.now(), JSON.stringify(product), id],
  );
  if (input.categories) replaceCategories(db, id, input.categories);
  if (input.customFields) writeCustomFields(db, id, input.customFields);
  if (input.images) writeImages(store, id, input.images);
  if (input.bulkPrices) writeBulkPrices(db, id, input.bulkPrices);
  if (input.videos) writeVideos(db, id, input.videos);
  if (input.variants) createInlineVariants(db, id, input.variants);
  sumVariants(db, id);
  // Without tracking a level takes no effect (products spec, inventory_level).
  if (input.inventoryLevel === undefined || isPartial || product.inventory_tracking === 'none') return;
  // Tracked by variant, the level is the sum of the variants'.
  if (product.inventory_tracking === 'variant' && ownVariants(db, id).length > 0) return;
  setStock(db, { productId: id, variantId: 0 }, DEFAULT_LOCATION, Math.min(input.inventoryLevel, MOST_STOCK));
}

/**
 * SKU (across products and variants) and name are unique, compared without case
 * (docs/facts/bigcommerce-catalog.md#uniqueness).
 */
function refuseTaken(db: Database, id: number, { sku, name }: StoredProduct): void {
  const key = sku.toLowerCase();
  const isTaken =
    db.get('SELECT id FROM products WHERE sku_key = ? AND id <> ?', key, id) ??
    db.get('SELECT id FROM variants WHERE sku_key = ?', key);
  if (sku !== '' && isTaken) throw duplicate('product sku', 'sku');
  if (db.get('SELECT id FROM products WHERE name_key = ? AND id <> ?', name.toLowerCase(), id)) {
    throw duplicate('product name', 'name');
  }
}
