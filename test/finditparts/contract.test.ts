import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { OrderRequest, Supplier } from '../../src/finditparts/supplier.ts';
import type { HttpRequest } from '../../src/http/send/send.ts';
import { type Json, pathsOf, readContract, replaced, without } from './openapi.ts';
import { collect, reply, scriptedSend } from './scripted-send.ts';

const ORDER: OrderRequest = {
  poNumber: 'SHOP-100-1',
  shipTo: {
    name: 'Ann Lee',
    company: 'Fleet Co',
    street1: '1 Main St',
    street2: 'Dock 4',
    city: 'Ventura',
    state: 'CA',
    postalCode: '93001',
    country: 'US',
    phone: '555-0100',
    email: 'ann@example.com',
  },
  lines: [{ partId: 'FP1000001', quantity: 4, unitPrice: new Big('310.25') }],
  shippingMethod: 'ground',
};

/** One full use of the client for each endpoint, and the paths of the answer that it may leave unread. */
const USES: Record<string, { use: (supplier: Supplier) => Promise<unknown>; unread?: RegExp }> = {
  'GET /parts/search': {
    use: (supplier) =>
      collect(
        supplier.search({
          text: 'dryer',
          category: 'brakes',
          brand: 'Bendix',
          partNumber: '065174',
          vehicleId: 'V1',
          inStock: true,
          updatedSince: '2026-01-01T00:00:00Z',
        }),
      ),
    // Rows name their part already; a warning says that it is required; a page's number and size matter later.
    unread: /\.part_id$|prop65\.required$|^page\.(number|size)$/,
  },
  'GET /parts/{id}': { use: (supplier) => supplier.part('FP1000001') },
  // It is only compared with what was asked for.
  'GET /parts/{id}/price': { use: (supplier) => supplier.offers(['FP1000001']), unread: /^part_id$/ },
  'GET /parts/{id}/inventory': { use: (supplier) => supplier.offers(['FP1000001']), unread: /^part_id$/ },
  'GET /vehicles': {
    use: (supplier) => collect(supplier.vehicles({ year: 2019, make: 'Mack', model: 'Anthem' })),
    unread: /^page/,
  },
  'POST /orders': {
    use: (supplier) => supplier.placeOrder({ ...ORDER, idempotencyKey: 'key' }),
    unread: /^order\.shipments$|totals\.(currency|subtotal|shipping)$/,
  },
  'GET /orders': { use: (supplier) => supplier.findOrderByPurchaseOrder('SHOP-100-1') },
  'GET /orders/{id}': {
    use: (supplier) => supplier.order('FO1'),
    unread: /totals\.(currency|subtotal|shipping)$/,
  },
};

const contract = readContract();

/** Uses the client against the documented examples, one of them replaced. */
async function use(endpoint: string, body?: Json) {
  const { send, requests } = scriptedSend('finditparts', (request) => {
    const example = contract.example(request.endpoint);
    const isSecondPage = Number(request.query?.page ?? 1) > 1;
    if (isSecondPage) return request.endpoint === 'GET /vehicles' ? { vehicles: [] } : { parts: [] };
    return reply(example.status, request.endpoint === endpoint && body !== undefined ? body : example.body);
  });
  const supplier = createPartsApi({ send, capabilities: { idempotentOrders: true } });
  const outcome = await USES[endpoint]!.use(supplier).then(
    (value) => JSON.stringify(value),
    (error: Error) => `rejected: ${error.message}`,
  );
  return { outcome, requests: requests.filter((request) => request.endpoint === endpoint) };
}

describe('finditparts/parts-api contract', () => {
  it('documents exactly the endpoints that the client calls', () => {
    expect(contract.endpoints.toSorted()).toEqual(Object.keys(USES).toSorted());
  });

  describe.each(Object.keys(USES))('%s', (endpoint) => {
    it('has an example that keeps its own schema', () => {
      const { status, body } = contract.example(endpoint);

      expect(contract.answerFaults(endpoint, status, body)).toEqual([]);
    });

    it('gets from the client what it documents, no less and no more', async () => {
      const { requests } = await use(endpoint);
      const [request] = requests as [HttpRequest];

      expect(Object.keys(request.query ?? {}).toSorted()).toEqual(
        contract.parameters(endpoint, 'query').toSorted(),
      );
      expect(Object.keys(request.headers ?? {})).toEqual(contract.parameters(endpoint, 'header'));
      expect(`${request.method} ${request.path}`).toMatch(
        new RegExp(`^${endpoint.replace('{id}', '[^/]+').replaceAll('/', '\\/')}$`),
      );
      if (request.json !== undefined || request.method === 'POST') {
        expect(contract.requestFaults(endpoint, request.json)).toEqual([]);
      }
    });

    it('documents no field that the client does not read', async () => {
      const { body } = contract.example(endpoint);
      const whole = (await use(endpoint)).outcome;
      expect(whole).not.toMatch(/^rejected/);

      const unread: string[] = [];
      for (const path of pathsOf(body)) {
        const { outcome } = await use(endpoint, without(body, path));
        if (outcome === whole) unread.push(path.join('.'));
      }

      const { unread: allowed } = USES[endpoint]!;
      expect(unread.filter((path) => !allowed?.test(path))).toEqual([]);
    });
  });

  it('reads null wherever it is documented, as unknown', async () => {
    const { body } = contract.example('GET /parts/search');
    const read = async (answer: Json) => {
      const { send } = scriptedSend('finditparts', () => answer);
      return collect(createPartsApi({ send }).search({}));
    };
    const withPage = body as { parts: Json[]; page: Json };

    for (const path of pathsOf(withPage.parts, ['parts'])) {
      const answer = replaced({ ...withPage, page: { total: 1 } }, path, null);
      const isDocumented = contract.answerFaults('GET /parts/search', 200, answer).length === 0;
      const [page] = await read(answer);
      if (isDocumented) expect([path, page?.unreadable]).toEqual([path, []]);
    }
  });

  it('sends every field of an order that it documents', async () => {
    const { requests } = await use('POST /orders');
    const { properties } = contract.contract.components.schemas.OrderRequest!;

    const { json } = requests[0] as { json: { ship_to: object } };

    expect(Object.keys(json).toSorted()).toEqual(Object.keys(properties!).toSorted());
    expect(Object.keys(json.ship_to).toSorted()).toEqual(
      Object.keys(properties!.ship_to!.properties!).toSorted(),
    );
  });

  it('would notice a field that is not documented, and one of another type', () => {
    expect(contract.answerFaults('GET /vehicles', 200, { vehicles: [], cursor: 1 })).not.toEqual([]);
    expect(contract.answerFaults('GET /parts/{id}/price', 200, { account: 310.25 })).not.toEqual([]);
    expect(contract.answerFaults('GET /parts/{id}', 404, { error: 'no' })).not.toEqual([]);
  });
});
