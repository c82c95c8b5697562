import { stringify } from 'csv-stringify/sync';
import { expect, it } from 'vitest';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { importText } from './import.ts';

/** Files of every product type in the columns that WooCommerce and Shopify document: each row is taken, or told of. */

type Row = Record<string, string | number>;
const file = (columns: string[], rows: Row[]) => stringify(rows, { header: true, columns });
const told = (problems: readonly { severity: string; code: string; sku?: string; column?: string }[]) =>
  problems.map(({ severity, code, sku, column }) => [severity, code, sku ?? column]);

const WOO = [
  ...['ID', 'Type', 'SKU', 'GTIN, UPC, EAN, or ISBN', 'Name', 'Published', 'Is featured?'],
  ...['Visibility in catalog', 'Short description', 'Description', 'Date sale price starts'],
  ...['Date sale price ends', 'Tax status', 'Tax class', 'In stock?', 'Stock', 'Low stock amount'],
  ...[
    'Backorders allowed?',
    'Sold individually?',
    'Weight (lbs)',
    'Length (in)',
    'Width (in)',
    'Height (in)',
  ],
  ...['Allow customer reviews?', 'Purchase note', 'Sale price', 'Regular price', 'Categories', 'Tags'],
  ...['Shipping class', 'Images', 'Download limit', 'Download expiry days', 'Parent', 'Grouped products'],
  ...['Upsells', 'Cross-sells', 'External URL', 'Button text', 'Position', 'Brands'],
  ...[1, 2].flatMap((n) =>
    ['name', 'value(s)', 'visible', 'global', 'default'].map((what) => `Attribute ${n} ${what}`),
  ),
  'Meta: _made_by',
];
const wooUsual = {
  ...{ Published: 1, 'Is featured?': 0, 'Visibility in catalog': 'visible', 'Tax status': 'taxable' },
  ...{ 'In stock?': 1, 'Backorders allowed?': 0, 'Sold individually?': 0, 'Allow customer reviews?': 1 },
  ...{ Position: 0 },
};
const woo = (row: Row): Row => ({ ...wooUsual, ...row });
const variation = (row: Row): Row =>
  woo({ Type: 'variation', 'Tax class': 'parent', 'Allow customer reviews?': 0, ...row });

