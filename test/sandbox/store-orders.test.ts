import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

interface Line {
  id: number;
  order_address_id: number;
  quantity: number;
}

/** A store with three products, and an order of them. */
async function withOrder(body: Record<string, unknown> = {}) {
  const client = await start();
  for (const [n, sku] of ['A', 'B', 'C'].entries()) await make(client, sku, { price: 10.25 * (n + 1) });
  const order = await place(client, { lines: [{ sku: 'A', quantity: 2 }, { sku: 'B' }], ...body });
  return { client, order, lines: linesOf(order) };
}

async function place(client: Client, body: Record<string, unknown>) {
  const { status, json } = await client.admin('POST', '/orders', body);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(json)}`);
  return json.orders[0];
}

function linesOf(order: { consignments: { shipping: { line_items: Line[] }[] } }): Line[] {
  return order.consignments.shipping.flatMap(({ line_items }) => line_items);
}

function shipment({ id, order_address_id, quantity }: Line, more: Record<string, unknown> = {}) {
  const items = [{ order_product_id: id, quantity }];
  return { order_address_id, items, tracking_number: '1Z1', shipping_provider: 'ups', ...more };
}

describe('orders of the store', () => {
  test('an order is what V2 says it is: money as text, RFC 2822 dates, links', async () => {
    const { client, order } = await withOrder({ shipping_cost: '5' });
    const { status, json } = await client.store('GET', `/v2/orders/${order.id}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: order.id,
      status_id: 11,
      status: 'Awaiting Fulfillment',
      payment_status: 'captured',
      subtotal_ex_tax: '41.0000',
      shipping_cost_ex_tax: '5.0000',
      total_inc_tax: '46.0000',
      items_total: 3,
      items_shipped: 0,
      products: { resource: `/orders/${order.id}/products` },
      consignments: { resource: `/orders/${order.id}/consignments` },
    });
    expect(json.date_created).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
    expect(Date.parse(json.date_created)).toBeLessThan(Date.now() - 59 * 60_000);
  });

  test('consignments come with lines, with links, or not at all', async () => {
    const { client, order, lines } = await withOrder();
    const ask = async (include: string, structure = '&consignment_structure=object') =>
      (await client.store('GET', `/v2/orders?include=${include}${structure}`)).json[0];
    const whole = (await ask('consignments.line_items')).consignments;
    expect(whole.shipping[0]).toMatchObject({
      zip: '89501',
      base_cost: 25,
      line_items: [
        { id: lines[0]!.id, sku: 'A', quantity: 2, price_ex_tax: '10.2500', total_ex_tax: '20.5000' },
        { id: lines[1]!.id, sku: 'B', quantity: 1 },
      ],
    });
    expect((await ask('consignments')).consignments.shipping[0].line_items[0]).toEqual({
      url: expect.stringContaining(`/orders/${order.id}/products/${lines[0]!.id}`),
      resource: `/orders/${order.id}/products/${lines[0]!.id}`,
    });
    expect((await ask('consignments.line_items', '')).consignments).toHaveProperty('resource');
    expect((await ask('fees')).fees).toEqual([]);
  });

  test('lines and addresses have lists of their own, with other ids than orders', async () => {
    const { client, order, lines } = await withOrder({
      addresses: [{}, { city: 'Elko' }],
      lines: [{ sku: 'A' }, { sku: 'B', address: 1 }],
    });
    const products = (await client.store('GET', `/v2/orders/${order.id}/products`)).json;
    const addresses = (await client.store('GET', `/v2/orders/${order.id}/shipping_addresses`)).json;
    expect(products.map(({ id, order_address_id }: Line) => [id, order_address_id])).toEqual(
      lines.map(({ id, order_address_id }) => [id, order_address_id]),
    );
    expect(addresses).toMatchObject([{ base_cost: '12.5000' }, { city: 'Elko', items_total: 1 }]);
    expect(products.map((line: Line) => line.order_address_id)).toEqual(addresses.map(({ id }: Line) => id));
    expect(new Set([order.id, ...products, ...addresses].map((each) => each.id ?? each)).size).toBe(5);
    expect((await client.store('GET', `/v2/orders/${products[0].id}`)).status).toBe(404);
  });

  test('filters: one status, dates, ids, totals', async () => {
    const { client, order } = await withOrder();
    const other = await place(client, { kind: 'pending', lines: [{ sku: 'C' }], ageMinutes: 5 });
    const ids = async (query: string) => {
      const { status, json } = await client.store('GET', `/v2/orders?${query}`);
      return status === 200 ? json.map(({ id }: Line) => id) : [];
    };
    expect(await ids('')).toEqual([order.id, other.id]);
    expect(await ids('status_id=11')).toEqual([order.id]);
    expect(await ids('sort=id:desc')).toEqual([other.id, order.id]);
    expect(await ids('limit=1&page=2')).toEqual([other.id]);
    expect(await ids(`min_id=${other.id}`)).toEqual([other.id]);
    expect(await ids(`min_date_created=${new Date(Date.now() - 600_000).toISOString()}`)).toEqual([other.id]);
    expect(
      await ids(`max_date_created=${encodeURIComponent(new Date(Date.now() - 600_000).toUTCString())}`),
    ).toEqual([order.id]);
    expect(await ids(`email=${order.billing_address.email.toUpperCase()}`)).toEqual([order.id]);
    expect(await ids('min_total=60')).toEqual([order.id]);
  });

  test.each([
    ['limit=251', 413, 'exceeds the maximum'],
    ['status_id=11,9', 400, "'status_id' is invalid"],
    ['status_id:in=11', 400, "'status_id:in' is invalid"],
    ['sort=total', 400, "'sort' is invalid"],
    ['min_date_modified=soon', 400, "'min_date_modified' is invalid"],
    ['include=everything', 400, "'include' is invalid"],
  ])('?%s is refused with an array', async (query, status, message) => {
    const client = await start();
    const answer = await client.store('GET', `/v2/orders?${query}`);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual([
      expect.objectContaining({ status, message: expect.stringContaining(message) }),
    ]);
  });

  test('an empty list is 204, or [] where the store is set so', async () => {
    const { client, order } = await withOrder();
    const empty = ['/v2/orders?status_id=5', `/v2/orders/${order.id}/shipments`];
    for (const path of empty) expect((await client.store('GET', path)).status).toBe(204);
    await client.admin('POST', '/settings', { emptyLists: '[]' });
    for (const path of empty)
      expect(await client.store('GET', path)).toMatchObject({ status: 200, json: [] });
  });

  test('an update takes its fields, moves date_modified, and refuses the rest', async () => {
    const { client, order } = await withOrder();
    const put = (body: unknown) => client.store('PUT', `/v2/orders/${order.id}`, body);
    const { json } = await put({ status_id: 9, staff_notes: 'sent', external_order_id: 'FO1' });
    expect(json).toMatchObject({
      status_id: 9,
      status: 'Awaiting Shipment',
      staff_notes: 'sent',
      external_order_id: 'FO1',
    });
    expect(Date.parse(json.date_modified)).toBeGreaterThan(Date.parse(json.date_created));
    expect((await put({ status_id: 99 })).json[0].details).toEqual({ invalid_reason: 'is not a status' });
    expect((await put({ date_shipped: 'now' })).status).toBe(400);
    expect((await put('{')).status).toBe(400);
    expect((await client.store('PUT', '/v2/orders/1', {})).status).toBe(404);
  });

  test('statuses and counts', async () => {
    const { client } = await withOrder();
    expect((await client.store('GET', '/v2/order_statuses')).json).toHaveLength(15);
    const { count, statuses } = (await client.store('GET', '/v2/orders/count')).json;
    expect([count, statuses.find(({ id }: Line) => id === 11).count]).toEqual([1, 1]);
  });

  test('a payment shows as a transaction, its lack as 204', async () => {
    const { client, order } = await withOrder();
    const unpaid = await place(client, { kind: 'unpaid', lines: [{ sku: 'A' }] });
    const ask = (id: number) => client.store('GET', `/v3/orders/${id}/transactions`);
    expect((await ask(order.id)).json.data).toMatchObject([{ event: 'purchase', amount: 66, status: 'ok' }]);
    expect((await ask(unpaid.id)).status).toBe(204);
    expect((await ask(1)).status).toBe(404);
  });

  test('metafields: made once, changed, found by key', async () => {
    const { client, order } = await withOrder();
    const path = `/v3/orders/${order.id}/metafields`;
    const field = { namespace: 'ttpd', key: 'supplier', value: 'FO1', permission_set: 'app_only' };
    const made = await client.store('POST', path, field);
    expect(made.json.data).toMatchObject({ resource_type: 'order', resource_id: order.id, value: 'FO1' });
    expect((await client.store('POST', path, field)).status).toBe(409);
    await client.store('PUT', `${path}/${made.json.data.id}`, { ...field, value: 'FO2' });
    expect((await client.store('GET', `${path}?key=supplier`)).json.data).toMatchObject([{ value: 'FO2' }]);
    expect((await client.store('GET', `${path}?key=other`)).json.data).toEqual([]);
    expect((await client.store('POST', '/v3/orders/1/metafields', field)).status).toBe(404);
  });
});

