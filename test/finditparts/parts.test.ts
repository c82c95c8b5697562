import { describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { Offer } from '../../src/finditparts/supplier.ts';
import { reply, type Script, scriptedSend } from './scripted-send.ts';

function supplierOf(script: Script) {
  const { send, requests } = scriptedSend('finditparts', script);
  return { supplier: createPartsApi({ send }), requests };
}

describe('finditparts/parts-api parts', () => {
  it('encodes the id and reads the part with its details', async () => {
    const { supplier, requests } = supplierOf(() => ({
      part: { id: 'a/b', part_number: '1', brand: 'B', images: [] },
    }));

    const part = await supplier.part('a/b');

    expect(part?.details).toEqual({ images: [], attributes: [], fitment: [], interchange: [] });
    expect(requests[0]).toMatchObject({
      path: '/parts/a%2Fb',
      endpoint: 'GET /parts/{id}',
      limitGroup: 'details',
    });
  });

  it.each(['', ' ', '.', '..'])('does not ask for the id %j, which would be another call', async (id) => {
    const { supplier, requests } = supplierOf(() => ({}));

    await expect(Promise.resolve().then(() => supplier.part(id))).rejects.toMatchObject({
      code: 'INVALID_ID',
    });
    expect(requests).toEqual([]);
  });

  it('knows no part where the supplier says 404', async () => {
    const { supplier } = supplierOf(() => reply(404));

    await expect(supplier.part('x')).resolves.toBeUndefined();
  });

  it.each([
    ['a part without a number', { part: { id: 1, brand: 'B' } }],
    ['no part', {}],
    ['an error', { error: { code: 'x' } }],
    ['text', 'sorry'],
  ])('refuses an answer with %s', async (_, body) => {
    const { supplier } = supplierOf(() => body);

    await expect(supplier.part('x')).rejects.toMatchObject({ code: 'CONTRACT', endpoint: 'GET /parts/{id}' });
  });

  it('asks for price and stock of each part and keeps the order', async () => {
    const { supplier, requests } = supplierOf(async ({ path }) => {
      const [, , id, what] = path.split('/');
      // The later parts answer first.
      for (let turns = 40 - Number(id) * 10; turns > 0; turns--) await Promise.resolve();
      return what === 'price' ? { part_id: id, account: `${id}.50` } : { part_id: id, total: Number(id) };
    });

    const offers = await supplier.offers(['1', '2', '3']);

    expect(offers.map((offer) => [offer?.price?.account?.toFixed(2), offer?.stock?.total])).toEqual([
      ['1.50', 1],
      ['2.50', 2],
      ['3.50', 3],
    ]);
    expect(requests.map(({ limitGroup }) => limitGroup).sort()).toEqual([
      'details',
      'details',
      'details',
      'inventory',
      'inventory',
      'inventory',
    ]);
  });

  it('tells an unknown part from one without a price', async () => {
    const { supplier } = supplierOf(({ path }) =>
      path.startsWith('/parts/gone') || path.endsWith('/price') ? reply(404) : { total: 3 },
    );

    expect(await supplier.offers(['gone', 'here'])).toEqual([
      undefined,
      { price: null, stock: { total: 3, locations: [], asOf: null } },
    ]);
  });

  it.each(['price', 'inventory'])('refuses the %s of another part', async (what) => {
    const { supplier } = supplierOf(({ path }) => ({ part_id: path.endsWith(what) ? 'other' : 'x' }));

    await expect(supplier.offers(['x'])).rejects.toMatchObject({
      code: 'CONTRACT',
      message: expect.stringContaining('part_id'),
    });
  });

  it('has at most eight parts under way and stops asking at the first failure', async () => {
    let running = 0;
    let most = 0;
    const { supplier, requests } = supplierOf(async ({ path }) => {
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return path.startsWith('/parts/20/') ? reply(500) : {};
    });

    const asked = supplier.offers(Array.from({ length: 200 }, (_, n) => String(n)));

    await expect(asked).rejects.toMatchObject({ code: 'SERVICE_FAILED' });
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(most).toBe(16);
    expect(requests.length).toBeLessThan(70);
  });

  it('asks nothing for no parts', async () => {
    const { supplier, requests } = supplierOf(() => ({}));

    expect(await supplier.offers([])).toEqual([]);
    expect(requests).toEqual([]);
  });
});

it('says of what time prices and stock are, in the zone that was set where the supplier names none', async () => {
  const written = { price: { as_of: '2026-11-27T08:00:00' }, inventory: { as_of: '2026-11-27 08:00' } };
  const part = { id: '1', part_number: 'A1', brand: 'Acme', ...written };
  const { send } = scriptedSend('finditparts', ({ path }) =>
    path.endsWith('/price')
      ? written.price
      : path.endsWith('/inventory')
        ? { as_of: '2026-11-27T08:00:00+01:00' }
        : path.endsWith('/search')
          ? { parts: [part], total: 1 }
          : { part },
  );
  const of = (offer: Offer | undefined) => [offer?.price?.asOf, offer?.stock?.asOf];
  const CHICAGO = '2026-11-27T14:00:00.000Z';

  const supplier = createPartsApi({ send, timeZone: 'America/Chicago' });

  expect(of((await supplier.part('1'))?.offer)).toEqual([CHICAGO, CHICAGO]);
  expect(of((await supplier.offers(['1']))[0])).toEqual([CHICAGO, '2026-11-27T08:00:00+01:00']);
  for await (const { parts } of supplier.search({}))
    expect(parts.map(({ offer }) => of(offer))).toEqual([[CHICAGO, CHICAGO]]);
  const plain = createPartsApi({ send });
  expect(of((await plain.part('1'))?.offer)).toEqual([
    '2026-11-27T08:00:00.000Z',
    '2026-11-27T08:00:00.000Z',
  ]);
});