it('WooCommerce', async () => {
  const text = file(WOO, [
    woo({
      ...{ ID: 44, Type: 'variable', SKU: 'w-flap', Name: 'Flap', 'Weight (lbs)': '.5' },
      ...{ Categories: 'Body > Flaps', 'Attribute 1 name': 'Color', 'Attribute 1 value(s)': 'Blue, Red' },
      ...{ 'Attribute 1 visible': 1, 'Attribute 1 global': 1, 'Attribute 2 name': 'Size' },
      ...{
        'Attribute 2 value(s)': 'L, S',
        Description: 'Rubber\\nand steel',
        Images: 'https://i.example/f.jpg',
      },
    }),
    woo({
      ...{
        ID: 46,
        Type: 'simple',
        SKU: 'w-cap',
        Name: 'Cap',
        'Regular price': 45,
        'Weight (lbs)': 2,
        Stock: 12,
      },
      ...{ Brands: 'Acme', Tags: 'hub, cap', 'Attribute 1 name': 'Finish', 'Attribute 1 value(s)': 'Zinc' },
    }),
    woo({
      ID: 64,
      Type: 'simple',
      SKU: 'w-hid',
      Name: 'Hid',
      'Regular price': 45,
      'Weight (lbs)': 1,
      'Visibility in catalog': 'hidden',
    }),
    woo({
      ID: 65,
      Type: 'simple',
      SKU: 'w-draft',
      Name: 'Draft',
      'Regular price': 45,
      'Weight (lbs)': 1,
      Published: -1,
    }),
    woo({
      ID: 66,
      Type: 'simple',
      SKU: 'w-out',
      Name: 'Out',
      'Regular price': 45,
      'Weight (lbs)': 1,
      'In stock?': 0,
    }),
    woo({
      ...{
        ID: 67,
        Type: 'simple',
        SKU: 'w-sale',
        Name: 'Sale',
        'Regular price': 45,
        'Sale price': 30,
        'Weight (lbs)': 1,
      },
      'Date sale price starts': '2031-01-01',
    }),
    woo({
      ID: 68,
      Type: 'simple',
      SKU: 'w-now',
      Name: 'Now',
      'Regular price': 45,
      'Sale price': 30,
      'Weight (lbs)': 1,
    }),
    woo({
      ID: 73,
      Type: 'simple, downloadable, virtual',
      SKU: 'w-book',
      Name: 'Book',
      'Regular price': 15,
      'Download limit': -1,
    }),
    variation({
      ID: 76,
      SKU: 'w-flap-red',
      Name: 'Flap - Red',
      'Regular price': 20,
      Parent: 'w-flap',
      'Attribute 1 name': 'Color',
      'Attribute 1 value(s)': 'Red',
      'Attribute 2 name': 'Size',
      Stock: 'parent',
    }),
    variation({
      ID: 77,
      SKU: 'w-flap-blue',
      Name: 'Flap - Blue',
      'Regular price': 22,
      Parent: 'id:44',
      'Attribute 1 name': 'Color',
      'Attribute 1 value(s)': 'Blue',
      'Attribute 2 name': 'Size',
      'In stock?': 0,
    }),
    woo({ ID: 87, Type: 'grouped', SKU: 'w-group', Name: 'Collection', 'Grouped products': 'w-cap, w-hid' }),
    woo({
      ID: 89,
      Type: 'external',
      SKU: 'w-ext',
      Name: 'Elsewhere',
      'External URL': 'https://x.example',
      'Button text': 'Buy',
      'Regular price': 5,
    }),
    woo({ ID: 90, Type: 'simple', Name: 'No number', 'Regular price': 5 }),
    variation({
      ID: 91,
      SKU: 'w-lost',
      Name: 'Lost',
      'Regular price': 5,
      Parent: 'w-nobody',
      'Attribute 1 name': 'Color',
      'Attribute 1 value(s)': 'Red',
    }),
    woo({
      ID: 92,
      Type: 'simple',
      SKU: 'w-back',
      Name: 'Back',
      'Regular price': 5,
      'Weight (lbs)': 1,
      'Backorders allowed?': 'notify',
      Stock: 0,
      'In stock?': 'backorder',
      'Meta: _made_by': 'x',
      'Tax class': 'reduced-rate',
    }),
  ]);
  const at = await scriptedEngine();
  const { allProblems, applied } = await importText(at, text);
  const products = await at.products();

  expect(told(allProblems)).toEqual([
    ['warning', 'CSV_LEFT_OUT', 'w-sale'],
    ['warning', 'CSV_LEFT_OUT', 'w-group'],
    ['warning', 'CSV_LEFT_OUT', 'w-ext'],
    ['error', 'CSV_SKU_MISSING', 'SKU'],
    ['error', 'CSV_ROW_KIND', undefined],
    ['warning', 'CSV_LEFT_OUT', 'w-flap'],
    ['warning', 'CSV_PASSED_OVER', 'Backorders allowed?'],
    ['warning', 'CSV_UNKNOWN_COLUMN', 'Meta: _made_by'],
    ['warning', 'TAX_CLASS_NAME', 'w-back'],
  ]);
  expect(applied).toMatchObject({ done: 9, failed: 0 });
  expect(Object.keys(products).sort()).toEqual([
    'w-back',
    'w-book',
    'w-cap',
    'w-draft',
    'w-flap',
    'w-hid',
    'w-now',
    'w-out',
    'w-sale',
  ]);
  expect(products['w-flap']).toMatchObject({ price: 20, weight: 0.5, description: 'Rubber\nand steel' });
  expect(
    products['w-flap'].variants.map(
      (each: { sku: string; price: number | null; purchasing_disabled: boolean }) => [
        each.sku,
        each.price,
        each.purchasing_disabled,
      ],
    ),
  ).toEqual([
    ['w-flap-red', null, false],
    ['w-flap-blue', 22, true],
  ]);
  expect(products['w-cap']).toMatchObject({ inventory_level: 12, search_keywords: 'hub, cap' });
  expect(products['w-cap'].custom_fields).toMatchObject([{ name: 'Finish', value: 'Zinc' }]);
  expect(['w-hid', 'w-draft', 'w-cap'].map((sku) => products[sku].is_visible)).toEqual([false, false, true]);
  expect([products['w-out'].availability, products['w-back'].availability]).toEqual([
    'disabled',
    'available',
  ]);
  expect([products['w-sale'].sale_price, products['w-now'].sale_price]).toEqual([0, 30]);
  expect(products['w-book'].type).toBe('digital');
  expect((await importText(at, text)).plan).toMatchObject({ create: 0, update: 0, stock: 0, hide: 0 });
});

