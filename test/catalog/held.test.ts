import { describe, expect, it, onTestFinished } from 'vitest';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';

const PART = 'FP1000000';

/** A store with one product of ttpd's, of 4 pieces at 14.29. */
async function withProduct(): Promise<SyncBed> {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  await supplies(bed, {});
  await bed.sync();
  return bed;
}
const supplies = (bed: SyncBed, changes: Record<string, unknown>) =>
  bed.admin(`parts/${PART}`, 'PATCH', {
    ...{ brand: 'Gunite', part_number: '3600', status: 'active', inventory: 4, superseded_by: null },
    ...{ weight: { value: 5, unit: 'lb' }, price: { list: '20.00', account: '10.00' }, name: 'A drum' },
    ...changes,
  });
interface Product {
  sku: string;
  name: string;
  price: number;
  inventory_level: number;
}
const product = async (bed: SyncBed) => (await bed.store<Product[]>('products'))[0];

describe('a part that the rules hold', () => {
  it.each<[string, Record<string, unknown>, Parameters<SyncBed['sync']>[0]]>([
    ['its cost rose above its price', { price: { list: '20.00', account: '30.00' } }, {}],
    ['its weight was lost', { weight: null }, {}],
    ['its name is too long', { name: 'n'.repeat(300) }, {}],
  ])('has its stock told all the same, and nothing else, where %s', async (_why, change, rules) => {
    const bed = await withProduct();
    const before = await product(bed);
    await supplies(bed, { inventory: 0, ...change });

    const { plan, exitCode, problems } = await bed.sync(rules);

    expect(plan).toMatchObject({ skip: 1, stock: 1, update: 0, create: 0 });
    expect(problems.some(({ severity, sku }) => severity === 'warning' && sku === before?.sku)).toBe(true);
    expect(exitCode).toBe(0);
    expect(await product(bed)).toMatchObject({ ...before, inventory_level: 0 });
    expect((await bed.sync(rules)).plan).toMatchObject({ skip: 1, stock: 0 });
    await supplies(bed, { inventory: 7 });
    await bed.sync();
    expect(await product(bed)).toMatchObject({ price: before?.price, inventory_level: 7 });
  });

  it('that the store does not have is made no product of', async () => {
    const bed = await syncBed({ parts: 1 });
    onTestFinished(() => bed.close());
    await supplies(bed, { price: { list: '20.00', account: '30.00' } });

    expect((await bed.sync()).plan).toMatchObject({ skip: 1, create: 0, stock: 0 });
  });
});
