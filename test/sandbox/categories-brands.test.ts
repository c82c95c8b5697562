import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const CATEGORIES = '/v3/catalog/trees/categories';
const BRANDS = '/v3/catalog/brands';

async function category(client: Client, name: string, parent: number): Promise<number> {
  const { status, json } = await client.store('POST', CATEGORIES, [{ name, parent_id: parent, tree_id: 1 }]);
  expect(status).toBe(201);
  return json.data[0].category_id;
}

describe('categories', () => {
  test('a new store has one tree and Shop All', async () => {
    const client = await start();
    expect((await client.store('GET', '/v3/catalog/trees')).json.data).toMatchObject([{ id: 1 }]);
    const { json } = await client.store('GET', CATEGORIES);
    expect(json.data).toMatchObject([{ category_id: 1, parent_id: 0, tree_id: 1, name: 'Shop All' }]);
  });

  test('are made by the list, found by name, parent and id, and shown as a tree', async () => {
    const client = await start();
    const brakes = await category(client, 'Brakes', 0);
    const drums = await category(client, 'Brake Drums', brakes);
    const ids = async (query: string) =>
      (await client.store('GET', `${CATEGORIES}?${query}`)).json.data.map(
        (row: { category_id: number }) => row.category_id,
      );
    expect(await ids('name=brake%20drums')).toEqual([drums]);
    expect(await ids('name:like=brake')).toEqual([brakes, drums]);
    expect(await ids(`parent_id:in=${brakes}`)).toEqual([drums]);
    expect(await ids(`category_id:in=1,${drums}`)).toEqual([1, drums]);
    const { json } = await client.store('GET', '/v3/catalog/trees/1/categories');
    expect(json.data[1]).toMatchObject({
      id: brakes,
      children: [{ id: drums, path: [brakes, drums], depth: 1 }],
    });
  });

  test('a sibling’s name is refused, a cousin’s is not; partly good is 207', async () => {
    const client = await start();
    const brakes = await category(client, 'Brakes', 0);
    const mixed = [
      { name: 'BRAKES', tree_id: 1 },
      { name: 'Brakes', parent_id: brakes },
    ];
    const partly = await client.store('POST', CATEGORIES, mixed);
    expect(partly.status).toBe(207);
    expect(partly.json.data).toMatchObject([{ name: 'Brakes', parent_id: brakes }]);
    expect(partly.json.meta).toEqual({ total: 2, success: 1, failed: 1 });
    expect(partly.json.errors).toMatchObject({
      status: 207,
      title: expect.stringContaining('already exists'),
    });
    const none = await client.store('POST', CATEGORIES, mixed);
    expect(none.status).toBe(422);
    expect(none.json.meta).toEqual({ total: 2, success: 0, failed: 2 });
  });

  test.each<[string, unknown]>([
    ['more than ten', Array.from({ length: 11 }, (_, n) => ({ name: `C${n}`, tree_id: 1 }))],
    ['none', []],
    ['a long name', [{ name: 'x'.repeat(51), tree_id: 1 }]],
    ['no place', [{ name: 'x' }]],
    ['an unknown parent', [{ name: 'x', parent_id: 99 }]],
    ['an unknown tree', [{ name: 'x', tree_id: 9 }]],
  ])('%s is 422 and makes nothing', async (_name, body) => {
    const client = await start();
    expect((await client.store('POST', CATEGORIES, body)).status).toBe(422);
    expect((await client.store('GET', CATEGORIES)).json.data).toHaveLength(1);
  });

  test('eight levels at most', async () => {
    const client = await start();
    let parent = 0;
    for (let level = 1; level <= 8; level++) parent = await category(client, `L${level}`, parent);
    expect((await client.store('POST', CATEGORIES, [{ name: 'L9', parent_id: parent }])).status).toBe(422);
  });

  test('can be renamed and deleted; products only lose the assignment', async () => {
    const client = await start();
    const brakes = await category(client, 'Brakes', 0);
    const { id } = await make(client, 'A', { categories: [1, brakes] });
    expect((await client.store('PUT', CATEGORIES, [{ category_id: brakes, name: 'Stopping' }])).status).toBe(
      200,
    );
    expect((await client.store('GET', `${CATEGORIES}?name=Stopping`)).json.data).toHaveLength(1);
    expect((await client.store('DELETE', CATEGORIES)).status).toBe(422);
    expect((await client.store('DELETE', `${CATEGORIES}?category_id:in=${brakes}`)).status).toBe(202);
    expect((await client.store('GET', `/v3/catalog/products/${id}`)).json.data.categories).toEqual([1]);
  });
});

describe('brands', () => {
  test('are unique without case, found by name, renamed, deleted', async () => {
    const client = await start();
    const { json } = await client.store('POST', BRANDS, { name: 'Bendix' });
    expect(json.data).toMatchObject({ id: 1, name: 'Bendix', page_title: '' });
    expect((await client.store('POST', BRANDS, { name: 'BENDIX' })).status).toBe(409);
    expect((await client.store('POST', BRANDS, {})).status).toBe(422);
    expect((await client.store('POST', BRANDS, { name: 'x'.repeat(256) })).status).toBe(422);
    expect((await client.store('GET', `${BRANDS}?name=bendix`)).json.data).toHaveLength(1);
    expect((await client.store('GET', `${BRANDS}?name:like=end`)).json.data).toHaveLength(1);
    expect((await client.store('PUT', `${BRANDS}/1`, { name: 'Bendix CVS' })).json.data.name).toBe(
      'Bendix CVS',
    );
    const { id } = await make(client, 'A', { brand_id: 1 });
    expect((await client.store('DELETE', BRANDS)).status).toBe(422);
    expect((await client.store('DELETE', `${BRANDS}?name=Bendix%20CVS`)).status).toBe(204);
    expect((await client.store('GET', `/v3/catalog/products/${id}`)).json.data.brand_id).toBe(0);
    expect((await client.store('GET', `${BRANDS}/1`)).status).toBe(404);
  });
});
