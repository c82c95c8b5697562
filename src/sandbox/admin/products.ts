import { Hono } from 'hono';
import { settleStock } from '../bigcommerce/inventory/stock.ts';
import { readPage } from '../bigcommerce/paging.ts';
import { readProduct } from '../bigcommerce/products/product-input.ts';
import { showProduct } from '../bigcommerce/products/read.ts';
import { updateProduct } from '../bigcommerce/products/write.ts';
import type { ProductRow } from '../bigcommerce/stored/product.ts';
import { jsonBody } from '../json-body.ts';
import type { Store, World } from '../world.ts';
import { pathsOf } from './category-paths.ts';
import { refuse } from './refuse.ts';

const WHOLE = {
  include: ['custom_fields', 'images', 'bulk_pricing_rules', 'variants', 'videos', 'channels'],
  only: undefined,
  without: [],
};
const MOST_PER_PAGE = 1000;

/** The store as it is, and a merchant's edits behind the client's back. */
export function productAdminRoutes(world: World): Hono {
  const { db } = world;
  return new Hono()
    .get('/', (c) => {
      settleStock(db, Number.MAX_SAFE_INTEGER);
      const page = readPage(c.req.query(), MOST_PER_PAGE);
      const total = db.get<{ n: number }>('SELECT count(*) AS n FROM products')?.n ?? 0;
      const sql = 'SELECT * FROM products ORDER BY id LIMIT ? OFFSET ?';
      const paths = pathsOf(db);
      const rows = db.all<ProductRow>(sql, page.limit, page.offset);
      return c.json({ products: rows.map((row) => show(world, row, paths)), total });
    })
    .patch('/:sku', async (c) => {
      settleStock(db, Number.MAX_SAFE_INTEGER);
      const sku = c.req.param('sku');
      const sql = 'SELECT * FROM products WHERE sku_key = ?';
      const row = db.get<ProductRow>(sql, sku.toLowerCase());
      if (!row) throw refuse(404, `No product with the SKU ${sku}`);
      const input = readProduct(await jsonBody(c, () => refuse(400, 'The body is not JSON')), false);
      db.transaction(() => updateProduct(world, row.id, input));
      const after = db.get<ProductRow>('SELECT * FROM products WHERE id = ?', row.id) ?? row;
      return c.json({ product: show(world, after, pathsOf(db)) });
    });
}

function show(store: Store, row: ProductRow, paths: ReadonlyMap<number, string>) {
  const { db } = store;
  const product = showProduct(store, row, WHOLE);
  const brand = db.get<{ name: string }>('SELECT name FROM brands WHERE id = ?', row.brand_id)?.name ?? null;
  const categories = (product.categories as number[]).map((id) => paths.get(id) ?? '');
  return { ...product, brand_name: brand, category_paths: categories };
}
