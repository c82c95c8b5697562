import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const BILL = {
  first_name: 'Jane',
  last_name: 'Doe',
  zip: '78751',
  country_iso2: 'US',
  email: 'jane@example.com',
};

async function shop() {
  const client = await start();
  const [a, b] = [
    await make(client, 'A', { price: 10, inventory_tracking: 'product', inventory_level: 9 }),
    await make(client, 'B', { price: 20 }),
  ];
  return { client, a, b };
}

/** An order that a shopper made: two pieces of A with a coupon, one of B, to two addresses, with tax. */
async function bought() {
  const { client } = await shop();
  const { json } = await client.admin('POST', '/orders', {
    lines: [
      { sku: 'A', quantity: 2, discount: '2.00' },
      { sku: 'B', address: 1 },
    ],
    addresses: [{}, { city: 'Elko' }],
    tax_percent: 10,
  });
  return { client, order: json.orders[0] };
}

const stockOf = async (client: Client, id: number) =>
  (await client.store('GET', `/v3/catalog/products/${id}`)).json.data.inventory_level;

describe('an order that a program makes', () => {
  test('is Pending, mails nobody, and the same again is another one', async () => {
    const { client, a } = await shop();
    const body = {
      billing_address: BILL,
      products: [
        { product_id: a.id, quantity: 2 },
        { name: 'Poster', quantity: 1, price_ex_tax: '10.00', price_inc_tax: 10 },
      ],
      external_order_id: 'X-1',
    };
    const first = await client.store('POST', '/v2/orders', body);
    const second = await client.store('POST', '/v2/orders', body);

    expect(first).toMatchObject({
      status: 200,
      json: { status_id: 1, total_inc_tax: '30.0000', items_total: 3, external_order_id: 'X-1' },
    });
    expect(second.json.id).not.toBe(first.json.id);
    const { json } = await client.admin('GET', `/orders/${first.json.id}`);
    expect(json.order.mails).toEqual([]);
    expect(json.order.consignments.shipping[0]).toMatchObject({ zip: '78751', last_name: 'Doe' });
    expect(await stockOf(client, a.id)).toBe(9);
  });

  test('takes its pieces from stock in a status in which orders do, and goes where it says', async () => {
    const { client, a } = await shop();
    const { json } = await client.store('POST', '/v2/orders', {
      status_id: 11,
      billing_address: BILL,
      shipping_addresses: [{ ...BILL, city: 'Elko', shipping_method: 'UPS Ground' }],
      products: [{ product_id: a.id, quantity: 2, price_ex_tax: 8, price_inc_tax: 8 }],
      base_shipping_cost: '5.00',
    });

    expect(json.total_inc_tax).toBe('21.0000');
    expect((await client.store('GET', `/v2/orders/${json.id}/shipping_addresses`)).json).toMatchObject([
      { city: 'Elko', shipping_method: 'UPS Ground' },
    ]);
    expect(await stockOf(client, a.id)).toBe(7);
  });

  test.each([
    [
      { products: [{ product_id: 1, quantity: 1 }] },
      "The required field 'billing_address' was not supplied.",
    ],
    [
      { billing_address: { zip: '7' }, products: [] },
      "The required field 'billing_address.zip' was not supplied.",
    ],
    [{ billing_address: BILL }, "The required field 'products' was not supplied."],
    [{ billing_address: BILL, products: [{ product_id: 999, quantity: 1 }] }, 'no product 999'],
    [{ billing_address: BILL, products: [{ name: 'Cap', quantity: 1 }] }, "The field 'products' is invalid."],
    [
      { billing_address: BILL, products: [{ product_id: 1, quantity: 1, price_ex_tax: 1 }] },
      "The field 'products' is invalid.",
    ],
    [{ billing_address: BILL, status: 'Shipped' }, "The field 'status' cannot be written to."],
  ])('is refused: %j', async (body, words) => {
    const { client } = await shop();
    const { status, json } = await client.store('POST', '/v2/orders', body);

    expect(status).toBe(400);
    expect(json[0].message).toContain(words);
    expect((await client.admin('GET', '/orders')).json.total).toBe(0);
  });
});

test('an archived order is listed no more, and is there by its id; so with all of them', async () => {
  const { client, order } = await bought();
  await client.admin('POST', '/orders', { lines: [{ sku: 'B' }] });

  expect(await client.store('DELETE', `/v2/orders/${order.id}`)).toMatchObject({ status: 204 });
  expect((await client.store('GET', '/v2/orders')).json).toHaveLength(1);
  expect((await client.store('GET', `/v2/orders/${order.id}`)).json).toMatchObject({
    id: order.id,
    is_deleted: true,
  });
  expect(await client.store('DELETE', '/v2/orders')).toMatchObject({ status: 204 });
  expect(await client.store('GET', '/v2/orders')).toMatchObject({ status: 204 });
});

