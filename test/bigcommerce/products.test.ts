import { describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { ProductUpdate } from '../../src/bigcommerce/request-types.ts';
import { queryText } from '../../src/http/send/url.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

const wire = (id: number, sku = `S${id}`) => ({
  id,
  sku,
  name: `N${id}`,
  type: 'physical',
  price: 1.1,
  weight: 2,
});

function productsOf(script: Script) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  return { products: createBigCommerce({ send }).products, requests };
}

/** A store that refuses every PUT with a bad product in it. */
function storeWith(bad: number[], refuse: (isBatch: boolean) => unknown): Script {
  return ({ path, json }) => {
    const isBatch = Array.isArray(json);
    const ids = isBatch ? (json as ProductUpdate[]).map(({ id }) => id) : [Number(path.split('/').at(-1))];
    if (ids.some((id) => bad.includes(id))) return refuse(isBatch);
    return { data: isBatch ? ids.map((id) => wire(id)) : wire(ids[0]!), meta: {} };
  };
}

const updates = (count: number): ProductUpdate[] =>
  Array.from({ length: count }, (_, n) => ({ id: n + 1, price: 2 }));

describe('bigcommerce/products updateBatch', () => {
  it('writes ten a call and answers in the order given', async () => {
    const { products, requests } = productsOf(storeWith([], () => null));

    const results = await products.updateBatch(updates(25));

    expect(requests.map(({ json }) => (json as unknown[]).length)).toEqual([10, 10, 5]);
    expect(requests[0]).toMatchObject({
      method: 'PUT',
      path: '/v3/catalog/products',
      endpoint: 'PUT /v3/catalog/products',
      limitGroup: 'products',
    });
    expect(results.map((result) => 'ok' in result && result.ok.id)).toEqual(updates(25).map(({ id }) => id));
  });

  it.each([
    ['409', () => reply(409, { title: 'The product name is a duplicate' }), 409],
    ['422', () => reply(422, { title: 'The product name is a duplicate' }), 422],
    ['404', () => reply(404, { title: 'The product name is a duplicate' }), 404],
    ['207', () => reply(207, { data: [], errors: { title: 'The product name is a duplicate' } }), 207],
  ])('finds the product at fault behind an unnamed %s, with at most 9 calls', async (_, refuse, status) => {
    const { products, requests } = productsOf(storeWith([7], refuse));

    const results = await products.updateBatch(updates(10));

    expect(results.filter((result) => 'ok' in result).length).toBe(9);
    expect(results[6]).toMatchObject({
      error: { name: 'ServiceError', status, body: expect.anything() },
    });
    expect(requests.length).toBeLessThanOrEqual(9);
    expect(requests.at(-1)?.path.startsWith('/v3/catalog/products')).toBe(true);
  });

  it('sends the id of a single product in the path only', async () => {
    const { products, requests } = productsOf(storeWith([], () => null));

    await products.updateBatch([{ id: 5, price: 3 }]);

    expect(requests[0]).toMatchObject({
      path: '/v3/catalog/products/5',
      endpoint: 'PUT /v3/catalog/products/{id}',
      json: { price: 3 },
    });
  });

  it('keeps the words of a product that was saved only in part', async () => {
    const { products } = productsOf(() =>
      reply(207, { data: wire(5), errors: { title: 'Inventory could not be updated', errors: {} } }),
    );

    const [result] = await products.updateBatch([{ id: 5, inventory_level: 3 }]);

    expect(result).toMatchObject({
      error: { message: expect.stringContaining('Inventory could not be updated') },
    });
  });

  it.each([401, 403, 429, 500])('does not try products apart after a %i', async (status) => {
    const { products, requests } = productsOf(() => reply(status));

    await expect(products.updateBatch(updates(10))).rejects.toMatchObject({ status });
    expect(requests.length).toBe(1);
  });

  it('does not call a product done that the answer leaves out', async () => {
    const { products } = productsOf(() => ({ data: [wire(1)] }));

    const results = await products.updateBatch(updates(2));

    expect(results.map((result) => 'ok' in result)).toEqual([true, false]);
  });

  it('asks nothing for no products', async () => {
    const { products, requests } = productsOf(() => null);

    expect(await products.updateBatch([])).toEqual([]);
    expect(requests).toEqual([]);
  });
});

