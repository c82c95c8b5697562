import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Database } from '../../database.ts';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { badJson, problem } from '../errors.ts';
import { readFilters } from '../filters.ts';
import { PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { LOCATION_FILTERS, PLACE_FILTERS } from './location-filters.ts';
import { DEFAULT_LOCATION } from './stock.ts';

export interface LocationRow {
  id: number;
  code: string;
  doc: string;
}

const MOST_PER_PAGE = 1000;

const changes = z.looseObject({
  code: z.string().min(1).optional(),
  label: z.string().min(1).optional(),
  description: z.string().optional(),
  managed_by_external_source: z.boolean().optional(),
  type_id: z.enum(['PHYSICAL', 'VIRTUAL']).optional(),
  enabled: z.boolean().optional(),
  time_zone: z.string().optional(),
  address: z.looseObject({}).optional(),
  storefront_visibility: z.boolean().optional(),
});
const creations = z.array(changes.extend({ label: z.string().min(1) })).min(1);
const updates = z.array(changes.extend({ id: z.int() })).min(1);

/**
 * Locations: a write answers with a transaction id only, not with the new id
 * (docs/facts/bigcommerce-inventory.md#locations).
 */
export function locationRoutes({ db }: World): Hono {
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query, MOST_PER_PAGE);
      const where = readFilters(query, LOCATION_FILTERS, PAGE_CONTROLS);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM locations ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT * FROM locations ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
      const rows = db.all<LocationRow>(sql, ...where.values, page.limit, page.offset);
      return c.json(paged(rows.map(showLocation), total, page, query));
    })
    .post('/', async (c) => {
      const items = read(creations, await jsonBody(c, badJson));
      db.transaction(() => {
        for (const item of items) {
          const { code = `LOC-${randomUUID().slice(0, 8)}`, ...fields } = item;
          insertLocation(db, code, fields);
        }
      });
      return c.json({ transaction_id: randomUUID() });
    })
    .put('/', async (c) => {
      const items = read(updates, await jsonBody(c, badJson));
      db.transaction(() => {
        for (const { id, code, ...fields } of items) {
          const row = db.get<LocationRow>('SELECT * FROM locations WHERE id = ?', id);
          if (!row) throw problem(422, `Location with id ${id} was not found`);
          const doc = JSON.stringify({
            ...JSON.parse(row.doc),
            ...fields,
            updated_at: new Date().toISOString(),
          });
          db.run('UPDATE locations SET code = ?, doc = ? WHERE id = ?', code ?? row.code, doc, id);
        }
      });
      return c.json({ transaction_id: randomUUID() });
    })
    .delete('/', (c) => {
      const where = readFilters(c.req.query(), PLACE_FILTERS);
      if (where.isEmpty) throw problem(422, 'A filter is required');
      db.transaction(() => {
        const rows = db.all<{ id: number }>(`SELECT id FROM locations ${where.sql}`, ...where.values);
        if (rows.some(({ id }) => id === DEFAULT_LOCATION))
          throw problem(422, 'The default location cannot be deleted');
        for (const { id } of rows) db.run('DELETE FROM locations WHERE id = ?', id);
      });
      return c.json({ transaction_id: randomUUID() });
    });
}

export function insertLocation(
  db: Database,
  code: string,
  fields: { label: string; enabled?: boolean },
): void {
  if (db.get('SELECT id FROM locations WHERE code = ?', code)) {
    throw problem(422, `Location with code ${code} already exists`);
  }
  const at = new Date().toISOString();
  const doc = JSON.stringify({ enabled: true, ...fields, created_at: at, updated_at: at });
  db.run('INSERT INTO locations (code, doc) VALUES (?, ?)', code, doc);
}

export function showLocation({ id, code, doc }: LocationRow) {
  return {
    id,
    code,
    description: '',
    managed_by_external_source: false,
    type_id: 'PHYSICAL',
    time_zone: 'America/Los_Angeles',
    storefront_visibility: true,
    special_hours: [],
    ...(JSON.parse(doc) as { label: string; enabled: boolean }),
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw problem(422, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}
