import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

/** Orders V2, and what V3 adds to them. */
export function orderScenarios(rig: () => Rig): void {
  describe('orders', () => {
    it('are listed whole, by status, and as 204 where there are none', async () => {
      await rig().createProduct('P-ORDER', { price: 12.5 });
      const [order] = await rig().placeOrders({
        addresses: [{}, { city: 'Elko' }],
        lines: [
          { sku: 'P-ORDER', quantity: 2, discount: '1.00' },
          { sku: 'P-ORDER', address: 1 },
          { sku: 'CAP', name: 'Cap', price: '5' },
        ],
      });
      const query = { status_id: 11, include: ['consignments.line_items'], consignment_structure: 'object' };
      const listed = await rig().v2.send('GET /orders', { query });
      expect(listed).toMatchObject({ status: 200 });
      for (const include of ['consignments', 'consignments.line_items', 'fees'])
        await rig().v2.send('GET /orders/{order_id}', {
          path: { order_id: order.id },
          query: { include: [include], consignment_structure: 'object' },
        });
      expect(await rig().v2.get('/orders/{order_id}', { path: { order_id: order.id } })).toMatchObject({
        total_inc_tax: '66.5000',
      });
      expect(await rig().v2.send('GET /orders', { query: { status_id: 4 } })).toMatchObject({ status: 204 });
      await rig().v2.send('GET /orders', { query: { sort: 'date_modified:desc', limit: 1, page: 1 } });
    });

    it('lines, addresses, counts and statuses', async () => {
      const [order] = await rig().placeOrders({ lines: [{ sku: 'CAP', name: 'Cap', price: '5' }] });
      const path = { order_id: order.id };
      expect(await rig().v2.get('/orders/{order_id}/products', { path })).toHaveLength(1);
      expect(await rig().v2.get('/orders/{order_id}/shipping_addresses', { path })).toHaveLength(1);
      expect(await rig().v2.get('/orders/count')).toMatchObject({ count: expect.any(Number) });
      expect(await rig().v2.get('/order_statuses')).toHaveLength(15);
    });

    it('what hangs on them: one line and address, consignments, coupons, taxes, fees, messages', async () => {
      const [order] = await rig().placeOrders({
        lines: [{ sku: 'CAP', name: 'Cap', price: '5', discount: '1.00' }],
        tax_percent: 8,
      });
      const path = { order_id: order.id };
      const [{ id: product_id }] = (await rig().v2.get('/orders/{order_id}/products', {
        path,
      })) as unknown as [{ id: number }];
      const [{ id }] = (await rig().v2.get('/orders/{order_id}/shipping_addresses', {
        path,
      })) as unknown as [{ id: number }];
      await rig().v2.get('/orders/{order_id}/products/{product_id}', { path: { ...path, product_id } });
      await rig().v2.send('GET /orders/{order_id}/shipping_addresses/{id}', { path: { ...path, id } });
      const quotes = [
        rig().v2.send('GET /orders/{order_id}/shipping_addresses/{shipping_address_id}/shipping_quotes', {
          path: { ...path, shipping_address_id: id },
        }),
        rig().v2.send(
          'GET /orders/{order_id}/consignments/shipping/{shipping_consignment_id}/shipping_quotes',
          {
            path: { ...path, shipping_consignment_id: id },
          },
        ),
      ];
      for (const answer of await Promise.all(quotes)) expect(answer).toMatchObject({ status: 204 });
      expect(await rig().v2.get('/orders/{order_id}/consignments', { path })).toMatchObject({
        shipping: [{ id }],
      });
      expect(await rig().v2.get('/orders/{order_id}/coupons', { path })).toHaveLength(1);
      expect(await rig().v2.get('/orders/{order_id}/taxes', { path })).toHaveLength(1);
      expect(await rig().v2.get('/orders/{order_id}/fees', { path })).toEqual({ fees: [] });
      await rig().v2.send('GET /orders/{order_id}/messages', { path });
      await rig().v2.get('/order_statuses/{status_id}', { path: { status_id: 11 } });
    });

    it('are made by programs, too, and archived', async () => {
      const body = {
        billing_address: { zip: '78751', email: 'jane@example.com' },
        products: [{ name: 'Poster', quantity: 1, price_ex_tax: 10, price_inc_tax: 10 }],
      };
      const made = await rig().v2.send('POST /orders', { body });
      expect(made).toMatchObject({ status: 200 });
      const { id: order_id } = (made as unknown as { body: { id: number } }).body;
      await rig().v2.send('DELETE /orders/{order_id}', { path: { order_id } });
      await rig().v2.send('DELETE /orders');
    });

    it('change their status and notes', async () => {
      const [order] = await rig().placeOrders({ lines: [{ sku: 'CAP', name: 'Cap', price: '5' }] });
      const body = { status_id: 9, staff_notes: 'sent', external_order_id: 'FO1' };
      const answer = await rig().v2.put('/orders/{order_id}', { path: { order_id: order.id }, body });
      expect(answer).toMatchObject(body);
    });

    it('ship in parcels', async () => {
      const [order] = await rig().placeOrders({
        lines: [{ sku: 'CAP', name: 'Cap', price: '5', quantity: 2 }],
      });
      const path = { order_id: order.id };
      const [{ id: order_product_id, order_address_id }] = (await rig().v2.get(
        '/orders/{order_id}/products',
        {
          path,
        },
      )) as unknown as [{ id: number; order_address_id: number }];
      for (const tracking_number of ['1Z1', '1Z2']) {
        const body = {
          order_address_id,
          tracking_number,
          shipping_provider: 'ups' as const,
          items: [{ order_product_id, quantity: 1 }],
        };
        const made = await rig().v2.send('POST /orders/{order_id}/shipments', { path, body });
        expect(made).toMatchObject({ status: 201 });
      }
      const shipments = (await rig().v2.get('/orders/{order_id}/shipments', { path })) as unknown as [
        { id: number },
      ];
      expect(shipments).toHaveLength(2);
      const one = { ...path, shipment_id: shipments[0].id };
      await rig().v2.get('/orders/{order_id}/shipments/{shipment_id}', { path: one });
      const change = { path: one, body: { tracking_number: '1Z3' } };
      await rig().v2.put('/orders/{order_id}/shipments/{shipment_id}', change);
      expect(await rig().v2.get('/orders/{order_id}/shipments/count', { path })).toMatchObject({ count: 2 });
      expect(await rig().v2.get('/orders/{order_id}', { path })).toMatchObject({ status_id: 2 });
      await rig().v2.send('DELETE /orders/{order_id}/shipments/{shipment_id}', { path: one });
      await rig().v2.send('DELETE /orders/{order_id}/shipments', { path });
    });

    it('have no shipments at first: 204', async () => {
      const [order] = await rig().placeOrders({ lines: [{ sku: 'CAP', name: 'Cap', price: '5' }] });
      const path = { order_id: order.id };
      expect(await rig().v2.send('GET /orders/{order_id}/shipments', { path })).toMatchObject({
        status: 204,
      });
    });

    it('metafields: add, list, read, change, remove', async () => {
      const [order] = await rig().placeOrders({ lines: [{ sku: 'CAP', name: 'Cap', price: '5' }] });
      const path = { order_id: order.id };
      const field = { namespace: 'ttpd', key: 'supplier', value: 'FO1', permission_set: 'app_only' as const };
      const made = await rig().v3.post('/orders/{order_id}/metafields', { path, body: field });
      const one = { ...path, metafield_id: made?.id ?? 0 };
      expect(
        await rig().v3.get('/orders/{order_id}/metafields', { path, query: { key: 'supplier' } }),
      ).toHaveLength(1);
      expect(await rig().v3.get('/orders/{order_id}/metafields/{metafield_id}', { path: one })).toMatchObject(
        field,
      );
      const change = { path: one, body: { ...field, value: 'FO2' } };
      expect(await rig().v3.put('/orders/{order_id}/metafields/{metafield_id}', change)).toMatchObject({
        value: 'FO2',
      });
      expect(await rig().send('POST /orders/{order_id}/metafields', { path, body: field })).toMatchObject({
        status: 409,
      });
      await rig().v3.send('DELETE /orders/{order_id}/metafields/{metafield_id}', { path: one });
    });

    it('payments: one transaction, or 204', async () => {
      const lines = [{ sku: 'CAP', name: 'Cap', price: '5' }];
      const [paid, unpaid] = [
        ...(await rig().placeOrders({ lines })),
        ...(await rig().placeOrders({ lines, kind: 'unpaid' })),
      ];
      const ask = (order_id = 0) =>
        rig().v3.send('GET /orders/{order_id}/transactions', { path: { order_id } });
      expect(await ask(paid?.id)).toMatchObject({ status: 200 });
      expect(await ask(unpaid?.id)).toMatchObject({ status: 204 });
    });
  });
}
