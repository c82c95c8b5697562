import { describe, expect, test } from 'vitest';
import { FaultList } from '../../src/sandbox/faults/fault-list.ts';
import { parseFault } from '../../src/sandbox/faults/parse.ts';
import { type Client, make, product, start } from './harness.ts';

const PRODUCTS = '/v3/catalog/products';

describe('the grammar', () => {
  test.each<[string, object]>([
    [
      'bc:429:5%',
      { service: 'bc', kind: 'status', status: 429, rate: { kind: 'share', share: 0.05 }, filter: '' },
    ],
    ['fp:503:3', { service: 'fp', kind: 'status', status: 503, rate: { kind: 'first', count: 3 } }],
    ['fp:latency=2000:10%', { kind: 'latency', value: 2000 }],
    ['bc:429=250', { kind: 'status', status: 429, value: 250, rate: { kind: 'always' } }],
    ['*:lost-answer:@7', { service: '*', kind: 'lost-answer', rate: { kind: 'nth', n: 7 } }],
    ['bc:500:2:POST /v3/catalog/products', { filter: 'POST /v3/catalog/products' }],
    ['bc:207:*', { kind: 'partial' }],
    ['fp:late-500:1:POST /orders', { kind: 'late-status', status: 500 }],
    ['fp:lost-answer=200', { kind: 'lost-answer', value: 200 }],
  ])('%s', (text, expected) => {
    expect(parseFault(text)).toMatchObject({ text, ...expected });
  });

  test.each<[string, RegExp]>([
    ['xx:429', /service must be fp, bc or \*, not "xx"/],
    ['bc', /"" is not a fault/],
    ['bc:200', /"200" is not a fault/],
    ['bc:latency', /latency needs milliseconds/],
    ['bc:latency=fast', /must be a whole number, not "fast"/],
    ['bc:500:often', /rate must be .* not "often"/],
    ['bc:500:101%', /rate must be/],
    ['bc:500:0', /rate must be/],
  ])('%s is refused, saying what is wrong', (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
  });

  test('a share is drawn the same way every time, and near what was asked', () => {
    const draw = (seed: number) => {
      const faults = new FaultList();
      faults.replace(['bc:500:10%'], seed);
      return Array.from({ length: 5000 }, () => faults.meet('bc', 'GET', '/').length);
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    const fired = draw(1).reduce((sum, hit) => sum + hit, 0);
    expect(fired).toBeGreaterThan(400);
    expect(fired).toBeLessThan(600);
  });
});

async function withFaults(...faults: string[]): Promise<Client> {
  const client = await start();
  expect((await client.admin('POST', '/faults', { faults })).status).toBe(200);
  return client;
}

function create(client: Client) {
  return client.store('POST', PRODUCTS, product('A'));
}

/** The products there are, past any fault. */
async function count(client: Client): Promise<number> {
  return (await client.admin('GET', '/products')).json.total;
}

describe('each kind', () => {
  test('a status, in the service’s own words, before the effect, so many times', async () => {
    const client = await withFaults('bc:500:2', 'fp:404:1');
    expect((await create(client)).json).toMatchObject({ status: 500 });
    expect((await create(client)).status).toBe(500);
    expect(await count(client)).toBe(0);
    expect((await create(client)).status).toBe(200);
    expect((await client.supplier('GET', '/parts/search')).json.error.code).toBe('injected_fault');
    expect((await client.supplier('GET', '/parts/search')).status).toBe(200);
  });

  test('429 says when to come back', async () => {
    const client = await withFaults('bc:429=1500:1', 'fp:429=1500:1');
    const store = await create(client);
    expect(store.headers.get('x-retry-after')).toBe('2');
    expect(store.headers.get('x-rate-limit-time-reset-ms')).toBe('1500');
    expect((await client.supplier('GET', '/parts/search')).headers.get('retry-after')).toBe('2');
  });

  test('429=0 says nothing, not even about the quota', async () => {
    const { status, headers } = await create(await withFaults('bc:429=0:1'));
    expect(status).toBe(429);
    expect([...headers.keys()].filter((name) => /rate-limit|retry/.test(name))).toEqual([]);
  });

  test('lost-answer: done, and no answer', async () => {
    const client = await withFaults('bc:lost-answer:1');
    await expect(create(client)).rejects.toThrow('fetch failed');
    expect(await count(client)).toBe(1);
  });

  test('late-500: done, and answered with 500', async () => {
    const client = await withFaults('bc:late-500:1');
    expect((await create(client)).json).toMatchObject({ status: 500 });
    expect(await count(client)).toBe(1);
  });

  test('lost-answer=MS and lost-request=MS: the connection hangs first', async () => {
    const client = await withFaults('bc:lost-answer=120:1', 'bc:lost-request=120:1');
    for (const done of [1, 1]) {
      const begin = performance.now();
      await expect(create(client)).rejects.toThrow('fetch failed');
      expect(performance.now() - begin).toBeGreaterThanOrEqual(115);
      expect(await count(client)).toBe(done);
    }
  });

  test('lost-request: not done, and no answer', async () => {
    const client = await withFaults('bc:lost-request:1');
    await expect(create(client)).rejects.toThrow('fetch failed');
    expect(await count(client)).toBe(0);
  });

  test('reset-body: done, and half an answer', async () => {
    const client = await withFaults('bc:reset-body:1');
    await expect(create(client)).rejects.toThrow('terminated');
    expect(await count(client)).toBe(1);
    expect((await client.admin('GET', '/stats')).json.services.bigcommerce.byStatus).toEqual({ 0: 1 });
  });

  test('truncate: done, and JSON that stops', async () => {
    const client = await withFaults('bc:truncate:1');
    await expect(create(client)).rejects.toThrow(SyntaxError);
    expect(await count(client)).toBe(1);
  });

  test('html: a page with 200, and nothing done', async () => {
    const client = await withFaults('bc:html:1');
    const answer = await create(client);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.json).toContain('<html>');
    expect(await count(client)).toBe(0);
  });

  test('empty: done, and an empty body with 200', async () => {
    const client = await withFaults('bc:empty:1');
    const answer = await create(client);
    expect([answer.status, answer.json]).toEqual([200, '']);
    expect(await count(client)).toBe(1);
  });

  test('latency delays, together with another fault too', async () => {
    const client = await withFaults('bc:latency=120:1', 'bc:500:1');
    const begin = performance.now();
    expect((await create(client)).status).toBe(500);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(115);
  });

  test('207: the product is saved, its stock is not', async () => {
    const client = await start();
    const stock = { inventory_tracking: 'product', inventory_level: 5 };
    const { id } = await make(client, 'B', stock);
    await client.admin('POST', '/faults', { faults: ['bc:207'] });
    const created = await client.store('POST', PRODUCTS, product('A', stock));
    expect(created.status).toBe(207);
    expect(created.json.data).toMatchObject([{ sku: 'A', inventory_level: 0 }]);
    expect(created.json.errors.errors).toHaveProperty('inventory_level');
    const one = await client.store('PUT', `${PRODUCTS}/${id}`, { price: 77, inventory_level: 9 });
    expect([one.status, one.json.data.price, one.json.data.inventory_level]).toEqual([207, 77, 5]);
    const batch = await client.store('PUT', PRODUCTS, [{ id, price: 78, inventory_level: 9 }]);
    expect([batch.status, batch.json.data[0].inventory_level]).toEqual([207, 5]);
    expect((await client.store('PUT', `${PRODUCTS}/${id}`, { price: 79 })).status).toBe(200);
  });
});

