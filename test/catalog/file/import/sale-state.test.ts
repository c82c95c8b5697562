import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProductCreate } from '../../../../src/bigcommerce/request-types.ts';
import type { FormatName } from '../../../../src/csv/csv-row.ts';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { exportText, importText, lines } from './import.ts';

/** Whether a thing may be bought goes with it, into files and out of them. */

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const stateOf = async (sku: string) => {
  const [found] = await at.store.products.bySku([sku], { include: ['variants'] });
  return (
    found && {
      visible: found.isVisible,
      availability: found.availability,
      variants: (found.variants ?? [])
        .filter(({ options }) => options.length > 0)
        .map((variant) => [variant.sku, variant.purchasingDisabled]),
    }
  );
};
const options = (label: string) => [{ option_display_name: 'Length', label }];

const recalled: ProductCreate = {
  ...{ name: 'Recalled valve', type: 'physical', sku: 'NF-1', weight: 1, price: 10 },
  availability: 'disabled',
};
const spring: ProductCreate = {
  ...{ name: 'Spring', type: 'physical', sku: 'NF-2', weight: 1, price: 10 },
  variants: [
    {
      ...{ sku: 'NF-2-A', option_values: options('A') },
      ...{ purchasing_disabled: true, purchasing_disabled_message: 'recalled' },
    },
    { sku: 'NF-2-B', option_values: options('B') },
  ],
};
const coming: ProductCreate = {
  ...{ name: 'New hub', type: 'physical', sku: 'NF-3', weight: 1, price: 10, availability: 'preorder' },
  ...{ preorder_message: 'Ships in May', preorder_release_date: '2031-05-01T00:00:00+00:00' },
};

/** What goes to a store that has none of these. */
const COPIED: Record<string, Record<string, unknown>> = {
  ttpd: { 'NF-1': 'disabled', 'NF-3': 'preorder', 'NF-2-A': true, 'NF-2-B': false },
  'bigcommerce-legacy': { 'NF-1': 'disabled', 'NF-3': 'available', 'NF-2-A': true, 'NF-2-B': false },
  woocommerce: { 'NF-1': 'disabled', 'NF-3': 'available', 'NF-2-A': true, 'NF-2-B': false },
};

describe.each(['ttpd', 'bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce'] as FormatName[])(
  '%s',
  (format) => {
    beforeEach(async () => {
      for (const body of [recalled, spring, coming]) await at.store.products.create(body);
    });

    it('changes nothing in the store that it came from', async () => {
      const before = await at.stateHash();
      const { plan } = await importText(at, await exportText(at, format), { format });

      expect(plan).toMatchObject({ create: 0, update: 0, unchanged: 3 });
      expect(await at.stateHash()).toBe(before);
    });

    it('puts on sale in another store what it said it would lose, and nothing else', async () => {
      const lost: string[] = [];
      const text = await exportText(at, format, (problem) => lost.push(problem.column ?? ''));
      await at.reset();
      await importText(at, text, { format });

      const copied = COPIED[format];
      if (!copied)
        expect(lost).toEqual(expect.arrayContaining(['Purchasability', 'Variant Purchasing Disabled']));
      else {
        const there: Record<string, unknown> = {};
        for (const sku of ['NF-1', 'NF-2', 'NF-3']) {
          const state = await stateOf(sku);
          if (sku === 'NF-2') Object.assign(there, Object.fromEntries(state?.variants ?? []));
          else there[sku] = state?.availability;
        }
        expect(there).toEqual(copied);
        expect(lost.includes('Purchasability')).toBe(copied['NF-3'] === 'available');
      }
    });
  },
);

it('carries a preorder whole in its own format, and back', async () => {
  await at.store.products.create(coming);
  const text = await exportText(at, 'ttpd');
  await at.reset();
  await importText(at, text);

  const [there] = await at.store.products.bySku(['NF-3'], {});
  expect(there).toMatchObject({ availability: 'preorder', preorderMessage: 'Ships in May' });
  expect(Date.parse(there?.preorderReleaseDate ?? '')).toBe(Date.parse('2031-05-01'));
  expect((await importText(at, text)).plan).toMatchObject({ update: 0, unchanged: 1 });
});

it('takes a product off sale and puts it on again', async () => {
  await at.store.products.create({ ...recalled, availability: 'available' });
  const { operations } = await importText(at, lines('SKU,Purchasability', 'NF-1,disabled'));
  expect(await stateOf('NF-1')).toMatchObject({ availability: 'disabled' });
  expect(operations[0]).toMatchObject({ before: { purchasability: 'available' } });

  await importText(at, lines('SKU,Purchasability', 'NF-1,available'));
  expect(await stateOf('NF-1')).toMatchObject({ availability: 'available' });
});

