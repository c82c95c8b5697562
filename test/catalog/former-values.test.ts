import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { RulesInput } from '../../src/rules/schema.ts';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';

let bed: SyncBed;
let part = '';
beforeEach(async () => {
  bed = await syncBed({ parts: 1 });
  for await (const { parts } of bed.engine().supplier.search({})) part = `parts/${parts[0]?.id}`;
});

const into = (...paths: string[]): RulesInput => ({
  categories: { map: paths.map((path) => ({ when: {}, path })), otherwise: 'none' },
});

async function product() {
  const [one] = await bed.store<{ id: number; categories: number[]; retail_price: number; price: number }[]>(
    'products?include_fields=categories,retail_price,price',
  );
  const tree = await bed.store<{ category_id: number; name: string }[]>('trees/categories');
  const names = one?.categories.map((id) => tree.find((each) => each.category_id === id)?.name).sort();
  return { id: one?.id, ids: one?.categories, names, retail: one?.retail_price, price: one?.price };
}

it('takes a product out of the category that the rules gave it before, and leaves the merchant’s', async () => {
  onTestFinished(() => bed.close());
  await bed.sync(into('Drums'));
  const { id, ids } = await product();
  const [sale] = await bed.store<{ category_id: number }[]>('trees/categories', 'POST', [
    { name: 'Sale', parent_id: 0, tree_id: 1 },
  ]);
  await bed.store(`products/${id}`, 'PUT', { categories: [...(ids ?? []), sale?.category_id] });

  await bed.sync(into('Wheel ends'));
  expect((await product()).names).toEqual(['Sale', 'Wheel ends']);
  await bed.sync(into('Wheel ends'));
  expect(bed.received).toEqual([]);

  await bed.sync(into());
  expect((await product()).names).toEqual(['Sale']);
});

it('takes it out of none that it was in before', async () => {
  onTestFinished(() => bed.close());
  await bed.sync(into('Drums'));
  await bed.forget();
  // Another machine, to which the category is the merchant's.
  await bed.admin(part, 'PATCH', { name: 'Another name' });
  await bed.sync({ ...into('Drums'), owners: { name: 'ttpd' } });
  await bed.sync(into('Wheel ends'));

  expect((await product()).names).toEqual(['Drums', 'Wheel ends']);
});

it.each([
  ['190.005', 190.01, 190.01],
  ['191.99499', 191.99, 191.99],
  ['186.43000000000001', 186.43, 186.43],
])('writes a list price of %s in whole cents, and not again', async (list, price, retail) => {
  onTestFinished(() => bed.close());
  await bed.admin(part, 'PATCH', { price: { account: '113.625', list, map: null } });
  await bed.sync();
  expect(await product()).toMatchObject({ price, retail });
  await bed.sync();
  expect(bed.received).toEqual([]);
});

it('strikes out no list price that the price has passed', async () => {
  onTestFinished(() => bed.close());
  const price = async (account: string, list: string | null) => {
    await bed.admin(part, 'PATCH', { price: { account, list, map: null } });
    await bed.sync({ price: { rules: [{ multiply: 2 }] }, guards: { priceMove: { factor: 100 } } });
    const { price: sells, retail } = await product();
    return [sells, retail];
  };
  expect(await price('50.00', '120.00')).toEqual([100, 120]);
  expect(await price('70.00', null)).toEqual([140, 0]);
  expect(await price('70.00', '150.00')).toEqual([140, 150]);
  expect(await price('70.00', '130.00')).toEqual([140, 0]);
  await bed.sync({ price: { rules: [{ multiply: 2 }] } });
  expect(bed.received).toEqual([]);
});
