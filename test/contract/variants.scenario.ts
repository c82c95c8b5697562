import { describe, expect, it } from 'vitest';
import { type Rig, simple } from './rig.ts';

const option = (label: string) => [{ option_display_name: 'Length', label }];

/** A product with options: two lengths, counted each by itself. */
async function make(rig: Rig, sku: string) {
  const body = {
    ...simple(sku),
    inventory_tracking: 'variant' as const,
    variants: [
      { sku: `${sku}-5`, option_values: option('5 in'), price: 12.5, inventory_level: 4 },
      { sku: `${sku}-6`, option_values: option('6 in') },
    ],
  };
  const created = await rig.send('POST /catalog/products', { body });
  if (created.status !== 200) throw new Error(JSON.stringify(created.body));
  return created.body.data as { id: number; variants: Variant[] };
}

interface Variant {
  id: number;
  sku: string;
  option_values: { id: number; option_id: number; label: string }[];
}

export function variantScenarios(rig: () => Rig): void {
  describe('products with options', () => {
    it('come with their variants, and have no base variant', async () => {
      const created = await make(rig(), 'P-OPTIONS');
      expect(created).toMatchObject({
        base_variant_id: null,
        variants: [
          { sku: 'P-OPTIONS-5', price: 12.5, calculated_price: 12.5 },
          { sku: 'P-OPTIONS-6', calculated_price: 9.99 },
        ],
      });
      const path = { product_id: created.id };
      const { body } = await rig().send('GET /catalog/products/{product_id}', {
        path,
        query: { include: ['variants', 'options', 'videos'] },
      });
      expect(body.data).toMatchObject({
        options: [{ display_name: 'Length', option_values: [{ label: '5 in' }, { label: '6 in' }] }],
        inventory_level: 4,
      });
      const list = await rig().v3.get('/catalog/products/{product_id}/variants', { path });
      expect(list).toMatchObject([{ sku: 'P-OPTIONS-5' }, { sku: 'P-OPTIONS-6' }]);
    });

    it('add, read, change and remove a variant', async () => {
      const created = await make(rig(), 'P-VONE');
      const path = { product_id: created.id };
      const route = '/catalog/products/{product_id}/variants';
      const [five, six] = created.variants;
      await rig().v3.delete(`${route}/{variant_id}`, { path: { ...path, variant_id: six!.id } });
      const option_values = six!.option_values.map(({ id, option_id }) => ({ id, option_id }));
      const added = await rig().send(`POST ${route}`, { path, body: { sku: 'P-VONE-6B', option_values } });
      expect(added).toMatchObject({ status: 200, body: { data: { sku: 'P-VONE-6B', price: null } } });
      const one = { ...path, variant_id: five!.id };
      await rig().v3.put(`${route}/{variant_id}`, { path: one, body: { price: null, mpn: 'V5' } });
      const changed = await rig().v3.get(`${route}/{variant_id}`, { path: one });
      expect(changed).toMatchObject({ price: null, mpn: 'V5', calculated_price: 9.99 });
    });

    it('are written fifty variants at a time, and all or none', async () => {
      const { variants } = await make(rig(), 'P-VBATCH');
      const route = '/catalog/variants';
      const body = variants.map(({ id }, n) => ({ id, price: 20 + n }));
      const changed = await rig().v3.put(route, { body });
      expect(changed).toMatchObject([{ price: 20 }, { price: 21 }]);
      const taken = [
        { id: variants[0]!.id, price: 99 },
        { id: variants[1]!.id, sku: 'p-vbatch' },
      ];
      expect(await rig().send(`PUT ${route}`, { body: taken })).toMatchObject({
        status: 422,
        body: { batch_errors: [{ status: 409, errors: { sku: expect.any(String) } }] },
      });
      const query = { sku: 'P-VBATCH-5' };
      expect(await rig().v3.get(route, { query })).toMatchObject([{ price: 20 }]);
      const many = Array.from({ length: 51 }, () => ({ id: variants[0]!.id }));
      expect(await rig().send(`PUT ${route}`, { body: many })).toMatchObject({ status: 413 });
    });
  });
}