describe('bigcommerce/products create and delete', () => {
  const body = { name: 'N', type: 'physical', weight: 1, price: 2 } as const;

  it('creates one product and never by itself a second time', async () => {
    const { products, requests } = productsOf(() => ({ data: wire(9), meta: {} }));

    const created = await products.create(body);

    expect(created.product.id).toBe(9);
    expect(created).not.toHaveProperty('partial');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      idempotent: false,
      json: body,
      limitGroup: 'products',
    });
  });

  it.each([
    ['an object', wire(9)],
    ['a list', [wire(9)]],
  ])('tells of the part that was not saved (207 with %s)', async (_, data) => {
    const { products } = productsOf(() =>
      reply(207, { data, errors: { title: 'Stock was not saved' }, meta: {} }),
    );

    await expect(products.create(body)).resolves.toMatchObject({
      product: { id: 9 },
      partial: 'Stock was not saved',
    });
  });

  it('passes a conflict on', async () => {
    const { products } = productsOf(() => reply(409, { title: 'The product sku is a duplicate' }));

    await expect(products.create(body)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('calls the outcome unknown when the answer lacks the id', async () => {
    const { products } = productsOf(() => ({ data: { ...wire(1), id: null } }));

    await expect(products.create(body)).rejects.toMatchObject({ code: 'CONTRACT', outcome: 'unknown' });
  });

  it('deletes 250 a call, and never without a filter', async () => {
    const { products, requests } = productsOf(() => reply(204));

    await products.delete([]);
    expect(requests).toEqual([]);

    await products.delete(Array.from({ length: 260 }, (_, n) => n + 1));
    expect(requests.map(({ query }) => String(query?.['id:in']).split(',').length)).toEqual([250, 10]);
  });
});

describe('bigcommerce/products reads', () => {
  const answer = (data: unknown[], total: number) => ({ data, meta: { pagination: { total } } });

  it('reads a product with what was asked for besides', async () => {
    const { products, requests } = productsOf(() => ({
      data: {
        ...wire(1),
        price: '336.3200',
        sale_price: 0,
        brand_id: 0,
        description: null,
        upc: null,
        categories: [3, 4],
        custom_url: { url: '/n1/', is_customized: false },
        custom_fields: [{ id: 1, name: 'VMRS', value: '013' }],
        images: [
          { id: 2, url_standard: 'https://x/y.jpg', description: '', sort_order: 0, is_thumbnail: true },
        ],
        unheard_of: true,
      },
    }));

    const product = await products.one(1, { include: ['images', 'custom_fields'] });

    expect(product?.price.toFixed()).toBe('336.32');
    expect(product?.salePrice?.toFixed()).toBe('0');
    expect(product).toMatchObject({
      id: 1,
      brandId: null,
      costPrice: null,
      description: '',
      upc: '',
      categories: [3, 4],
      customUrl: '/n1/',
      customFields: [{ id: 1, name: 'VMRS', value: '013' }],
      images: [{ id: 2, urlStandard: 'https://x/y.jpg', isThumbnail: true }],
    });
    expect(requests[0]).toMatchObject({
      path: '/v3/catalog/products/1',
      endpoint: 'GET /v3/catalog/products/{id}',
      query: { include: 'images,custom_fields' },
    });
  });

  it('tells a description that was left out from an empty one', async () => {
    const { products } = productsOf(() => answer([wire(1), { ...wire(2), description: '' }], 2));

    const [page] = await collect(products.list({ excludeFields: ['description'] }));

    expect(page?.map(({ description }) => description)).toEqual([null, '']);
  });

  it('knows no product where the store says 404', async () => {
    const { products } = productsOf(() => reply(404));

    await expect(products.one(1)).resolves.toBeUndefined();
  });

  it('lists pages until the total is seen, though pages are smaller than asked for', async () => {
    const { products, requests } = productsOf(({ query }) => {
      const from = (Number(query?.page) - 1) * 10;
      return answer(
        Array.from({ length: Math.min(10, 25 - from) }, (_, n) => wire(from + n + 1)),
        25,
      );
    });

    const pages = await collect(products.list({ include: ['variants'], filter: { brand_id: 4 } }));

    expect(pages.flat().map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(requests.length).toBe(3);
    expect(requests[0]?.query).toMatchObject({ include: 'variants', brand_id: 4, page: 1, limit: 250 });
  });

  it('lists until a page is empty when the store does not count', async () => {
    const { products, requests } = productsOf((_, index) => ({
      data: index < 2 ? [wire(index + 1)] : [],
      meta: [],
    }));

    expect((await collect(products.list())).flat().length).toBe(2);
    expect(requests.length).toBe(3);
  });

  it('refuses a listing in which one page comes twice', async () => {
    const { products } = productsOf(() => answer([wire(1), wire(2)], 100));

    await expect(collect(products.list())).rejects.toMatchObject({ code: 'CONTRACT' });
    await expect(collect(products.scan())).rejects.toMatchObject({ code: 'CONTRACT' });
  });

  it('scans behind the last id, so that a product deleted meanwhile hides none', async () => {
    const store = new Set([1, 2, 3, 4, 5]);
    const { products, requests } = productsOf(({ query }) => {
      const left = [...store].filter((id) => id > Number(query?.['id:greater'] ?? 0));
      const data = left.slice(0, 2).map((id) => wire(id));
      store.delete(1);
      return answer(data, left.length);
    });

    const pages = await collect(products.scan({ filter: { is_visible: true } }));

    expect(pages.flatMap(({ products: rows }) => rows.map(({ id }) => id))).toEqual([1, 2, 3, 4, 5]);
    expect(pages.map(({ left }) => left)).toEqual([5, 3, 1]);
    expect(requests.map(({ query }) => query?.['id:greater'])).toEqual([undefined, 2, 4]);
    expect(requests[0]?.query).toMatchObject({ sort: 'id', direction: 'asc', limit: 250, is_visible: true });
  });

  it('completes bare dates, which the store would fill up with the present time', async () => {
    const { products, requests } = productsOf(() => answer([], 0));

    await products.count({ 'date_modified:min': '2026-01-02', 'date_modified:max': '2026-01-03' });
    await products.count({ 'date_modified:min': '2026-01-02T10:00:00Z' });

    expect(requests.map(({ query }) => [query?.['date_modified:min'], query?.['date_modified:max']])).toEqual(
      [
        ['2026-01-02T00:00:00Z', '2026-01-03T23:59:59Z'],
        ['2026-01-02T10:00:00Z', undefined],
      ],
    );
  });

  it('looks SKUs up by lists that fit a URL, and those with a comma alone', async () => {
    const skus = [...Array.from({ length: 300 }, (_, n) => `BX-${10000 + n}`), 'A,B', 'bx-10000', ''];
    const { products, requests } = productsOf(({ query }) => {
      const asked = query?.sku !== undefined ? [String(query.sku)] : String(query?.['sku:in']).split(',');
      return answer(
        asked.map((sku, n) => wire(n + 1, sku.toUpperCase())),
        asked.length,
      );
    });

    const found = await products.bySku(skus, { include: ['custom_fields'] });

    expect(new Set(found.map(({ sku }) => sku)).size).toBe(301);
    expect(found.length).toBe(301);
    expect(requests.filter(({ query }) => query?.sku === 'A,B').length).toBe(1);
    expect(requests.some(({ query }) => String(query?.['sku:in']).includes('A,B'))).toBe(false);
    for (const { query } of requests) {
      const url = `https://api.bigcommerce.com/stores/abcdefghij/v3/catalog/products?${queryText(query)}`;
      expect(url.length).toBeLessThan(2_000);
    }
  });

  it('does not take products for these SKUs that have others, nor ask for none', async () => {
    const { products, requests } = productsOf(() => answer([wire(1, 'OTHER')], 1));

    expect(await products.bySku(['BX-1'])).toEqual([]);
    expect(await products.bySku(['', ''])).toEqual([]);
    expect(requests.length).toBe(1);
  });

  it('reads products by id, each once', async () => {
    const { products, requests } = productsOf(() => answer([wire(1), wire(2)], 2));

    expect((await products.byIds([1, 2, 1])).length).toBe(2);
    expect(requests[0]?.query).toMatchObject({ 'id:in': '1,2' });
  });

  it('refuses an answer without a required id', async () => {
    const { products } = productsOf(() => answer([{ ...wire(1), id: undefined }], 1));

    await expect(collect(products.list())).rejects.toMatchObject({
      code: 'CONTRACT',
      message: expect.stringContaining('data[0].id'),
    });
  });
});