describe('what hangs on an order', () => {
  test('each of its links answers', async () => {
    const { client, order } = await bought();
    const base = client.sandbox.url;
    const links: string[] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('url' in value && typeof value.url === 'string') links.push(value.url);
      for (const each of Object.values(value)) collect(each);
    };
    for (const path of ['', '?include=consignments&consignment_structure=object', '/shipping_addresses'])
      collect((await client.store('GET', `/v2/orders/${order.id}${path}`)).json);

    expect(new Set(links).size).toBeGreaterThan(9);
    for (const link of links) {
      const path = link.replace(`${base}/stores/${client.sandbox.storeHash}`, '');
      expect([200, 204], path).toContain((await client.store('GET', path)).status);
    }
  });

  test('coupons, taxes, fees, messages, consignments, one line, one address', async () => {
    const { client, order } = await bought();
    const ask = async (path: string) => (await client.store('GET', `/v2/orders/${order.id}/${path}`)).json;
    const [line] = await ask('products');
    const [, second] = await ask('shipping_addresses');

    expect(await ask('coupons')).toMatchObject([{ code: 'SAVE', amount: '2.0000', order_id: order.id }]);
    expect(await ask('taxes?details=true')).toMatchObject([
      { order_product_id: String(line.id), line_amount: '1.8000', rate: '10.0000' },
      { line_amount: '2.0000' },
    ]);
    expect(await ask('fees')).toEqual({ fees: [] });
    expect(await client.store('GET', `/v2/orders/${order.id}/messages`)).toMatchObject({ status: 204 });
    expect((await ask('consignments')).shipping[1]).toMatchObject({ city: 'Elko' });
    expect(await ask(`products/${line.id}`)).toEqual(line);
    expect(await ask(`shipping_addresses/${second.id}`)).toEqual(second);
    expect((await client.store('GET', `/v2/orders/${order.id}/products/1`)).status).toBe(404);
    expect((await client.store('GET', '/v2/order_statuses/11')).json).toMatchObject({
      name: 'Awaiting Fulfillment',
    });
  });

  test('a shipment can be corrected and taken back, which mails nobody and leaves the status', async () => {
    const { client, order } = await bought();
    const [{ line_items: lines, id: order_address_id }] = order.consignments.shipping;
    const items = [{ order_product_id: lines[0].id, quantity: 2 }];
    const body = { order_address_id, items, tracking_number: 'WRONG', shipping_provider: 'ups' };
    const path = `/v2/orders/${order.id}/shipments`;
    const { json } = await client.store('POST', path, body);

    const changed = await client.store('PUT', `${path}/${json.id}`, { tracking_number: '1Z1' });
    expect(changed.json).toMatchObject({ tracking_number: '1Z1', items: [{ quantity: 2 }] });
    expect((await client.store('GET', `${path}/count`)).json).toEqual({ count: 1 });
    await client.store('DELETE', `${path}/${json.id}`);

    const after = (await client.admin('GET', `/orders/${order.id}`)).json.order;
    expect(after).toMatchObject({ status_id: 3, items_shipped: 0, shipments: [], mails: [{}] });
  });
});

describe('what cannot be written', () => {
  const words = (field: string) => [
    {
      status: 400,
      message: `The field '${field}' cannot be written to. Please remove it from your request before trying again.`,
    },
  ];

  test.each(['id', 'status', 'date_modified', 'total_tax', 'payment_status', 'coupons'])(
    'is %s of an order',
    async (field) => {
      const { client, order } = await bought();
      const body = { staff_notes: 'new', [field]: order[field] };

      expect(await client.store('PUT', `/v2/orders/${order.id}`, body)).toMatchObject({
        status: 400,
        json: words(field),
      });
      expect((await client.store('GET', `/v2/orders/${order.id}`)).json.staff_notes).toBe('');
    },
  );

  test('is the product in a shipment, and what the store itself says of one', async () => {
    const { client, order } = await bought();
    const [{ line_items: lines, id: order_address_id }] = order.consignments.shipping;
    const item = { order_product_id: lines[0].id, quantity: 1 };
    const path = `/v2/orders/${order.id}/shipments`;
    const send = (body: object) => client.store('POST', path, { order_address_id, items: [item], ...body });

    expect((await send({ items: [{ ...item, product_id: lines[0].product_id }] })).json).toEqual(
      words('product_id'),
    );
    expect((await send({ date_created: 'now' })).json).toEqual(words('date_created'));
    expect((await client.admin('GET', `/orders/${order.id}`)).json.order.shipments).toEqual([]);
  });
});