test('a filter chooses by method and path', async () => {
  const client = await withFaults('*:500:*:PUT /v3/catalog/products/{id}', 'fp:500:*:/price');
  expect((await create(client)).status).toBe(200);
  expect((await client.store('PUT', `${PRODUCTS}/1`, { price: 1 })).status).toBe(500);
  expect((await client.supplier('GET', '/parts/FP1000001')).status).toBe(200);
  expect((await client.supplier('GET', '/parts/FP1000001/price')).status).toBe(500);
});

test('the list is shown, kept when a new one is wrong, and cleared by an empty one', async () => {
  const client = await start({ faults: ['bc:500:1'] });
  await create(client);
  const shown = { faults: [{ fault: 'bc:500:1', matched: 1, fired: 1 }] };
  expect((await client.admin('GET', '/faults')).json).toEqual(shown);
  const wrong = await client.admin('POST', '/faults', { faults: ['bc:often'] });
  expect(wrong.status).toBe(422);
  expect(wrong.json.error).toContain('"often" is not a fault');
  expect((await client.admin('GET', '/faults')).json).toEqual(shown);
  expect((await client.admin('POST', '/faults', { faults: [] })).json).toEqual({ faults: [] });
});

test('a fault that cannot be read stops the start', async () => {
  await expect(start({ faults: ['nonsense'] })).rejects.toThrow(/Fault "nonsense"/);
});
