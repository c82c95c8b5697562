import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';

async function hash(client: Client): Promise<string> {
  return (await client.admin('GET', '/state-hash')).json.hash;
}

async function category(client: Client, name: string): Promise<number> {
  return (await client.store('POST', '/v3/catalog/trees/categories', [{ name, tree_id: 1 }])).json.data[0]
    .category_id;
}

describe('the state hash', () => {
  const fill = async (client: Client, names: string[], skus: string[]) => {
    const ids: Record<string, number> = {};
    for (const name of names) ids[name] = await category(client, name);
    for (const sku of skus) {
      await make(client, sku, {
        name: `Part: ${sku}!`.replace('B', 'A-'),
        brand_name: `Brand ${sku}`,
        categories: sku === 'A' ? [ids.Brakes] : Object.values(ids),
        inventory_tracking: 'product',
        inventory_level: 4,
        custom_fields: [{ name: 'SKU', value: sku }],
        images: [{ image_url: `https://x.example/${sku}.jpg` }],
      });
    }
  };

  test('is equal for equal content built in another order', async () => {
    const [one, other] = [await start(), await start()];
    await fill(one, ['Brakes', 'Filters'], ['A', 'B', 'C']);
    await make(other, 'gone');
    await other.store('DELETE', `${PRODUCTS}?sku=gone`);
    await fill(other, ['Filters', 'Brakes'], ['C', 'B', 'A']);
    expect(await hash(other)).toBe(await hash(one));
    expect((await one.admin('GET', '/state-hash')).json.products).toBe(3);
  });

  test.each<[string, (client: Client, id: number) => Promise<unknown>]>([
    ['a price', (client, id) => client.store('PUT', `${PRODUCTS}/${id}`, { price: 1 })],
    ['a category', (client, id) => client.store('PUT', `${PRODUCTS}/${id}`, { categories: [1] })],
    ['a brand', (client, id) => client.store('PUT', `${PRODUCTS}/${id}`, { brand_name: 'Other' })],
    [
      'a custom field',
      (client, id) => client.store('POST', `${PRODUCTS}/${id}/custom-fields`, { name: 'x', value: 'y' }),
    ],
    [
      'an image',
      (client, id) =>
        client.store('POST', `${PRODUCTS}/${id}/images`, { image_url: 'https://x.example/2.jpg' }),
    ],
    [
      'a metafield',
      (client, id) =>
        client.store('POST', `${PRODUCTS}/${id}/metafields`, {
          namespace: 'n',
          key: 'k',
          value: 'v',
          permission_set: 'read',
        }),
    ],
    [
      'stock, accepted but not yet visible',
      (client, id) =>
        client.store('PUT', '/v3/inventory/adjustments/absolute', {
          items: [{ location_id: 1, product_id: id, quantity: 9 }],
        }),
    ],
    ['a new category', (client) => category(client, 'New')],
    ['a new brand', (client) => client.store('POST', '/v3/catalog/brands', { name: 'New' })],
  ])('tells %s', async (_name, change) => {
    const client = await start();
    await fill(client, ['Brakes'], ['A']);
    const before = await hash(client);
    await change(client, 1);
    expect(await hash(client)).not.toBe(before);
  });

  test('ignores a write that changes nothing', async () => {
    const client = await start();
    await fill(client, ['Brakes'], ['A']);
    const before = await hash(client);
    await client.store('PUT', `${PRODUCTS}/1`, { price: 10 });
    expect(await hash(client)).toBe(before);
  });
});

