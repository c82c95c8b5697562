import { expect, test } from 'vitest';
import { type Client, start } from './harness.ts';

const SHIP_TO = {
  name: 'A. Driver',
  street1: '1 Road',
  city: 'Reno',
  state: 'NV',
  postal_code: '89501',
  country: 'US',
};

function order(po: string, part: string, quantity: number) {
  return {
    po_number: po,
    ship_to: SHIP_TO,
    lines: [{ part_id: part, quantity, unit_price: '10.00' }],
    shipping_method: 'ground',
  };
}

function place(client: Client, body: unknown, key?: string) {
  return client.supplier('POST', '/orders', body, key === undefined ? {} : { 'Idempotency-Key': key });
}

/** A part that can be ordered one by one and has more than enough. */
async function orderable(client: Client): Promise<string> {
  const { json } = await client.supplier('GET', '/parts/search?in_stock=true&per_page=100');
  const fits = (part: { status: string; pack_quantity: number; inventory: { total: number } }) =>
    part.status === 'active' && part.pack_quantity === 1 && part.inventory.total > 5;
  return json.parts.find(fits).id;
}

test('an order is confirmed, and found by its id and by its PO number', async () => {
  const client = await start();
  const part = await orderable(client);
  const placed = await place(client, order('PO-1', part, 2), 'k1');
  expect(placed.status).toBe(201);
  expect(placed.json.order).toMatchObject({
    po_number: 'PO-1',
    status: 'received',
    lines: [
      {
        part_id: part,
        quantity: 2,
        confirmed: 2,
        backordered: 0,
        unit_price: expect.stringMatching(/^\d+\.\d\d$/),
      },
    ],
    shipments: [],
  });
  const { id } = placed.json.order;
  expect((await client.supplier('GET', `/orders/${id}`)).json).toEqual(placed.json);
  expect((await client.supplier('GET', '/orders?po_number=PO-1')).json).toEqual({
    orders: [placed.json.order],
  });
  expect((await client.supplier('GET', '/orders?po_number=PO-2')).json).toEqual({ orders: [] });
});

test('what stock does not cover is on backorder', async () => {
  const client = await start();
  const part = await orderable(client);
  await client.admin('PATCH', `/parts/${part}`, { inventory: 3 });
  const { json } = await place(client, order('PO-1', part, 5));
  expect(json.order.lines[0]).toMatchObject({ confirmed: 3, backordered: 2 });
});

test('the same key and body again is the same order, with 200', async () => {
  const client = await start();
  const body = order('PO-1', await orderable(client), 1);
  const first = await place(client, body, 'k1');
  const second = await place(client, body, 'k1');
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(second.json).toEqual(first.json);
});

test('the same PO or the same key with another body is 409', async () => {
  const client = await start();
  const part = await orderable(client);
  await place(client, order('PO-1', part, 1), 'k1');
  expect((await place(client, order('PO-1', part, 2), 'k2')).status).toBe(409);
  expect((await place(client, order('PO-2', part, 1), 'k1')).status).toBe(409);
  expect((await place(client, order('PO-1', part, 1), 'k2')).status).toBe(409);
});

test('a concurrent repeat does not make a second order', async () => {
  const client = await start();
  const body = order('PO-1', await orderable(client), 1);
  const answers = await Promise.all(Array.from({ length: 5 }, () => place(client, body, 'k1')));
  expect(new Set(answers.map(({ json }) => json.order.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
});

test('orders survive a restart', async () => {
  const client = await start();
  const placed = await place(client, order('PO-1', await orderable(client), 1));
  await client.sandbox.close();
  const again = await start({ dataDir: client.dataDir });
  expect((await again.supplier('GET', '/orders?po_number=PO-1')).json.orders).toEqual([placed.json.order]);
});

test('the lookup by PO number can be missing', async () => {
  const client = await start();
  await client.admin('POST', '/settings', { orderLookup: 'none' });
  expect((await client.supplier('GET', '/orders?po_number=PO-1')).status).toBe(404);
});

test.each<[string, (part: string) => unknown, number]>([
  ['no lines', () => ({ ...order('PO', 'x', 1), lines: [] }), 422],
  ['a quantity of zero', (part) => order('PO', part, 0), 422],
  ['no address', (part) => ({ ...order('PO', part, 1), ship_to: {} }), 422],
  ['an unknown part', () => order('PO', 'FP9999999', 1), 404],
  ['broken JSON', () => '{"po_number":', 400],
])('%s is refused and leaves no order', async (_name, body, status) => {
  const client = await start();
  const answer = await place(client, body(await orderable(client)));
  expect(answer.status).toBe(status);
  expect(answer.json.error.message).toEqual(expect.any(String));
  expect((await client.supplier('GET', '/orders?po_number=PO')).json.orders).toEqual([]);
});

test('packs are sold whole', async () => {
  const client = await start();
  const part = await orderable(client);
  await client.admin('PATCH', `/parts/${part}`, { pack_quantity: 4 });
  expect((await place(client, order('PO-1', part, 6))).json.error.code).toBe('pack_quantity');
  expect((await place(client, order('PO-1', part, 8))).status).toBe(201);
});
