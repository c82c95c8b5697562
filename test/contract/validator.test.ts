import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Contract, loadContract } from './contract.ts';
import { type ScriptedAnswer, startFakeUpstream } from './fake-upstream.ts';
import { skipWithoutSpecs } from './specs.ts';
import { startValidator, type Validator } from './validator.ts';
import type { Violation } from './violation.ts';

type Fake = Awaited<ReturnType<typeof startFakeUpstream>>;

const product = { name: 'Oil filter', type: 'physical', weight: 1.2, price: 9.99 };
const accept = { accept: 'application/json', 'x-auth-token': 'token' };
const withJson = { ...accept, 'content-type': 'application/json' };

describe.skipIf(skipWithoutSpecs('validator'))('the validating proxy', () => {
  let contract: Contract;
  let upstream: Fake;
  let validator: Validator;

  beforeAll(() => {
    contract = loadContract();
  });
  beforeEach(async () => {
    upstream = await startFakeUpstream();
    validator = await startValidator({ upstream: upstream.url, specs: contract });
  });
  afterEach(async () => {
    await validator.close();
    await upstream.close();
  });

  /** One call with one scripted answer; `path` starts after the store's base. */
  async function call(
    method: string,
    path: string,
    answer: ScriptedAnswer,
    init: { headers?: Record<string, string>; json?: unknown; body?: string } = {},
  ): Promise<Violation[]> {
    upstream.answer(answer);
    const { json, body = json === undefined ? undefined : JSON.stringify(json) } = init;
    const headers = init.headers ?? (body === undefined ? accept : withJson);
    await (
      await fetch(`${validator.url}/stores/abc${path}`, { method, headers, ...(body && { body }) })
    ).text();
    return validator.violations();
  }

  const places = (violations: Violation[]) => violations.map((v) => `${v.where} ${v.location}`);
  const list = (data: unknown[] = []): ScriptedAnswer => ({ status: 200, json: { data, meta: {} } });

  describe('passes', () => {
    it('a correct list, and counts it by its template', async () => {
      expect(await call('GET', '/v3/catalog/products?sku:in=A,B&include=variants&limit=250', list())).toEqual(
        [],
      );
      expect(await call('GET', '/v3/catalog/products/7', { status: 200, json: { data: {} } })).toEqual([]);
      expect(await call('GET', '/v3/catalog/products/channel-assignments', list())).toEqual([]);
      expect(validator.seen()).toEqual({
        'GET /catalog/products': 1,
        'GET /catalog/products/{product_id}': 1,
        'GET /catalog/products/channel-assignments': 1,
      });
    });

    it('lists of ids in any encoding, as the real service decodes them', async () => {
      for (const query of ['variant_id:in=1,2', 'variant_id%3Ain=1%2C2', 'location_id:in=1&product_id:in=3'])
        expect(await call('GET', `/v3/inventory/items?${query}`, list())).toEqual([]);
    });

    it.each([
      ['a 204 on an empty V2 list', 'GET', '/v2/orders', { status: 204 }],
      ['a 204 on a delete', 'DELETE', '/v3/catalog/products?id:in=1,2', { status: 204 }],
      ['a 204 documented with a schema', 'GET', '/v3/orders/1/transactions', { status: 204 }],
      ['an undocumented 404', 'GET', '/v3/catalog/products', { status: 404, json: { status: 404 } }],
      ['a 429 that no spec mentions', 'GET', '/v3/catalog/products', { status: 429, json: { status: 429 } }],
      ['a documented 503 with HTML', 'GET', '/v3/orders/1/transactions', { status: 503, text: '<h1>' }],
      ['a 502 with HTML', 'GET', '/v2/orders', { status: 502, text: '<h1>Bad Gateway</h1>' }],
      [
        'orders sorted with a direction',
        'GET',
        '/v2/orders?sort=date_modified:desc',
        { status: 200, json: [] },
      ],
    ])('%s', async (_name, method, path, answer) => {
      expect(await call(method, path, answer)).toEqual([]);
    });

    it.each([
      ['207', { status: 207, json: { data: [{ id: 1 }], errors: {}, meta: {} } }],
      [
        '409',
        { status: 409, json: { status: 409, title: 'duplicate', type: '…', errors: { sku: 'taken' } } },
      ],
      [
        '422',
        { status: 422, json: { status: 422, title: 'missing', type: '…', errors: { price: 'needed' } } },
      ],
    ])('a documented %s on a product', async (_status, answer) => {
      expect(await call('POST', '/v3/catalog/products', answer, { json: product })).toEqual([]);
    });

    it('a new product with variants that have no ids yet', async () => {
      const variants = [{ sku: 'A-1', option_values: [{ option_display_name: 'Size', label: 'L' }] }];
      const json = { ...product, variants };
      expect(
        await call('POST', '/v3/catalog/products', { status: 200, json: { data: {} } }, { json }),
      ).toEqual([]);
    });

    it('a new product with price rules that have no ids yet, for `id` is readOnly', async () => {
      const bulk_pricing_rules = [{ quantity_min: 10, quantity_max: 0, type: 'percent', amount: 5 }];
      const json = { ...product, bulk_pricing_rules };
      expect(await call('POST', '/v3/catalog/products', { status: 200, json: {} }, { json })).toEqual([]);
    });

    it('an inventory setting with one identity', async () => {
      const settings = [{ identity: { sku: 'A' }, safety_stock: 2 }];
      const answer = { status: 200, json: { transaction_id: 't' } };
      expect(await call('PUT', '/v3/inventory/locations/1/items', answer, { json: { settings } })).toEqual(
        [],
      );
    });

    it('an image answer, which fits both branches of the published oneOf', async () => {
      const answer = { status: 200, json: { data: { id: 1, image_url: 'x', sort_order: 0 }, meta: {} } };
      const json = { image_url: 'https://example.com/a.jpg' };
      expect(await call('POST', '/v3/catalog/products/7/images', answer, { json })).toEqual([]);
    });

    it('a category with its parent only, and one with its tree only', async () => {
      const answer = { status: 201, json: { data: [], meta: {} } };
      for (const where of [{ parent_id: 3 }, { tree_id: 1 }]) {
        const json = [{ name: 'Brakes', ...where }];
        expect(await call('POST', '/v3/catalog/trees/categories', answer, { json })).toEqual([]);
      }
    });

    it('null where the answer may be null, in OpenAPI’s word or in Swagger’s', async () => {
      const variant = { id: 1, product_id: 1, sku: 'A', price: null, weight: null };
      expect(await call('GET', '/v3/catalog/variants', list([variant]))).toEqual([]);
    });

    it('calls outside the stores, unseen', async () => {
      upstream.answer({ status: 200, json: { anything: true } });
      await fetch(`${validator.url}/v1/parts/search?nonsense=1`);
      expect([validator.violations(), validator.seen()]).toEqual([[], {}]);
    });
  });

  describe('catches in a request', () => {
    it('an unknown query parameter, and one of the wrong type', async () => {
      const query = 'brand=3&limit=many&is_visible=perhaps&id:in=1,x&include=foo&limit=1';
      const found = await call('GET', `/v3/catalog/products?${query}`, list());
      expect(places(found)).toEqual([
        'request query.brand',
        'request query.limit',
        'request query.is_visible',
        'request query.id:in/1',
        'request query.include/0',
      ]);
      expect(found[0]).toMatchObject({
        operation: 'GET /catalog/products',
        message: 'is not a documented parameter',
      });
      expect(found[1]!.message).toBe('is given more than once');
    });

    it('a missing required query parameter', async () => {
      expect(places(await call('DELETE', '/v3/catalog/brands', { status: 204 }))).toEqual([
        'request query.name',
      ]);
    });

    it('a limit above the maximum', async () => {
      expect(places(await call('GET', '/v3/catalog/products?limit=251', list()))).toEqual([
        'request query.limit',
      ]);
    });

    it('a missing required field and a wrong type in the body', async () => {
      const json = { name: 'x', type: 'physical', weight: '1.2' };
      const found = await call('POST', '/v3/catalog/products', { status: 200, json: {} }, { json });
      expect(found.map((v) => [v.location, v.message, v.sample])).toEqual([
        ['body', "must have required property 'price'", JSON.stringify(json)],
        ['body/weight', 'must be number', '1.2'],
      ]);
    });

    it('two identifiers, or none, in an inventory item', async () => {
      const items = [
        { location_id: 1, quantity: 4, sku: 'A' },
        { location_id: 1, quantity: 4, sku: 'B', variant_id: 2 },
        { location_id: 1, quantity: 4 },
      ];
      const answer = { status: 200, json: { transaction_id: 't' } };
      const found = await call('PUT', '/v3/inventory/adjustments/absolute', answer, { json: { items } });
      expect(places(found)).toEqual(['request body/items/1', 'request body/items/2']);
      expect(found[0]!.message).toMatch(/exactly one schema/);
    });

    it('a batch item without its id, though the spec calls it readOnly', async () => {
      const json = [{ id: 1, price: 2 }, { price: 3 }];
      const found = await call('PUT', '/v3/catalog/products', list(), { json });
      expect(places(found)).toEqual(['request body/1']);
    });

    it('missing headers, body and content type', async () => {
      const found = await call('POST', '/v3/catalog/products', { status: 422, json: {} }, { headers: {} });
      // fetch sends `Accept: */*` by itself.
      expect(places(found)).toEqual([
        'request header.content-type',
        'request header.x-auth-token',
        'request body',
      ]);
    });

    it('a body of another type, a broken body, and a body where none belongs', async () => {
      const answer = { status: 200, json: {} };
      await call('POST', '/v3/catalog/brands', answer, {
        headers: { ...accept, 'content-type': 'text/csv' },
        body: 'a',
      });
      await call('POST', '/v3/catalog/brands', answer, { body: '{"name":' });
      const found = await call('DELETE', '/v3/catalog/products?id:in=1', { status: 204 }, { json: [1] });
      expect(places(found)).toEqual(['request content-type', 'request body', 'request body']);
    });

    it('a path no spec has, a method not documented, and an id that is no number', async () => {
      await call('GET', '/v3/catalog/nothing', list());
      await call('PATCH', '/v3/catalog/products', list());
      const found = await call('GET', '/v3/catalog/products/seven', { status: 404, json: {} });
      expect(places(found)).toEqual(['request path', 'request method', 'request path.product_id']);
      expect(found[0]!.operation).toBe('GET /stores/abc/v3/catalog/nothing');
    });

    it('a V3 path asked for as V2', async () => {
      expect(places(await call('GET', '/v2/catalog/products', list()))).toEqual(['request path']);
    });
  });

  describe('catches in an answer', () => {
    it('an undocumented 2xx', async () => {
      const found = await call(
        'POST',
        '/v3/catalog/products',
        { status: 201, json: { data: {} } },
        { json: product },
      );
      expect(found).toMatchObject([{ where: 'response', location: 'status', sample: '201' }]);
    });

    it('a wrong type deep in the answer', async () => {
      const found = await call('GET', '/v3/catalog/products', list([{ id: 1 }, { id: 2, price: '9.99' }]));
      expect(found).toMatchObject([
        { where: 'response', location: 'body/data/1/price', message: 'must be number', sample: '9.99' },
      ]);
    });

    it('null where null is not documented', async () => {
      const found = await call('GET', '/v3/catalog/products', list([{ id: 1, option_set_id: null }]));
      expect(places(found)).toEqual(['response body/data/0/option_set_id']);
    });

    it('a field too many where the schema is closed', async () => {
      const found = await call('GET', '/v2/orders/1/products', {
        status: 200,
        json: [{ id: 1, colour: 'red' }],
      });
      expect(found).toMatchObject([{ location: 'body/0', message: expect.stringContaining('colour') }]);
    });

    it('another content type, a body that is not JSON, and a wrong documented error', async () => {
      await call('GET', '/v3/catalog/brands', { status: 200, text: '<p>' });
      await call('GET', '/v3/catalog/brands', {
        status: 200,
        text: '{"data":[',
        headers: { 'content-type': 'application/json' },
      });
      const items = [{ location_id: 1, quantity: 4, sku: 'A' }];
      const refused = { status: 422, json: { status: 422 } };
      const found = await call('PUT', '/v3/inventory/adjustments/absolute', refused, { json: { items } });
      expect(places(found)).toEqual(['response content-type', 'response body', 'response content-type']);
      expect(found[2]!.message).toBe('must be application/problem+json');
    });
  });

  describe('forwards', () => {
    it('method, path, query, headers and body as they came, both ways', async () => {
      upstream.answer({
        status: 409,
        json: { title: 'taken' },
        headers: { 'x-rate-limit-requests-left': '7', 'set-cookie': 'a=1' },
      });
      const body = JSON.stringify({ ...product, name: 'Ölfilter' });
      const response = await fetch(
        `${validator.url}/stores/abc/v3/catalog/products?include_fields=name%2Csku`,
        {
          method: 'POST',
          headers: { ...withJson, 'x-correlation-id': 'c-1' },
          body,
        },
      );
      expect([response.status, await response.json()]).toEqual([409, { title: 'taken' }]);
      expect(response.headers.get('x-rate-limit-requests-left')).toBe('7');
      expect(response.headers.get('set-cookie')).toBe('a=1');
      expect(upstream.received).toMatchObject([
        { method: 'POST', url: '/stores/abc/v3/catalog/products?include_fields=name%2Csku', body },
      ]);
      expect(upstream.received[0]!.headers).toMatchObject({
        'x-correlation-id': 'c-1',
        'x-auth-token': 'token',
      });
    });

    it('a packed answer packed, having looked inside', async () => {
      const text = gzipSync(JSON.stringify({ data: [{ id: 'one' }] }));
      upstream.answer({
        status: 200,
        text,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      });
      const response = await fetch(`${validator.url}/stores/abc/v3/catalog/products`, { headers: accept });
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect(await response.json()).toEqual({ data: [{ id: 'one' }] });
      expect(places(validator.violations())).toEqual(['response body/data/0/id']);
    });

    it('a caller who gives up: the call upstream is given up too', async () => {
      upstream.answer({ status: 200, hang: true });
      const giveUp = new AbortController();
      const url = `${validator.url}/stores/abc/v3/catalog/products`;
      const pending = fetch(url, { headers: accept, signal: giveUp.signal });
      await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
      giveUp.abort();
      await expect(pending).rejects.toThrow('aborted');
      await upstream.received[0]!.over;
    });

    it('a connection cut off in the answer, and a dead upstream', async () => {
      upstream.answer({ status: 200, text: '{"data":[', cutOff: true });
      const get = () => fetch(`${validator.url}/stores/abc/v3/catalog/products`, { headers: accept });
      await expect(get().then((r) => r.text())).rejects.toThrow();
      await upstream.close();
      await expect(get()).rejects.toThrow('fetch failed');
      expect(validator.violations()).toEqual([]);
    });
  });
});
