import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rollback } from '../../../src/catalog/rollback.ts';
import { type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';

/** `rollback --delete-created` against a store: what a person worked on stays. */

interface Product {
  id: number;
  sku: string;
  categories: number[];
}

let bed: SyncBed;
let made: Product;
let planId: string;
beforeEach(async () => {
  bed = await syncBed({ parts: 1 });
  await bed.admin('parts/FP1000000', 'PATCH', {
    ...{ brand: 'Gunite', part_number: '3600', status: 'active', inventory: 4, superseded_by: null },
    ...{ weight: { value: 5, unit: 'lb' }, price: { list: '20.00', account: '10.00' }, name: 'A drum' },
    description: 'Drum "16.5" <br> with bolts',
  });
  planId = (await bed.sync()).plan.id;
  const [product] = await bed.store<Product[]>('products');
  if (!product) throw new Error('nothing was made');
  made = product;
});
afterEach(() => bed.close());

async function takeBack() {
  const plan = await bed.ledger.plans.get(planId);
  if (!plan) throw new Error('no plan');
  const { plan: undone } = await rollback(bed.engine(), { plan, deleteCreated: true }, async () => {});
  const rows = [];
  for await (const row of bed.ledger.operations.iterate(undone.id)) rows.push(row);
  return { rows, left: await bed.store<Product[]>('products') };
}
const put = (changes: Record<string, unknown>) => bed.store(`products/${made.id}`, 'PUT', changes);
const post = (what: string, body: unknown) => bed.store(`products/${made.id}/${what}`, 'POST', body);

describe('what was created', () => {
  it('goes when nobody touched it, in a store that tidies', async () => {
    expect((await takeBack()).left).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['description', () => put({ description: '<p>worked on</p>' })],
    ['salePrice', () => put({ sale_price: 5 })],
    ['featured', () => put({ is_featured: true })],
    ['metaDescription', () => put({ meta_description: 'seo' })],
    ['pageTitle', () => put({ page_title: 't' })],
    ['searchKeywords', () => put({ search_keywords: 'mine' })],
    ['warranty', () => put({ warranty: '5 years' })],
    ['customUrl', () => put({ custom_url: { url: '/mine/', is_customized: true } })],
    ['sortOrder', () => put({ sort_order: 4 })],
    ['taxClass', () => put({ tax_class_id: 1 })],
    ['related', () => put({ related_products: [made.id] })],
    [
      'bulkPrices',
      () => post('bulk-pricing-rules', { quantity_min: 5, quantity_max: 0, type: 'fixed', amount: 1 }),
    ],
    [
      'metafields.mine/k',
      () => post('metafields', { namespace: 'mine', key: 'k', value: 'v', permission_set: 'read' }),
    ],
    ['images', () => post('images', { image_url: 'https://x.example/a.jpg' })],
    ['customField', () => post('custom-fields', { name: 'Mine', value: 'x' })],
    ['stock', () => bed.admin('orders', 'POST', { kind: 'single', lines: [{ sku: made.sku, quantity: 1 }] })],
  ])('stays when somebody changed its %s, and the row says so', async (field, change) => {
    await change();

    const { rows, left } = await takeBack();

    expect(left).toHaveLength(1);
    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'conflict',
        code: 'CHANGED_SINCE',
        reason: expect.stringContaining(field),
      }),
    ]);
  });
});
