import { describe, expect, it } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { HttpRequest } from '../../src/http/send/send.ts';
import { collect, reply, type Script, scriptedSend } from '../finditparts/scripted-send.ts';

function ordersOf(script: Script) {
  const { send, requests } = scriptedSend('bigcommerce', script);
  return { orders: createBigCommerce({ send }).orders, requests };
}

const LINE = { id: 501, product_id: 7, sku: 'A', name: 'Drum', quantity: 2, price_ex_tax: '10.2500' };
const ADDRESS = { id: 301, first_name: 'Ann', last_name: 'Lee', zip: '89501', shipping_method: 'UPS Ground' };

function orderOf(lines: readonly object[], more: object = {}) {
  return {
    id: 101,
    status_id: 11,
    total_inc_tax: '45.5000',
    currency_code: 'USD',
    items_total: 2,
    date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
    consignments: { shipping: [{ ...ADDRESS, line_items: lines }], pickups: [], downloads: [], email: [] },
    ...more,
  };
}

describe('bigcommerce/orders', () => {
  it('asks for one status with lines and addresses, page by page until one is not full', async () => {
    const page = Array.from({ length: 250 }, (_, n) => orderOf([LINE], { id: 101 + n }));
    const { orders, requests } = ordersOf(({ query }) => (query?.min_id === 1 ? page : reply(204)));

    const pages = await collect(orders.list({ statusId: 11, minDateModified: new Date(0) }));

    expect(pages.map((rows) => rows.length)).toEqual([250]);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({
      method: 'GET',
      path: '/v2/orders',
      limitGroup: 'orders',
      query: {
        status_id: 11,
        min_date_modified: '1970-01-01T00:00:00.000Z',
        include: 'consignments.line_items',
        consignment_structure: 'object',
        min_id: 1,
        sort: 'id:asc',
        limit: 250,
      },
    });
    expect(requests[1]?.query).toMatchObject({ min_id: 351 });
  });

  it('reads all others before it says which order it cannot read', async () => {
    const broken = { ...orderOf([LINE], { id: 102 }), total_inc_tax: 'secret' };
    const { orders } = ordersOf(() => [orderOf([LINE]), broken, orderOf([LINE], { id: 103 })]);
    const seen: number[] = [];

    const reading = (async () => {
      for await (const rows of orders.list({ statusId: 11 })) seen.push(...rows.map(({ id }) => id));
    })();

    await expect(reading).rejects.toMatchObject({
      code: 'CONTRACT',
      message: expect.stringMatching(/order 102 .*total_inc_tax: is not a number/),
    });
    expect(seen).toEqual([101, 103]);
  });

  it('tells of those that cannot be read, when asked to, and goes on', async () => {
    const broken = { ...orderOf([LINE], { id: 102 }), total_inc_tax: 'secret' };
    const nameless = { ...orderOf([LINE]), id: null };
    const forbidden = orderOf([LINE], { id: 103, items_total: 60 });
    const { orders } = ordersOf(({ path, query }) => {
      if (path.endsWith('/products')) return reply(403);
      return query?.min_id === 1
        ? [orderOf([LINE]), broken, nameless, forbidden]
        : [orderOf([LINE], { id: 104 })];
    });
    const failed: unknown[] = [];

    const pages = await collect(orders.list({ statusId: 11 }, undefined, (it) => void failed.push(it)));

    expect(pages.flat().map(({ id }) => id)).toEqual([101, 104]);
    expect(failed).toMatchObject([
      { id: 102, reason: expect.stringContaining('total_inc_tax') },
      { id: null, reason: expect.stringContaining('id') },
      { id: 103, reason: expect.stringContaining('FORBIDDEN') },
    ]);
    expect(JSON.stringify(failed)).not.toContain('secret');
  });

  it('reads on where pages are smaller than asked for, until one is empty', async () => {
    const { orders } = ordersOf(({ query }) => {
      const from = Math.max(101, Number(query?.min_id));
      const left = [101, 102, 103, 104, 105].filter((id) => id >= from).slice(0, 2);
      return left.length > 0 ? left.map((id) => orderOf([LINE], { id })) : reply(204);
    });

    const pages = await collect(orders.list({ statusId: 11 }));

    expect(pages.flat().map(({ id }) => id)).toEqual([101, 102, 103, 104, 105]);
  });

  it('stops where the store does not go on from the last id', async () => {
    const page = Array.from({ length: 250 }, (_, n) => orderOf([LINE], { id: 101 + n }));
    const { orders } = ordersOf(() => page);

    await expect(collect(orders.list({ statusId: 11 }))).rejects.toMatchObject({ code: 'CONTRACT' });
  });

  it.each([
    ['204', reply(204)],
    ['[]', []],
  ])('reads %s as no orders and no shipments', async (_name, answer) => {
    const { orders } = ordersOf(() => answer);

    expect(await collect(orders.list({ statusId: 11 }))).toEqual([]);
    expect(await orders.shipments(101)).toEqual([]);
    expect(await orders.products(101)).toEqual([]);
  });

  it('reads an order: money as decimals, times as ISO 8601, lines with their address', async () => {
    const discounts = [{ amount: '1.5000' }, { amount: 0.25 }];
    const line = { ...LINE, applied_discounts: discounts, quantity_shipped: 1, order_address_id: 0 };
    const { orders } = ordersOf(() => orderOf([line], { staff_notes: null, payment_status: 'captured' }));

    const order = await orders.get(101);

    expect(order).toMatchObject({
      statusId: 11,
      paymentStatus: 'captured',
      staffNotes: '',
      dateCreated: '2019-03-05T21:40:11.000Z',
      dateModified: null,
      shippingMethod: 'UPS Ground',
      lines: [
        { id: 501, addressId: 301, productId: 7, quantity: 2, quantityShipped: 1, quantityRefunded: 0 },
      ],
      addresses: [{ id: 301, name: 'Ann Lee', zip: '89501', company: '' }],
    });
    const amounts = [
      order?.total,
      order?.lines[0]?.priceExTax,
      order?.lines[0]?.totalExTax,
      order?.lines[0]?.discount,
    ];
    expect(amounts.map((amount) => amount?.toFixed(2))).toEqual(['45.50', '10.25', '20.50', '1.75']);
  });

  it('keeps lines that are not shipped, without an address', async () => {
    const { orders } = ordersOf(() =>
      orderOf([], {
        items_total: 4,
        consignments: {
          shipping: [],
          pickups: [{ line_items: [LINE] }],
          downloads: [{ line_items: { ...LINE, id: 502, type: 'digital' } }],
          email: { gift_certificates: [] },
        },
      }),
    );

    expect((await orders.get(101))?.lines).toMatchObject([
      { id: 501, addressId: null },
      { id: 502, addressId: null, type: 'digital' },
    ]);
  });

  it('asks for the lines apart when those inside the order are not all', async () => {
    const rest = { ...LINE, id: 502, order_address_id: 301, quantity: 1 };
    const { orders, requests } = ordersOf(({ path }) =>
      path.endsWith('/products')
        ? [{ ...LINE, order_address_id: 301 }, rest]
        : orderOf([LINE], { items_total: 3 }),
    );

    expect((await orders.get(101))?.lines.map(({ id }) => id)).toEqual([501, 502]);
    expect(requests.map(({ path }) => path)).toEqual(['/v2/orders/101', '/v2/orders/101/products']);
  });

  it('knows no order where the store says 404', async () => {
    expect(await ordersOf(() => reply(404)).orders.get(1)).toBeUndefined();
  });

  it.each([
    ['links in place of consignments', { consignments: { url: 'u', resource: '/orders/101/consignments' } }],
    ['a total that is no number', { total_inc_tax: 'free' }],
    ['no status', { status_id: undefined }],
    ['a line without a quantity', orderOf([{ ...LINE, quantity: undefined }])],
    ['a line without a price', orderOf([{ ...LINE, price_ex_tax: null }])],
  ])('does not guess: %s', async (_name, broken) => {
    const { orders } = ordersOf(() => orderOf([LINE], broken));

    await expect(orders.get(101)).rejects.toMatchObject({ code: 'CONTRACT' });
  });

  it('updates only what it is told', async () => {
    const { orders, requests } = ordersOf(() => ({
      ...orderOf([]),
      consignments: { url: 'u' },
      status_id: 9,
    }));

    expect(await orders.update(101, { statusId: 9 })).toMatchObject({ id: 101, statusId: 9 });
    expect(JSON.stringify(requests[0]?.json)).toBe('{"status_id":9}');
    expect(requests[0]).toMatchObject({
      method: 'PUT',
      path: '/v2/orders/101',
      endpoint: 'PUT /v2/orders/{id}',
    });
  });
});

