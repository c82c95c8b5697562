import { describe, expect, it, onTestFinished } from 'vitest';
import { type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';

const ID = 'FP1000000';
const RULES = { price: { core: 'product' as const } };

async function soldWithCore(core: string | null): Promise<SyncBed> {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  await bed.admin(`parts/${ID}`, 'PATCH', {
    brand: 'Bendix',
    part_number: '065225',
    condition: 'reman',
    status: 'active',
    superseded_by: null,
    weight: { value: 30, unit: 'lb' },
    price: { list: '465.00', account: '310.00', core },
    inventory: 4,
  });
  return bed;
}

const bySku = async (bed: SyncBed) => {
  const { products } = await bed.admin<{ products: Record<string, unknown>[] }>('products');
  return new Map(products.map((product) => [product.sku, product]));
};

describe('the core charge as a product', () => {
  it('is sold beside the part, whose page names it', async () => {
    const bed = await soldWithCore('75.00');

    const { plan } = await bed.sync(RULES);
    const products = await bySku(bed);
    const second = await bed.sync(RULES);

    expect(plan.create).toBe(2);
    expect(products.get('BX-065225-CORE')).toMatchObject({
      name: 'Core charge for BX-065225',
      price: 75,
      weight: 0,
      is_visible: true,
      inventory_tracking: 'none',
      category_paths: [],
    });
    expect(products.get('BX-065225')).toMatchObject({
      price: 465,
      description: expect.stringContaining('$75.00, ordered as BX-065225-CORE'),
    });
    expect(second.plan).toMatchObject({ create: 0, update: 0 });
    expect(bed.received).toEqual([]);
  });

  it('follows the charge, and goes with the part', async () => {
    const bed = await soldWithCore('75.00');
    await bed.sync(RULES);
    await bed.admin(`parts/${ID}`, 'PATCH', { price: { core: '90.00' } });
    await bed.sync(RULES);
    const dearer = (await bySku(bed)).get('BX-065225-CORE')?.price;
    await bed.admin(`parts/${ID}`, 'PATCH', { status: 'discontinued' });
    await bed.sync(RULES);

    expect(dearer).toBe(90);
    expect((await bySku(bed)).get('BX-065225-CORE')?.is_visible).toBe(false);
  });

  it('is not there for a part without one, nor known to the ledger as a part', async () => {
    const [without, with_] = [await soldWithCore(null), await soldWithCore('75.00')];
    await without.sync(RULES);
    await with_.sync(RULES);

    expect([...(await bySku(without)).keys()]).toEqual(['BX-065225']);
    const known = await with_.ledger.snapshots.find('store', ['BX-065225', 'BX-065225-CORE']);
    expect([...known.values()].map(({ partId }) => partId)).toEqual([ID, null]);
  });
});
