import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { HttpEnv } from '../../http-env.ts';
import { jsonBody } from '../../json-body.ts';
import { STORE_HASH, type World } from '../../world.ts';
import { badJson, invalid, notFound } from '../errors.ts';
import { equal, flag } from '../filter-kinds.ts';
import { type Filters, readFilters } from '../filters.ts';
import { PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { type HookRow, isLoopback } from './hooks.ts';

const changes = z.strictObject({
  scope: z
    .string()
    .regex(/^store\/[a-zA-Z*/]+$/)
    .optional(),
  destination: z.url().optional(),
  is_active: z.boolean().optional(),
  headers: z.record(z.string(), z.string()).nullable().optional(),
  events_history_enabled: z.boolean().optional(),
});
const creation = changes.extend({ scope: z.string().regex(/^store\/[a-zA-Z*/]+$/), destination: z.url() });

const FILTERS: Filters = {
  scope: equal('scope'),
  destination: equal('destination'),
  is_active: flag('is_active'),
};

/** Webhooks: each API account has its own (docs/facts/bigcommerce-api.md#accounts). */
export function hookRoutes({ db }: World): Hono<HttpEnv> {
  const find = (c: Context<HttpEnv>): HookRow => {
    const sql = 'SELECT * FROM hooks WHERE id = ? AND client = ?';
    const row = db.get<HookRow>(sql, Number(c.req.param('id')), c.get('client'));
    if (!row) throw notFound('webhook');
    return row;
  };
  return new Hono<HttpEnv>()
    .get('/', (c) => {
      const query = c.req.query();
      const page = readPage(query);
      const where = readFilters(query, FILTERS, PAGE_CONTROLS).add('client = ?', c.get('client'));
      const total =
        db.get<{ n: number }>(`SELECT count(*) AS n FROM hooks ${where.sql}`, ...where.values)?.n ?? 0;
      const sql = `SELECT * FROM hooks ${where.sql} ORDER BY id LIMIT ? OFFSET ?`;
      const rows = db.all<HookRow>(sql, ...where.values, page.limit, page.offset);
      return c.json(paged(rows.map(show), total, page, query));
    })
    .post('/', async (c) => {
      const {
        scope,
        destination,
        is_active = true,
        headers = null,
      } = read(creation, await jsonBody(c, badJson));
      refuseDestination(destination);
      const now = Math.floor(Date.now() / 1000);
      const id = db.insert(
        `INSERT INTO hooks (client, scope, destination, headers, is_active, created, updated)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[c.get('client'), scope, destination, JSON.stringify(headers), Number(is_active), now, now],
      );
      const made = db.get<HookRow>('SELECT * FROM hooks WHERE id = ?', id);
      return c.json({ data: made && show(made), meta: {} });
    })
    .get('/:id{[0-9]+}', (c) => c.json({ data: show(find(c)), meta: {} }))
    .put('/:id{[0-9]+}', async (c) => {
      const before = find(c);
      const body = read(changes, await jsonBody(c, badJson));
      const { scope = before.scope, destination = before.destination, is_active = before.is_active } = body;
      refuseDestination(destination);
      const headers = body.headers === undefined ? before.headers : JSON.stringify(body.headers);
      const sql = `UPDATE hooks SET scope = ?, destination = ?, headers = ?, is_active = ?, updated = ? WHERE id = ?`;
      const now = Math.floor(Date.now() / 1000);
      db.run(sql, scope, destination, headers, Number(is_active), now, before.id);
      return c.json({ data: show(find(c)), meta: {} });
    })
    .delete('/:id{[0-9]+}', (c) => {
      const row = find(c);
      db.run('DELETE FROM hooks WHERE id = ?', row.id);
      // Answered with what is gone (webhooks spec).
      return c.json({ data: show(row), meta: {} });
    });
}

/** https on its own port, as documented; and this machine, which nobody but the sandbox could reach. */
function refuseDestination(destination: string): void {
  const { protocol, port } = new URL(destination);
  if (isLoopback(destination) || (protocol === 'https:' && port === '')) return;
  throw invalid({ destination: 'must be https on port 443' });
}

function show({ id, client, scope, destination, headers, is_active, created, updated }: HookRow) {
  return {
    id,
    client_id: client,
    store_hash: STORE_HASH,
    scope,
    destination,
    headers: JSON.parse(headers),
    is_active: is_active === 1,
    created_at: created,
    updated_at: updated,
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid({ [issue?.path.join('.') || 'body']: issue?.message ?? 'invalid' });
}
