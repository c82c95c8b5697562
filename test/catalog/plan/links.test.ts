import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';

const [OLD, NEW] = ['FP1000000', 'FP1000001'];
let bed: SyncBed;

beforeEach(async () => {
  bed = await syncBed({ parts: 2 });
  onTestFinished(() => bed.close());
  const sellable = {
    weight: { value: 5, unit: 'lb' },
    price: { list: '20.00', account: '10.00' },
    inventory: 4,
  };
  await bed.admin(`parts/${OLD}`, 'PATCH', {
    ...sellable,
    brand: 'Gunite',
    part_number: '3600A',
    status: 'superseded',
    superseded_by: NEW,
  });
  await bed.admin(`parts/${NEW}`, 'PATCH', {
    ...sellable,
    brand: 'Gunite',
    part_number: '3600AX',
    status: 'active',
    superseded_by: null,
  });
});

const links = () => bed.received.filter(({ body }) => JSON.stringify(body).includes('related_products'));
const products = async () => {
  const all = await bed.store<{ id: number; sku: string; related_products: number[] }[]>('products');
  return new Map(all.map((product) => [product.sku, product]));
};

describe('a superseded part', () => {
  it('leads to the one that replaces it, created by the same plan, and is not written again', async () => {
    const { plan, applied } = await bed.sync();
    const after = await products();
    const second = await bed.sync();

    expect(plan).toMatchObject({ create: 2, related: 1 });
    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(after.get('GU-3600A')?.related_products).toEqual([after.get('GU-3600AX')?.id]);
    expect(second.plan.related).toBe(0);
    expect(bed.received).toEqual([]);
  });

  it('waits for a replacement that cannot be sold yet, without planning it again and again', async () => {
    await bed.admin(`parts/${NEW}`, 'PATCH', { price: null });
    await bed.sync();
    const withoutIt = links();
    const idle = await bed.sync();
    await bed.admin(`parts/${NEW}`, 'PATCH', { price: { list: '20.00', account: '10.00' } });

    const { plan } = await bed.sync();
    const linked = links();
    const again = await bed.sync();

    expect(withoutIt).toEqual([]);
    expect(idle.plan.related).toBe(0);
    // It had passed the old part by when the new one came, and links it all the same: one more sync writes nothing.
    expect(plan).toMatchObject({ create: 1, related: 1 });
    expect(linked).toHaveLength(1);
    expect(again.plan.related).toBe(0);
  });

  it('keeps the related products that a merchant chose', async () => {
    await bed.sync({ superseded: { related: false } });
    const before = await products();
    const chosen = before.get('GU-3600A')?.id ?? 0;
    await bed.admin('products/GU-3600A', 'PATCH', { related_products: [chosen] });

    await bed.sync();

    expect((await products()).get('GU-3600A')?.related_products).toEqual([
      chosen,
      before.get('GU-3600AX')?.id,
    ]);
  });
});
