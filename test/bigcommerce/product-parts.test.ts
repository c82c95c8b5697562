import { describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

function storeOf(script: Script) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  return { store: createBigCommerce({ send }), requests };
}
const list = (...data: unknown[]) => ({ data, meta: { pagination: { total: data.length } } });

describe('bigcommerce/custom-fields', () => {
  it('lists, creates, updates and deletes under its product', async () => {
    const { store, requests } = storeOf(({ method }) => {
      const field = { id: 3, name: 'VMRS', value: '013' };
      if (method === 'DELETE') return reply(204);
      return method === 'GET' ? list(field) : { data: field };
    });
    const fields = store.customFields;

    expect((await collect(fields.list(9))).flat()).toEqual([{ id: 3, name: 'VMRS', value: '013' }]);
    await fields.create(9, { name: 'VMRS', value: '013' });
    await fields.update(9, 3, { value: '014' });
    await fields.delete(9, 3);

    expect(
      requests.map(({ method, path, endpoint, idempotent }) => [method, path, endpoint, idempotent]),
    ).toEqual([
      [
        'GET',
        '/v3/catalog/products/9/custom-fields',
        'GET /v3/catalog/products/{id}/custom-fields',
        undefined,
      ],
      ['POST', '/v3/catalog/products/9/custom-fields', 'POST /v3/catalog/products/{id}/custom-fields', false],
      [
        'PUT',
        '/v3/catalog/products/9/custom-fields/3',
        'PUT /v3/catalog/products/{id}/custom-fields/{fieldId}',
        undefined,
      ],
      [
        'DELETE',
        '/v3/catalog/products/9/custom-fields/3',
        'DELETE /v3/catalog/products/{id}/custom-fields/{fieldId}',
        undefined,
      ],
    ]);
  });
});

describe('bigcommerce/images', () => {
  it('lists, creates, updates and deletes under its product', async () => {
    const { store, requests } = storeOf(({ method }) => {
      const image = {
        id: 3,
        product_id: 9,
        url_standard: 'https://x/y.jpg',
        is_thumbnail: true,
        sort_order: 1,
      };
      if (method === 'DELETE') return reply(204);
      return method === 'GET' ? list(image) : { data: image };
    });
    const { images } = store;

    expect((await collect(images.list(9))).flat()).toEqual([
      {
        id: 3,
        imageFile: null,
        imageUrl: null,
        urlStandard: 'https://x/y.jpg',
        urlZoom: null,
        description: '',
        sortOrder: 1,
        isThumbnail: true,
      },
    ]);
    await images.create(9, { image_url: 'https://x/y.jpg' });
    await images.update(9, 3, { description: 'front' });
    await images.delete(9, 3);

    expect(requests.map(({ method, path, idempotent }) => [method, path, idempotent])).toEqual([
      ['GET', '/v3/catalog/products/9/images', undefined],
      ['POST', '/v3/catalog/products/9/images', false],
      ['PUT', '/v3/catalog/products/9/images/3', undefined],
      ['DELETE', '/v3/catalog/products/9/images/3', undefined],
    ]);
  });
});

describe('bigcommerce/videos', () => {
  it('lists, creates, updates and deletes under its product', async () => {
    const { store, requests } = storeOf(({ method }) => {
      const video = { id: 3, product_id: 9, video_id: 'abc', title: 'Fit', sort_order: 1 };
      if (method === 'DELETE') return reply(204);
      return method === 'GET' ? list(video) : { data: video };
    });
    const shown = { id: 3, videoId: 'abc', title: 'Fit', description: '', sortOrder: 1 };

    expect((await collect(store.videos.list(9))).flat()).toEqual([shown]);
    expect(await store.videos.create(9, { video_id: 'abc' })).toEqual(shown);
    await store.videos.update(9, 3, { title: 'Fit' });
    await store.videos.delete(9, 3);

    expect(requests.map(({ method, path, idempotent }) => [method, path, idempotent])).toEqual([
      ['GET', '/v3/catalog/products/9/videos', undefined],
      ['POST', '/v3/catalog/products/9/videos', false],
      ['PUT', '/v3/catalog/products/9/videos/3', undefined],
      ['DELETE', '/v3/catalog/products/9/videos/3', undefined],
    ]);
  });
});