describe('shipments', () => {
  test('a shipment counts its pieces, moves the status and mails the customer', async () => {
    const { client, order, lines } = await withOrder();
    const path = `/v2/orders/${order.id}`;
    const first = await client.store('POST', `${path}/shipments`, shipment(lines[0]!));
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({
      order_id: order.id,
      tracking_number: '1Z1',
      shipping_provider_display_name: 'UPS',
    });
    expect((await client.store('GET', path)).json).toMatchObject({
      status_id: 3,
      items_shipped: 2,
      date_shipped: '',
    });
    await client.store('POST', `${path}/shipments`, shipment(lines[1]!, { tracking_number: '1Z2' }));
    expect((await client.store('GET', path)).json).toMatchObject({ status_id: 2, items_shipped: 3 });
    expect((await client.store('GET', `${path}/shipments?limit=1&page=2`)).json).toMatchObject([
      { tracking_number: '1Z2' },
    ]);
    expect((await client.admin('GET', '/stats')).json.services.bigcommerce.customerMails).toBe(2);
  });

  test('where shipments move nothing, the status stays', async () => {
    const { client, order, lines } = await withOrder();
    await client.admin('POST', '/settings', { shipmentsMoveStatus: false });
    await client.store('POST', `/v2/orders/${order.id}/shipments`, shipment(lines[0]!));
    expect((await client.store('GET', `/v2/orders/${order.id}`)).json).toMatchObject({
      status_id: 11,
      items_shipped: 2,
    });
  });

  test('the same again is a second shipment and a second mail', async () => {
    const { client, order, lines } = await withOrder();
    for (const _ of [1, 2])
      await client.store('POST', `/v2/orders/${order.id}/shipments`, shipment(lines[0]!));
    const { json } = await client.admin('GET', '/orders');
    expect(json.effects).toEqual({ shipments: 2, mails: 2 });
    expect(json.orders[0].mails).toMatchObject([
      { kind: 'shipment', tracking_number: '1Z1' },
      { kind: 'shipment', tracking_number: '1Z1' },
    ]);
  });

  test('a status of "shipped" before any shipment mails the customer without tracking', async () => {
    const { client, order, lines } = await withOrder();
    await client.store('PUT', `/v2/orders/${order.id}`, { status_id: 2 });
    await client.store('PUT', `/v2/orders/${order.id}`, { status_id: 2 });
    await client.store('POST', `/v2/orders/${order.id}/shipments`, shipment(lines[0]!));
    const { json } = await client.admin('GET', `/orders/${order.id}`);
    expect(json.order.mails.map(({ kind }: { kind: string }) => kind)).toEqual([
      'status without tracking',
      'shipment',
    ]);
  });

  test.each<[string, (line: Line) => object]>([
    ['a long tracking number', (line) => shipment(line, { tracking_number: 'x'.repeat(51) })],
    ['a provider of nobody', (line) => shipment(line, { shipping_provider: 'pigeon' })],
    ['another order’s address', (line) => shipment(line, { order_address_id: line.order_address_id + 1 })],
    ['no address', (line) => shipment(line, { order_address_id: undefined })],
    ['no items', (line) => shipment(line, { items: [] })],
    ['a product’s id', (line) => shipment({ ...line, id: 1 })],
    ['no pieces', (line) => shipment({ ...line, quantity: 0 })],
    ['an unknown field', (line) => shipment(line, { tracking: '1Z' })],
  ])('%s is refused, and nothing is shipped', async (_name, body) => {
    const { client, order, lines } = await withOrder();
    const { status, json } = await client.store('POST', `/v2/orders/${order.id}/shipments`, body(lines[0]!));
    expect(status).toBe(400);
    expect(json).toMatchObject([{ status: 400, message: expect.any(String) }]);
    expect((await client.admin('GET', '/orders')).json.effects).toEqual({ shipments: 0, mails: 0 });
  });

  test('a line that goes elsewhere is not shipped here', async () => {
    const { client, order, lines } = await withOrder({
      addresses: [{}, {}],
      lines: [{ sku: 'A' }, { sku: 'B', address: 1 }],
    });
    const wrong = shipment({ ...lines[1]!, order_address_id: lines[0]!.order_address_id });
    const { json } = await client.store('POST', `/v2/orders/${order.id}/shipments`, wrong);
    expect(json[0].details.invalid_reason).toContain('goes to another address');
  });

  test.each([
    ['bc:lost-answer:1:POST /v2/orders/{id}/shipments', 1],
    ['bc:late-500:1:POST /v2/orders/{id}/shipments', 1],
    ['bc:truncate:1:/shipments', 1],
    ['bc:lost-request:1:POST /v2/orders/{id}/shipments', 0],
    ['bc:500:1:POST /v2/orders/{id}/shipments', 0],
  ])('%s: %i made', async (fault, made) => {
    const { client, order, lines } = await withOrder();
    await client.admin('POST', '/faults', { faults: [fault] });
    const sent = client.store('POST', `/v2/orders/${order.id}/shipments`, shipment(lines[0]!));
    await sent.catch(() => undefined);
    expect((await client.admin('GET', '/orders')).json.effects).toEqual({ shipments: made, mails: made });
    expect((await client.admin('GET', '/faults')).json.faults[0].fired).toBe(1);
  });

  test('a fault in V2 speaks V2', async () => {
    const client = await start({ faults: ['bc:500:1'] });
    expect((await client.store('GET', '/v2/orders')).json).toEqual([
      { status: 500, message: 'Injected fault 500' },
    ]);
  });
});

test('orders survive a restart, and a reset takes them away without touching the products’ hash', async () => {
  const { client, order } = await withOrder();
  const { json: before } = await client.admin('GET', '/state-hash');
  await client.admin('PATCH', `/orders/${order.id}`, {
    status_id: 5,
    refunds: [{ id: linesOf(order)[0]!.id, quantity: 1 }],
  });
  expect((await client.admin('GET', '/state-hash')).json).toEqual(before);
  await client.sandbox.close();
  const again = await start({ dataDir: client.dataDir });
  const { json } = await again.store('GET', `/v2/orders/${order.id}/products`);
  expect(json[0]).toMatchObject({ quantity_refunded: 1, is_refunded: false });
  await again.admin('POST', '/reset', {});
  expect((await again.store('GET', '/v2/orders')).status).toBe(204);
});