it('tells Google the truth', async () => {
  for (const body of [recalled, spring, coming]) await at.store.products.create(body);
  await at.store.products.create({
    ...{ name: 'Sooner or later', type: 'physical', sku: 'NF-4', weight: 0, price: 10 },
    availability: 'preorder',
  });
  const offers: Record<string, string>[] = parse(await exportText(at, 'google'), {
    columns: true,
    delimiter: '\t',
  });

  expect(
    offers.map(({ id, availability, availability_date }) => [id, availability, availability_date]),
  ).toEqual([
    ['NF-1', 'out_of_stock', ''],
    ['NF-2-A', 'out_of_stock', ''],
    ['NF-2-B', 'in_stock', ''],
    ['NF-3', 'preorder', '2031-05-01'],
    ['NF-4', 'out_of_stock', ''],
  ]);
  expect(offers.map(({ shipping_weight }) => shipping_weight)).toEqual(['1 lb', '1 lb', '1 lb', '1 lb', '']);
});

describe('WooCommerce’s In stock?', () => {
  const header =
    'ID,Type,SKU,Name,Published,In stock?,Stock,Weight (lbs),Regular price,Parent,Attribute 1 name,Attribute 1 value(s)';

  it('decides where pieces are not counted', async () => {
    await importText(
      at,
      lines(
        header,
        '1,simple,IS-1,Sold out,1,0,,1,10,,,',
        '2,simple,IS-2,There,1,1,,1,10,,,',
        '3,simple,IS-3,From the maker,1,backorder,,1,10,,,',
        '4,simple,IS-4,Counted,1,0,0,1,10,,,',
        '5,simple,IS-5,Held back,1,0,7,1,10,,,',
        '6,variable,IS-6,Kit,1,1,,1,,,Size,"S, L"',
        '7,variation,IS-6-S,Kit - S,1,0,,1,10,IS-6,Size,S',
        '8,variation,IS-6-L,Kit - L,1,1,,1,10,IS-6,Size,L',
        '9,variable,IS-7,Set,1,0,,1,,,Size,"S, L"',
        '10,variation,IS-7-S,Set - S,1,0,0,1,10,IS-7,Size,S',
        '11,variation,IS-7-L,Set - L,1,0,0,1,10,IS-7,Size,L',
      ),
    );
    const states = await Promise.all(['IS-1', 'IS-2', 'IS-3', 'IS-4', 'IS-5', 'IS-6', 'IS-7'].map(stateOf));

    expect(states.map((state) => state?.availability)).toEqual([
      ...['disabled', 'available', 'available', 'available', 'disabled', 'available', 'available'],
    ]);
    expect(states[5]?.variants).toEqual([
      ['IS-6-S', true],
      ['IS-6-L', false],
    ]);
    expect(states[6]?.variants).toEqual([
      ['IS-7-S', false],
      ['IS-7-L', false],
    ]);
  });

  it('puts nothing on sale that waits for its day', async () => {
    await at.store.products.create(coming);
    await importText(at, lines('Type,SKU,Name,Published,In stock?', 'simple,NF-3,New hub,1,1'));
    expect(await stateOf('NF-3')).toMatchObject({ availability: 'preorder' });
  });
});

it('takes BigCommerce’s older word for products and variants that may not be bought', async () => {
  await importText(
    at,
    lines(
      'Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Price,Product Weight,Product Width,Product Height,Product Depth,Allow Purchases?,Product Visible?,Track Inventory,Current Stock Level,Category',
      'Product,,Not for sale yet,P,AP-1,20.00,1.0000,,,,N,Y,by product,5,Springs',
      'Product,,Spring,P,AP-2,20.00,1.0000,4,4,4,Y,Y,by option,,Springs',
      '  SKU,,[RT]Length=Long,,AP-2-L,,,5,6,7,,,,3,',
      '  SKU,,[RT]Length=Short,,AP-2-S,,,5,6,7,,,,3,',
      '  Rule,,,,[AP-2-S],[FIXED]22.00,,,,,N,,,,',
    ),
  );

  expect(await stateOf('AP-1')).toMatchObject({ visible: true, availability: 'disabled' });
  expect(await stateOf('AP-2')).toMatchObject({
    availability: 'available',
    variants: [
      ['AP-2-L', false],
      ['AP-2-S', true],
    ],
  });
});

it('takes no number of Shopify for pieces that nobody counts', async () => {
  await importText(
    at,
    lines(
      'Handle,Title,Variant SKU,Variant Grams,Variant Price,Variant Inventory Tracker,Variant Inventory Qty',
      'a,Counted,UT-1,454,10,shopify,4',
      'b,Not counted,UT-2,454,10,,0',
    ),
  );
  const there = await at.store.products.bySku(['UT-1', 'UT-2'], {});
  expect(
    there.map(({ sku, inventoryTracking, inventoryLevel }) => [sku, inventoryTracking, inventoryLevel]),
  ).toEqual([
    ['UT-1', 'product', 4],
    ['UT-2', 'none', 0],
  ]);
});

it('writes Shopify’s Status, and reads what is not shipped as digital', async () => {
  await at.store.products.create({ ...recalled, is_visible: false, type: 'digital' });
  const text = await exportText(at, 'shopify');
  const [row]: Record<string, string>[] = parse(text, { columns: true });

  expect(row).toMatchObject({ Status: 'draft', Published: 'FALSE', 'Variant Requires Shipping': 'FALSE' });
  await at.reset();
  await importText(at, text, { format: 'shopify' });
  const [found] = await at.store.products.bySku(['NF-1'], {});
  expect(found).toMatchObject({ isVisible: false, type: 'digital' });
});
