import { describe, expect, test } from 'vitest';
import { make, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';

describe('one update', () => {
  test('changes what it names, replaces categories, bumps date_modified', async () => {
    const client = await start();
    const { json } = await client.store('POST', '/v3/catalog/trees/categories', [
      { name: 'Brakes', tree_id: 1 },
    ]);
    const brakes = json.data[0].category_id;
    const made = await make(client, 'A', { description: 'kept', categories: [1], price: 1 });
    const { status, json: answer } = await client.store('PUT', `${PRODUCTS}/${made.id}`, {
      price: 2,
      categories: [brakes],
    });
    expect(status).toBe(200);
    expect(answer.data).toMatchObject({
      description: 'kept',
      price: 2,
      categories: [brakes],
      custom_url: made.custom_url,
    });
    expect(answer.data.date_modified >= made.date_modified).toBe(true);
  });

  test('its own SKU and name are not duplicates; another’s are', async () => {
    const client = await start();
    const a = await make(client, 'A');
    await make(client, 'B');
    expect((await client.store('PUT', `${PRODUCTS}/${a.id}`, { sku: 'a', name: 'PRODUCT A' })).status).toBe(
      200,
    );
    expect((await client.store('PUT', `${PRODUCTS}/${a.id}`, { sku: 'b' })).status).toBe(409);
  });

  test('an unknown product is 404', async () => {
    expect((await (await start()).store('PUT', `${PRODUCTS}/9`, { price: 1 })).status).toBe(404);
  });

  test('custom fields without an id are added, with one changed, none removed', async () => {
    const client = await start();
    const { id } = await make(client, 'A', { custom_fields: [{ name: 'Size', value: '1' }] });
    const answer = await client.store('PUT', `${PRODUCTS}/${id}`, {
      custom_fields: [
        { id: 1, name: 'Size', value: '2' },
        { name: 'Colour', value: 'red' },
      ],
    });
    expect(answer.json.data.custom_fields).toEqual([
      { id: 1, name: 'Size', value: '2' },
      { id: 2, name: 'Colour', value: 'red' },
    ]);
    const again = await client.store('PUT', `${PRODUCTS}/${id}`, {
      custom_fields: [{ name: 'Colour', value: 'red' }],
    });
    expect(again.status).toBe(422);
  });
});

describe('the batch', () => {
  test('updates ten, refuses eleven with 413', async () => {
    const client = await start();
    const ids: number[] = [];
    for (let n = 0; n < 11; n++) ids.push((await make(client, `S${n}`)).id);
    const changes = ids.map((id) => ({ id, price: 99 }));
    const refused = await client.store('PUT', PRODUCTS, changes);
    expect(refused.status).toBe(413);
    expect(refused.json.title).toBe(
      'The request payload is too large. The maximum items allowed in the array is 10.',
    );
    const done = await client.store('PUT', PRODUCTS, changes.slice(0, 10));
    expect(done.status).toBe(200);
    expect(done.json.data.map(({ price }: { price: number }) => price)).toEqual(Array(10).fill(99));
  });

  test.each<[string, (ids: number[]) => unknown, number]>([
    [
      'a duplicate SKU',
      ([a, b]) => [
        { id: a, price: 5 },
        { id: b, sku: 's0' },
      ],
      409,
    ],
    [
      'a bad value',
      ([a, b]) => [
        { id: a, price: 5 },
        { id: b, price: -1 },
      ],
      422,
    ],
    [
      'an unknown id',
      ([a]) => [
        { id: a, price: 5 },
        { id: 999, price: 5 },
      ],
      404,
    ],
    ['an item without id', ([a]) => [{ id: a, price: 5 }, { price: 5 }], 422],
    ['an empty list', () => [], 422],
  ])('%s refuses all of it and does not say which item it was', async (_name, body, status) => {
    const client = await start();
    const ids = [(await make(client, 'S0')).id, (await make(client, 'S1')).id];
    const answer = await client.store('PUT', PRODUCTS, body(ids));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.json)).not.toMatch(new RegExp(`"id":|S1|\\b${ids[1]}\\b|999`));
    const { json } = await client.store('GET', PRODUCTS);
    expect(json.data.map(({ price }: { price: number }) => price)).toEqual([10, 10]);
  });
});

