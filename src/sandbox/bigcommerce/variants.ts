import { Hono } from 'hono';
import type { World } from '../world.ts';
import { Conditions } from './conditions.ts';
import { invalid } from './errors.ts';
import { idList, paged, readPage } from './paging.ts';
import { type ProductRow, productIdOfVariant } from './products/product.ts';
import { variantOf } from './products/variant.ts';

const CONTROLS = ['page', 'limit', 'include_fields', 'exclude_fields'];
const FILTERS = ['id', 'sku', 'upc', 'product_id:in'];

/** `GET /catalog/variants`: base variants only. `sku:in` is not documented, so not taken (BigCommerce facts 7). */
export function variantRoutes({ db }: World): Hono {
  return new Hono().get('/', (c) => {
    const query = c.req.query();
    const unknown = Object.keys(query).find((name) => !CONTROLS.includes(name) && !FILTERS.includes(name));
    if (unknown !== undefined) throw invalid({ [unknown]: 'The filter is not supported.' });
    const page = readPage(query);
    const where = new Conditions()
      .addIn('id', idList(query, 'product_id:in'))
      .addIn('id', idList(query, 'id')?.map(productIdOfVariant));
    if (query.sku !== undefined) where.add('sku_key = ?', query.sku.toLowerCase());
    if (query.upc !== undefined) where.add('upc = ?', query.upc);
    const total =
      db.get<{ n: number }>(`SELECT count(*) AS n FROM products ${where.sql}`, ...where.values)?.n ?? 0;
    const sql = `SELECT * FROM products ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
    const rows = db.all<ProductRow>(sql, ...where.values, page.limit, page.offset);
    return c.json(paged(rows.map(withoutNulls), total, page, query));
  });
}

/** This spec does not let the inherited values be null (x-nullable only), so they are left out. */
function withoutNulls(row: ProductRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variantOf(row)).filter(([, value]) => value !== null));
}
