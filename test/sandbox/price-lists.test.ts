import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const LISTS = '/v3/pricelists';

async function withList(settings: Record<string, unknown> = {}) {
  const client = await start();
  await client.admin('POST', '/settings', settings);
  const { data } = (await client.store('POST', LISTS, { name: 'Fleet' })).json;
  const product = await make(client, 'A', { price: 10 });
  return { client, list: data, records: `${LISTS}/${data.id}/records`, product };
}

async function pricesOf(client: Client, path: string) {
  return (await client.store('GET', path)).json.data;
}

describe('price lists', () => {
  test('are made, renamed, switched off and deleted with their records', async () => {
    const { client, list, records, product } = await withList();
    expect(list).toMatchObject({ id: 1, name: 'Fleet', active: true });
    expect((await client.store('POST', LISTS, { name: 'Fleet' })).status).toBe(422);
    const off = await client.store('PUT', `${LISTS}/1`, { active: false });
    expect(off.json.data).toMatchObject({ name: 'Fleet', active: false });
    await client.store('PUT', records, [{ variant_id: product.base_variant_id, currency: 'usd', price: 8 }]);
    expect((await client.store('DELETE', `${LISTS}/1`)).status).toBe(204);
    expect((await client.store('GET', records)).status).toBe(404);
    expect(await pricesOf(client, LISTS)).toEqual([]);
  });

  test('take records by SKU or variant, once for each currency, and keep what is not named', async () => {
    const { client, records, product } = await withList();
    const upserts = [
      { sku: 'a', currency: 'USD', price: 8, retail_price: 12 },
      { variant_id: product.base_variant_id, currency: 'usd', sale_price: 7 },
      { variant_id: product.base_variant_id, currency: 'cad', price: 11 },
    ];
    expect(await client.store('PUT', records, upserts)).toMatchObject({
      status: 200,
      json: { data: {}, meta: {} },
    });
    const [usd, cad, ...others] = await pricesOf(client, records);
    expect(others).toEqual([]);
    expect(usd).toMatchObject({
      price_list_id: 1,
      product_id: product.id,
      variant_id: product.base_variant_id,
      sku: 'A',
      currency: 'usd',
      price: 8,
      sale_price: 7,
      retail_price: 12,
      calculated_price: 7,
    });
    expect(cad).toMatchObject({ currency: 'cad', price: 11, calculated_price: 11 });
    expect(await pricesOf(client, `${records}?currency=cad`)).toHaveLength(1);
    expect(await pricesOf(client, `${records}?sku:in=nobody`)).toEqual([]);
    await client.store('DELETE', `${records}?currency=cad`);
    expect(await pricesOf(client, records)).toHaveLength(1);
  });

  test.each([
    ['whole', 0],
    ['partial', 1],
  ])('name the bad items of a %s batch', async (batches, saved) => {
    const { client, records } = await withList({ batches });
    const answer = await client.store('PUT', records, [
      { sku: 'A', currency: 'usd', price: 8 },
      { sku: 'nobody', currency: 'usd', price: 8 },
      { sku: 'A', currency: 'usd', price: -1 },
    ]);
    expect(answer).toMatchObject({
      status: 422,
      json: {
        batch_errors: [
          { data: { price_list_id: 1, sku: 'nobody', currency: 'usd' } },
          { field_errors: { price: expect.any(String) } },
        ],
      },
    });
    expect(await pricesOf(client, records)).toHaveLength(saved);
  });

  test('are for one customer group and channel each', async () => {
    const { client } = await withList();
    const path = `${LISTS}/assignments`;
    const assignment = { price_list_id: 1, customer_group_id: 3, channel_id: 1 };
    expect((await client.store('POST', path, [assignment])).status).toBe(200);
    expect((await client.store('POST', path, [assignment])).status).toBe(422);
    expect((await client.store('POST', path, [{ ...assignment, channel_id: 9 }])).status).toBe(422);
    expect(await pricesOf(client, `${path}?channel_id=1`)).toEqual([{ id: 1, ...assignment }]);
    await client.store('DELETE', `${path}?id=1`);
    expect(await pricesOf(client, path)).toEqual([]);
  });
});