describe('bigcommerce/order-shipments', () => {
  const SHIPMENT = {
    orderAddressId: 301,
    items: [{ orderProductId: 501, quantity: 2 }],
    trackingNumber: '1Z1',
    shippingProvider: '',
  };
  const answer = {
    id: 701,
    order_id: 101,
    tracking_number: '1Z1',
    items: [{ order_product_id: 501, quantity: 2 }],
  };

  it('sends a parcel once, always with a provider', async () => {
    const { orders, requests } = ordersOf(() => reply(201, answer));

    expect(await orders.createShipment(101, SHIPMENT)).toMatchObject({ id: 701, trackingNumber: '1Z1' });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v2/orders/101/shipments',
      endpoint: 'POST /v2/orders/{id}/shipments',
      idempotent: false,
      json: {
        order_address_id: 301,
        items: [{ order_product_id: 501, quantity: 2 }],
        tracking_number: '1Z1',
        shipping_provider: '',
      },
    });
  });

  it('sends no tracking number that would be cut', async () => {
    const { orders, requests } = ordersOf(() => reply(201, answer));

    await expect(
      orders.createShipment(101, { ...SHIPMENT, trackingNumber: '1'.repeat(51) }),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      outcome: 'not_sent',
    });
    expect(requests).toEqual([]);
  });
});

