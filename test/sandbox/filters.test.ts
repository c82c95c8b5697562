import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const CATEGORIES = '/v3/catalog/trees/categories';
const BRANDS = '/v3/catalog/brands';
const LOCATIONS = '/v3/inventory/locations';
const METAFIELDS = '/v3/catalog/products/metafields';

/** Asks for each query and compares one field of the rows; every status must be 200. */
async function finds(client: Client, path: string, field: string, cases: [string, unknown[]][]) {
  for (const [query, expected] of cases) {
    const { status, json } = await client.store('GET', `${path}?${query}`);
    expect(status, query).toBe(200);
    expect(
      json.data.map((row: Record<string, unknown>) => row[field]),
      query,
    ).toEqual(expected);
  }
}

test('categories', async () => {
  const client = await start();
  await client.store('POST', CATEGORIES, [
    { name: 'Brakes', parent_id: 1, page_title: '100% Stopping', is_visible: false },
  ]);
  await finds(client, CATEGORIES, 'category_id', [
    ['category_id:not_in=1', [2]],
    ['tree_id:not_in=1', []],
    ['parent_id:not_in=1', [1]],
    ['page_title=100%25%20Stopping', [2]],
    ['page_title=', [1]],
    ['page_title:like=0%25%20stop', [2]],
    ['name:like=%25', []],
    ['is_visible=true', [1]],
    ['is_visible=false', [2]],
  ]);
  const [row] = (await client.store('GET', `${CATEGORIES}?include_fields=name`)).json.data;
  expect(row).toEqual({ category_id: 1, name: 'Shop All' });
  const [rest] = (await client.store('GET', `${CATEGORIES}?exclude_fields=name,category_id`)).json.data;
  expect(rest).toMatchObject({ category_id: 1, parent_id: 0 });
  expect(rest).not.toHaveProperty('name');
});

test('brands', async () => {
  const client = await start();
  for (const name of ['Webb', 'Bendix', 'Meritor'])
    await client.store('POST', BRANDS, { name, page_title: `${name}!` });
  await finds(client, BRANDS, 'id', [
    ['id:not_in=2', [1, 3]],
    ['id:min=2', [2, 3]],
    ['id:max=2', [1, 2]],
    ['id:greater=2', [3]],
    ['id:less=2', [1]],
    ['page_title=Webb!', [1]],
    ['sort=name', [2, 3, 1]],
    ['sort=name&direction=desc', [1, 3, 2]],
    ['direction=desc', [3, 2, 1]],
  ]);
  expect((await client.store('GET', `${BRANDS}/1?include_fields=name`)).json.data).toEqual({
    id: 1,
    name: 'Webb',
  });
});

test('locations: a flag of false is a filter like a flag of true', async () => {
  const client = await start();
  const flags = { managed_by_external_source: true, enabled: false, storefront_visibility: false };
  await client.store('POST', LOCATIONS, [{ label: 'Depot', code: 'DEPOT', type_id: 'VIRTUAL', ...flags }]);
  await finds(client, LOCATIONS, 'id', [
    ['is_default=true', [1]],
    ['is_default=false', [2]],
    ['type_id:in=VIRTUAL', [2]],
    ['type_id:in=PHYSICAL', [1]],
    ['managed_by_external_source=false', [1]],
    ['is_active=false', [2]],
    ['storefront_visibility=true', [1]],
  ]);
});

test('metafields: by date, backwards, and by the cursor with its filters', async () => {
  const client = await start();
  const { id } = await make(client, 'A');
  const field = { resource_id: id, namespace: 'ttpd', value: 'v', permission_set: 'app_only' };
  const keys = ['a', 'b', 'c'].map((key) => ({ ...field, key }));
  await client.store('POST', METAFIELDS, [...keys, { ...field, namespace: 'else', key: 'd' }]);
  const [{ date_created }] = (await client.store('GET', METAFIELDS)).json.data;
  await finds(client, METAFIELDS, 'key', [
    [`date_created:max=${encodeURIComponent(date_created)}&namespace=ttpd`, ['a', 'b', 'c']],
    ['date_created:min=2999-01-01T00:00:00Z', []],
    ['direction=desc', ['d', 'c', 'b', 'a']],
    ['key=a&key:in=b,c', []],
  ]);
  await finds(client, `/v3/catalog/products/${id}/metafields`, 'key', [
    ['resource_id:in=99', []],
    [`resource_id:in=${id}&limit=1`, ['a']],
  ]);
  const first = await client.store('GET', `${METAFIELDS}?namespace=ttpd&direction=desc&limit=2`);
  const { next } = first.json.meta.cursor_pagination.links;
  await finds(client, METAFIELDS, 'key', [[next.slice(1), ['a']]]);
});

test('products sort by what they are sold for', async () => {
  const client = await start();
  await make(client, 'A', { price: 9 });
  await make(client, 'B', { price: 20, sale_price: 5 });
  await make(client, 'C', { price: 7 });
  await finds(client, '/v3/catalog/products', 'sku', [
    ['sort=calculated_price', ['B', 'C', 'A']],
    ['sort=calculated_price&direction=desc', ['A', 'C', 'B']],
  ]);
  expect((await client.store('GET', '/v3/catalog/products?sort=constructor')).status).toBe(422);
});

describe('a delete refuses a name that it does not handle, and deletes nothing', () => {
  test.each([
    'tree_id:in=1&name=Brakes',
    'tree_id:in=1&category_id:not_in=1',
    'category_uuid:in=x&tree_id:in=1',
  ])('categories by %s', async (query) => {
    const client = await start();
    expect((await client.store('DELETE', `${CATEGORIES}?${query}`)).status).toBe(422);
    expect((await client.store('GET', CATEGORIES)).json.data).toHaveLength(1);
  });

  test('brands by name and page title, both', async () => {
    const client = await start();
    await client.store('POST', BRANDS, { name: 'Webb', page_title: 'Drums' });
    expect((await client.store('DELETE', `${BRANDS}?name=Webb&id:in=2`)).status).toBe(422);
    expect((await client.store('DELETE', `${BRANDS}?name=Webb&page_title=Shoes`)).status).toBe(204);
    expect((await client.store('GET', BRANDS)).json.data).toHaveLength(1);
  });
});

test('a brand takes search keywords up to 65,535 characters', async () => {
  const client = await start();
  const create = (length: number) =>
    client.store('POST', BRANDS, { name: 'Webb', search_keywords: 'x'.repeat(length) });
  expect((await create(65_536)).status).toBe(422);
  expect((await create(65_535)).status).toBe(200);
});
