import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import type { OrderRequest, SupplierCapabilities } from '../../src/finditparts/supplier.ts';
import { reply, type Script, scriptedSend } from './scripted-send.ts';

const ORDER: OrderRequest = {
  poNumber: 'SHOP-100-1',
  shipTo: {
    name: 'Ann Lee',
    company: null,
    street1: '1 Main St',
    street2: null,
    city: 'Ventura',
    state: 'CA',
    postalCode: '93001',
    country: 'US',
    phone: null,
    email: null,
  },
  lines: [{ partId: 'FP1', quantity: 2, unitPrice: new Big('0.1').times(3) }],
  shippingMethod: 'ground',
};

function supplierOf(script: Script, capabilities?: Partial<SupplierCapabilities>) {
  const { send, requests } = scriptedSend('finditparts', script);
  return { supplier: createPartsApi({ send, capabilities }), requests };
}

describe('finditparts/parts-api orders', () => {
  it('sends the order once, prices as exact text, and without a key the supplier does not take', async () => {
    const { supplier, requests } = supplierOf(() =>
      reply(201, { order: { id: 'FO1', po_number: 'SHOP-100-1' } }),
    );

    await supplier.placeOrder({ ...ORDER, idempotencyKey: 'k' });

    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/orders',
        endpoint: 'POST /orders',
        limitGroup: 'orders',
        idempotent: false,
        isPersonal: true,
        json: {
          po_number: 'SHOP-100-1',
          ship_to: {
            name: 'Ann Lee',
            company: null,
            street1: '1 Main St',
            street2: null,
            city: 'Ventura',
            state: 'CA',
            postal_code: '93001',
            country: 'US',
            phone: null,
            email: null,
          },
          lines: [{ part_id: 'FP1', quantity: 2, unit_price: '0.3' }],
          shipping_method: 'ground',
        },
        signal: undefined,
      },
    ]);
  });

  it.each([
    ['k', 'k'],
    [undefined, 'SHOP-100-1'],
  ])('sends the key %j as %j where the supplier takes keys', async (idempotencyKey, expected) => {
    const { supplier, requests } = supplierOf(() => ({ order: { id: 1 } }), { idempotentOrders: true });

    await supplier.placeOrder({ ...ORDER, ...(idempotencyKey && { idempotencyKey }) });

    expect(requests[0]).toMatchObject({ idempotent: false, headers: { 'Idempotency-Key': expected } });
  });

  it('reads an order in full', async () => {
    const { supplier } = supplierOf(() => ({
      order: {
        id: 7,
        po_number: 'P',
        status: 'Awaiting Dock',
        lines: [{ part_id: 1, quantity: '4', confirmed: 3, backordered: '1', unit_price: '1,000.10' }],
        shipments: [
          { carrier: 'UPS', tracking_number: '1Z', shipped_at: null },
          { lines: [{ part_id: 'FP1', quantity: 1 }] },
        ],
        totals: { total: '4,000.40' },
      },
    }));

    const order = await supplier.order('7');

    expect(order).toMatchObject({
      id: '7',
      status: 'Awaiting Dock',
      lines: [{ partId: '1', quantity: 4, confirmed: 3, backordered: 1 }],
      shipments: [
        { carrier: 'UPS', trackingNumber: '1Z', shippedAt: null },
        { carrier: null, trackingNumber: null, shippedAt: null, lines: [{ partId: 'FP1', quantity: 1 }] },
      ],
    });
    expect(order?.shipments[0]).not.toHaveProperty('lines');
    expect(order?.lines[0]?.unitPrice?.toFixed()).toBe('1000.1');
    expect(order?.total?.toFixed()).toBe('4000.4');
  });

  it('knows no order where the supplier says 404', async () => {
    const { supplier } = supplierOf(() => reply(404));

    await expect(supplier.order('FO9')).resolves.toBeUndefined();
  });

  it.each([
    ['a 200 that is an error', { error: { code: 'x', message: 'no' } }],
    ['an order without an id', { order: { po_number: 'SHOP-100-1' } }],
    ['an order of another number', { order: { id: 1, po_number: 'OTHER' } }],
    ['a line without a quantity', { order: { id: 1, lines: [{ part_id: 'FP1' }] } }],
    [
      'a price that is no number',
      { order: { id: 1, lines: [{ part_id: 'F', quantity: 1, unit_price: 'x' }] } },
    ],
    ['no body', undefined],
  ])('calls the outcome unknown after %s', async (_, body) => {
    const { supplier } = supplierOf(() => body);

    await expect(supplier.placeOrder(ORDER)).rejects.toMatchObject({ code: 'CONTRACT', outcome: 'unknown' });
  });

  it.each([
    [409, 'CONFLICT', 'refused'],
    [503, 'SERVICE_FAILED', 'unknown'],
  ])('passes a %i on', async (status, code, outcome) => {
    const { supplier, requests } = supplierOf(() => reply(status));

    await expect(supplier.placeOrder(ORDER)).rejects.toMatchObject({ code, outcome });
    expect(requests.length).toBe(1);
  });

  it('finds orders by purchase order number in whatever case it is printed', async () => {
    const { supplier, requests } = supplierOf(() => ({ orders: [{ id: 1, po_number: 'shop-100-1' }] }));

    const found = await supplier.findOrderByPurchaseOrder('SHOP-100-1');

    expect(found.map(({ id }) => id)).toEqual(['1']);
    expect(requests[0]).toMatchObject({
      path: '/orders',
      query: { po_number: 'SHOP-100-1' },
      limitGroup: 'orders',
    });
  });

  it('concludes from an empty answer that the order is absent', async () => {
    const { supplier } = supplierOf(() => ({ orders: [] }));

    await expect(supplier.findOrderByPurchaseOrder('P')).resolves.toEqual([]);
  });

  it.each([
    ['orders of other numbers', [{ id: 1, po_number: 'OTHER' }]],
    ['orders without a number', [{ id: 1 }]],
  ])('does not conclude anything from %s', async (_, orders) => {
    const { supplier } = supplierOf(() => ({ orders }));

    await expect(supplier.findOrderByPurchaseOrder('P')).rejects.toMatchObject({
      code: 'CONTRACT',
      outcome: 'unknown',
    });
  });

  it('does not take a missing look-up for a missing order', async () => {
    const { supplier } = supplierOf(() => reply(404));

    await expect(supplier.findOrderByPurchaseOrder('P')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['P', 'none'],
    [' ', 'by-po-number'],
  ] as const)('refuses to look %j up with orderLookup %s', async (po, orderLookup) => {
    const { supplier, requests } = supplierOf(() => ({ orders: [] }), { orderLookup });

    await expect(supplier.findOrderByPurchaseOrder(po)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(requests).toEqual([]);
  });
});