describe('the supplier’s side', () => {
  const price = async (client: Client, id: string) =>
    (await client.supplier('GET', `/parts/${id}/price`)).json;

  test('a part is changed over the generated one, in search and alone, and stays so', async () => {
    const client = await start();
    const { json } = await client.supplier('GET', '/parts/FP1000002');
    const before = json.part;
    const answer = await client.admin('PATCH', '/parts/FP1000002', {
      name: 'Renamed',
      price: { account: '1.23' },
      inventory: { total: 0 },
      images: [],
    });
    expect(answer.json.part).toMatchObject({
      name: 'Renamed',
      price: { account: '1.23' },
      inventory: { total: 0 },
    });
    await client.sandbox.close();
    const again = await start({ dataDir: client.dataDir });
    const { part } = (await again.supplier('GET', '/parts/FP1000002')).json;
    expect(part).toMatchObject({ name: 'Renamed', images: [], brand: before.brand });
    expect(Date.parse(part.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
    expect(await price(again, 'FP1000002')).toMatchObject({ account: '1.23', currency: 'USD' });
    const found = await again.supplier('GET', '/parts/search?q=renamed');
    expect(found.json.parts).toMatchObject([
      { id: 'FP1000002', name: 'Renamed', price: { account: '1.23' } },
    ]);
    const since = encodeURIComponent(part.updated_at);
    expect((await again.supplier('GET', `/parts/search?updated_since=${since}`)).json.page.total).toBe(1);
    const stock = (await again.supplier('GET', '/parts/FP1000002/inventory')).json;
    expect(stock.locations.every(({ quantity }: { quantity: number }) => quantity === 0)).toBe(true);
  });

  test('unknown price and stock can be set, and a change keeps updated_at when told', async () => {
    const client = await start();
    const at = '2026-02-03T00:00:00.000Z';
    await client.admin('PATCH', '/parts/FP1000002', { price: null, inventory: null, updated_at: at });
    expect(await price(client, 'FP1000002')).toMatchObject({ account: null, list: null });
    expect((await client.supplier('GET', '/parts/FP1000002/inventory')).json.total).toBeNull();
    expect((await client.supplier('GET', '/parts/FP1000002')).json.part.updated_at).toBe(at);
  });

  test('a part can be taken away and brought back', async () => {
    const client = await start({ parts: 100 });
    const total = async () => (await client.supplier('GET', '/parts/search?per_page=1')).json.page.total;
    await client.admin('PATCH', '/parts/FP1000002', { removed: true });
    expect(await total()).toBe(99);
    expect((await client.supplier('GET', '/parts/FP1000002')).status).toBe(404);
    await client.admin('PATCH', '/parts/FP1000002', { removed: false });
    expect(await total()).toBe(100);
  });

  test('a part can move to another category', async () => {
    const client = await start({ parts: 100 });
    const ids = async (category: string) =>
      (await client.supplier('GET', `/parts/search?category=${category}`)).json.parts.map(
        ({ id }: { id: string }) => id,
      );
    const [id] = await ids('brakes');
    await client.admin('PATCH', `/parts/${id}`, { category: 'filters' });
    expect(await ids('brakes')).not.toContain(id);
    expect(await ids('filters')).toContain(id);
  });

  test('repricing moves account and list prices of a category, once each time', async () => {
    const client = await start({ parts: 100 });
    const one = async (category: string) =>
      (await client.supplier('GET', `/parts/search?category=${category}&per_page=1`)).json.parts[0];
    const [brake, filter] = [await one('brakes'), await one('filters')];
    await client.admin('POST', '/parts/reprice', { factor: 1.1, category: 'brakes' });
    await client.admin('POST', '/parts/reprice', { factor: 2 });
    const [dearer, doubled] = [await one('brakes'), await one('filters')];
    expect(Number(dearer.price.account)).toBeCloseTo(Number(brake.price.account) * 2.2, 1);
    expect(Number(dearer.price.list)).toBeCloseTo(Number(brake.price.list) * 2.2, 1);
    expect(Number(doubled.price.account)).toBeCloseTo(Number(filter.price.account) * 2, 1);
    expect(dearer.updated_at > brake.updated_at).toBe(true);
    await client.admin('PATCH', `/parts/${brake.id}`, { price: { account: '5.00' } });
    expect((await price(client, brake.id)).account).toBe('5.00');
    await client.admin('POST', '/parts/reprice', { factor: 3 });
    expect((await price(client, brake.id)).account).toBe('15.00');
  });

  test('nonsense is refused', async () => {
    const client = await start({ parts: 10 });
    expect((await client.admin('PATCH', '/parts/FP1000010', { name: 'x' })).status).toBe(404);
    expect((await client.admin('PATCH', '/parts/FP1000001', { id: 'other' })).status).toBe(422);
    expect((await client.admin('POST', '/parts/reprice', { factor: 0 })).status).toBe(422);
    expect((await client.admin('POST', '/parts/reprice', { factor: 2, category: 'nope' })).status).toBe(422);
    expect((await client.admin('POST', '/settings', { colour: 'red' })).status).toBe(422);
  });
});

test('a merchant’s edit changes the product behind the tool’s back', async () => {
  const client = await start();
  await make(client, 'A/1', { inventory_tracking: 'product' });
  const answer = await client.admin('PATCH', `/products/${encodeURIComponent('a/1')}`, {
    price: 3,
    inventory_level: 8,
  });
  expect(answer.json.product).toMatchObject({ sku: 'A/1', price: 3, inventory_level: 8 });
  expect((await client.admin('PATCH', '/products/nope', { price: 3 })).status).toBe(404);
  expect((await client.admin('PATCH', '/products/A%2F1', { price: -3 })).status).toBe(422);
});

test('products are listed whole, with names for brands and categories', async () => {
  const client = await start();
  const brakes = await category(client, 'Brakes');
  await make(client, 'A', { brand_name: 'Bendix', categories: [brakes] });
  await make(client, 'B');
  const { json } = await client.admin('GET', '/products?limit=1');
  expect(json.total).toBe(2);
  expect(json.products).toMatchObject([
    { sku: 'A', brand_name: 'Bendix', category_paths: ['Brakes'], custom_fields: [] },
  ]);
});

test('stats count by endpoint, with ids taken out, and start over', async () => {
  const client = await start();
  await make(client, 'A');
  await client.store('GET', `${PRODUCTS}/1`);
  await client.store('GET', `${PRODUCTS}/2`);
  await client.supplier('GET', '/parts/FP1000001/price');
  const { services } = (await client.admin('GET', '/stats')).json;
  expect(services.bigcommerce.byEndpoint).toEqual({
    'POST /v3/catalog/products': 1,
    'GET /v3/catalog/products/{id}': 2,
  });
  expect(services.bigcommerce.byStatus).toEqual({ 200: 2, 404: 1 });
  expect(services.finditparts).toMatchObject({
    total: 1,
    byEndpoint: { 'GET /parts/{id}/price': 1 },
    served429: 0,
  });
  await client.admin('POST', '/stats/reset');
  expect((await client.admin('GET', '/stats')).json.services.bigcommerce.total).toBe(0);
});

test('a reset empties the store and the changes, and can resize the catalogue', async () => {
  const client = await start();
  const fresh = await hash(client);
  await make(client, 'A', { brand_name: 'Bendix' });
  await client.admin('PATCH', '/parts/FP1000001', { name: 'x' });
  expect((await client.admin('POST', '/reset', { parts: 50 })).json).toEqual({ parts: 50 });
  expect(await hash(client)).toBe(fresh);
  expect((await client.supplier('GET', '/parts/search?q=')).json.page.total).toBe(50);
  expect((await client.supplier('GET', '/parts/FP1000001')).json.part.name).not.toBe('x');
  expect((await make(client, 'A')).id).toBe(1);
});
