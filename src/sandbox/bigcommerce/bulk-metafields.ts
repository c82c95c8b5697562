import { type Context, Hono } from 'hono';
import type { Database } from '../database.ts';
import type { HttpEnv } from '../http-env.ts';
import { isObject } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { badJson, invalid } from './errors.ts';
import { listMetafields } from './metafield-list.ts';
import {
  addMetafield,
  changeMetafield,
  type Fault,
  isFault,
  type MetafieldInput,
  metafield,
  PRODUCT_METAFIELDS,
  readMetafield,
  removeMetafield,
  showMetafield,
} from './metafields.ts';

/**
 * Metafields of many products in one call; partial success is 422 with what was saved
 * (docs/facts/bigcommerce-catalog.md#metafields).
 */
export function bulkMetafieldRoutes({ db }: World): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get('/', (c) => c.json(listMetafields(db, c.req.query(), c.get('client'))))
    .post('/', async (c) => {
      const items = readItems(await jsonBody(c, badJson));
      const results = db.transaction(() => items.map((item) => addItem(db, item, c.get('client'))));
      return answer(c, db, results);
    })
    .put('/', async (c) => {
      const items = readItems(await jsonBody(c, badJson));
      const results = db.transaction(() => items.map((item) => changeItem(db, item, c.get('client'))));
      return answer(c, db, results);
    })
    .delete('/', async (c) => {
      const ids = readItems(await jsonBody(c, badJson));
      const results = db.transaction(() =>
        ids.map((id) =>
          Number.isInteger(id)
            ? removeMetafield(db, PRODUCT_METAFIELDS, Number(id), c.get('client'))
            : { status: 404, title: `The metafield ${String(id)} was not found` },
        ),
      );
      return respond(c, results, (id) => id);
    });
}

function addItem(db: Database, item: unknown, client: string): number | Fault {
  if (isObject(item) && !Number.isInteger(item.resource_id))
    return { status: 422, title: 'resource_id is required' };
  const input = readMetafield(item, true);
  if (isFault(input)) return input;
  const productId = Number((item as { resource_id: unknown }).resource_id);
  return addMetafield(db, PRODUCT_METAFIELDS, productId, input as MetafieldInput, client);
}

function changeItem(db: Database, item: unknown, client: string): number | Fault {
  if (!isObject(item) || !Number.isInteger(item.id)) return { status: 422, title: 'id is required' };
  const input = readMetafield(item, false);
  return isFault(input) ? input : changeMetafield(db, PRODUCT_METAFIELDS, Number(item.id), input, client);
}

function readItems(body: unknown): unknown[] {
  if (!Array.isArray(body) || body.length === 0) throw invalid({ body: 'error.expected.array' });
  return body;
}

function answer(c: Context, db: Database, results: readonly (number | Fault)[]) {
  return respond(c, results, (id) => {
    const row = metafield(db, PRODUCT_METAFIELDS, id);
    return row && showMetafield(PRODUCT_METAFIELDS, row);
  });
}

function respond(c: Context, results: readonly (number | Fault)[], show: (id: number) => unknown) {
  const data = results.filter((result) => typeof result === 'number').map(show);
  const errors = results
    .filter((result) => typeof result !== 'number')
    .map(({ status, title }) => ({
      status,
      title,
      type: '/api-docs/getting-started/api-status-codes',
      errors: {},
    }));
  const meta = { total: results.length, success: data.length, failed: errors.length };
  return c.json({ data, errors, meta }, errors.length === 0 ? 200 : 422);
}
