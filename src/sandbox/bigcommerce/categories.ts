import { Hono } from 'hono';
import type { Database } from '../database.ts';
import type { JsonObject } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { CATEGORY_DELETE_FILTERS, CATEGORY_FILTERS } from './category-filters.ts';
import { type CategoryRow, faultOf, saveCategory } from './category-input.ts';
import { showCategory } from './category-show.ts';
import { badJson, invalid, storeRefusal } from './errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from './field-choice.ts';
import { readFilters } from './filters.ts';
import { PAGE_CONTROLS, paged, readPage } from './paging.ts';

const MOST_ITEMS = 10;

/** Categories of a tree, written by the array (docs/facts/bigcommerce-catalog.md#categories). */
export function categoryRoutes({ db }: World): Hono {
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, CATEGORY_FILTERS, [...PAGE_CONTROLS, ...FIELD_CONTROLS]);
      const choice = readFieldChoice(query);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM categories ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT * FROM categories ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
      const rows = db.all<CategoryRow>(sql, ...where.values, page.limit, page.offset);
      const data = rows.map((row) => chooseFields(showCategory(row), choice, 'category_id'));
      return c.json(paged(data, total, page, query));
    })
    .post('/', async (c) => {
      const items = readItems(await jsonBody(c, badJson));
      const { ids, faults } = db.transaction(() => saveAll(db, items, true));
      const data = ids.map((id) => showCategory(find(db, id) as CategoryRow));
      const meta = { total: items.length, success: ids.length, failed: faults.length };
      return faults.length === 0
        ? c.json({ data, meta }, 201)
        : c.json({ data, errors: errorsOf(207, faults), meta }, 207);
    })
    .put('/', async (c) => {
      const items = readItems(await jsonBody(c, badJson));
      const { ids, faults } = db.transaction(() => saveAll(db, items, false));
      const meta = { total: items.length, success: ids.length, failed: faults.length };
      return faults.length === 0 ? c.json({ meta }) : c.json({ errors: errorsOf(207, faults), meta }, 207);
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), CATEGORY_DELETE_FILTERS);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { 'category_id:in': 'Please provide a filter.' });
      const total = db.transaction(() => {
        const rows = db.all<{ id: number }>(`SELECT id FROM categories ${where.sql}`, ...where.values);
        for (const { id } of rows) remove(db, id);
        return rows.length;
      });
      return c.json({ meta: { total, success: total, failed: 0 } }, 202);
    });
}

/** Above ten items the real endpoint breaks; this one says so (docs/facts/bigcommerce-catalog.md#batches). */
function readItems(body: unknown): unknown[] {
  if (!Array.isArray(body) || body.length === 0) throw invalid({ body: 'error.expected.array' });
  if (body.length > MOST_ITEMS) throw invalid({ body: `send at most ${MOST_ITEMS} categories in one call` });
  return body;
}

function saveAll(
  db: Database,
  items: readonly unknown[],
  isNew: boolean,
): { ids: number[]; faults: string[] } {
  const ids: number[] = [];
  const faults: string[] = [];
  for (const item of items) {
    const saved = saveOne(db, item, isNew);
    if (typeof saved === 'string') faults.push(saved);
    else ids.push(saved);
  }
  if (ids.length > 0) return { ids, faults };
  const meta = { total: items.length, success: 0, failed: faults.length };
  throw new Refusal(422, { errors: errorsOf(422, faults), meta });
}

function saveOne(db: Database, item: unknown, isNew: boolean): number | string {
  const fault = faultOf(item, isNew);
  if (fault !== undefined) return fault;
  const input = item as JsonObject;
  const before = isNew ? undefined : find(db, Number(input.category_id));
  if (!isNew && !before) return `category_id ${String(input.category_id)} does not exist`;
  return saveCategory(db, before, input);
}

function find(db: Database, id: number): CategoryRow | undefined {
  return db.get<CategoryRow>('SELECT * FROM categories WHERE id = ?', id);
}

function errorsOf(status: number, faults: readonly string[]) {
  const errors = Object.fromEntries(faults.map((fault, n) => [String(n), fault]));
  return {
    status,
    title: faults[0] ?? '',
    type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
    errors,
  };
}

/** With its children; products only lose the assignment. */
function remove(db: Database, id: number): void {
  const children = db.all<{ id: number }>('SELECT id FROM categories WHERE parent_id = ?', id);
  for (const child of children) remove(db, child.id);
  db.run('DELETE FROM product_categories WHERE category_id = ?', id);
  db.run('DELETE FROM categories WHERE id = ?', id);
}
