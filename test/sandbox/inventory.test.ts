import { describe, expect, test } from 'vitest';
import { type Client, make, start as startSandbox, until } from './harness.ts';

const ABSOLUTE = '/v3/inventory/adjustments/absolute';
const RELATIVE = '/v3/inventory/adjustments/relative';

/** Which names a store takes is tested with its locations. */
async function start(...options: Parameters<typeof startSandbox>): Promise<Client> {
  const client = await startSandbox(...options);
  await client.admin('POST', '/settings', { stockIdentity: 'any' });
  return client;
}

function tracked(client: Client, sku: string) {
  return make(client, sku, { inventory_tracking: 'product' });
}

async function level(client: Client, sku: string): Promise<number> {
  const { json } = await client.store('GET', `/v3/inventory/items?sku:in=${sku}`);
  return json.data[0].locations[0].total_inventory_onhand;
}

describe('absolute adjustments', () => {
  test('are accepted at once and visible a little later, in the catalog too', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { stockDelayMs: 150 });
    const { id } = await tracked(client, 'A');
    const items = [{ location_id: 1, sku: 'a', quantity: 7 }];
    const accepted = await client.store('PUT', ABSOLUTE, { reason: 'test', items });
    expect(accepted.status).toBe(200);
    expect(accepted.json).toEqual({ transaction_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(await level(client, 'A')).toBe(0);
    expect(
      await until(
        () => level(client, 'A'),
        (value) => value === 7,
      ),
    ).toBe(7);
    expect((await client.store('GET', `/v3/catalog/products/${id}`)).json.data.inventory_level).toBe(7);
  });

  test('survive a restart before they were visible', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { stockDelayMs: 300 });
    const { id } = await tracked(client, 'A');
    await client.store('PUT', ABSOLUTE, { items: [{ location_id: 1, product_id: id, quantity: 3 }] });
    await client.sandbox.close();
    const again = await start({ dataDir: client.dataDir });
    expect(
      await until(
        () => level(again, 'A'),
        (value) => value === 3,
      ),
    ).toBe(3);
  });

  test('the last of several for one product wins', async () => {
    const client = await start();
    const { id } = await tracked(client, 'A');
    for (const quantity of [5, 9, 2]) {
      await client.store('PUT', ABSOLUTE, { items: [{ location_id: 1, product_id: id, quantity }] });
    }
    await client.admin('GET', '/state-hash');
    expect(await level(client, 'A')).toBe(2);
  });

  test('2,000 items pass and 2,001 do not', async () => {
    const client = await start();
    await tracked(client, 'A');
    const items = Array.from({ length: 2001 }, (_, quantity) => ({ location_id: 1, sku: 'A', quantity }));
    expect((await client.store('PUT', ABSOLUTE, { items })).status).toBe(422);
    expect((await client.store('PUT', ABSOLUTE, { items: items.slice(0, 2000) })).status).toBe(200);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['two identifiers', { sku: 'A', product_id: 1 }, /exactly one/],
    ['no identifier', {}, /exactly one/],
    ['no location', { sku: 'A', location_id: undefined }, /location_id is required/],
    ['an unknown location', { sku: 'A', location_id: 9 }, /Location with id 9/],
    ['an unknown SKU', { sku: 'nope' }, /Items with identity: \[sku: nope\]/],
    ['a fraction', { sku: 'A', quantity: 1.5 }, /quantity must be an integer/],
    ['less than nothing', { sku: 'A', quantity: -1 }, /must not be negative/],
    ['too much', { sku: 'A', quantity: 2 ** 31 }, /must not exceed/],
    ['an untracked product', { sku: 'U' }, /not tracked/],
    [
      'the variant of a product',
      { variant_id: 1_000_000_001 },
      /is tracked by product, please update stock by product id\]/,
    ],
  ])('%s is 422 problem+json, and nothing of the call is done', async (_name, item, title) => {
    const client = await start();
    await tracked(client, 'A');
    await make(client, 'U');
    const items = [
      { location_id: 1, sku: 'A', quantity: 5 },
      { location_id: 1, quantity: 1, ...item },
    ];
    const { status, headers, json } = await client.store('PUT', ABSOLUTE, { items });
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(json.title).toMatch(title);
    await client.admin('GET', '/state-hash');
    expect(await level(client, 'A')).toBe(0);
  });
});

