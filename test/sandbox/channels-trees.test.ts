import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const ASSIGNMENTS = '/v3/catalog/products/channel-assignments';
const CATEGORIES = '/v3/catalog/trees/categories';

async function twoChannels(settings: Record<string, unknown> = {}): Promise<Client> {
  const client = await start();
  await client.admin('POST', '/settings', { preset: 'strict', ...settings });
  const channel = { name: 'Counter', type: 'storefront', platform: 'bigcommerce' };
  expect((await client.store('POST', '/v3/channels', channel)).json.data).toMatchObject({
    id: 2,
    ...channel,
  });
  return client;
}

async function channelsOf(client: Client, id: number) {
  return (await client.store('GET', `/v3/catalog/products/${id}?include=channels`)).json.data.channels;
}

describe('channels', () => {
  test('a store with one has all its products there', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { preset: 'strict' });
    expect((await client.store('GET', '/v3/channels')).json.data).toMatchObject([
      { id: 1, type: 'storefront' },
    ]);
    expect(await channelsOf(client, (await make(client, 'A')).id)).toEqual([1]);
  });

  test.each([
    ['on the first channel', [1]],
    ['on the only channel', []],
    ['on no channel', []],
  ])('with two, a new product is %s', async (newProducts, expected) => {
    const client = await twoChannels({ newProducts });
    expect(await channelsOf(client, (await make(client, 'A')).id)).toEqual(expected);
  });

  test('products are assigned, found by their channel, and taken off it', async () => {
    const client = await twoChannels();
    const [a, b] = [(await make(client, 'A')).id, (await make(client, 'B')).id];
    const pairs = [
      { product_id: a, channel_id: 2 },
      { product_id: a, channel_id: 1 },
      { product_id: b, channel_id: 1 },
    ];
    expect((await client.store('PUT', ASSIGNMENTS, pairs)).status).toBe(204);
    expect((await client.store('PUT', ASSIGNMENTS, pairs.slice(0, 1))).status).toBe(204);
    expect(await channelsOf(client, a)).toEqual([1, 2]);
    const listed = await client.store('GET', `${ASSIGNMENTS}?product_id:in=${a}`);
    expect(listed.json.data).toEqual([
      { product_id: a, channel_id: 1 },
      { product_id: a, channel_id: 2 },
    ]);
    expect(listed.json.meta.pagination.total).toBe(2);
    const onTwo = await client.store('GET', '/v3/catalog/products?channel_id:in=2');
    expect(onTwo.json.data.map(({ id }: { id: number }) => id)).toEqual([a]);
    expect((await client.store('DELETE', ASSIGNMENTS)).status).toBe(422);
    const gone = await client.store('DELETE', `${ASSIGNMENTS}?product_id:in=${a}&channel_id:in=1`);
    expect(gone.status).toBe(204);
    expect(await channelsOf(client, a)).toEqual([2]);
  });

  test('an assignment of a stranger saves nothing of its call', async () => {
    const client = await twoChannels();
    const { id } = await make(client, 'A');
    const pairs = [
      { product_id: id, channel_id: 1 },
      { product_id: id, channel_id: 9 },
    ];
    expect((await client.store('PUT', ASSIGNMENTS, pairs)).status).toBe(422);
    expect(await channelsOf(client, id)).toEqual([]);
    const many = Array.from({ length: 51 }, () => pairs[0]);
    expect((await client.store('PUT', ASSIGNMENTS, many)).status).toBe(413);
  });
});

describe('category trees', () => {
  async function twoTrees() {
    const client = await twoChannels();
    const made = await client.store('PUT', '/v3/catalog/trees', [{ name: 'Counter tree', channels: [2] }]);
    expect(made).toMatchObject({ status: 200, json: { data: [{ id: 2, channels: [2] }] } });
    return client;
  }

  test('one a channel at most', async () => {
    const client = await twoTrees();
    const { data } = (await client.store('GET', '/v3/catalog/trees')).json;
    expect(data).toEqual([
      { id: 2, name: 'Counter tree', channels: [2] },
      { id: 1, name: 'Default catalog tree', channels: [1] },
    ]);
    const first = await client.store('GET', '/v3/catalog/trees?channel_id:in=1');
    expect(first.json.data).toMatchObject([{ id: 1 }]);
    const put = async (tree: object) => (await client.store('PUT', '/v3/catalog/trees', [tree])).status;
    expect(await put({ name: 'Again', channels: [2] })).toBe(422);
    expect(await put({ name: 'Lost', channels: [9] })).toBe(422);
    expect(await put({ id: 2, channels: [1] })).toBe(422);
    expect(await put({ id: 2, name: 'Renamed' })).toBe(200);
  });

  test('names are unique among siblings of one tree, and equal in two', async () => {
    const client = await twoTrees();
    const post = async (category: object) => client.store('POST', CATEGORIES, [category]);
    const [one] = (await post({ name: 'Brakes', tree_id: 1 })).json.data;
    const [two] = (await post({ name: 'Brakes', tree_id: 2 })).json.data;
    expect(two).toMatchObject({ tree_id: 2, url: one.url });
    expect((await post({ name: 'brakes', tree_id: 2 })).status).toBe(422);
    // A child is in its parent's tree.
    const [child] = (await post({ name: 'Drums', parent_id: two.category_id })).json.data;
    expect(child.tree_id).toBe(2);
    expect((await post({ name: 'Pads', tree_id: 1, parent_id: two.category_id })).status).toBe(422);
    expect((await post({ name: 'Pads', tree_id: 7 })).status).toBe(422);
    const moved = [{ category_id: one.category_id, parent_id: two.category_id }];
    expect((await client.store('PUT', CATEGORIES, moved)).status).toBe(422);
    const nodes = (await client.store('GET', '/v3/catalog/trees/2/categories')).json.data;
    expect(nodes).toMatchObject([{ name: 'Brakes', children: [{ name: 'Drums' }] }]);
    const listed = (await client.store('GET', `${CATEGORIES}?tree_id:in=1&name=Brakes`)).json.data;
    expect(listed).toMatchObject([{ category_id: one.category_id }]);
  });

  test('a tree goes with its categories, and products only lose those', async () => {
    const client = await twoTrees();
    const made = await client.store('POST', CATEGORIES, [{ name: 'Brakes', tree_id: 2 }]);
    const [{ category_id }] = made.json.data;
    const { id } = await make(client, 'A', { categories: [category_id] });
    expect((await client.store('DELETE', '/v3/catalog/trees?id:in=2')).status).toBe(204);
    const { data } = (await client.store('GET', `/v3/catalog/products/${id}`)).json;
    expect(data.categories).toEqual([]);
    expect((await client.store('GET', CATEGORIES)).json.data).toHaveLength(1);
  });
});

test('categories of products are added and taken away as pairs', async () => {
  const client = await start();
  const made = await client.store('POST', CATEGORIES, [{ name: 'Brakes', tree_id: 1 }]);
  const [{ category_id }] = made.json.data;
  const { id } = await make(client, 'A', { categories: [1] });
  const path = '/v3/catalog/products/category-assignments';
  expect((await client.store('PUT', path, [{ product_id: id, category_id }])).status).toBe(204);
  const of = async () => (await client.store('GET', `/v3/catalog/products/${id}`)).json.data.categories;
  expect(await of()).toEqual([1, category_id]);
  await client.store('DELETE', `${path}?product_id:in=${id}&category_id:in=1`);
  expect(await of()).toEqual([category_id]);
});