describe('bigcommerce/order-metafields', () => {
  const FIELD = { namespace: 'ttpd', key: 'po', value: 'P1', permissionSet: 'app_only' } as const;
  const row = (value: string) => ({
    id: 3,
    resource_id: 101,
    namespace: 'ttpd',
    key: 'po',
    value,
    permission_set: 'app_only',
  });
  const list = (...data: unknown[]) => ({ data, meta: { pagination: { total: data.length } } });
  const methods = (requests: readonly HttpRequest[]) => requests.map(({ method }) => method);

  it.each([
    ['makes it where there is none', [list(), { data: row('P1') }], ['GET', 'POST']],
    ['changes it where it differs', [list(row('P0')), { data: row('P1') }], ['GET', 'PUT']],
    ['writes nothing where it is the same', [list(row('P1'))], ['GET']],
    [
      'takes what another process made meanwhile',
      [list(), reply(409), list(row('P1'))],
      ['GET', 'POST', 'GET'],
    ],
  ])('%s', async (_name, answers, expected) => {
    const { orders, requests } = ordersOf((_request, n) => answers[n]);

    expect(await orders.setMetafield(101, FIELD)).toMatchObject({ orderId: 101, value: 'P1' });
    expect(methods(requests)).toEqual(expected);
  });

  it('does not hide a refusal', async () => {
    const { orders } = ordersOf((_request, n) => (n === 0 ? list() : reply(422)));

    await expect(orders.setMetafield(101, FIELD)).rejects.toMatchObject({ status: 422 });
  });
});