describe('bigcommerce/variants', () => {
  const rows = (ids: readonly number[]) => ids.map((id) => ({ id, price: 2 }));
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

  it('writes fifty a call', async () => {
    const { store, requests } = storeOf(({ json }) => ({ data: json }));
    const results = await store.variants.updateBatch(rows(numbers(1, 120)));

    expect(results.every((result) => 'ok' in result)).toBe(true);
    expect(requests.map(({ json }) => (json as unknown[]).length)).toEqual([50, 50, 20]);
  });

  it('finds the one that the batch was refused for', async () => {
    const { store } = storeOf(({ json }) =>
      (json as { id: number }[]).some(({ id }) => id === 3)
        ? reply(422, { batch_errors: [{ status: 409, title: 'Sku is not unique' }] })
        : { data: json },
    );
    const results = await store.variants.updateBatch(rows(numbers(1, 5)));

    expect(results.map((result) => 'ok' in result)).toEqual([true, true, false, true, true]);
  });
});

describe('bigcommerce/metafields', () => {
  const sent = (resource_id: number, key = 'hash') =>
    ({ resource_id, namespace: 'ttpd', key, value: 'v', permission_set: 'app_only' }) as const;
  const wire = (row: { resource_id: number; key?: string }, id = row.resource_id) => ({
    id,
    namespace: 'ttpd',
    key: 'hash',
    value: 'v',
    ...row,
  });

  it('lists those of every product, or of one', async () => {
    const { store, requests } = storeOf(() => list(wire({ resource_id: 1 })));

    await collect(store.metafields.list({ namespace: 'ttpd' }));
    const [page] = await collect(store.metafields.list({ productId: 1, key: 'hash' }));

    expect(page?.[0]).toMatchObject({ id: 1, productId: 1, namespace: 'ttpd', key: 'hash', value: 'v' });
    expect(requests.map(({ path, endpoint }) => [path, endpoint])).toEqual([
      ['/v3/catalog/products/metafields', 'GET /v3/catalog/products/metafields'],
      ['/v3/catalog/products/1/metafields', 'GET /v3/catalog/products/{id}/metafields'],
    ]);
    expect(requests[1]?.query).not.toHaveProperty('productId');
  });

  it('creates many and answers in the order given', async () => {
    const { store, requests } = storeOf(({ json }) => ({
      data: (json as ReturnType<typeof sent>[]).map((row) => wire(row)).reverse(),
    }));
    const rows = Array.from({ length: 60 }, (_, n) => sent(n + 1));

    const results = await store.metafields.create(rows);

    expect(results.map((result) => 'ok' in result && result.ok.productId)).toEqual(
      rows.map((row) => row.resource_id),
    );
    expect(requests.map(({ json, idempotent }) => [(json as unknown[]).length, idempotent])).toEqual([
      [50, false],
      [10, false],
    ]);
  });

  it('takes a 422 apart that saved some', async () => {
    const { store, requests } = storeOf(() =>
      reply(422, {
        data: [wire({ resource_id: 1 })],
        errors: [{ status: 409, title: 'The key is taken' }],
        meta: { total: 2, success: 1, failed: 1 },
      }),
    );

    const results = await store.metafields.create([sent(1), sent(2)]);

    expect(results[0]).toHaveProperty('ok');
    expect(results[1]).toMatchObject({
      error: { status: 422, message: expect.stringContaining('The key is taken') },
    });
    expect(requests.length).toBe(1);
  });

  it('passes a 500 on, whatever its body holds', async () => {
    const { store } = storeOf(() => reply(500, { data: [wire({ resource_id: 1 })] }));

    await expect(store.metafields.create([sent(1), sent(2)])).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('tries rows apart when a 422 saved none', async () => {
    const { store, requests } = storeOf(({ json }) => {
      const rows = json as { id: number }[];
      return rows.some(({ id }) => id === 2)
        ? reply(422, { data: [], errors: [{ title: 'no' }] })
        : { data: rows.map(({ id }) => wire({ resource_id: 9 }, id)) };
    });

    const results = await store.metafields.update([
      { id: 1, value: 'a' },
      { id: 2, value: 'b' },
    ]);

    expect(results.map((result) => 'ok' in result)).toEqual([true, false]);
    expect(requests.length).toBe(3);
    expect(requests[0]?.idempotent).toBe(true);
  });

  it('halves what is too large', async () => {
    const { store, requests } = storeOf(({ json }) => {
      const rows = json as ReturnType<typeof sent>[];
      return rows.length > 10 ? reply(413, { title: 'too many' }) : { data: rows.map((row) => wire(row)) };
    });

    const results = await store.metafields.create(Array.from({ length: 20 }, (_, n) => sent(n + 1)));

    expect(results.every((result) => 'ok' in result)).toBe(true);
    expect(requests.map(({ json }) => (json as unknown[]).length)).toEqual([20, 10, 10]);
  });

  it('deletes by id', async () => {
    const { store, requests } = storeOf(() => ({ data: [1, 2] }));

    await store.metafields.delete([1, 2]);
    await store.metafields.delete([]);

    expect(requests.map(({ method, json }) => [method, json])).toEqual([['DELETE', [1, 2]]]);
  });
});