describe('deleting', () => {
  test('needs a filter and takes 250 at most', async () => {
    const client = await start();
    const { id } = await make(client, 'A', { images: [{ image_url: 'https://x.example/1.jpg' }] });
    await make(client, 'B');
    expect((await client.store('DELETE', PRODUCTS)).status).toBe(422);
    expect((await client.store('DELETE', `${PRODUCTS}?id:in=${id}`)).status).toBe(204);
    const { json } = await client.store('GET', PRODUCTS);
    expect(json.data.map(({ sku }: { sku: string }) => sku)).toEqual(['B']);
    // The id is not given again.
    expect((await make(client, 'A')).id).toBeGreaterThan(2);
  });

  test('more than 250 at once is 413 and deletes nothing', async () => {
    const client = await start();
    for (let n = 0; n < 251; n++) await make(client, `S${n}`);
    expect((await client.store('DELETE', `${PRODUCTS}?is_visible=true`)).status).toBe(413);
    expect((await client.store('GET', `${PRODUCTS}?limit=1`)).json.meta.pagination.total).toBe(251);
  });
});

describe('what hangs on a product', () => {
  test('custom fields: unique pairs, 200 at most', async () => {
    const client = await start();
    const { id } = await make(client, 'A');
    const path = `${PRODUCTS}/${id}/custom-fields`;
    for (let n = 0; n < 200; n++) await client.store('POST', path, { name: 'Fits', value: `${n}` });
    expect((await client.store('POST', path, { name: 'Fits', value: '0' })).status).toBe(422);
    expect((await client.store('POST', path, { name: 'Fits', value: 'more' })).status).toBe(422);
    expect((await client.store('GET', `${path}?limit=250`)).json.meta.pagination.total).toBe(200);
    expect((await client.store('PUT', `${path}/1`, { value: '1' })).status).toBe(422);
    expect((await client.store('PUT', `${path}/1`, { value: 'new' })).json.data).toEqual({
      id: 1,
      name: 'Fits',
      value: 'new',
    });
    expect((await client.store('DELETE', `${path}/1`)).status).toBe(204);
    expect((await client.store('GET', `${path}/1`)).status).toBe(404);
    expect((await client.store('POST', path, { name: '', value: 'x' })).status).toBe(422);
    expect((await client.store('POST', path, { name: 'x' })).json.title).toBe('Missing Required Fields');
    expect(
      (await client.store('POST', `${PRODUCTS}/99/custom-fields`, { name: 'x', value: 'y' })).status,
    ).toBe(404);
  });

  test('images: by URL, the first is the thumbnail, an unfetchable one is 400', async () => {
    const client = await start();
    const { id } = await make(client, 'A');
    const path = `${PRODUCTS}/${id}/images`;
    const first = await client.store('POST', path, {
      image_url: 'https://x.example/1.jpg',
      description: 'front',
    });
    expect(first.json.data).toMatchObject({
      product_id: id,
      is_thumbnail: true,
      image_file: expect.stringMatching(/\/1__\d+\.jpg$/),
    });
    expect(first.json.data).not.toHaveProperty('image_url');
    const second = await client.store('POST', path, {
      image_url: 'https://x.example/2.jpg',
      is_thumbnail: true,
    });
    const { json } = await client.store('GET', path);
    expect(json.data.map(({ is_thumbnail }: { is_thumbnail: boolean }) => is_thumbnail)).toEqual([
      false,
      true,
    ]);
    expect((await client.store('POST', path, { image_url: 'nowhere' })).status).toBe(400);
    expect(
      (await client.store('POST', path, { image_url: `https://x.example/${'x'.repeat(250)}` })).status,
    ).toBe(422);
    expect((await client.store('PUT', `${path}/1`, { sort_order: 5 })).json.data.sort_order).toBe(5);
    expect((await client.store('DELETE', `${path}/${second.json.data.id}`)).status).toBe(204);
    expect((await client.store('GET', path)).json.data).toHaveLength(1);
  });

  test('quantity prices must not overlap', async () => {
    const client = await start();
    const { id } = await make(client, 'A');
    const path = `${PRODUCTS}/${id}/bulk-pricing-rules`;
    const rule = { type: 'price', amount: 8 };
    expect((await client.store('POST', path, { quantity_min: 5, quantity_max: 9, ...rule })).status).toBe(
      200,
    );
    expect((await client.store('POST', path, { quantity_min: 9, quantity_max: 0, ...rule })).status).toBe(
      409,
    );
    expect((await client.store('POST', path, { quantity_min: 10, quantity_max: 0, ...rule })).status).toBe(
      200,
    );
  });
});
