import { expect, test } from 'vitest';
import { start } from './harness.ts';

const INCLUDE = 'include=consignments.line_items&consignment_structure=object';

test('an order says what was paid with tax and without, in the currency of the payment', async () => {
  const client = await start({ parts: 50 });
  const { json } = await client.admin('POST', '/orders', {
    lines: [{ sku: 'CAP', name: 'Cap', price: '120.00', quantity: 2, discount: '12.00' }],
    shipping_cost: '0',
    tax_percent: 20,
    is_tax_inclusive_pricing: true,
    currency_code: 'CAD',
    default_currency_code: 'USD',
    currency_exchange_rate: '1.36',
  });

  const order = (await client.store('GET', `/v2/orders/${json.orders[0].id}?${INCLUDE}`)).json;

  expect(order).toMatchObject({
    currency_code: 'CAD',
    default_currency_code: 'USD',
    currency_exchange_rate: '1.36',
    is_tax_inclusive_pricing: true,
    total_inc_tax: '228.0000',
    total_ex_tax: '190.0000',
    total_tax: '38.0000',
  });
  expect(order.consignments.shipping[0].line_items[0]).toMatchObject({
    price_ex_tax: '100.0000',
    price_inc_tax: '120.0000',
    total_ex_tax: '200.0000',
    total_inc_tax: '240.0000',
    total_tax: '40.0000',
  });
});

test('lines that nobody ships have consignments of their own, and refunds their money', async () => {
  const client = await start({ parts: 50 });
  const { json } = await client.admin('POST', '/orders', {
    lines: [
      { sku: 'CAP', price: '10.00', quantity: 2, options: [{ name: 'Size', value: 'L' }] },
      { sku: 'PDF', price: '5.00', type: 'digital' },
      { sku: 'GIFT', price: '50.00', type: 'giftcertificate' },
      { sku: 'COUNTER', price: '7.00', type: 'pickup' },
    ],
  });
  const { id, consignments } = json.orders[0];
  const [cap] = consignments.shipping[0].line_items;
  await client.admin('PATCH', `/orders/${id}`, { refunds: [{ id: cap.id, quantity: 1 }] });

  const order = (await client.store('GET', `/v2/orders/${id}?${INCLUDE}`)).json;

  const skus = (lists: { line_items: { sku: string }[] }[]) =>
    lists.flatMap(({ line_items }) => line_items.map(({ sku }) => sku));
  expect(skus(order.consignments.shipping)).toEqual(['CAP']);
  expect(skus(order.consignments.downloads)).toEqual(['PDF']);
  expect(skus(order.consignments.email.gift_certificates)).toEqual(['GIFT']);
  expect(skus(order.consignments.pickups)).toEqual(['COUNTER']);
  expect(order.consignments.shipping[0].line_items[0].product_options).toMatchObject([
    { display_name: 'Size', display_value: 'L' },
  ]);
  expect(order).toMatchObject({ refunded_amount: '10.0000', payment_status: 'partially refunded' });
});
