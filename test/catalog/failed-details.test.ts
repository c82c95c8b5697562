import { expect, it, onTestFinished } from 'vitest';
import { syncBed } from '../helpers/sync-at-sandbox.ts';

/** Details cost a call each and are fetched when a part changed: one whose write failed must be fetched again. */
it.each([
  'bc:422:*:POST /v3/catalog/products/{id}/custom-fields',
  'bc:500:*:POST /v3/catalog/products/{id}/custom-fields',
  'bc:422:*:POST /v3/catalog/products/{id}/images',
])('details whose write failed are written by the next sync (%s)', async (fault) => {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  const supplies = (changes: Record<string, unknown>) =>
    bed.admin('parts/FP1000000', 'PATCH', {
      ...{ brand: 'Gunite', part_number: '3600', status: 'active', inventory: 4, superseded_by: null },
      ...{ weight: { value: 5, unit: 'lb' }, price: { list: '20.00', account: '10.00' }, name: 'A drum' },
      ...changes,
    });
  await supplies({ attributes: [], fitment: [] });
  await bed.sync();
  await supplies({
    attributes: [{ name: 'Brand new', value: 'yes' }],
    images: [{ url: 'https://img.test/new.jpg' }],
    fitment: [{ type: 'universal' }],
  });
  await bed.admin('faults', 'POST', { faults: [fault] });
  await bed.sync();
  await bed.admin('faults', 'POST', { faults: [] });

  await bed.sync();

  const [product] = await bed.store<
    { custom_fields: { name: string }[]; images: { image_file: string }[] }[]
  >('products?include=custom_fields,images');
  expect(product?.custom_fields.map(({ name }) => name)).toContain('Brand new');
  expect(product?.images.filter(({ image_file }) => image_file.includes('/new__'))).toHaveLength(1);
  expect((await bed.sync()).plan).toMatchObject({ update: 0, metafields: 0 });
});
