import { describe, expect, it } from 'vitest';
import { type Client, make, product, start, until } from './harness.ts';

const VARIANTS = '/v3/catalog/variants';
const of = (label: string, more: Record<string, unknown> = {}) => ({
  sku: `S-${label}`,
  option_values: [{ option_display_name: 'Size', label }],
  ...more,
});

/** A product with two sizes, counted by variant. */
const sized = (client: Client, fields: Record<string, unknown> = {}) =>
  make(client, 'S', {
    inventory_tracking: 'variant',
    variants: [of('5', { price: 12, inventory_level: 3 }), of('6', { inventory_level: 4 })],
    ...fields,
  });

interface FreeItem {
  locations: { total_inventory_onhand: number }[];
}

it('a variant without a price has its product’s, and the product shows the stock of all', async () => {
  const client = await start();
  const made = await sized(client);
  const [five, six] = made.variants;
  expect(five).toMatchObject({ price: 12, calculated_price: 12 });
  expect(six).toMatchObject({ price: null, calculated_price: 10 });
  expect(made).toMatchObject({ base_variant_id: null, inventory_level: 7 });
});

it('SKUs are unique across products and variants, whatever their case', async () => {
  const client = await start();
  await sized(client);
  const post = (body: unknown) => client.store('POST', '/v3/catalog/products', body);
  expect((await post(product('s-5'))).json.errors).toHaveProperty('sku');
  const twin = product('T', { variants: [of('7', { sku: 's' })] });
  expect((await post(twin)).status).toBe(409);
  const [{ id }] = (await client.store('GET', `${VARIANTS}?sku=S-5`)).json.data;
  const renamed = await client.store('PUT', VARIANTS, [{ id, sku: 'S-6' }]);
  expect(renamed.status).toBe(422);
  expect(renamed.json.batch_errors).toMatchObject([{ status: 409 }]);
});

it.each([
  ['the same values twice', [of('5'), of('5', { sku: 'other' })], 409],
  ['other options than the first', [of('5'), { sku: 'o', option_values: [] }], 422],
  [
    'one option less than the first',
    [
      { sku: 'a', option_values: [...of('5').option_values, { option_display_name: 'Color', label: 'Red' }] },
      of('6'),
    ],
    422,
  ],
  ['no SKU', [{ option_values: of('5').option_values }], 422],
])('a product whose variants have %s is refused whole', async (_name, variants, status) => {
  const client = await start();
  const answer = await client.store('POST', '/v3/catalog/products', product('S', { variants }));
  expect(answer.status).toBe(status);
  expect((await client.store('GET', '/v3/catalog/products')).json.data).toEqual([]);
});

it('a batch of variants with one bad item changes none', async () => {
  const client = await start();
  const { variants } = await sized(client);
  const items = [
    { id: variants[0].id, price: 99 },
    { id: variants[1].id, price: -1 },
  ];
  const answer = await client.store('PUT', VARIANTS, items);
  expect(answer.status).toBe(422);
  expect(answer.json.batch_errors).toHaveLength(1);
  const [five] = (await client.store('GET', `${VARIANTS}?sku=S-5`)).json.data;
  expect(five.price).toBe(12);
});

it('stock by variant: by its id or SKU, and not by the product', async () => {
  const client = await start();
  const { id, variants } = await sized(client);
  const adjust = (item: object) =>
    client.store('PUT', '/v3/inventory/adjustments/absolute', {
      items: [{ location_id: 1, quantity: 9, ...item }],
    });
  for (const item of [{ product_id: id }, { sku: 'S' }])
    expect((await adjust(item)).json.title).toMatch(
      /is tracked by variant, please update stock by variant id/,
    );
  expect((await adjust({ variant_id: variants[0].id })).status).toBe(200);
  expect((await adjust({ sku: 'S-6' })).status).toBe(200);
  const levels = async () => (await client.store('GET', '/v3/inventory/items')).json.data;
  const isNine = (item: FreeItem) => item.locations[0]?.total_inventory_onhand === 9;
  const shown = await until(levels, (items: FreeItem[]) => items.every(isNine));
  expect(shown).toMatchObject([
    { identity: { sku: 'S-5', product_id: id, variant_id: variants[0].id } },
    { identity: { sku: 'S-6' } },
  ]);
  const [shownProduct] = (await client.store('GET', '/v3/catalog/products')).json.data;
  expect(shownProduct.inventory_level).toBe(18);
});

it('the state hash knows variants and videos, whatever their ids', async () => {
  const hash = async (fields: Record<string, unknown>) => {
    const client = await start();
    await sized(client, fields);
    return (await client.admin('GET', '/state-hash')).json.hash;
  };
  const reversed = {
    variants: [of('6', { inventory_level: 4 }), of('5', { price: 12, inventory_level: 3 })],
  };
  expect(await hash(reversed)).toBe(await hash({}));
  expect(await hash({ variants: [of('5', { price: 12 })] })).not.toBe(await hash({}));
  expect(await hash({ videos: [{ video_id: 'abc' }] })).not.toBe(await hash({}));
});

describe('the base variant of a product without options', () => {
  it.each(['one', 'batch'])('is written by itself (%s), and the product keeps its price', async (way) => {
    const client = await start();
    const { id, base_variant_id } = await make(client, 'A', { price: 10 });
    const change = { price: 8.5, sku: 'A-2', weight: 3 };
    const written =
      way === 'one'
        ? await client.store('PUT', `/v3/catalog/products/${id}/variants/${base_variant_id}`, change)
        : await client.store('PUT', '/v3/catalog/variants', [{ id: base_variant_id, ...change }]);
    expect(written.status).toBe(200);
    const { data } = (await client.store('GET', `/v3/catalog/products/${id}?include=variants`)).json;
    expect(data).toMatchObject({
      sku: 'A-2',
      price: 10,
      weight: 1,
      variants: [{ sku: 'A-2', price: 8.5, calculated_price: 8.5, calculated_weight: 3 }],
    });
    expect(data).not.toHaveProperty('base_variant');
  });

  it('is not deleted, and not there beside others', async () => {
    const client = await start();
    const { id, base_variant_id } = await make(client, 'A');
    const path = `/v3/catalog/products/${id}/variants/${base_variant_id}`;
    expect((await client.store('DELETE', path)).status).toBe(422);
    const made = await make(client, 'P', {
      variants: [{ sku: 'P-1', option_values: [{ option_display_name: 'Size', label: '1' }] }],
    });
    const items = [{ id: made.id + 1_000_000_000, price: 1 }];
    expect((await client.store('PUT', '/v3/catalog/variants', items)).status).toBe(422);
  });
});

it('decimals may come as text', async () => {
  const client = await start();
  const made = await make(client, 'A', { price: '12.50', weight: '1.5', sale_price: '0' });
  expect(made).toMatchObject({ price: 12.5, weight: 1.5, sale_price: 0 });
  const changed = await client.store('PUT', `/v3/catalog/products/${made.id}`, { price: 'ten' });
  expect(changed).toMatchObject({ status: 422, json: { errors: { price: 'error.expected.number' } } });
});
