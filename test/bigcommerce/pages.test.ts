import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pagesV2, steadyList } from '../../src/bigcommerce/pages.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

async function read(script: Script, limit = 2) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  const request = { path: '/v2/orders', endpoint: 'GET /v2/orders', limitGroup: 'orders' };
  const rows = (await collect(pagesV2(send, request, z.object({ id: z.number() }), limit))).flat();
  return { rows, requests };
}

describe('a list that can only be read by page numbers', () => {
  const request = { path: '/v3/catalog/brands', endpoint: 'GET /v3/catalog/brands', limitGroup: 'catalog' };
  const shelf = (rows: () => number[]) =>
    scriptedSend('bigcommerce', ({ query }) => {
      const [page, limit] = [Number(query?.page), Number(query?.limit)];
      const all = rows();
      const data = all.slice((page - 1) * limit, page * limit).map((id) => ({ id }));
      return { data, meta: { pagination: { total: all.length } } };
    });

  it.each<[string, (call: number) => number[], number[]]>([
    [
      'loses none where one goes from a page that was read',
      (call) => (call < 2 ? [1, 2, 3, 4] : [1, 3, 4]),
      [1, 3, 4],
    ],
    ['doubles none where one comes before it', (call) => (call < 2 ? [2, 3, 4] : [1, 2, 3, 4]), [1, 2, 3, 4]],
    ['is read once where nothing moves', () => [1, 2, 3, 4], [1, 2, 3, 4]],
  ])('%s', async (_, rows, expected) => {
    let calls = 0;
    const { send, requests } = shelf(() => rows(++calls));

    const found = await steadyList(send, request, z.object({ id: z.number() }), 2);

    expect(found.map(({ id }) => id)).toEqual(expected);
    expect(requests.length).toBe(calls);
  });

  it('ends where rows come and go for ever', async () => {
    let calls = 0;
    const { send, requests } = shelf(() => Array.from({ length: 3 + (++calls % 2) }, (_, id) => id));

    expect((await steadyList(send, request, z.object({ id: z.number() }), 2)).length).toBeGreaterThan(2);
    expect(requests.length).toBe(6);
  });
});

describe('bigcommerce/pages V2', () => {
  it('takes a 204 for an empty list', async () => {
    expect((await read(() => reply(204))).rows).toEqual([]);
  });

  it('takes an empty list for one too', async () => {
    expect((await read(() => [])).rows).toEqual([]);
  });

  it('goes on until a page is short', async () => {
    const { rows, requests } = await read((_, index) => (index === 0 ? [{ id: 1 }, { id: 2 }] : [{ id: 3 }]));

    expect(rows.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(requests.map(({ query }) => query)).toEqual([
      { page: 1, limit: 2 },
      { page: 2, limit: 2 },
    ]);
  });

  it('goes on until a 204 where the last page is full', async () => {
    const { rows } = await read((_, index) => (index === 0 ? [{ id: 1 }, { id: 2 }] : reply(204)));

    expect(rows.length).toBe(2);
  });

  it('refuses a page that comes twice and an answer that is no list', async () => {
    await expect(read(() => [{ id: 1 }, { id: 2 }])).rejects.toMatchObject({ code: 'CONTRACT' });
    await expect(read(() => ({ id: 1 }))).rejects.toMatchObject({ code: 'CONTRACT' });
  });
});
