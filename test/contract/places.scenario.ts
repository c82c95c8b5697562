import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

/** Where a product is sold, where it is found and where it lies. */
export function placeScenarios(rig: () => Rig): void {
  describe('channels, trees and assignments', () => {
    it('puts products on a second channel and in the categories of its tree, and takes them off', async () => {
      const channel_id = await rig().createChannel('Contract counter');
      const { id: product_id } = await rig().createProduct('P-PLACES');
      const tree = { name: 'Contract tree', channels: [channel_id] };
      const made = (await rig().send('PUT /catalog/trees', { body: [tree] })) as {
        body: { data: [{ id: number }] };
      };
      const tree_id = made.body.data[0].id;
      expect(
        await rig().send('GET /catalog/trees', { query: { 'channel_id:in': channel_id } }),
      ).toMatchObject({
        body: { data: [{ id: tree_id, channels: [channel_id] }] },
      });
      const category = [{ name: 'Contract shelf', tree_id }];
      const added = (await rig().send('POST /catalog/trees/categories', { body: category })) as {
        body: { data: [{ category_id: number }] };
      };
      const { category_id } = added.body.data[0];
      for (const [path, pair] of [
        ['/catalog/products/channel-assignments', { product_id, channel_id }],
        ['/catalog/products/category-assignments', { product_id, category_id }],
      ] as const) {
        const query = { 'product_id:in': [product_id] };
        expect(await rig().send(`PUT ${path}`, { body: [pair] })).toMatchObject({ status: 204 });
        expect(await rig().send(`GET ${path}`, { query })).toMatchObject({ body: { data: [pair] } });
        expect(await rig().send(`DELETE ${path}`, { query })).toMatchObject({ status: 204 });
        expect(await rig().send(`GET ${path}`, { query })).toMatchObject({ body: { data: [] } });
        expect(await rig().send(`DELETE ${path}`)).toMatchObject({ status: 422 });
      }
      expect(await rig().send('DELETE /catalog/trees', { query: { 'id:in': tree_id } })).toMatchObject({
        status: 204,
      });
    });
  });

  describe('stock at a location', () => {
    it('keeps safety stock back, and goes with its location', async () => {
      const { id: product_id } = await rig().createProduct('P-SAFETY', { inventory_tracking: 'product' });
      const location = {
        code: 'C-GONE',
        label: 'Contract shed',
        managed_by_external_source: false,
        type_id: 'PHYSICAL',
        enabled: true,
        time_zone: 'America/Chicago',
        storefront_visibility: true,
        address: {
          address1: '1 Main St',
          city: 'Austin',
          state: 'Texas',
          zip: '78701',
          email: 'shed@example.com',
          geo_coordinates: { latitude: 30.3, longitude: -97.7 },
          country_code: 'US',
        },
      };
      await rig().send('POST /inventory/locations', { body: [location] });
      const query = { 'location_code:in': 'C-GONE' };
      const [{ id: location_id = 0 } = {}] = (await rig().v3.get('/inventory/locations', { query })) ?? [];
      const path = { location_id };
      const settings = [{ identity: { product_id }, safety_stock: 2, warning_level: 1 }];
      const put = 'PUT /inventory/locations/{location_id}/items';
      expect(await rig().send(put, { path, body: { settings } })).toMatchObject({
        status: 200,
        body: { transaction_id: expect.any(String) },
      });
      const there = { path, query: { 'product_id:in': product_id } };
      expect(await rig().send('GET /inventory/locations/{location_id}/items', there)).toMatchObject({
        body: { data: [{ settings: { safety_stock: 2, warning_level: 1 } }] },
      });
      const nothing = { path, body: { settings: [{ identity: { product_id } }] } };
      expect(await rig().send(put, nothing)).toMatchObject({ status: 422 });
      const gone = await rig().send('DELETE /inventory/locations', {
        query: { 'location_id:in': location_id },
      });
      expect((gone as { status: number }).status).toBeLessThan(300);
    });
  });
}
