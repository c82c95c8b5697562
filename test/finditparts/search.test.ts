import { describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import { collect, type Script, scriptedSend } from './scripted-send.ts';

const row = (n: number) => ({ id: `FP${n}`, part_number: `N${n}`, brand: 'Bendix' });
const rows = (from: number, to: number) =>
  Array.from({ length: Math.max(to - from + 1, 0) }, (_, n) => row(from + n));

/** A server of `total` parts that caps pages at `cap` and says of a page what `says` picks. */
function server(total: number, cap: number, says: ('size' | 'total' | 'number')[]): Script {
  return ({ query }) => {
    const [number, size] = [Number(query?.page), Math.min(Number(query?.per_page), cap)];
    const facts = { number, size, total };
    const page = Object.fromEntries(says.map((key) => [key, facts[key]]));
    return { parts: rows((number - 1) * size + 1, Math.min(number * size, total)), page };
  };
}

async function search(script: Script, pageSize = 100) {
  const { send, requests } = scriptedSend('finditparts', script);
  const supplier = createPartsApi({ send, capabilities: { pageSize } });
  const pages = await collect(supplier.search({}));
  return { requests, pages, ids: pages.flatMap((page) => page.parts.map((part) => part.id)) };
}

describe('finditparts/parts-api search', () => {
  it('sends the query under the names of the contract', async () => {
    const { send, requests } = scriptedSend('finditparts', () => ({ parts: [], page: { total: 0 } }));
    const query = {
      text: 'drum',
      category: 'brakes',
      brand: 'Gunite',
      partNumber: '3600A',
      vehicleId: 'V1',
      inStock: true,
      updatedSince: '2026-01-01T00:00:00Z',
    };

    await collect(createPartsApi({ send }).search(query));

    expect(requests).toEqual([
      {
        method: 'GET',
        path: '/parts/search',
        endpoint: 'GET /parts/search',
        limitGroup: 'search',
        query: {
          q: 'drum',
          category: 'brakes',
          brand: 'Gunite',
          mpn: '3600A',
          vehicle_id: 'V1',
          in_stock: true,
          updated_since: '2026-01-01T00:00:00Z',
          page: 1,
          per_page: 100,
        },
        signal: undefined,
      },
    ]);
  });

  it('asks for nothing until the first page is wanted', () => {
    const { send, requests } = scriptedSend('finditparts', () => ({ parts: [] }));

    createPartsApi({ send }).search({});

    expect(requests).toEqual([]);
  });

  it.each([
    ['a total and a size', 250, 100, ['size', 'total', 'number'], 3],
    ['a last page that is full', 200, 100, ['size', 'total'], 2],
    ['a page size capped with a word', 120, 50, ['size', 'total'], 3],
    ['a page size capped without a word', 120, 50, ['total'], 3],
    ['no total: a short page ends it', 120, 100, ['size'], 2],
    ['no total, and the last page is full', 200, 100, ['size'], 3],
    ['no total, capped with a word', 120, 50, ['size'], 3],
    ['no total, capped without a word', 120, 50, [], 3],
    ['nothing said, all on one page', 30, 100, [], 2],
    ['nothing found', 0, 100, ['size', 'total'], 1],
    ['nothing found and nothing said', 0, 100, [], 1],
  ] as const)('reads all of %s', async (_, total, cap, says, calls) => {
    const { ids, requests } = await search(server(total, cap, [...says]));

    expect(ids).toEqual(rows(1, total).map(({ id }) => id));
    expect(requests.length).toBe(calls);
  });

  it('numbers the pages and passes the total on', async () => {
    const { pages } = await search(server(120, 100, ['size', 'total']));

    expect(pages.map(({ number, total }) => [number, total])).toEqual([
      [1, 120],
      [2, 120],
    ]);
  });

  it.each(['parts', 'results', 'data', 'items'])('takes the list under the name %s', async (name) => {
    const { ids } = await search(() => ({ [name]: rows(1, 2), page: { total: '2' } }));

    expect(ids).toEqual(['FP1', 'FP2']);
  });

  it('goes on behind an empty first page when the total says that there is more', async () => {
    const full = server(150, 100, ['size', 'total']);

    const { ids } = await search((request, index) =>
      index === 0 ? { parts: [], page: { number: 1, size: 100, total: 150 } } : full(request, index),
    );

    expect(ids.length).toBe(50);
  });

  it('stops after two empty pages whatever the total says', async () => {
    const { requests } = await search(() => ({ parts: [], page: { number: 1, size: 100, total: 1e9 } }));

    expect(requests.length).toBe(2);
  });

  it('refuses a listing in which one page comes twice though there is more', async () => {
    const answer = { parts: rows(1, 100), page: { number: 1, size: 100, total: 300 } };

    await expect(search(() => answer)).rejects.toMatchObject({
      name: 'ServiceError',
      code: 'CONTRACT',
      endpoint: 'GET /parts/search',
    });
  });

  it('ends a listing of unknown length when the last page comes again', async () => {
    const { ids, requests } = await search(() => ({ parts: rows(1, 100) }));

    expect(ids.length).toBe(100);
    expect(requests.length).toBe(2);
  });

  it('reports a row that is no part and goes on with its page', async () => {
    const parts = [
      row(1),
      { id: 2, part_number: 'N2' },
      'junk',
      { ...row(4), price: { account: 'call us' } },
      row(5),
    ];

    const { ids, pages } = await search(() => ({ parts, page: { number: 1, size: 100, total: 5 } }));

    expect(ids).toEqual(['FP1', 'FP5']);
    expect(pages[0]?.unreadable).toEqual([
      { id: '2', reason: 'brand is missing' },
      { id: null, reason: expect.stringMatching(/expected object/) },
      { id: 'FP4', reason: 'price.account is not a number: "call us"' },
    ]);
  });

  it.each([
    ['no list', { page: { total: 0 } }],
    ['an error in a 200', { error: { code: 'x', message: 'y' } }],
    ['a list that is none', { parts: {} }],
    ['a total that is no count', { parts: [], page: { total: 'many' } }],
    ['a page that is no object', { parts: [], page: 'one' }],
    ['a bare list', [row(1)]],
    ['nothing', null],
  ])('refuses an envelope with %s', async (_, body) => {
    await expect(search(() => body)).rejects.toMatchObject({ code: 'CONTRACT', service: 'finditparts' });
  });

  it('stops between pages when it is told to', async () => {
    const stop = new AbortController();
    const { send, requests } = scriptedSend('finditparts', server(300, 100, ['size', 'total']));

    const reading = (async () => {
      for await (const _ of createPartsApi({ send }).search({}, stop.signal))
        stop.abort(new Error('stopped'));
    })();

    await expect(reading).rejects.toThrow('stopped');
    expect(requests.length).toBe(1);
  });

  it('lists vehicles over all pages and leaves out what cannot be chosen', async () => {
    const vehicle = (id: number) => ({ id, year: '2015', make: 'Mack', model: 'Anthem', engine: null });
    const { send, requests } = scriptedSend('finditparts', ({ query }) =>
      query?.page === 1
        ? { vehicles: [vehicle(1), { id: 2 }], page: { size: 2, total: 3 } }
        : { vehicles: [vehicle(3)], page: { size: 2, total: 3 } },
    );

    const found = await collect(createPartsApi({ send }).vehicles({ year: 2015, make: 'Mack' }));

    expect(found.map(({ id }) => id)).toEqual(['1', '3']);
    expect(found[0]).toEqual({
      id: '1',
      year: 2015,
      make: 'Mack',
      model: 'Anthem',
      submodel: null,
      engine: null,
    });
    expect(requests[0]?.query).toEqual({ year: 2015, make: 'Mack', model: undefined, page: 1 });
  });
});