const SHOPIFY = [
  ...['Title', 'URL handle', 'Description', 'Vendor', 'Product category', 'Type', 'Tags'],
  ...['Published on online store', 'Status', 'SKU', 'Barcode'],
  ...[1, 2, 3].flatMap((n) => [`Option${n} name`, `Option${n} value`, `Option${n} Linked To`]),
  ...['Price', 'Compare-at price', 'Cost per item', 'Charge tax', 'Tax code', 'Unit price total measure'],
  ...['Unit price total measure unit', 'Unit price base measure', 'Unit price base measure unit'],
  ...['Inventory tracker', 'Inventory quantity', 'Continue selling when out of stock'],
  ...['Weight value (grams)', 'Weight unit for display', 'Requires shipping', 'Fulfillment service'],
  ...['Product image URL', 'Image position', 'Image alt text', 'Variant image URL', 'Gift card'],
  ...['SEO title', 'SEO description', 'Color (product.metafields.shopify.color-pattern)'],
  'Google Shopping / Google product category',
];
const shopifyUsual = {
  ...{ 'Published on online store': 'TRUE', Status: 'Active', 'Charge tax': 'TRUE', 'Gift card': 'FALSE' },
  ...{ 'Inventory tracker': 'shopify', 'Continue selling when out of stock': 'DENY' },
  ...{ 'Weight unit for display': 'lb', 'Requires shipping': 'TRUE', 'Fulfillment service': 'manual' },
};
const shopify = (row: Row): Row => ({
  ...shopifyUsual,
  ...{ 'Option1 name': 'Title', 'Option1 value': 'Default Title', 'Weight value (grams)': 454 },
  ...{ Vendor: 'Acme', Type: 'Seals', Price: 10 },
  ...row,
});

it('Shopify, with its newest headers', async () => {
  const text = file(SHOPIFY, [
    shopify({
      ...{
        Title: 'Hub seal',
        'URL handle': 'hub-seal',
        SKU: 'S-1',
        Barcode: '036000291452',
        Tags: 'hub, seal',
      },
      ...{ 'Compare-at price': 12, 'Cost per item': 6, 'Inventory quantity': 7, 'SEO title': 'Seal' },
      ...{
        Description: '<p>Rubber</p>',
        'Product image URL': 'https://i.example/s.jpg',
        'Image alt text': 'Seal',
      },
      'Product category': 'Vehicles & Parts',
    }),
    shopify({
      ...{ Title: 'Kit', 'URL handle': 'kit', SKU: 'K-S', 'Option1 name': 'Pack', 'Option1 value': '4 pcs' },
      'Inventory quantity': 1,
    }),
    {
      ...{
        'URL handle': 'kit',
        SKU: 'K-L',
        'Option1 value': '8 pcs',
        Price: 18,
        'Weight value (grams)': 908,
      },
      ...{ 'Inventory tracker': 'shopify', 'Inventory quantity': 2, 'Requires shipping': 'TRUE' },
    },
    { 'URL handle': 'kit', 'Product image URL': 'https://i.example/k.jpg', 'Image position': 2 },
    shopify({ Title: 'Draft', 'URL handle': 'draft', SKU: 'D-1', Status: 'Draft' }),
    shopify({ Title: 'Old', 'URL handle': 'old', SKU: 'O-1', Status: 'Archived' }),
    shopify({ Title: 'Unlisted', 'URL handle': 'unlisted', SKU: 'U-1', Status: 'Unlisted' }),
    shopify({ Title: 'Off', 'URL handle': 'off', SKU: 'F-1', 'Published on online store': 'FALSE' }),
    shopify({ Title: 'Manual', 'URL handle': 'manual', SKU: 'M-1', 'Requires shipping': 'FALSE' }),
    shopify({ Title: 'Card', 'URL handle': 'card', SKU: 'C-1', 'Gift card': 'TRUE' }),
    shopify({ Title: 'Nameless', 'URL handle': 'nameless' }),
    shopify({
      Title: 'Later',
      'URL handle': 'later',
      SKU: 'L-1',
      'Continue selling when out of stock': 'CONTINUE',
    }),
  ]);
  const at = await scriptedEngine();
  const { allProblems, applied } = await importText(at, text);
  const products = await at.products();

  expect(told(allProblems)).toEqual([
    ['warning', 'CSV_LEFT_OUT', 'C-1'],
    ['error', 'CSV_SKU_MISSING', 'SKU'],
    ['warning', 'CSV_PASSED_OVER', 'Product category'],
    ['warning', 'CSV_PASSED_OVER', 'Continue selling when out of stock'],
  ]);
  expect(applied).toMatchObject({ done: 8, failed: 0 });
  expect(products['S-1']).toMatchObject({
    ...{ name: 'Hub seal', price: 10, retail_price: 12, cost_price: 6, gtin: '036000291452' },
    ...{ inventory_level: 7, inventory_tracking: 'product', page_title: 'Seal', is_visible: true },
  });
  expect(products['S-1'].weight).toBeCloseTo(1, 2);
  expect(products.kit.variants.map((each: { sku: string }) => each.sku)).toEqual(['K-S', 'K-L']);
  expect(products.kit.images).toHaveLength(1);
  const hidden = ['D-1', 'O-1', 'U-1', 'F-1'].map((sku) => products[sku].is_visible);
  expect(hidden).toEqual([false, false, false, false]);
  expect([products['M-1'].type, products['S-1'].type]).toEqual(['digital', 'physical']);
  expect((await importText(at, text)).plan).toMatchObject({ create: 0, update: 0, stock: 0, hide: 0 });
});
