import { type Context, Hono } from 'hono';
import type { HttpEnv } from '../../http-env.ts';
import { isObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { saveBatch } from '../batches.ts';
import { badJson, invalid, missing, notFound, storeRefusal, tooMany } from '../errors.ts';
import { refuseOthers } from '../filters.ts';
import { readOrder } from '../order.ts';
import { paged, readPage } from '../paging.ts';
import type { ProductRow } from '../stored/product.ts';
import { readProductFilters } from './filters.ts';
import { type ProductInput, readProduct } from './product-input.ts';
import { type Shape, showProduct } from './read.ts';
import { PRODUCT_ORDERS, readShape, SHAPE_CONTROLS, shrinksPages } from './shape.ts';
import { createProduct, updateProduct } from './write.ts';

const MOST_UPDATES = 10;
const MOST_DELETES = 250;

/** Products (docs/facts/bigcommerce-catalog.md). */
export function productRoutes(world: World): Hono<HttpEnv> {
  const { db } = world;
  const rowOf = (id: number): ProductRow => {
    const row = db.get<ProductRow>('SELECT * FROM products WHERE id = ?', id);
    if (!row) throw notFound('product');
    return row;
  };
  const show = (id: number, shape: Shape) => showProduct(world, rowOf(id), shape);

  return new Hono<HttpEnv>()
    .get('/', (c) => {
      const query = c.req.query();
      const shape = readShape(query);
      const page = readPage(shrinksPages(shape) ? { ...query, limit: smaller(query.limit) } : query);
      const where = readProductFilters(query);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM products ${where.sql}`, ...where.values)?.n ?? 0;
      const rows = db.all<ProductRow>(
        `SELECT * FROM products ${where.sql} ${readOrder(query, PRODUCT_ORDERS)} LIMIT ? OFFSET ?`,
        ...where.values,
        page.limit,
        page.offset,
      );
      const data = rows.map((row) => showProduct(world, row, shape));
      return c.json(paged(data, total, page, query));
    })
    .post('/', async (c) => {
      const input = readProduct(await jsonBody(c, badJson), true);
      const lost = lostOf(c, [input]);
      const id = db.transaction(() => createProduct(world, input, { isPartial: lost.length > 0 }));
      const data = show(id, answerShape(c.req.query(), input));
      // In a 207 the spec makes the data of a create a list (products spec, POST 207).
      return lost.length > 0 ? c.json(partial([data], lost), 207) : c.json({ data, meta: {} });
    })
    .put('/', async (c) => {
      const items = await jsonBody(c, badJson);
      if (!Array.isArray(items) || items.length === 0) throw invalid({ body: 'error.expected.array' });
      if (items.length > MOST_UPDATES) throw tooMany(MOST_UPDATES);
      // The refusal of a batch does not say which item it is about (docs/facts/bigcommerce-catalog.md#batches).
      const { saved, refused } = saveBatch(world, items, (item) => {
        const { id, input } = readUpdate(item);
        updateProduct(world, id, input, { isPartial: lostOf(c, [input]).length > 0 });
        return { id, input };
      });
      if (refused[0]) throw refused[0];
      const data = saved.map(({ id, input }) => show(id, answerShape(c.req.query(), input)));
      const lost = lostOf(
        c,
        saved.map(({ input }) => input),
      );
      return lost.length > 0 ? c.json(partial(data, lost), 207) : c.json({ data, meta: {} });
    })
    .delete('/', (c) => {
      const query = c.req.query();
      const where = readProductFilters(query);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { 'id:in': 'Please provide a filter.' });
      db.transaction(() => {
        const rows = db.all<{ id: number }>(`SELECT id FROM products ${where.sql}`, ...where.values);
        if (rows.length > MOST_DELETES) throw tooMany(MOST_DELETES);
        for (const { id } of rows) db.run('DELETE FROM products WHERE id = ?', id);
      });
      return c.body(null, 204);
    })
    .get('/:id{[0-9]+}', (c) => {
      const query = c.req.query();
      refuseOthers(query, SHAPE_CONTROLS);
      return c.json({ data: show(Number(c.req.param('id')), readShape(query)), meta: {} });
    })
    .put('/:id{[0-9]+}', async (c) => {
      const id = rowOf(Number(c.req.param('id'))).id;
      const input = readProduct(await jsonBody(c, badJson), false);
      const lost = lostOf(c, [input]);
      db.transaction(() => updateProduct(world, id, input, { isPartial: lost.length > 0 }));
      const data = show(id, answerShape(c.req.query(), input));
      return lost.length > 0 ? c.json(partial(data, lost), 207) : c.json({ data, meta: {} });
    })
    .delete('/:id{[0-9]+}', (c) => {
      const { id } = rowOf(Number(c.req.param('id')));
      db.run('DELETE FROM products WHERE id = ?', id);
      return c.body(null, 204);
    });
}

/** An item without an id is taken for a create, and lacks its fields (docs/facts/bigcommerce-catalog.md#batches). */
function readUpdate(item: unknown): { id: number; input: ProductInput } {
  if (!isObject(item)) throw invalid({ body: 'error.expected.object' });
  if (item.id === undefined) {
    readProduct(item, true);
    throw missing(['id']);
  }
  if (!Number.isInteger(item.id)) throw invalid({ id: 'error.expected.integer' });
  return { id: item.id as number, input: readProduct(item, false) };
}

/** A write answers with what it wrote, lists included. */
function answerShape(query: Record<string, string>, input: ProductInput): Shape {
  const include = [
    ...(input.customFields ? ['custom_fields'] : []),
    ...(input.images ? ['images'] : []),
    ...(input.bulkPrices ? ['bulk_pricing_rules'] : []),
    ...(input.videos ? ['videos'] : []),
    ...(input.variants ? ['variants'] : []),
  ];
  return { ...readShape(query), include };
}

/** What the fault `207` loses of these: stock and URLs (docs/facts/bigcommerce-api.md#statuses). */
function lostOf(c: Context<HttpEnv>, inputs: readonly ProductInput[]): string[] {
  if (c.get('isPartial') !== true) return [];
  const has = (field: 'inventoryLevel' | 'customUrl') => inputs.some((input) => input[field] !== undefined);
  return [...(has('inventoryLevel') ? ['inventory_level'] : []), ...(has('customUrl') ? ['custom_url'] : [])];
}

/** 207: the main object is saved, a part failed (docs/facts/bigcommerce-api.md#statuses). */
function partial(data: unknown, lost: readonly string[]) {
  const title = `The product was saved, but its ${lost.join(' and ')} was not updated`;
  const errors = Object.fromEntries(lost.map((field) => [field, title]));
  return { data, errors: { status: 207, title, type: 'partial', errors }, meta: {} };
}

function smaller(limit: string | undefined): string {
  return limit === undefined || Number(limit) > 10 ? '10' : limit;
}
