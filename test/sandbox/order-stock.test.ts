import { describe, expect, it } from 'vitest';
import { type Client, make, start } from './harness.ts';

const TRACKED = { inventory_tracking: 'product', inventory_level: 10 };

async function shop(orderStock?: { taken: string; returned: string[] }) {
  const client = await start();
  if (orderStock) await client.admin('POST', '/settings', { orderStock });
  await make(client, 'A', TRACKED);
  const bought = await client.admin('POST', '/orders', { lines: [{ sku: 'A', quantity: 3 }] });
  const [order] = bought.json.orders;
  return { client, id: order.id, line: order.consignments.shipping[0].line_items[0] };
}

async function level(client: Client): Promise<number> {
  const { json } = await client.store('GET', '/v3/inventory/items?sku:in=A');
  return json.data[0].locations[0].total_inventory_onhand;
}

const put = (client: Client, id: number, body: object) => client.store('PUT', `/v2/orders/${id}`, body);

describe('the stock of a store', () => {
  it('is less by what was bought, in the catalogue too', async () => {
    const { client } = await shop();
    expect(await level(client)).toBe(7);
    const { json } = await client.store('GET', '/v3/catalog/products?sku=A');
    expect(json.data[0].inventory_level).toBe(7);
  });

  it.each([4, 5, 6])(
    'gets all of it back with status %i, once, and counts it off again after that',
    async (status) => {
      const { client, id } = await shop();
      await put(client, id, { status_id: status });
      await put(client, id, { status_id: status });
      expect(await level(client)).toBe(10);
      await put(client, id, { status_id: 11 });
      expect(await level(client)).toBe(7);
    },
  );

  it('gets back the pieces that were refunded', async () => {
    const { client, id, line } = await shop();
    await client.admin('PATCH', `/orders/${id}`, { refunds: [{ id: line.id, quantity: 2 }] });
    expect(await level(client)).toBe(9);
  });

  it('gets nothing back where the store is not set to', async () => {
    const { client, id, line } = await shop({ taken: 'order placed', returned: [] });
    await client.admin('PATCH', `/orders/${id}`, { refunds: [{ id: line.id, quantity: 2 }] });
    await put(client, id, { status_id: 5 });
    expect(await level(client)).toBe(7);
  });

  it('is counted off once the order is shipped, where the store is set to that', async () => {
    const { client, id, line } = await shop({ taken: 'order finished', returned: [] });
    expect(await level(client)).toBe(10);
    const items = [{ order_product_id: line.id, quantity: 3 }];
    const shipment = { order_address_id: line.order_address_id, items, tracking_number: '1Z1' };
    await client.store('POST', `/v2/orders/${id}/shipments`, shipment);
    expect(await level(client)).toBe(7);
  });

  it.each([0, 1])('is not moved by an order that nobody finished (status %i)', async (status_id) => {
    const { client } = await shop();
    await client.admin('POST', '/orders', { lines: [{ sku: 'A', quantity: 2 }], status_id });
    expect(await level(client)).toBe(7);
  });

  it('is moved by neither untracked products nor an order of more than there is', async () => {
    const { client } = await shop();
    await make(client, 'B', { inventory_tracking: 'none' });
    await client.admin('POST', '/orders', {
      lines: [
        { sku: 'B', quantity: 2 },
        { sku: 'A', quantity: 20 },
      ],
    });
    expect(await level(client)).toBe(0);
  });
});
