import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

export function inventoryScenarios(rig: () => Rig): void {
  describe('inventory', () => {
    it('sets stock, moves it, and reads it back by SKU, product and location', async () => {
      const { id } = await rig().createProduct('I-STOCK', { inventory_tracking: 'product' });
      const [location] = (await rig().v3.get('/inventory/locations')) ?? [];
      const location_id = location!.id;
      const item = (quantity: number) => ({ location_id, product_id: id, quantity });
      const absolute = { reason: 'contract', items: [item(7)] };
      const set = await rig().v3.send('PUT /inventory/adjustments/absolute', { body: absolute });
      expect(set).toMatchObject({ status: 200, body: { transaction_id: expect.any(String) } });
      const moved = { reason: 'contract', items: [item(-2)] };
      expect(await rig().v3.send('POST /inventory/adjustments/relative', { body: moved })).toMatchObject({
        status: 200,
      });
      const query = { 'sku:in': 'I-STOCK' };
      // Adjustments take effect a moment after their answer, as with the real service.
      await expect
        .poll(() => rig().v3.get('/inventory/items', { query }))
        .toMatchObject([
          {
            identity: { sku: 'I-STOCK', product_id: id },
            locations: [{ location_id, total_inventory_onhand: 5 }],
          },
        ]);
      const there = { path: { location_id }, query: { 'product_id:in': id } };
      expect(await rig().v3.get('/inventory/locations/{location_id}/items', there)).toMatchObject([
        { identity: { product_id: id }, total_inventory_onhand: 5 },
      ]);
    });

    it('opens a location and renames it', async () => {
      const location = {
        code: 'C-2',
        label: 'Contract depot',
        managed_by_external_source: false,
        type_id: 'PHYSICAL' as const,
        enabled: true,
        time_zone: 'America/Chicago',
        storefront_visibility: true,
        address: {
          address1: '1 Main St',
          city: 'Austin',
          state: 'Texas',
          zip: '78701',
          email: 'depot@example.com',
          geo_coordinates: { latitude: 30.3, longitude: -97.7 },
          country_code: 'US',
        },
      };
      expect(await rig().send('POST /inventory/locations', { body: [location] })).toMatchObject({
        status: 200,
      });
      const query = { 'location_code:in': 'C-2' };
      const [{ id = 0 } = {}] = (await rig().v3.get('/inventory/locations', { query })) ?? [];
      expect(await rig().send('PUT /inventory/locations', { body: [{ id, label: 'Moved' }] })).toMatchObject({
        status: 200,
      });
      expect(await rig().v3.get('/inventory/locations', { query })).toMatchObject([{ id, label: 'Moved' }]);
    });

    it('refuses stock for a stranger with a problem document', async () => {
      const items = [{ location_id: 1, sku: 'I-NOBODY', quantity: 1 }];
      expect(await rig().v3.send('PUT /inventory/adjustments/absolute', { body: { items } })).toMatchObject({
        status: 422,
      });
    });
  });
}
