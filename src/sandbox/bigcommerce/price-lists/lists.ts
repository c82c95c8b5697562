import { Hono } from 'hono';
import type { Database } from '../../database.ts';
import { isObject } from '../../json.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { CURSOR_CONTROLS, cursorPage } from '../cursor-list.ts';
import { badJson, invalid, missing, notFound, storeRefusal } from '../errors.ts';
import { contains, dates, equal, idIn, onDate } from '../filter-kinds.ts';
import { type Filters, readFilters, refuseOthers } from '../filters.ts';
import { check, flag, text } from '../rules.ts';
import { isoDate } from '../stored/product.ts';

interface ListRow {
  id: number;
  name: string;
  active: number;
  created: number;
  modified: number;
}

const RULES = { name: text(255, 1), active: flag };

const DELETE_FILTERS: Filters = { 'id:in': idIn('id') };

const FILTERS: Filters = {
  ...DELETE_FILTERS,
  name: equal('name'),
  'name:like': contains('name'),
  date_created: onDate('created'),
  date_modified: onDate('modified'),
  ...dates('date_created', 'created'),
  ...dates('date_modified', 'modified'),
};

/** Lists of prices that are put before the catalogue's, for customer groups and channels (price lists spec). */
export function priceListRoutes({ db }: World): Hono {
  const id = '/:id{[0-9]+}';
  return new Hono()
    .get('/', (c) => {
      const where = readFilters(c.req.query(), FILTERS, CURSOR_CONTROLS);
      return c.json(cursorPage(db, 'price_lists', c.req.query(), where, show));
    })
    .post('/', async (c) => {
      const { name, active = true } = read(await jsonBody(c, badJson));
      if (name === undefined) throw missing(['name']);
      refuseTaken(db, name, 0);
      const now = Date.now();
      const sql = 'INSERT INTO price_lists (name, active, created, modified) VALUES (?, ?, ?, ?)';
      const made = db.insert(sql, name, Number(active), now, now);
      return c.json({ data: show(findList(db, made)), meta: {} });
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), DELETE_FILTERS);
      if (where.isEmpty)
        throw storeRefusal(422, 'A filter is required', { 'id:in': 'Please provide a filter.' });
      db.run(`DELETE FROM price_lists ${where.sql}`, ...where.values);
      return c.body(null, 204);
    })
    .get(id, (c) => {
      refuseOthers(c.req.query(), []);
      return c.json({ data: show(findList(db, Number(c.req.param('id')))), meta: {} });
    })
    .put(id, async (c) => {
      const before = findList(db, Number(c.req.param('id')));
      const { name = before.name, active = before.active } = read(await jsonBody(c, badJson));
      refuseTaken(db, name, before.id);
      const sql = 'UPDATE price_lists SET name = ?, active = ?, modified = ? WHERE id = ?';
      db.run(sql, name, Number(active), Date.now(), before.id);
      return c.json({ data: show(findList(db, before.id)), meta: {} });
    })
    .delete(id, (c) => {
      db.run('DELETE FROM price_lists WHERE id = ?', findList(db, Number(c.req.param('id'))).id);
      return c.body(null, 204);
    });
}

export function findList(db: Database, id: number): ListRow {
  const row = db.get<ListRow>('SELECT * FROM price_lists WHERE id = ?', id);
  if (!row) throw notFound('price list');
  return row;
}

function refuseTaken(db: Database, name: string, except: number): void {
  if (!db.get('SELECT id FROM price_lists WHERE name = ? AND id <> ?', name, except)) return;
  throw storeRefusal(422, 'The price list name is a duplicate', { name: 'is a duplicate' });
}

function read(body: unknown): { name?: string; active?: boolean } {
  if (!isObject(body)) throw invalid({ body: 'error.expected.object' });
  const errors = check(body, RULES, ['id', 'date_created', 'date_modified']);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return {
    ...(typeof body.name === 'string' && { name: body.name }),
    ...(typeof body.active === 'boolean' && { active: body.active }),
  };
}

function show({ id, name, active, created, modified }: ListRow) {
  return {
    id,
    name,
    active: active === 1,
    date_created: isoDate(created),
    date_modified: isoDate(modified),
  };
}
