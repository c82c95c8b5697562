import { Hono } from 'hono';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { badJson, duplicate, invalid, notFound } from './errors.ts';
import { docField, equal, idIn, textIn } from './filter-kinds.ts';
import { type Filters, readFilters } from './filters.ts';
import { PAGE_CONTROLS, paged, readPage } from './paging.ts';
import { isoDate } from './stored/product.ts';

interface ChannelRow {
  id: number;
  name: string;
  created: number;
  doc: string;
}

const changes = z.looseObject({
  name: z.string().min(1).max(255).optional(),
  external_id: z.string().max(50).optional(),
  status: z.enum(['active', 'prelaunch', 'inactive', 'connected', 'disconnected', 'archived']).optional(),
  is_visible: z.boolean().optional(),
  is_listable_from_ui: z.boolean().optional(),
});
const creation = changes.extend({
  name: z.string().min(1).max(255),
  type: z.enum(['pos', 'marketplace', 'storefront', 'marketing']),
  platform: z.string().min(1),
});

const FILTERS: Filters = {
  'id:in': idIn('id'),
  type: equal(docField('type', "''")),
  'type:in': textIn(docField('type', "''")),
  platform: equal(docField('platform', "''")),
  'platform:in': textIn(docField('platform', "''")),
  status: equal(docField('status', "'active'")),
  'status:in': textIn(docField('status', "'active'")),
};

/** The channels that the store sells on (docs/facts/bigcommerce-catalog.md#channels). */
export function channelRoutes({ db }: World): Hono {
  const find = (id: string): ChannelRow => {
    const row = db.get<ChannelRow>('SELECT * FROM channels WHERE id = ?', Number(id));
    if (!row) throw notFound('channel');
    return row;
  };
  const refuseTaken = (name: string, except: number) => {
    const sql = 'SELECT id FROM channels WHERE lower(name) = ? AND id <> ?';
    if (db.get(sql, name.toLowerCase(), except)) throw duplicate('channel name', 'name');
  };
  return new Hono()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, FILTERS, PAGE_CONTROLS);
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM channels ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT * FROM channels ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
      const rows = db.all<ChannelRow>(sql, ...where.values, page.limit, page.offset);
      return c.json(paged(rows.map(show), total, page, query));
    })
    .post('/', async (c) => {
      const { name, ...rest } = read(creation, await jsonBody(c, badJson));
      refuseTaken(name, 0);
      const id = insertChannel(db, name, rest);
      return c.json({ data: show(find(String(id))), meta: {} });
    })
    .get('/:id{[0-9]+}', (c) => c.json({ data: show(find(c.req.param('id'))), meta: {} }))
    .put('/:id{[0-9]+}', async (c) => {
      const row = find(c.req.param('id'));
      const { name = row.name, ...rest } = read(changes, await jsonBody(c, badJson));
      refuseTaken(name, row.id);
      const doc = JSON.stringify({ ...JSON.parse(row.doc), ...rest });
      db.run('UPDATE channels SET name = ?, doc = ? WHERE id = ?', name, doc, row.id);
      return c.json({ data: show(find(String(row.id))), meta: {} });
    });
}

export function insertChannel(
  db: Database,
  name: string,
  fields: { type: string; platform: string },
): number {
  const sql = 'INSERT INTO channels (name, created, doc) VALUES (?, ?, ?)';
  return db.insert(sql, name, Date.now(), JSON.stringify(fields));
}

export function channelsOf(db: Database, productId: number): number[] {
  return db
    .all<{ channel_id: number }>(
      'SELECT channel_id FROM channel_products WHERE product_id = ? ORDER BY channel_id',
      productId,
    )
    .map(({ channel_id }) => channel_id);
}

function show({ id, name, created, doc }: ChannelRow) {
  return {
    id,
    name,
    external_id: '',
    status: 'active',
    is_listable_from_ui: true,
    is_visible: true,
    is_enabled: true,
    icon_url: '',
    ...JSON.parse(doc),
    date_created: isoDate(created),
    date_modified: isoDate(created),
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid({ [issue?.path.join('.') || 'body']: issue?.message ?? 'invalid' });
}
