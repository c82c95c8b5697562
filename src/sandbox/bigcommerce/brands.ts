import { Hono } from 'hono';
import type { Database } from '../database.ts';
import { isObject, type JsonObject } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { BRAND_DELETE_FILTERS, BRAND_FILTERS } from './brand-filters.ts';
import { badJson, duplicate, invalid, missing, notFound, storeRefusal } from './errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from './field-choice.ts';
import { readFilters, refuseOthers } from './filters.ts';
import { readOrder } from './order.ts';
import { PAGE_CONTROLS, paged, readPage } from './paging.ts';
import { slugOf } from './products/custom-url.ts';
import { check, listOf, text } from './rules.ts';

interface BrandRow {
  id: number;
  name: string;
  doc: string;
}

const RULES = {
  name: text(255, 1),
  page_title: text(255),
  meta_keywords: listOf(text(65_535)),
  meta_description: text(65_535),
  search_keywords: text(65_535),
  image_url: text(255),
  custom_url: (value: unknown) =>
    isObject(value) && typeof value.url === 'string' ? undefined : 'url is required',
};

const LIST_CONTROLS = [...PAGE_CONTROLS, ...FIELD_CONTROLS, 'sort', 'direction'];

/**
 * A brand found without regard to case, or made (docs/facts/bigcommerce-catalog.md#creating-products: `brand_name`).
 */
export function findOrMakeBrand(db: Database, name: string): number {
  const found = db.get<{ id: number }>('SELECT id FROM brands WHERE name_key = ?', name.toLowerCase());
  return found?.id ?? insertBrand(db, { name });
}

function insertBrand(db: Database, { name, ...rest }: JsonObject): number {
  const key = String(name).toLowerCase();
  const sql = 'INSERT INTO brands (name, name_key, doc) VALUES (?, ?, ?)';
  return db.insert(sql, String(name), key, JSON.stringify(rest));
}

/** Brands (docs/facts/bigcommerce-catalog.md#brands). */
export function brandRoutes({ db }: World): Hono {
  const find = (id: number): BrandRow => {
    const row = db.get<BrandRow>('SELECT * FROM brands WHERE id = ?', id);
    if (!row) throw notFound('brand');
    return row;
  };
  const remove = (id: number) => {
    db.run("UPDATE products SET brand_id = 0, doc = json_set(doc, '$.brand_id', 0) WHERE brand_id = ?", id);
    db.run('DELETE FROM brands WHERE id = ?', id);
  };
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, BRAND_FILTERS, LIST_CONTROLS);
      const order = readOrder(query, { name: 'name_key' });
      const choice = readFieldChoice(query);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM brands ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT * FROM brands ${where.sql} ${order} LIMIT ? OFFSET ?`;
      const rows = db.all<BrandRow>(sql, ...where.values, page.limit, page.offset);
      const data = rows.map((row) => chooseFields(show(row), choice));
      return c.json(paged(data, total, page, query));
    })
    .post('/', async (c) => {
      const body = read(await jsonBody(c, badJson));
      const id = db.transaction(() => {
        refuseTaken(db, 0, body.name);
        return insertBrand(db, body);
      });
      return c.json({ data: show(find(id)), meta: {} });
    })
    .delete('/', (c) => {
      const query = c.req.query();
      const where = readFilters(query, BRAND_DELETE_FILTERS);
      if (query.name === undefined)
        throw storeRefusal(422, 'A filter is required', { name: 'Please provide a name.' });
      db.transaction(() => {
        const rows = db.all<BrandRow>(`SELECT * FROM brands ${where.sql}`, ...where.values);
        for (const { id } of rows) remove(id);
      });
      return c.body(null, 204);
    })
    .get('/:id{[0-9]+}', (c) => {
      const query = c.req.query();
      refuseOthers(query, FIELD_CONTROLS);
      const brand = show(find(Number(c.req.param('id'))));
      return c.json({ data: chooseFields(brand, readFieldChoice(query)), meta: {} });
    })
    .put('/:id{[0-9]+}', async (c) => {
      const row = find(Number(c.req.param('id')));
      const { name, ...rest } = read(await jsonBody(c, badJson));
      db.transaction(() => {
        refuseTaken(db, row.id, name);
        const doc = JSON.stringify({ ...JSON.parse(row.doc), ...rest });
        db.run(
          'UPDATE brands SET name = ?, name_key = ?, doc = ? WHERE id = ?',
          name,
          name.toLowerCase(),
          doc,
          row.id,
        );
      });
      return c.json({ data: show(find(row.id)), meta: {} });
    })
    .delete('/:id{[0-9]+}', (c) => {
      const { id } = find(Number(c.req.param('id')));
      db.transaction(() => remove(id));
      return c.body(null, 204);
    });
}

function read(body: unknown): JsonObject & { name: string } {
  if (!isObject(body)) throw invalid({ body: 'error.expected.object' });
  if (body.name === undefined) throw missing(['name']);
  const errors = check(body, RULES, ['id']);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const { id: _id, ...rest } = body;
  return { ...rest, name: String(body.name) };
}

function refuseTaken(db: Database, id: number, name: string): void {
  if (db.get('SELECT id FROM brands WHERE name_key = ? AND id <> ?', name.toLowerCase(), id)) {
    throw duplicate('brand name', 'name');
  }
}

function show({ id, name, doc }: BrandRow) {
  return {
    id,
    name,
    page_title: '',
    meta_keywords: [],
    meta_description: '',
    search_keywords: '',
    image_url: '',
    custom_url: { url: `/brands/${slugOf(name) || id}/`, is_customized: false },
    ...JSON.parse(doc),
  };
}
