import { describe, expect, test } from 'vitest';
import { type Client, type FreePart, start } from './harness.ts';

const SHIP_TO = {
  name: 'A. Driver',
  street1: '1 Road',
  city: 'Reno',
  state: 'NV',
  postal_code: '89501',
  country: 'US',
};

async function orderable(client: Client): Promise<string[]> {
  const { json } = await client.supplier('GET', '/parts/search?in_stock=true&per_page=100');
  const fits = ({ status, pack_quantity, inventory }: FreePart) =>
    status === 'active' && pack_quantity === 1 && inventory.total > 5;
  return json.parts.filter(fits).map(({ id }: FreePart) => id);
}

function place(client: Client, lines: readonly [part: string, quantity: number][], po = 'PO-1', key = 'k1') {
  const body = {
    po_number: po,
    ship_to: SHIP_TO,
    lines: lines.map(([part_id, quantity]) => ({ part_id, quantity, unit_price: '10.00' })),
    shipping_method: 'ground',
  };
  return client.supplier('POST', '/orders', body, { 'Idempotency-Key': key });
}

/** An order of three and two pieces, with a door to what happens to it. */
async function placed() {
  const client = await start();
  const parts = (await orderable(client)).slice(0, 2) as [string, string];
  const { id } = (
    await place(client, [
      [parts[0], 3],
      [parts[1], 2],
    ])
  ).json.order;
  const step = (body: object) => client.admin('POST', `/supplier-orders/${id}`, body);
  const order = async () => (await client.supplier('GET', `/orders/${id}`)).json.order;
  return { client, parts, id, step, order };
}

describe('an order at the supplier', () => {
  test('is confirmed at another price and quantity', async () => {
    const { parts, step, order } = await placed();
    await step({
      action: 'confirm',
      lines: [{ part_id: parts[0], confirmed: 1, backordered: 2, unit_price: '99.00' }],
    });
    expect(await order()).toMatchObject({
      status: 'confirmed',
      lines: [
        { confirmed: 1, backordered: 2, unit_price: '99.00' },
        { confirmed: 2, backordered: 0 },
      ],
    });
    expect(Number((await order()).totals.total)).toBeGreaterThan(297);
  });

  test.each([1, 2, 3])('ships in %i parcels, each piece once', async (parcels) => {
    const { parts, step, order } = await placed();
    await step({ action: 'ship', parcels });
    const { status, shipments } = await order();
    expect(status).toBe('shipped');
    expect(new Set(shipments.map((each: FreePart) => each.tracking_number)).size).toBe(parcels);
    const pieces = (part: string) =>
      shipments
        .flatMap((each: FreePart) => each.lines)
        .filter((line: FreePart) => line.part_id === part)
        .reduce((sum: number, line: FreePart) => sum + line.quantity, 0);
    expect(parts.map(pieces)).toEqual([3, 2]);
  });

  test('ships bit by bit, without saying what, by other carriers', async () => {
    const { parts, step, order, client, id } = await placed();
    await step({
      action: 'ship',
      parcels: [{ carrier: 'FedEx', tracking_number: 'F1', lines: [{ part_id: parts[0], quantity: 1 }] }],
    });
    expect(await order()).toMatchObject({
      status: 'partially shipped',
      shipments: [{ carrier: 'FedEx', tracking_number: 'F1' }],
    });
    await step({ action: 'ship', withLines: false });
    const { status, shipments } = await order();
    expect(status).toBe('shipped');
    expect(shipments[1]).not.toHaveProperty('lines');
    expect(await order()).not.toHaveProperty('shipped');
    const { shipped } = (await client.admin('GET', `/supplier-orders/${id}`)).json.order;
    expect(shipped).toEqual({ [parts[0]]: 3, [parts[1]]: 2 });
    expect((await step({ action: 'ship' })).status).toBe(422);
  });

  test('waits for stock, then ships all', async () => {
    const { step, order } = await placed();
    await step({ action: 'backorder' });
    expect(await order()).toMatchObject({
      status: 'backordered',
      lines: [{ confirmed: 0, backordered: 3 }, { backordered: 2 }],
    });
    expect((await step({ action: 'ship' })).status).toBe(422);
    await step({ action: 'ship', all: true });
    expect(await order()).toMatchObject({ status: 'shipped', lines: [{ confirmed: 3, backordered: 0 }, {}] });
  });

  test.each([
    ['deliver', 'delivered'],
    ['cancel', 'cancelled'],
    ['return', 'returned'],
  ])('%s: %s', async (action, status) => {
    const { step, order } = await placed();
    await step({ action });
    expect((await order()).status).toBe(status);
  });

  test('a cancelled order confirms only what had shipped', async () => {
    const { parts, step, order } = await placed();
    await step({ action: 'ship', parcels: [{ lines: [{ part_id: parts[0], quantity: 1 }] }] });
    await step({ action: 'cancel' });
    expect(await order()).toMatchObject({
      lines: [
        { confirmed: 1, backordered: 0 },
        { confirmed: 0, backordered: 0 },
      ],
    });
  });

  test('has whatever status the supplier thinks of', async () => {
    const { step, order, client } = await placed();
    await step({ action: 'status', status: 'On the dock' });
    expect((await order()).status).toBe('On the dock');
    expect((await step({ action: 'teleport' })).status).toBe(422);
    expect((await step({ action: 'confirm', lines: [{ part_id: 'FP1' }] })).status).toBe(422);
    expect((await client.admin('POST', '/supplier-orders/FO999', { action: 'deliver' })).status).toBe(404);
  });
});

