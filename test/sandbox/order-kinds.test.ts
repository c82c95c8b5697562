import { expect, test } from 'vitest';
import { type Client, type FreePart, start } from './harness.ts';

/** A store that sells the first parts of the supplier's catalogue, as a client would have put them there. */
async function stocked(parts = 60): Promise<Client> {
  const client = await start({ parts: 400 });
  const { json } = await client.supplier('GET', `/parts/search?per_page=100`);
  const brands = new Map<string, number>();
  for (const part of [...json.parts.slice(0, parts), ...json.parts.filter(isHazardous)] as FreePart[]) {
    const brandName = String(part.brand);
    if (!brands.has(brandName)) {
      const brand = await client.store('POST', '/v3/catalog/brands', { name: brandName });
      brands.set(brandName, brand.json.data.id);
    }
    await client.store('POST', '/v3/catalog/products', {
      name: `${brandName} ${part.part_number} ${part.id}`,
      sku: String(part.id),
      mpn: part.part_number,
      brand_id: brands.get(brandName),
      type: 'physical',
      weight: 1,
      price: 50,
    });
  }
  return client;
}

function isHazardous({ hazmat }: FreePart): boolean {
  return typeof hazmat === 'object' && hazmat !== null;
}

/** The supplier's part behind a line: the store's SKUs here are its ids. */
async function partOf(client: Client, sku: string) {
  const { part } = (await client.supplier('GET', `/parts/${sku}`)).json;
  const { total } = (await client.supplier('GET', `/parts/${sku}/inventory`)).json;
  const { account } = (await client.supplier('GET', `/parts/${sku}/price`)).json;
  return { ...part, stock: total, cost: account };
}

test('each kind has its trap, and only that', async () => {
  const client = await stocked();
  const kinds = [
    'single',
    'multi-line',
    'two-addresses',
    'foreign-lines',
    'all-foreign',
    'partial-stock',
    'no-postcode',
    'long-street',
    'long-po',
    'hazmat-by-air',
    'price-moved',
    'unpaid',
    'pending',
    'declined',
    'disputed',
    'manual-verification',
  ];
  const { status, json } = await client.admin('POST', '/orders', { kind: kinds, count: kinds.length });
  expect(status).toBe(201);
  const orders = new Map(json.orders.map((order: { kind: string }) => [order.kind, order]));
  const of = (kind: string) => orders.get(kind) as FreePart;
  const shipping = (kind: string) => of(kind).consignments.shipping;
  const lines = (kind: string) => shipping(kind).flatMap((each: FreePart) => each.line_items);
  const line = (kind: string) => lines(kind)[0];

  expect([...orders.keys()]).toEqual(kinds);
  for (const kind of ['single', 'no-postcode', 'long-street', 'long-po', 'unpaid']) {
    const part = await partOf(client, line(kind).sku);
    expect(part).toMatchObject({ status: 'active', hazmat: false });
    expect(part.stock).toBeGreaterThanOrEqual(line(kind).quantity);
    expect(line(kind).quantity % part.pack_quantity).toBe(0);
  }
  expect(of('single')).toMatchObject({ status_id: 11, payment_status: 'captured' });
  expect(new Set(lines('multi-line').map(({ sku }: FreePart) => sku)).size).toBe(3);
  expect(shipping('two-addresses')).toHaveLength(2);
  expect(lines('foreign-lines').map(({ product_id }: FreePart) => product_id > 0)).toEqual([
    true,
    false,
    false,
  ]);
  expect(lines('all-foreign').every(({ product_id }: FreePart) => product_id === 0)).toBe(true);
  const scarce = await partOf(client, line('partial-stock').sku);
  expect(scarce.stock).toBeGreaterThan(0);
  expect(line('partial-stock').quantity).toBeGreaterThan(scarce.stock);
  expect(shipping('no-postcode')[0].zip).toBe('');
  expect(shipping('long-street')[0].street_1.length).toBeGreaterThan(100);
  expect(of('long-po').external_order_id.length).toBeGreaterThan(60);
  expect(isHazardous(await partOf(client, line('hazmat-by-air').sku))).toBe(true);
  expect(shipping('hazmat-by-air')[0].shipping_method).toContain('Air');
  expect(Number((await partOf(client, line('price-moved').sku)).cost)).toBeGreaterThan(
    Number(line('price-moved').price_ex_tax),
  );
  expect(of('unpaid')).toMatchObject({ status_id: 11, payment_status: 'pending' });
  expect(
    ['pending', 'declined', 'disputed', 'manual-verification'].map((kind) => of(kind).status_id),
  ).toEqual([1, 6, 13, 12]);
});

test('many orders at once, with a status of one’s own, from a store that sells a few parts', async () => {
  const client = await stocked(12);
  const body = { kind: ['single', 'multi-line'], count: 100, ageMinutes: 0, shipping_method: 'LTL' };
  const { json } = await client.admin('POST', '/orders', body);
  expect(json.orders).toHaveLength(100);
  expect(
    new Set(
      json.orders.flatMap((order: FreePart) =>
        order.consignments.shipping[0].line_items.map(({ sku }: FreePart) => sku),
      ),
    ).size,
  ).toBeGreaterThan(4);
  expect(json.orders[99].consignments.shipping[0].shipping_method).toBe('LTL');
});

test('a store without a fitting product says so, and makes none', async () => {
  const client = await start();
  const { status, json } = await client.admin('POST', '/orders', { kind: 'single' });
  expect([status, json.error]).toEqual([422, expect.stringContaining('Sync more parts first')]);
  expect((await client.admin('GET', '/orders')).json.total).toBe(0);
  expect((await client.admin('POST', '/orders', { kind: 'curious' })).status).toBe(422);
});
