import { HttpResponse, http as route } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import { httpSend } from '../finditparts/http-send.ts';
import { collect } from '../finditparts/scripted-send.ts';

const BASE = 'https://api.bigcommerce.com/stores/abc123';
const PRODUCTS = `${BASE}/v3/catalog/products`;
const server = setupServer();
const http = httpSend('bigcommerce', BASE, 'token-1');
const store = createBigCommerce({ send: http.send });
const wire = (id: number) => ({
  id,
  sku: `S${id}`,
  name: `N${id}`,
  type: 'physical',
  price: 336.32,
  weight: 0,
});

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(async () => {
  server.close();
  await http.close();
});

describe('bigcommerce over HTTP', () => {
  it('asks for SKUs with any letters by a URL under 2 kB', async () => {
    const urls: string[] = [];
    const skus = Array.from({ length: 200 }, (_, n) => `6 µm/½″ & #${n}+é`);
    server.use(
      route.get(PRODUCTS, ({ request }) => {
        urls.push(request.url);
        const asked = new URL(request.url).searchParams.get('sku:in')?.split(',') ?? [];
        return HttpResponse.json({
          data: asked.map((sku, n) => ({ ...wire(n + 1), sku })),
          meta: { pagination: { total: asked.length } },
        });
      }),
    );

    const found = await store.products.bySku(skus);

    expect(found.map(({ sku }) => sku)).toEqual(skus);
    expect(Math.max(...urls.map((url) => url.length))).toBeLessThan(2_000);
    expect(found[0]?.price.toFixed()).toBe('336.32');
  });

  it('takes the 204 of a delete', async () => {
    server.use(route.delete(PRODUCTS, () => new HttpResponse(null, { status: 204 })));

    await expect(store.products.delete([1])).resolves.toBeUndefined();
  });

  it('reads the product and the problem of a 207', async () => {
    server.use(
      route.post(PRODUCTS, () =>
        HttpResponse.json(
          { data: wire(5), errors: { status: 207, title: 'Inventory was not saved', errors: {} }, meta: {} },
          { status: 207 },
        ),
      ),
    );

    await expect(
      store.products.create({ name: 'N', type: 'physical', weight: 0, price: 1 }),
    ).resolves.toMatchObject({ product: { id: 5 }, partial: 'Inventory was not saved' });
  });

  it('takes a batch apart that is refused without a name', async () => {
    const refused = {
      status: 422,
      title: 'JSON data is missing or invalid',
      errors: { price: 'error.minimum' },
    };
    let calls = 0;
    server.use(
      route.put(PRODUCTS, async ({ request }) => {
        calls++;
        const rows = (await request.json()) as { id: number }[];
        return rows.some(({ id }) => id === 4)
          ? HttpResponse.json({ ...refused, title: 'One of them' }, { status: 422 })
          : HttpResponse.json({ data: rows.map(({ id }) => wire(id)) });
      }),
      route.put(`${PRODUCTS}/:id`, ({ params }) => {
        calls++;
        return params.id === '4'
          ? HttpResponse.json(refused, { status: 422 })
          : HttpResponse.json({ data: wire(Number(params.id)) });
      }),
    );

    const results = await store.products.updateBatch(
      Array.from({ length: 10 }, (_, n) => ({ id: n, price: -n })),
    );

    expect(results.map((result) => 'ok' in result)).toEqual(results.map((_, n) => n !== 4));
    expect(results[4]).toMatchObject({ error: { message: expect.stringContaining('error.minimum') } });
    expect(calls).toBeLessThanOrEqual(9);
  });

  it('says which permission is missing', async () => {
    server.use(
      route.put(PRODUCTS, () => HttpResponse.json({ title: 'a required scope is missing' }, { status: 403 })),
    );

    await expect(store.products.updateBatch([{ id: 1 }, { id: 2 }])).rejects.toMatchObject({
      code: 'FORBIDDEN',
      hint: expect.stringContaining('Products: modify'),
    });
  });

  it('calls an answer broken that is no JSON, without repeating a create', async () => {
    let calls = 0;
    server.use(
      route.post(PRODUCTS, () => {
        calls++;
        return HttpResponse.html('<html>maintenance</html>');
      }),
    );

    await expect(
      store.products.create({ name: 'N', type: 'physical', weight: 0, price: 1 }),
    ).rejects.toMatchObject({ outcome: 'unknown' });
    expect(calls).toBe(1);
  });

  it('names the field of a page that breaks the contract', async () => {
    server.use(
      route.get(PRODUCTS, () => HttpResponse.json({ data: [{ ...wire(1), price: 'free' }], meta: {} })),
    );

    await expect(collect(store.products.list())).rejects.toMatchObject({
      code: 'CONTRACT',
      endpoint: 'GET /v3/catalog/products',
      message: expect.stringContaining('data[0].price'),
    });
  });
});