test('relative adjustments need an absolute one first, add up, and stop at zero', async () => {
  const client = await start();
  await tracked(client, 'A');
  const move = (quantity: number) =>
    client.store('POST', RELATIVE, { items: [{ location_id: 1, sku: 'A', quantity }] });
  const early = await move(1);
  expect(early.status).toBe(422);
  expect(early.json.title).toMatch(/requires absolute adjustment before relative/);
  await client.store('PUT', ABSOLUTE, { items: [{ location_id: 1, sku: 'A', quantity: 5 }] });
  expect((await move(-2)).status).toBe(200);
  expect((await move(-4)).status).toBe(422);
  await client.admin('GET', '/state-hash');
  expect(await level(client, 'A')).toBe(3);
});

test('the catalog writes a level only where stock is tracked, up to the limit', async () => {
  const client = await start();
  expect((await make(client, 'A', { inventory_level: 5 })).inventory_level).toBe(0);
  expect(
    (await make(client, 'B', { inventory_level: 5, inventory_tracking: 'product' })).inventory_level,
  ).toBe(5);
  const much = await make(client, 'C', { inventory_level: 2 ** 33, inventory_tracking: 'product' });
  expect(much.inventory_level).toBe(2 ** 31 - 1);
});

test('items are paged to 1,000, filtered by lists, and show each location', async () => {
  const client = await start();
  const a = await tracked(client, 'A');
  await tracked(client, 'B');
  const get = (query: string) => client.store('GET', `/v3/inventory/items?${query}`);
  const { json } = await get('sku:in=A,B&limit=1000');
  expect(json.meta.pagination.total).toBe(2);
  expect(json.data[0]).toEqual({
    identity: { sku: 'A', product_id: a.id, variant_id: a.base_variant_id, sku_id: a.base_variant_id },
    locations: [
      expect.objectContaining({
        location_id: 1,
        location_name: 'Default location',
        available_to_sell: 0,
        location_enabled: true,
      }),
    ],
  });
  expect((await get(`variant_id:in=${a.base_variant_id}`)).json.data).toHaveLength(1);
  expect((await get(`product_id:in=${a.id},99`)).json.data).toHaveLength(1);
  expect((await get('limit=1001')).status).toBe(413);
});

test('a second location keeps stock of its own, which the catalog does not show', async () => {
  const client = await start();
  const { id } = await tracked(client, 'A');
  const made = await client.store('POST', '/v3/inventory/locations', [{ label: 'Depot', code: 'DEPOT' }]);
  expect(made.json).toEqual({ transaction_id: expect.any(String) });
  const { json } = await client.store('GET', '/v3/inventory/locations?location_code:in=DEPOT');
  const depot = json.data[0].id;
  await client.store('PUT', ABSOLUTE, { items: [{ location_id: depot, product_id: id, quantity: 4 }] });
  await client.admin('GET', '/state-hash');
  const items = await client.store('GET', `/v3/inventory/locations/${depot}/items`);
  expect(items.json.data[0].total_inventory_onhand).toBe(4);
  expect((await client.store('GET', `/v3/catalog/products/${id}`)).json.data.inventory_level).toBe(0);
  expect((await client.store('PUT', '/v3/inventory/locations', [{ id: depot, label: 'Yard' }])).status).toBe(
    200,
  );
  expect((await client.store('GET', '/v3/inventory/locations')).json.data[1].label).toBe('Yard');
  expect((await client.store('GET', '/v3/inventory/locations/9/items')).status).toBe(404);
});

test('adjustments beside each other or beside a batch update are counted', async () => {
  const client = await start();
  await client.admin('POST', '/settings', { adjustmentMs: 60 });
  const { id } = await tracked(client, 'A');
  const adjust = () =>
    client.store('PUT', ABSOLUTE, { items: [{ location_id: 1, product_id: id, quantity: 1 }] });
  const batch = () => client.store('PUT', '/v3/catalog/products', [{ id, price: 1 }]);
  const overlaps = async () => (await client.admin('GET', '/stats')).json.services.bigcommerce.overlaps;
  await adjust();
  await batch();
  await Promise.all([batch(), batch()]);
  expect(await overlaps()).toBe(0);
  await Promise.all([adjust(), adjust()]);
  expect(await overlaps()).toBe(1);
  await Promise.all([adjust(), batch()]);
  expect(await overlaps()).toBe(2);
});
