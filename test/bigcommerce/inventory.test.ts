import { describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Adjustment } from '../../src/bigcommerce/inventory.ts';
import type { HttpRequest } from '../../src/http/send/send.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

interface WireItem {
  location_id: number;
  product_id?: number;
  quantity: number;
}

function storeOf(script: Script) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  return { store: createBigCommerce({ send }), requests };
}

const itemsOf = (request: HttpRequest | undefined) => (request as { json: { items: WireItem[] } }).json.items;
const items = (count: number, locationId = 1): Adjustment[] =>
  Array.from({ length: count }, (_, n) => ({ productId: n, locationId, quantity: n }));
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('bigcommerce/inventory adjustAbsolute', () => {
  it('sends one location a call, 2,000 items a call, each with exactly one name', async () => {
    const { store, requests } = storeOf((_, index) => ({ transaction_id: `t${index}` }));
    const mixed: Adjustment[] = [
      ...items(2001),
      { productId: 7, locationId: 2, quantity: 3 },
      { variantId: 8, locationId: 1, quantity: 4 },
    ];

    const results = await store.inventory.adjustAbsolute(mixed, { reason: 'ttpd run 1' });

    expect(requests.map((request) => itemsOf(request).length)).toEqual([2000, 2, 1]);
    expect(requests[0]).toMatchObject({
      method: 'PUT',
      path: '/v3/inventory/adjustments/absolute',
      limitGroup: 'catalog',
      json: { reason: 'ttpd run 1' },
    });
    expect(itemsOf(requests[1])).toEqual([
      { location_id: 1, product_id: 2000, quantity: 2000 },
      { location_id: 1, variant_id: 8, quantity: 4 },
    ]);
    expect(itemsOf(requests[2])).toEqual([{ location_id: 2, product_id: 7, quantity: 3 }]);
    expect(results[0]).toEqual({ ok: { transactionId: 't0' } });
    expect(results.length).toBe(mixed.length);
  });

  it('finds the item at fault behind an unnamed 422', async () => {
    const { store, requests } = storeOf((request) =>
      itemsOf(request).some(({ product_id }) => product_id === 3)
        ? reply(422, { title: 'Unprocessable' })
        : {},
    );

    const results = await store.inventory.adjustAbsolute(items(10));

    expect(results.map((result) => 'ok' in result)).toEqual(items(10).map((_, n) => n !== 3));
    expect(requests.length).toBeLessThanOrEqual(9);
  });

  it.each([
    [3, 7],
    [30, 3],
  ])('settles %i of 100 items that the refusal names with %i calls', async (count, calls) => {
    const untracked = new Set(Array.from({ length: count }, (_, n) => n * 3));
    const { store, requests } = storeOf((request) => {
      const bad = itemsOf(request).filter(({ product_id }) => untracked.has(product_id ?? 0));
      if (bad.length === 0) return {};
      return reply(422, {
        title: `Items with identity: [${bad.map(({ product_id }) => product_id)}] are not tracked`,
      });
    });

    const results = await store.inventory.adjustAbsolute(items(100));

    expect(results.flatMap((result, n) => ('error' in result ? [n] : []))).toEqual([...untracked]);
    expect(requests.length).toBe(calls);
  });

  it.each([-1, 1.5, 2_147_483_648, Number.NaN])(
    'refuses the quantity %d without sending it',
    async (quantity) => {
      const { store, requests } = storeOf(() => ({}));

      const results = await store.inventory.adjustAbsolute([
        { productId: 4, locationId: 1, quantity },
        { productId: 5, locationId: 1, quantity: 2 },
      ]);

      expect(results[0]).toMatchObject({ error: { outcome: 'not_sent' } });
      expect(results[1]).toHaveProperty('ok');
      expect(requests.map(itemsOf)).toEqual([[{ location_id: 1, product_id: 5, quantity: 2 }]]);
    },
  );

  it.each([401, 503])('passes a %i on', async (status) => {
    const { store, requests } = storeOf(() => reply(status));

    await expect(store.inventory.adjustAbsolute(items(4))).rejects.toMatchObject({ status });
    expect(requests.length).toBe(1);
  });

  it('sends one call at a time, whoever asks, and none beside a batch of products', async () => {
    const running = new Set<string>();
    const together: string[][] = [];
    const { store } = storeOf(async ({ path, json }) => {
      const name = path.includes('inventory') ? 'stock' : 'products';
      const key = `${name} ${running.size}`;
      running.add(key);
      together.push([...running].map((each) => each.split(' ')[0] ?? ''));
      await turns();
      running.delete(key);
      return name === 'stock'
        ? {}
        : { data: (json as { id: number }[]).map(({ id }) => ({ id, name: 'n', price: 1, weight: 1 })) };
    });
    const rows = [{ id: 1 }, { id: 2 }];

    await Promise.all([
      store.products.updateBatch(rows),
      store.products.updateBatch(rows),
      store.inventory.adjustAbsolute(items(1)),
      store.inventory.adjustAbsolute(items(1)),
      store.products.updateBatch(rows),
    ]);

    expect(together).toEqual([['products'], ['products', 'products'], ['stock'], ['stock'], ['products']]);
  });

  it('stops between calls when it is told to', async () => {
    const stop = new AbortController();
    const { store, requests } = storeOf(() => {
      stop.abort(new Error('stopped'));
      return {};
    });

    const adjusting = store.inventory.adjustAbsolute(items(3000), { signal: stop.signal });

    await expect(adjusting).rejects.toThrow('stopped');
    expect(requests.length).toBe(1);
  });
});

describe('bigcommerce/inventory reads', () => {
  const wire = (sku: string, product_id: number) => ({
    identity: { sku, product_id, variant_id: 5, sku_id: null },
    locations: [
      {
        location_id: 1,
        location_code: 'BC',
        available_to_sell: 3,
        total_inventory_onhand: 4,
        settings: null,
      },
    ],
  });

  it('reads a whole location, 1,000 a page, and leaves orphans out', async () => {
    const { store, requests } = storeOf(() => ({
      data: [wire('A', 1), wire('B', 0)],
      meta: { pagination: { total: 2 } },
    }));

    const pages = await collect(store.inventory.items({ locationIds: [1] }));

    expect(pages).toEqual([
      [
        {
          sku: 'A',
          productId: 1,
          variantId: 5,
          locations: [
            {
              locationId: 1,
              locationCode: 'BC',
              availableToSell: 3,
              onHand: 4,
              safetyStock: 0,
              warningLevel: 0,
            },
          ],
        },
      ],
    ]);
    expect(requests[0]).toMatchObject({
      path: '/v3/inventory/items',
      query: { 'location_id:in': '1', page: 1, limit: 1000 },
      limitGroup: 'catalog',
    });
  });

  it('asks for products by lists, each once, and for none not at all', async () => {
    const { store, requests } = storeOf(() => ({ data: [], meta: {} }));

    await collect(store.inventory.items({ productIds: [4, 5, 4] }));
    await collect(store.inventory.items({ productIds: [] }));

    expect(requests.map(({ query }) => query?.['product_id:in'])).toEqual(['4,5']);
  });

  it('lists locations', async () => {
    const { store } = storeOf(() => ({
      data: [{ id: 1, code: 'BC-LOCATION-1', label: 'Default', enabled: true, address: {} }],
      meta: { pagination: { total: 1 } },
    }));

    expect((await collect(store.inventory.locations())).flat()).toEqual([
      { id: 1, code: 'BC-LOCATION-1', label: 'Default', isEnabled: true },
    ]);
  });
});
