import { describe, expect, test } from 'vitest';
import { type Client, make, start } from './harness.ts';

const ABSOLUTE = '/v3/inventory/adjustments/absolute';
const RELATIVE = '/v3/inventory/adjustments/relative';

const option = (label: string) => [{ option_display_name: 'Size', label }];

async function adjust(client: Client, item: Record<string, unknown>, path = ABSOLUTE) {
  const items = [{ location_id: 1, quantity: 5, ...item }];
  return client.store(path === ABSOLUTE ? 'PUT' : 'POST', path, { items });
}

async function levels(client: Client, productId: number) {
  await client.admin('GET', '/state-hash');
  const { json } = await client.store('GET', `/v3/inventory/items?product_id:in=${productId}`);
  return json.data[0].locations;
}

describe('whose stock it is', () => {
  test('a product without variants is named by its product id, not by its SKU', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { stockIdentity: 'documented' });
    const { id } = await make(client, 'A', { inventory_tracking: 'product' });
    const refused = await adjust(client, { sku: 'A' });
    expect(refused.status).toBe(422);
    expect(refused.json.title).toContain(
      'Item with sku A is tracked by product, please update stock by product id',
    );
    expect((await adjust(client, { product_id: id })).status).toBe(200);
    expect(await levels(client, id)).toMatchObject([{ total_inventory_onhand: 5 }]);
  });

  test('a variant is named by its SKU or its id, not by its product', async () => {
    const client = await start();
    await client.admin('POST', '/settings', { stockIdentity: 'documented' });
    const { id } = await make(client, 'P', {
      inventory_tracking: 'variant',
      variants: [{ sku: 'P-1', option_values: option('1') }],
    });
    expect((await adjust(client, { sku: 'P-1' })).status).toBe(200);
    const refused = await adjust(client, { product_id: id });
    expect(refused.json.title).toContain('is tracked by variant, please update stock by variant id');
  });
});

describe('locations', () => {
  test('a second one has levels of its own, until it is deleted', async () => {
    const client = await start();
    await client.store('POST', '/v3/inventory/locations', [{ code: 'WEST', label: 'West' }]);
    const { id } = await make(client, 'A', { inventory_tracking: 'product' });
    await adjust(client, { product_id: id, location_id: 2, quantity: 9 });
    expect(await levels(client, id)).toMatchObject([
      { location_id: 1, total_inventory_onhand: 0 },
      { location_id: 2, total_inventory_onhand: 9 },
    ]);
    expect((await client.store('DELETE', '/v3/inventory/locations')).status).toBe(422);
    await client.store('DELETE', '/v3/inventory/locations?location_id:in=2');
    expect(await levels(client, id)).toHaveLength(1);
  });

  test('a disabled one takes no stock', async () => {
    const client = await start();
    await client.store('POST', '/v3/inventory/locations', [{ code: 'WEST', label: 'West', enabled: false }]);
    const { id } = await make(client, 'A', { inventory_tracking: 'product' });
    const refused = await adjust(client, { product_id: id, location_id: 2 });
    expect([refused.status, refused.json.title]).toEqual([422, 'Location with id 2 is disabled']);
    await client.store('PUT', '/v3/inventory/locations', [{ id: 2, enabled: true }]);
    expect((await adjust(client, { product_id: id, location_id: 2 })).status).toBe(200);
  });

  test('safety stock is on hand and not for sale, and no relative change goes into it', async () => {
    const client = await start();
    const { id } = await make(client, 'A', { inventory_tracking: 'product' });
    await adjust(client, { product_id: id, quantity: 10 });
    const settings = [{ identity: { product_id: id }, safety_stock: 4, bin_picking_number: 'B7' }];
    await client.admin('GET', '/state-hash');
    const set = await client.store('PUT', '/v3/inventory/locations/1/items', { settings });
    expect(set).toMatchObject({ status: 200, json: { transaction_id: expect.any(String) } });
    expect(await levels(client, id)).toMatchObject([
      {
        available_to_sell: 6,
        total_inventory_onhand: 10,
        settings: { safety_stock: 4, bin_picking_number: 'B7' },
      },
    ]);
    const refused = await adjust(client, { product_id: id, quantity: -7 }, RELATIVE);
    expect(refused.json.title).toContain('would go into its safety stock of 4');
    expect((await adjust(client, { product_id: id, quantity: -6 }, RELATIVE)).status).toBe(200);
    // A new level leaves the settings as they are.
    await adjust(client, { product_id: id, quantity: 3 });
    expect(await levels(client, id)).toMatchObject([{ available_to_sell: 0, settings: { safety_stock: 4 } }]);
  });

  test('settings without one, or for nobody, are refused', async () => {
    const client = await start();
    const { id } = await make(client, 'A', { inventory_tracking: 'product' });
    const put = (settings: unknown, location = 1) =>
      client.store('PUT', `/v3/inventory/locations/${location}/items`, { settings });
    expect((await put([{ identity: { product_id: id } }])).json).toMatchObject({
      status: 422,
      title: 'Payload contains invalid fields',
      errors: {
        'setting.0.settings':
          'At least one setting must be specified: warning_level, is_in_stock or safety_stock',
      },
    });
    expect((await put([{ identity: { product_id: 99 }, safety_stock: 1 }])).status).toBe(422);
    expect((await put([{ identity: { product_id: id }, safety_stock: -1 }])).status).toBe(422);
    expect((await put([{ identity: { product_id: id }, safety_stock: 1 }], 9)).status).toBe(404);
  });
});
