import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProductCreate } from '../../../../src/bigcommerce/request-types.ts';
import type { FormatName } from '../../../../src/csv/csv-row.ts';
import { EFFECT, nastyText } from '../../../helpers/nasty-text.ts';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { exportText, importText } from './import.ts';

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const FORMATS: FormatName[] = ['ttpd', 'bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce'];

const plain: ProductCreate = {
  name: 'Brake drum, 16.5" x 7"',
  sku: '0065-A',
  type: 'physical',
  price: 186.4375,
  weight: 90.25,
  cost_price: 113.62,
  retail_price: 200,
  sale_price: 150,
  width: 16.5,
  height: 7,
  depth: 16.5,
  brand_name: 'Gunite',
  mpn: '00651',
  upc: '012345678905',
  gtin: '00012345678905',
  categories: [1],
  description: '<p>Cast;\n"iron" – 16,5</p>',
  condition: 'Used',
  is_condition_shown: true,
  inventory_tracking: 'product',
  inventory_level: 7,
  inventory_warning_level: 2,
  order_quantity_minimum: 2,
  availability_description: 'Ships in 3 days',
  warranty: '1 year',
  page_title: '=Drum',
  meta_description: '-5% off',
  meta_keywords: ['drum', 'brake'],
  search_keywords: '3600A, 3600AX',
  bin_picking_number: '007',
  fixed_cost_shipping_price: 4.5,
  is_featured: true,
  sort_order: 3,
  custom_fields: [
    { name: 'Bolt circle', value: '11.25 in; 10 holes' },
    { name: 'Note', value: 'a=b' },
  ],
  images: [
    { image_url: 'https://images.example/1.jpg', description: 'Front', is_thumbnail: true, sort_order: 0 },
    { image_url: 'https://images.example/2.jpg', description: 'Side', is_thumbnail: false, sort_order: 1 },
  ],
  videos: [{ video_id: 'z3fRu9pkuXE', title: 'Fitting', sort_order: 0 }],
};
const optional: ProductCreate = {
  name: 'Clevis kit',
  sku: 'CK',
  type: 'physical',
  price: 19.99,
  weight: 2,
  inventory_tracking: 'variant',
  variants: ['5 in', '6 in'].map((label, n) => ({
    sku: `CK-${n}`,
    option_values: [{ option_display_name: 'Length', label }],
    inventory_level: n * 4,
    ...(n === 0 ? { price: 18.5, mpn: 'C0' } : {}),
  })),
};
const bare: ProductCreate = {
  name: 'Bare',
  sku: 'BARE',
  type: 'physical',
  price: 0,
  weight: 0,
  is_visible: false,
};

