import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

/** Custom fields, images, price rules and metafields of a product. */
export function attachmentScenarios(rig: () => Rig): void {
  describe('what hangs on a product', () => {
    it('custom fields: add, list, change, remove', async () => {
      const { id: product_id } = await rig().createProduct('P-FIELD');
      const path = { product_id };
      const route = '/catalog/products/{product_id}/custom-fields';
      const added = await rig().v3.post(route, { path, body: { name: 'Thread', value: 'M10' } });
      const one = { product_id, custom_field_id: (added as { id: number }).id };
      const changed = await rig().v3.put(`${route}/{custom_field_id}`, {
        path: one,
        body: { name: 'Thread', value: 'M12' },
      });
      expect(changed).toMatchObject({ id: one.custom_field_id, value: 'M12' });
      expect(await rig().v3.get(route, { path })).toMatchObject([{ name: 'Thread', value: 'M12' }]);
      expect(await rig().v3.get(`${route}/{custom_field_id}`, { path: one })).toMatchObject({
        value: 'M12',
      });
      await rig().v3.delete(`${route}/{custom_field_id}`, { path: one });
      expect(await rig().v3.get(route, { path })).toEqual([]);
    });

    it('images: add, list, change, remove', async () => {
      const { id: product_id } = await rig().createProduct('P-IMAGE');
      const path = { product_id };
      const route = '/catalog/products/{product_id}/images';
      const image_url = 'https://images.example/2.jpg';
      const added = await rig().v3.post(route, { path, body: { image_url, description: 'Side' } });
      const one = { product_id, image_id: (added as { id: number }).id };
      expect(added).toMatchObject({ product_id, description: 'Side' });
      await rig().v3.put(`${route}/{image_id}`, { path: one, body: { description: 'Top' } });
      expect(await rig().v3.get(route, { path })).toMatchObject([{ id: one.image_id, description: 'Top' }]);
      expect(await rig().v3.get(`${route}/{image_id}`, { path: one })).toMatchObject({
        description: 'Top',
      });
      await rig().v3.delete(`${route}/{image_id}`, { path: one });
      expect((await rig().v3.get(route, { path })) ?? []).toEqual([]);
    });

    it('videos: add, list, change, remove', async () => {
      const { id: product_id } = await rig().createProduct('P-VIDEO');
      const path = { product_id };
      const route = '/catalog/products/{product_id}/videos';
      const added = await rig().v3.post(route, { path, body: { video_id: 'z3fRu9pkuXE', title: 'Fit' } });
      const one = { product_id, id: (added as { id: number }).id };
      expect(added).toMatchObject({ product_id, video_id: 'z3fRu9pkuXE', title: 'Fit', sort_order: 0 });
      await rig().v3.put(`${route}/{id}`, { path: one, body: { title: 'How to fit it', sort_order: 3 } });
      expect(await rig().v3.get(route, { path })).toMatchObject([{ id: one.id, title: 'How to fit it' }]);
      expect(await rig().v3.get(`${route}/{id}`, { path: one })).toMatchObject({ sort_order: 3 });
      await rig().v3.delete(`${route}/{id}`, { path: one });
      expect((await rig().v3.get(route, { path })) ?? []).toEqual([]);
    });

    it('price rules: add, list, remove, and one that overlaps', async () => {
      const { id: product_id } = await rig().createProduct('P-RULES');
      const path = { product_id };
      const route = '/catalog/products/{product_id}/bulk-pricing-rules';
      const body = { quantity_min: 10, quantity_max: 20, type: 'percent' as const, amount: 5 };
      const added = await rig().v3.post(route, { path, body });
      expect(await rig().v3.send(`POST ${route}`, { path, body })).toMatchObject({ status: 409 });
      const one = { product_id, bulk_pricing_rule_id: (added as { id: number }).id };
      expect(await rig().v3.get(route, { path })).toMatchObject([body]);
      expect(await rig().v3.get(`${route}/{bulk_pricing_rule_id}`, { path: one })).toMatchObject(body);
      await rig().v3.delete(`${route}/{bulk_pricing_rule_id}`, { path: one });
      expect(await rig().v3.get(route, { path })).toEqual([]);
    });

    it('metafields of several products in one call, a partial success included', async () => {
      const { id: resource_id } = await rig().createProduct('P-BULKMETA');
      const route = '/catalog/products/metafields';
      const item = { resource_id, namespace: 'bulk', key: 'a', value: '1', permission_set: 'read' as const };
      const [added] = await rig().v3.post(route, { body: [item] });
      const id = added!.id;
      expect(await rig().v3.send(`POST ${route}`, { body: [item, { ...item, key: 'b' }] })).toMatchObject({
        status: 422,
        body: { data: [{ key: 'b' }], meta: { total: 2, success: 1, failed: 1 } },
      });
      await rig().v3.put(route, { body: [{ id, value: '2' }] });
      const query = { namespace: 'bulk', 'key:in': ['a'], limit: 1 };
      expect(await rig().v3.get(route, { query })).toMatchObject([{ id, value: '2', resource_id }]);
      await rig().v3.delete(route, { body: [id] });
      expect(await rig().v3.get(route, { query })).toEqual([]);
    });

    it('metafields: add, list, change, remove, and a taken key', async () => {
      const { id: product_id } = await rig().createProduct('P-META');
      const path = { product_id };
      const route = '/catalog/products/{product_id}/metafields';
      const body = { namespace: 'ttpd', key: 'run', value: '1', permission_set: 'app_only' as const };
      const added = await rig().v3.post(route, { path, body });
      const one = { product_id, metafield_id: (added as { id: number }).id };
      expect(await rig().v3.send(`POST ${route}`, { path, body })).toMatchObject({ status: 409 });
      await rig().v3.put(`${route}/{metafield_id}`, { path: one, body: { ...body, value: '2' } });
      expect(await rig().v3.get(route, { path, query: { namespace: 'ttpd' } })).toMatchObject([
        { value: '2' },
      ]);
      expect(await rig().v3.get(`${route}/{metafield_id}`, { path: one })).toMatchObject({ value: '2' });
      await rig().v3.delete(`${route}/{metafield_id}`, { path: one });
      expect(await rig().v3.get(route, { path })).toEqual([]);
    });
  });
}