describe('switches', () => {
  test('an order takes its pieces out of stock, unless told not to', async () => {
    const client = await start();
    const [part = ''] = await orderable(client);
    const stock = async () => (await client.supplier('GET', `/parts/${part}/inventory`)).json.total;
    const before = await stock();
    await place(client, [
      [part, 1],
      [part, 1],
    ]);
    expect(await stock()).toBe(before - 2);
    await client.admin('POST', '/settings', { ordersTakeStock: false });
    await place(client, [[part, 1]], 'PO-2', 'k2');
    expect(await stock()).toBe(before - 2);
  });

  test('a refused order leaves the stock alone', async () => {
    const client = await start();
    const [part = ''] = await orderable(client);
    const before = (await client.supplier('GET', `/parts/${part}/inventory`)).json;
    expect(
      (
        await place(client, [
          [part, 1],
          ['FP9999999', 1],
        ])
      ).status,
    ).toBe(404);
    expect((await client.supplier('GET', `/parts/${part}/inventory`)).json).toMatchObject({
      total: before.total,
    });
  });

  test('without idempotency the same again is a second order', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { idempotentOrders: false });
    const [part = ''] = await orderable(client);
    for (const _ of [1, 2]) expect((await place(client, [[part, 1]])).status).toBe(201);
    const { json } = await client.admin('GET', '/supplier-orders');
    expect(json.effects).toEqual({ orders: 2, numbers: 1, replays: 0 });
    expect((await client.supplier('GET', '/orders?po_number=PO-1')).json.orders).toHaveLength(2);
  });

  test('a replay is counted, and is no order', async () => {
    const client = await start();
    const [part = ''] = await orderable(client);
    for (const _ of [1, 2, 3]) await place(client, [[part, 1]]);
    expect((await client.admin('GET', '/supplier-orders')).json).toMatchObject({
      total: 1,
      effects: { orders: 1, numbers: 1, replays: 2 },
      orders: [{ po_number: 'PO-1', idempotency_key: 'k1', request: { ship_to: SHIP_TO } }],
    });
  });

  test('the listing lags, the order itself does not', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { orderListingLagMs: 60_000 });
    const [part = ''] = await orderable(client);
    const { id } = (await place(client, [[part, 1]])).json.order;
    const listed = async () => (await client.supplier('GET', '/orders?po_number=PO-1')).json.orders.length;
    expect(await listed()).toBe(0);
    expect((await client.supplier('GET', `/orders/${id}`)).status).toBe(200);
    await client.admin('POST', '/settings', { orderListingLagMs: 0 });
    expect(await listed()).toBe(1);
  });

  test('a purchase order number can be too long', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { poNumberLength: 20 });
    const [part = ''] = await orderable(client);
    const { status, json } = await place(client, [[part, 1]], 'P'.repeat(21));
    expect([status, json.error.message]).toEqual([422, 'po_number: at most 20 characters']);
    expect((await place(client, [[part, 1]], 'P'.repeat(20))).status).toBe(201);
  });
});

describe('faults on POST /orders', () => {
  test.each([
    ['lost-answer', 1],
    ['lost-answer=50', 1],
    ['late-500', 1],
    ['late-504', 1],
    ['reset-body', 1],
    ['truncate', 1],
    ['empty', 1],
    ['lost-request', 0],
    ['lost-request=50', 0],
    ['500', 0],
    ['504', 0],
    ['html', 0],
  ])('%s: %i taken in', async (fault, orders) => {
    const client = await start();
    const [part = ''] = await orderable(client);
    await client.admin('POST', '/faults', { faults: [`fp:${fault}:1:POST /orders`] });
    await place(client, [[part, 1]]).catch(() => undefined);
    expect((await client.admin('GET', '/supplier-orders')).json.effects.orders).toBe(orders);
  });
});
