import { Hono } from 'hono';
import type { World } from '../world.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from './field-choice.ts';
import { equal, equalKey, idIn } from './filter-kinds.ts';
import { type Filters, readFilters } from './filters.ts';
import { idList, PAGE_CONTROLS, paged, readPage } from './paging.ts';
import { type ProductRow, productIdOfVariant } from './products/product.ts';
import { variantOf } from './products/variant.ts';

const FILTERS: Filters = {
  id: (where, value, name) => where.addIn('id', idList(name, value).map(productIdOfVariant)),
  'product_id:in': idIn('id'),
  sku: equalKey('sku_key'),
  upc: equal('upc'),
};

/** `GET /catalog/variants`: base variants only. `sku:in` is not documented, so not taken (BigCommerce facts 7). */
export function variantRoutes({ db }: World): Hono {
  return new Hono().get('/', (c) => {
    const query = c.req.query();
    const page = readPage(query);
    const where = readFilters(query, FILTERS, [...PAGE_CONTROLS, ...FIELD_CONTROLS]);
    const total =
      db.get<{ n: number }>(`SELECT count(*) AS n FROM products ${where.sql}`, ...where.values)?.n ?? 0;
    const sql = `SELECT * FROM products ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
    const rows = db.all<ProductRow>(sql, ...where.values, page.limit, page.offset);
    const choice = readFieldChoice(query);
    const data = rows.map((row) => chooseFields(withoutNulls(row), choice));
    return c.json(paged(data, total, page, query));
  });
}

/** This spec does not let the inherited values be null (x-nullable only), so they are left out. */
function withoutNulls(row: ProductRow): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variantOf(row)).filter(([, value]) => value !== null));
}
