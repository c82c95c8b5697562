import type { Management } from '@aligent/bigcommerce-api';
import { describe, expect, it } from 'vitest';
import { type Rig, simple } from './rig.ts';

type Operations = Management.V3.Operations;
type ProductQuery = Partial<Operations['GET /catalog/products']['parameters']['query']>;

export function productScenarios(rig: () => Rig): void {
  describe('products', () => {
    it('creates one with brand, custom fields and images inline, and answers it whole', async () => {
      const created = await rig().createProduct('P-WHOLE', {
        brand_name: 'Contract Brakes',
        mpn: 'CB-1',
        upc: '012345678905',
        description: '<p>Drum</p>',
        inventory_tracking: 'product',
        inventory_level: 5,
        is_visible: true,
        custom_fields: [{ name: 'Position', value: 'Front' }],
        images: [{ image_url: 'https://images.example/1.jpg', is_thumbnail: true }],
      });
      const { body } = await rig().send('GET /catalog/products/{product_id}', {
        path: { product_id: created.id },
        query: { include: ['variants', 'images', 'custom_fields', 'primary_image', 'bulk_pricing_rules'] },
      });
      expect(body.data).toMatchObject({
        id: created.id,
        name: 'P-WHOLE',
        sku: 'P-WHOLE',
        price: 9.99,
        custom_fields: [{ name: 'Position', value: 'Front' }],
        images: [{ product_id: created.id }],
        variants: [{ sku: 'P-WHOLE', product_id: created.id }],
      });
      const [brand] = (await rig().v3.get('/catalog/brands', { query: { name: 'Contract Brakes' } })) ?? [];
      expect(body.data).toMatchObject({ brand_id: brand?.id });
    });

    it('pages, sorts and filters', async () => {
      const ids: number[] = [];
      for (const name of ['P-PAGE-1', 'P-PAGE-2', 'P-PAGE-3'])
        ids.push((await rig().createProduct(name, { price: 5 })).id);
      const list = async (query: ProductQuery) =>
        (await rig().v3.get('/catalog/products', { query }))?.map(({ id }) => id);
      expect(await list({ 'id:in': ids, sort: 'id', direction: 'desc' })).toEqual([...ids].reverse());
      expect(await list({ 'id:in': ids, limit: 2, page: 2, sort: 'id' })).toEqual(ids.slice(2));
      expect(await list({ 'sku:in': ['P-PAGE-1', 'P-PAGE-3', 'P-NONE'], sort: 'id' })).toEqual([
        ids[0],
        ids[2],
      ]);
      expect(await list({ sku: 'P-PAGE-2' })).toEqual([ids[1]]);
      expect(await list({ name: 'P-PAGE-3' })).toEqual([ids[2]]);
      expect(await list({ 'id:min': ids[1], 'id:max': ids[2], sort: 'id' })).toEqual(ids.slice(1));
      expect(await list({ 'id:in': ids, 'date_modified:min': '2001-01-01T00:00:00Z' })).toHaveLength(3);
      expect(await list({ 'id:in': ids, 'date_modified:min': '2999-01-01T00:00:00Z' })).toEqual([]);

      const { body } = await rig().v3.send('GET /catalog/products', { query: { 'id:in': ids, limit: 2 } });
      expect(body).toMatchObject({
        meta: { pagination: { total: 3, count: 2, per_page: 2, current_page: 1, total_pages: 2 } },
      });
    });

    it('answers only the fields asked for', async () => {
      const { id } = await rig().createProduct('P-FIELDS');
      const query = { 'id:in': [id], include_fields: ['name', 'sku'] as ['name', 'sku'] };
      expect(await rig().v3.get('/catalog/products', { query })).toEqual([
        { id, name: 'P-FIELDS', sku: 'P-FIELDS' },
      ]);
    });

    it('updates one, and ten at a time', async () => {
      const { id } = await rig().createProduct('P-UPDATE');
      const updated = await rig().v3.put('/catalog/products/{product_id}', {
        path: { product_id: id },
        body: { price: 12.5, is_visible: false },
      });
      expect(updated).toMatchObject({ id, name: 'P-UPDATE', price: 12.5, is_visible: false });

      const ids: number[] = [];
      for (let i = 0; i < 10; i++) ids.push((await rig().createProduct(`P-BATCH-${i}`)).id);
      const body = ids.map((each, i) => ({ id: each, price: 20 + i }));
      const batch = await rig().v3.put('/catalog/products', { body });
      expect(batch.map(({ price }) => price)).toEqual(body.map(({ price }) => price));
    });

    it('refuses a taken name, a missing field and an eleventh item, and knows no stranger', async () => {
      await rig().createProduct('P-TAKEN');
      expect(await rig().send('POST /catalog/products', { body: simple('p-taken') })).toMatchObject({
        status: 409,
      });
      const many = Array.from({ length: 11 }, (_, i) => ({ id: i + 1, price: 1 }));
      expect(await rig().send('PUT /catalog/products', { body: many })).toMatchObject({ status: 413 });
      expect(
        await rig().v3.get('/catalog/products/{product_id}', { path: { product_id: 999_999 } }),
      ).toBeNull();
    });

    it('deletes one, and several by filter', async () => {
      const [a, b, c] = [
        await rig().createProduct('P-DEL-A'),
        await rig().createProduct('P-DEL-B'),
        await rig().createProduct('P-DEL-C'),
      ];
      await rig().v3.delete('/catalog/products/{product_id}', { path: { product_id: a.id } });
      await rig().v3.delete('/catalog/products', { query: { 'id:in': [b.id, c.id] } });
      expect(await rig().v3.get('/catalog/products', { query: { 'id:in': [a.id, b.id, c.id] } })).toEqual([]);
    });

    it('lists variants', async () => {
      const { id } = await rig().createProduct('P-VARIANT');
      const query = { sku: 'P-VARIANT' };
      expect(await rig().v3.get('/catalog/variants', { query })).toMatchObject([{ product_id: id }]);
    });
  });
}
