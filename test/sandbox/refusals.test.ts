import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const TYPE = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';
const PRODUCTS = '/v3/catalog/products';
const MISSING = "You don't have a required scope to access the endpoint";

/** A request with exactly these headers. */
async function bare(client: Client, path: string, init: RequestInit = {}) {
  const { url, storeHash } = client.sandbox;
  const response = await fetch(`${url}/stores/${storeHash}${path}`, init);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('who is let in', () => {
  test('without a token, with an empty one and with a wrong one', async () => {
    const client = await start();
    expect(await bare(client, PRODUCTS)).toEqual({
      status: 401,
      type: 'text/plain; charset=utf-8',
      text: 'X-Auth-Token header is required',
    });
    expect(await bare(client, PRODUCTS, { headers: { 'X-Auth-Token': ' ' } })).toMatchObject({
      status: 401,
      text: 'X-Auth-Token header should have correct format',
    });
    const wrong = await client.store('GET', PRODUCTS, undefined, { 'X-Auth-Token': 'guess' });
    expect(wrong.json).toEqual({ status: 401, title: 'Unauthorized', type: TYPE, errors: {} });
  });

  test('a route that is not there is told before the token is looked at, and says what it was', async () => {
    const client = await start();
    const { status, text } = await bare(client, '/v3/catalog/prodcts');
    expect(status).toBe(404);
    expect(JSON.parse(text).title).toBe(
      'The route is not found, check the URL (GET /v3/catalog/prodcts is not in this sandbox)',
    );
    expect((await client.store('GET', '/v2/coupons')).json).toEqual([
      { status: 404, message: expect.stringContaining('The route is not found, check the URL') },
    ]);
  });

  test("another store's hash is 403, a method that a path does not have 405", async () => {
    const client = await start();
    const foreign = await fetch(`${client.sandbox.url}/stores/abc123/v3/catalog/products`, {
      headers: { 'X-Auth-Token': client.sandbox.accessToken },
    });
    expect(foreign.status).toBe(403);
    const answer = await client.store('POST', '/v3/catalog/summary', {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await client.store('PATCH', `${PRODUCTS}/1`, {})).status).toBe(405);
  });

  test('only JSON is spoken', async () => {
    const client = await start();
    const xml = await client.store('GET', PRODUCTS, undefined, { Accept: 'application/xml' });
    expect(xml.status).toBe(406);
    for (const Accept of ['*/*', 'application/json', 'text/html, application/*;q=0.8'])
      expect((await client.store('GET', PRODUCTS, undefined, { Accept })).status).toBe(200);
    const plain = { 'Content-Type': 'text/plain' };
    expect((await client.store('POST', '/v3/catalog/brands', { name: 'A' }, plain)).status).toBe(415);
    expect((await client.store('GET', '/v3/catalog/brands')).json.data).toEqual([]);
    const broken = await client.store('POST', '/v3/catalog/brands', '{"name": ');
    expect(broken.json).toEqual({
      status: 400,
      title: 'Input is invalid',
      type: TYPE,
      detail: 'Syntax error',
    });
  });
});

describe('scopes', () => {
  async function withScopes(...scopes: string[]) {
    const client = await start();
    const accounts = { [client.sandbox.accessToken]: { client: 'sandbox-client', scopes } };
    await client.admin('POST', '/settings', { accounts });
    return client;
  }

  test('reading takes the read-only scope, writing does not', async () => {
    const client = await withScopes('store_v2_products_read_only');
    expect((await client.store('GET', PRODUCTS)).status).toBe(200);
    const refused = await client.store('POST', '/v3/catalog/brands', { name: 'A' });
    expect(refused).toMatchObject({ status: 403, json: { status: 403, title: MISSING, errors: {} } });
  });

  test.each([
    ['/v2/store', 'store_v2_information'],
    ['/v2/orders', 'store_v2_orders'],
    ['/v3/orders/1/transactions', 'store_v2_transactions'],
    [PRODUCTS, 'store_v2_products'],
    ['/v3/inventory/items', 'store_inventory'],
    ['/v3/inventory/locations/1/items', 'store_inventory'],
    ['/v3/inventory/locations', 'store_locations'],
    ['/v3/channels', 'store_channel_settings'],
  ])('%s asks for %s', async (path, scope) => {
    expect((await (await withScopes('default')).store('GET', path)).status).toBe(403);
    expect((await (await withScopes(scope)).store('GET', path)).status).not.toBe(403);
  });

  test('V2 refuses in its own shape', async () => {
    const client = await withScopes();
    expect((await client.store('GET', '/v2/orders')).json).toEqual([{ status: 403, message: MISSING }]);
  });
});

describe('metafields of two API accounts', () => {
  const other = { 'X-Auth-Token': 'other-token' };

  async function both(permission_set: string) {
    const client = await start();
    const { id } = await make(client, 'A');
    const path = `${PRODUCTS}/${id}/metafields`;
    const field = { namespace: 'n', key: 'k', value: 'mine', permission_set };
    const made = (await client.store('POST', path, field)).json.data;
    return { client, path, field, made, one: `${path}/${made.id}` };
  }

  test.each(['read', 'write', 'read_and_sf_access'])(
    'the other sees %s and changes nothing',
    async (permission) => {
      const { client, path, one, made } = await both(permission);
      expect((await client.store('GET', path, undefined, other)).json.data).toMatchObject([
        { id: made.id, owner_client_id: 'sandbox-client' },
      ]);
      expect((await client.store('PUT', one, { value: 'theirs' }, other)).status).toBe(403);
      expect((await client.store('DELETE', one, undefined, other)).status).toBe(403);
      const bulk = '/v3/catalog/products/metafields';
      const put = await client.store('PUT', bulk, [{ id: made.id, value: 'theirs' }], other);
      expect(put).toMatchObject({ status: 422, json: { errors: [{ status: 403 }] } });
      const gone = await client.store('DELETE', bulk, [made.id], other);
      expect(gone).toMatchObject({ status: 422, json: { errors: [{ status: 403 }] } });
      expect((await client.store('GET', one)).json.data.value).toBe('mine');
    },
  );

  test('app_only is there for its own account only', async () => {
    const { client, path, one } = await both('app_only');
    expect((await client.store('GET', path, undefined, other)).json.data).toEqual([]);
    expect((await client.store('GET', one, undefined, other)).status).toBe(404);
    expect((await client.store('GET', one)).status).toBe(200);
  });

  test('each has its own keys and its own 250', async () => {
    const { client, path, field } = await both('app_only');
    expect((await client.store('POST', path, field)).status).toBe(409);
    expect((await client.store('POST', path, field, other)).status).toBe(200);
    const bulk = '/v3/catalog/products/metafields';
    const items = Array.from({ length: 250 }, (_, n) => ({ ...field, resource_id: 1, key: `x${n}` }));
    const added = await client.store('POST', bulk, items);
    expect(added.json.meta).toEqual({ total: 250, success: 249, failed: 1 });
    expect((await client.store('POST', path, { ...field, key: 'new' }, other)).status).toBe(200);
  });

  test('pages say how they were asked for', async () => {
    const { client, path, field } = await both('read');
    for (const key of ['b', 'c']) await client.store('POST', path, { ...field, key });
    const metaOf = async (query: string) => (await client.store('GET', `${path}?limit=1${query}`)).json.meta;
    const first = await metaOf('');
    expect(Object.keys(first).sort()).toEqual(['cursor_pagination', 'pagination']);
    expect(Object.keys(await metaOf('&page=2'))).toEqual(['pagination']);
    const after = `&after=${first.cursor_pagination.end_cursor}`;
    expect(Object.keys(await metaOf(after))).toEqual(['cursor_pagination']);
  });
});

describe('queries', () => {
  test('unknown filters are named together', async () => {
    const client = await start();
    const { status, json } = await client.store('GET', `${PRODUCTS}?foo=1&bar=2&id=3`);
    expect([status, json]).toEqual([
      422,
      {
        status: 422,
        title: 'The filter(s): foo, bar are not valid filter parameter(s).',
        type: TYPE,
        errors: {},
      },
    ]);
  });

  test('fields are either chosen or left out', async () => {
    const client = await start();
    const both = await client.store('GET', `${PRODUCTS}?include_fields=name&exclude_fields=sku`);
    expect(both.status).toBe(409);
  });

  test('a tax class that is not there is a conflict', async () => {
    const client = await start();
    const body = { name: 'A', type: 'physical', weight: 1, price: 1, tax_class_id: 99 };
    expect((await client.store('POST', PRODUCTS, body)).status).toBe(409);
    expect((await client.store('POST', PRODUCTS, { ...body, tax_class_id: 1 })).status).toBe(200);
    expect((await client.store('GET', '/v2/tax_classes')).json[1]).toEqual({
      id: '1',
      name: 'Non-Taxable Products',
    });
  });
});

describe('the way there', () => {
  test('what stands in front of the service answers with a page, without quota', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { edgeErrors: 'html' });
    await client.admin('POST', '/faults', { faults: ['bc:503:1', 'bc:500'] });
    const edge = await client.store('GET', PRODUCTS);
    expect([edge.status, edge.headers.get('content-type')]).toEqual([503, 'text/html']);
    expect(edge.headers.get('x-rate-limit-requests-left')).toBeNull();
    expect(edge.json).toContain('<h1>503</h1>');
    expect((await client.store('GET', PRODUCTS)).json).toMatchObject({ status: 500 });
  });

  test('answers are compressed for whoever takes them so', async () => {
    const client = await start();
    await make(client, 'A');
    await client.admin('POST', '/settings', { gzip: true });
    const zipped = await client.store('GET', PRODUCTS);
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.json.data).toMatchObject([{ sku: 'A' }]);
    const plain = await client.store('GET', PRODUCTS, undefined, { 'Accept-Encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    await client.admin('POST', '/faults', { faults: ['bc:truncate:1', 'bc:reset-body:1'] });
    await expect(client.store('GET', PRODUCTS)).rejects.toThrow();
    await expect(client.store('GET', PRODUCTS)).rejects.toThrow();
    expect((await client.store('DELETE', `${PRODUCTS}/1`)).status).toBe(204);
  });
});
