import { Hono } from 'hono';
import { isObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { badJson, invalid, storeRefusal, tooMany } from '../errors.ts';
import { idIn } from '../filter-kinds.ts';
import { readFilters } from '../filters.ts';
import { PAGE_CONTROLS, paged, readPage } from '../paging.ts';

/** What products are assigned to. */
interface Target {
  path: string;
  /** Its table of pairs, the other column of that, and the table that this names. */
  pairs: 'channel_products' | 'product_categories';
  column: 'channel_id' | 'category_id';
  targets: 'channels' | 'categories';
  /** How many pairs a call takes. */
  most: number;
}

const TARGETS: readonly Target[] = [
  {
    path: '/channel-assignments',
    pairs: 'channel_products',
    column: 'channel_id',
    targets: 'channels',
    // Not published: 50 is the most that was seen (docs/facts/bigcommerce-catalog.md#channels).
    most: 50,
  },
  {
    path: '/category-assignments',
    pairs: 'product_categories',
    column: 'category_id',
    targets: 'categories',
    most: 250,
  },
];

/** Products on channels and in categories, as pairs that are added and taken away (products spec). */
export function assignmentRoutes(world: World): Hono {
  const routes = new Hono();
  for (const target of TARGETS) routes.route(target.path, routesOf(world, target));
  return routes;
}

function routesOf({ db }: World, { pairs, column, targets, most }: Target): Hono {
  const filters = { 'product_id:in': idIn('product_id'), [`${column}:in`]: idIn(column) };
  const readPair = (item: unknown): [product: number, target: number] => {
    const [product, target] = isObject(item) ? [item.product_id, item[column]] : [];
    if (!Number.isInteger(product) || !Number.isInteger(target))
      throw invalid({ body: `each needs product_id and ${column}` });
    const errors: Record<string, string> = {};
    if (!db.get('SELECT id FROM products WHERE id = ?', Number(product)))
      errors.product_id = `Product with id ${String(product)} was not found`;
    if (!db.get(`SELECT id FROM ${targets} WHERE id = ?`, Number(target)))
      errors[column] = `${column} ${String(target)} was not found`;
    if (Object.keys(errors).length > 0) throw storeRefusal(422, 'Invalid assignments', errors);
    return [Number(product), Number(target)];
  };
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, filters, PAGE_CONTROLS);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM ${pairs} ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT product_id, ${column} FROM ${pairs} ${where.sql} ORDER BY product_id, ${column} LIMIT ? OFFSET ?`;
      const rows = db.all<object>(sql, ...where.values, page.limit, page.offset);
      return c.json(paged(rows, total, page, query));
    })
    .put('/', async (c) => {
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > most) throw tooMany(most);
      db.transaction(() => {
        const sql = `INSERT OR IGNORE INTO ${pairs} (product_id, ${column}) VALUES (?, ?)`;
        for (const item of items) db.run(sql, ...readPair(item));
      });
      return c.body(null, 204);
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), filters);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { 'product_id:in': 'Please provide a filter.' });
      db.run(`DELETE FROM ${pairs} ${where.sql}`, ...where.values);
      return c.body(null, 204);
    });
}
