import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

export function brandAndCategoryScenarios(rig: () => Rig): void {
  describe('brands', () => {
    it('creates, reads, filters, renames, refuses a taken name, deletes', async () => {
      const created = await rig().v3.post('/catalog/brands', { body: { name: 'Contract Filters' } });
      const path = { brand_id: (created as { id: number }).id };
      expect(
        await rig().v3.send('POST /catalog/brands', { body: { name: 'Contract Filters' } }),
      ).toMatchObject({
        status: 409,
      });
      expect(await rig().v3.get('/catalog/brands', { query: { 'id:in': [path.brand_id] } })).toHaveLength(1);
      await rig().v3.put('/catalog/brands/{brand_id}', { path, body: { name: 'Contract Filtration' } });
      expect(await rig().v3.get('/catalog/brands/{brand_id}', { path })).toMatchObject({
        name: 'Contract Filtration',
      });
      await rig().v3.delete('/catalog/brands/{brand_id}', { path });
      expect(await rig().v3.get('/catalog/brands/{brand_id}', { path })).toBeNull();
      await rig().v3.post('/catalog/brands', { body: { name: 'Contract Belts' } });
      await rig().v3.delete('/catalog/brands', { query: { name: 'Contract Belts' } });
      expect(await rig().v3.get('/catalog/brands', { query: { 'name:like': 'Contract Belts' } })).toEqual([]);
    });
  });

  describe('category trees', () => {
    it('grows a branch, lists it both ways, renames and fells it', async () => {
      const [tree] = (await rig().v3.get('/catalog/trees')) ?? [];
      const tree_id = tree?.id ?? 0;
      const create = async (name: string, parent_id: number) => {
        const body = [{ name, tree_id, parent_id }];
        const [made] = await rig().v3.post('/catalog/trees/categories', { body });
        return made!.category_id;
      };
      const brakes = await create('Contract brakes', 0);
      const drums = await create('Contract drums', brakes);
      const { id } = await rig().createProduct('P-CATEGORY', { categories: [drums] });
      expect(await rig().v3.get('/catalog/products', { query: { 'categories:in': [drums] } })).toMatchObject([
        { id },
      ]);

      const children = { 'parent_id:in': [brakes], 'tree_id:in': [tree_id] };
      expect(await rig().v3.get('/catalog/trees/categories', { query: children })).toMatchObject([
        { category_id: drums, name: 'Contract drums', parent_id: brakes, tree_id },
      ]);
      const whole = await rig().v3.get('/catalog/trees/{tree_id}/categories', { path: { tree_id } });
      expect(whole).toContainEqual(
        expect.objectContaining({ id: brakes, children: [expect.objectContaining({ id: drums })] }),
      );
      await rig().v3.put('/catalog/trees/categories', {
        body: [{ category_id: drums, name: 'Contract rotors' }],
      });
      const renamed = { 'category_id:in': [drums] };
      expect(await rig().v3.get('/catalog/trees/categories', { query: renamed })).toMatchObject([
        { name: 'Contract rotors' },
      ]);
      await rig().v3.delete('/catalog/trees/categories', { query: { 'category_id:in': [drums, brakes] } });
      expect(await rig().v3.get('/catalog/trees/categories', { query: renamed })).toEqual([]);
    });
  });
}
