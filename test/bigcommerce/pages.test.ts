import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pagesV2 } from '../../src/bigcommerce/pages.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

async function read(script: Script, limit = 2) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  const request = { path: '/v2/orders', endpoint: 'GET /v2/orders', limitGroup: 'orders' };
  const rows = (await collect(pagesV2(send, request, z.object({ id: z.number() }), limit))).flat();
  return { rows, requests };
}

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