describe.each(FORMATS)('%s: store → file → store', (format) => {
  it('changes nothing', async () => {
    for (const body of [plain, optional, bare]) await at.store.products.create(body);
    const before = await at.stateHash();
    const text = await exportText(at, format);
    const { plan, allProblems, operations } = await importText(at, text, { format });

    expect(allProblems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(operations.map(({ sku, before: was, after }) => ({ sku, was, after }))).toEqual([]);
    expect(plan).toMatchObject({ create: 0, update: 0, stock: 0, hide: 0, unchanged: 3 });
    expect(await at.stateHash()).toBe(before);
  });
});

/** The store names each picture anew, by the file that it fetched. */
const own = (text: string) => text.replaceAll(/images\/\d+\/[^?]+/g, 'images/N');

it.each(['ttpd', 'bigcommerce'] as const)('%s: a store can be built anew from its file', async (format) => {
  for (const body of [plain, optional, bare])
    await at.store.products.create(format === 'bigcommerce' ? { ...body, brand_name: '' } : body);
  const first = await exportText(at, format);
  await at.reset();
  const { applied } = await importText(at, first, { format });
  const second = await exportText(at, format);

  expect(applied).toMatchObject({ done: 3, failed: 0, unknown: 0 });
  expect(own(second).split('\n')).toEqual(own(first).split('\n'));
});

it('every field of a product that is there becomes what the file says', async () => {
  await at.store.products.create(plain);
  const wanted = await exportText(at, 'ttpd');
  await at.reset();
  await at.store.products.create({ ...bare, sku: plain.sku ?? '' });
  const { applied } = await importText(at, wanted);

  expect(applied).toMatchObject({ failed: 0, unknown: 0 });
  expect(own(await exportText(at, 'ttpd')).split('\n')).toEqual(own(wanted).split('\n'));
});

it('a spreadsheet’s rewrite changes nothing: BOM, semicolons, CRLF, other quotes', async () => {
  for (const body of [plain, optional]) await at.store.products.create(body);
  const { parse } = await import('csv-parse/sync');
  const { stringify } = await import('csv-stringify/sync');
  const records: string[][] = parse(await exportText(at, 'ttpd'), { relaxColumnCount: true });
  const text = stringify(records, { delimiter: ';', record_delimiter: 'windows', quoted: true, bom: true });

  expect((await importText(at, text)).plan).toMatchObject({ update: 0, unchanged: 2 });
});

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((it) => it.replaceAll(/[\p{Cc}\uFEFF]/gu, ' ').trim())
  .filter((it) => it !== '' && it.isWellFormed() && it.length <= 40);
/** The last of the classes that every store has. */
const TAX_CLASSES = 3;
const amount = fc.integer({ min: 1, max: 9_999_999 }).map((it) => it / 100);
const arbitrary = fc.record(
  {
    name: word,
    price: amount,
    sale_price: amount,
    cost_price: amount,
    map_price: amount,
    width: amount,
    mpn: word,
    description: word,
    page_title: word,
    search_keywords: word,
    warranty: word,
    bin_picking_number: word,
    availability_description: word,
    is_visible: fc.boolean(),
    is_featured: fc.boolean(),
    is_free_shipping: fc.boolean(),
    sort_order: fc.nat(99),
    tax_class_id: fc.nat(TAX_CLASSES),
    inventory_tracking: fc.constantFrom('none' as const, 'product' as const),
    inventory_level: fc.nat(999),
    order_quantity_minimum: fc.nat(9),
    custom_fields: fc.uniqueArray(fc.record({ name: word, value: word }), {
      selector: ({ name }) => name,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['price'] },
);

it('texts that do harm elsewhere come back as nothing new, and without what is not seen', {
  timeout: 60_000,
}, async () => {
  const some = nastyText.map((text) => text.slice(0, 60));
  const written = fc.record({
    ...{ name: some, mpn: some, description: some, page_title: some, warranty: some, search_keywords: some },
    ...{ brand_name: some, bin_picking_number: some, availability_description: some },
  });
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 4, maxLength: 4 }), async (products) => {
      await at.reset();
      for (const [n, body] of products.entries())
        await at.store.products.create({
          ...{ type: 'physical', price: 1, weight: 1, sku: `S-${n}` },
          ...{ ...body, name: `${n}${body.name}`, brand_name: `${n}${body.brand_name}` },
          custom_fields: [{ name: 'Note', value: `${n}${body.name}` }],
        });
      for (const format of ['ttpd', 'bigcommerce'] as const) {
        const file = await exportText(at, format);
        expect(file).not.toMatch(EFFECT);
        const { operations, allProblems } = await importText(at, file, { format });
        expect(allProblems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(operations.map(({ before, after }) => ({ before, after }))).toEqual([]);
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12) },
  );
});

it('any product comes back from ttpd’s and the control panel’s format as it was', {
  timeout: 60_000,
}, async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(arbitrary, { minLength: 1, maxLength: 4 }), async (some) => {
      await at.reset();
      for (const changes of some) {
        n += 1;
        const body = {
          weight: 1,
          type: 'physical' as const,
          ...changes,
          sku: `S-${n}`,
          name: `${changes.name ?? ''} ${n}`,
        };
        await at.store.products.create({ ...body, name: body.name.trim() });
      }
      for (const format of ['ttpd', 'bigcommerce'] as const) {
        const { operations, allProblems, plan } = await importText(at, await exportText(at, format), {
          format,
        });
        expect(allProblems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(operations.map(({ before, after }) => ({ before, after }))).toEqual([]);
        expect(plan.unchanged).toBe(some.length);
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12) },
  );
});
