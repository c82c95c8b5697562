import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FormatName, ProductImage, ProductRow, VariantRow } from '../../src/csv/csv-row.ts';
import { readAll, withoutLines, written } from './helpers.ts';

/** Text as merchants have it: quotes, delimiters, line breaks, formulas, other scripts; no blanks at its ends. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      '=1+2',
      "'=1",
      '@sum',
      '-5',
      '+1',
      '16.5" drum',
      'a;b|c\\d/e',
      'ä,ö\n"ü"',
      '="1"',
      "'90s",
      '<b>6 µm</b>',
    ),
  )
  .map((it) => it.trim().replaceAll(/[\0\uFEFF\uFFFD]/g, ''))
  .filter((it) => it !== '' && it !== '<clear>' && it.isWellFormed());
/** Letters and marks apart are put together. */
const label = anyText.map((it) => it.normalize('NFC')).filter((it) => it.trim() !== '');
const sku = fc
  .oneof(
    fc.stringMatching(/^[A-Z0-9][A-Za-z0-9./-]{0,12}$/),
    fc.constantFrom('00123', '1E5', "'007", '-9', '3-4'),
  )
  .filter((it) => !/^\d[.,]?\d*E\+|^\d+\.0+$/i.test(it));
const barcode = fc.constantFrom('036000291452', '00012345678905', '4006381333931', '12345670');
const amount = fc
  .tuple(fc.nat(99_999), fc.nat(99))
  .map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`);
const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: undefined });
const clearable = <T>(it: fc.Arbitrary<T>) => fc.option(fc.option(it, { nil: null }), { nil: undefined });
const url = fc.webUrl().filter((it) => it.length < 500 && !/[,;|\s]/.test(it));

function withoutUndefined<T extends object>(it: T): T {
  return Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)) as T;
}

const variant = fc
  .record({
    sku,
    options: fc.constant([{ type: 'Rectangle', name: 'Size', value: '1' }]),
    price: clearable(amount),
    stock: maybe(fc.nat(10_000)),
    gtin: clearable(fc.constantFrom('036000291452')),
    purchasingDisabled: maybe(fc.boolean()),
  })
  .map((it) => withoutUndefined({ line: 0, ...it }) as unknown as VariantRow);
const image = fc
  .record({ url, description: maybe(anyText), sortOrder: maybe(fc.nat(100)) })
  .map((it) => withoutUndefined(it) as ProductImage);

const fields = {
  name: maybe(anyText),
  brand: clearable(label),
  mpn: clearable(sku),
  gtin: clearable(barcode),
  upc: clearable(barcode),
  description: clearable(anyText),
  price: maybe(amount),
  costPrice: clearable(amount),
  retailPrice: clearable(amount),
  salePrice: clearable(amount),
  mapPrice: clearable(amount),
  weight: maybe(amount),
  width: clearable(amount),
  height: clearable(amount),
  depth: clearable(amount),
  stock: maybe(fc.nat(100_000)),
  lowStock: clearable(fc.nat(100)),
  binPickingNumber: clearable(sku),
  categories: clearable(
    fc.array(fc.array(label, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  ),
  categoryIds: clearable(fc.array(fc.integer({ min: 1 }), { minLength: 1, maxLength: 4 })),
  channelIds: clearable(fc.array(fc.integer({ min: 1 }), { minLength: 1, maxLength: 4 })),
  condition: maybe(fc.constantFrom('New', 'Refurbished', 'Used')),
  visible: maybe(fc.boolean()),
  featured: maybe(fc.boolean()),
  freeShipping: maybe(fc.boolean()),
  availability: clearable(anyText),
  purchasability: maybe(fc.constantFrom('available', 'disabled', 'preorder')),
  preorderReleaseDate: clearable(fc.constantFrom('2031-05-01T00:00:00.000Z', '2031-05-01T07:30:00.000Z')),
  preorderMessage: clearable(anyText),
  preorderOnly: maybe(fc.boolean()),
  warranty: clearable(anyText),
  sortOrder: clearable(fc.nat(1000)),
  pageTitle: clearable(anyText),
  metaDescription: clearable(anyText),
  searchKeywords: clearable(anyText),
  customUrl: clearable(fc.constantFrom('/brake-drum/', '/a-b')),
  customFields: clearable(
    fc.array(fc.record({ name: fc.oneof(anyText, fc.constant('Fits')), value: anyText }), {
      minLength: 1,
      maxLength: 4,
    }),
  ),
  images: fc.option(fc.array(image, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  variants: maybe(
    fc.uniqueArray(variant, { minLength: 1, maxLength: 3, selector: (it) => it.sku.toLowerCase() }),
  ),
};
type Field = keyof typeof fields;

/** Products of these fields whose SKUs, and their variants', are all different. */
function products(names: readonly Field[]): fc.Arbitrary<ProductRow[]> {
  const chosen = Object.fromEntries(names.map((name) => [name, fields[name]]));
  return fc.array(fc.record({ sku, ...chosen }), { minLength: 1, maxLength: 5 }).map((rows) => {
    const seen = new Set<string>();
    const isNew = (it: string) => !seen.has(it.toLowerCase()) && seen.add(it.toLowerCase());
    return rows
      .filter((row) => isNew(row.sku))
      .map((row) => {
        const made = withoutUndefined({ line: 0, command: 'MERGE', ...row }) as ProductRow;
        if (!made.variants) return made;
        const variants = made.variants.filter((each) => isNew(each.sku));
        const { variants: _, ...rest } = made;
        return variants.length > 0 ? { ...rest, variants } : rest;
      });
  });
}

const all = Object.keys(fields) as Field[];
/** What only ttpd's own format says in so many words. */
const SALE: Field[] = ['purchasability', 'preorderReleaseDate', 'preorderMessage', 'preorderOnly'];
const except = (...names: Field[]) => all.filter((name) => !names.includes(name));

/** Names with what is a separator elsewhere, or with entities: asked about, and taken as they are, as is what looks wrongly encoded. */
const GUESSES = ['CSV_SEPARATOR', 'CSV_ENTITIES', 'CSV_TEXT_DAMAGED'];

async function roundTrip(format: FormatName, rows: readonly ProductRow[], expected = rows) {
  const { rows: read, problems } = await readAll(await written(format, rows), { format });
  expect(problems.filter(({ code }) => !GUESSES.includes(code))).toEqual([]);
  expect(withoutLines(read)).toEqual(withoutLines(expected));
}

const runs = { numRuns: Number(process.env.RUNS ?? 60) };

test('ttpd carries every field of a product there and back', async () => {
  await fc.assert(
    fc.asyncProperty(products(all), (rows) => roundTrip('ttpd', rows)),
    runs,
  );
});

test('bigcommerce carries what its 50 columns have, with variants and images in rows of their own', async () => {
  const carried = except('brand', 'mapPrice', 'categories', 'availability', ...SALE);
  const withoutSale = products(carried).map((rows) =>
    rows.map(({ variants, ...row }) => ({
      ...row,
      ...(variants && { variants: variants.map(({ purchasingDisabled: _, ...each }) => each) }),
    })),
  );
  await fc.assert(
    fc.asyncProperty(withoutSale, (rows) => roundTrip('bigcommerce', rows)),
    runs,
  );
});

test('bigcommerce-legacy carries names of brands and categories, pictures in columns, and rules for variants', async () => {
  const carried = except('mapPrice', 'categoryIds', 'channelIds', 'featured', ...SALE);
  const inSlots = products(carried).map((rows) =>
    rows.map((row) => ({
      ...row,
      // A variant inherits by having no rule, and that cannot be cleared.
      ...(row.variants && {
        variants: row.variants.map(({ price, purchasingDisabled, ...each }) => ({
          ...each,
          ...(price != null && { price }),
          // What may be bought is said beside a price only: a Rule row for each variant would be noise.
          ...((price != null || purchasingDisabled) && { purchasingDisabled: purchasingDisabled ?? false }),
        })),
      }),
    })),
  );
  await fc.assert(
    fc.asyncProperty(inSlots, (rows) => roundTrip('bigcommerce-legacy', rows as ProductRow[])),
    runs,
  );
});

test('shopify carries products without variants as their only variant', async () => {
  const carried: Field[] = [
    ...([
      'name',
      'description',
      'brand',
      'categories',
      'visible',
      'pageTitle',
      'metaDescription',
      'images',
    ] as const),
    ...(['searchKeywords', 'price', 'retailPrice', 'costPrice', 'weight', 'stock', 'gtin'] as const),
  ];
  const simple = products(carried).map((rows) => {
    // Handles keep letters and digits only, and a product needs a title.
    const handles = new Set<string>();
    return rows
      .filter(({ sku }) => {
        const handle = sku
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replaceAll(/^-|-$/g, '');
        return handle !== '' && !handles.has(handle) && handles.add(handle);
      })
      .map(({ categories, ...row }) => ({
        ...row,
        ...(categories && { categories: [[categories[0]?.[0] ?? '']] }),
        weight: row.weight ?? '1.00',
      }));
  });
  await fc.assert(
    fc.asyncProperty(simple, async (rows) => {
      const { rows: read, problems } = await readAll(await written('shopify', rows), { format: 'shopify' });
      // What has a number is counted.
      const counted = rows.map((row) =>
        row.stock === undefined ? row : { ...row, inventoryTracking: 'product' as const },
      );
      expect(problems.filter(({ code }) => !GUESSES.includes(code))).toEqual([]);
      // Through grams: the same weight, without the zeros behind it.
      const asNumbers = (all: readonly ProductRow[]) =>
        all.map((row) => ({ ...row, weight: Number(row.weight) }));
      expect(withoutLines(asNumbers(read) as never)).toEqual(withoutLines(asNumbers(counted) as never));
    }),
    runs,
  );
});

/** `In stock?` says of what is counted what its number says, and of what is not whether it may be bought. */
function asInStockSays({ variants, ...row }: ProductRow): ProductRow {
  return {
    ...row,
    ...((row.stock ?? 0) > 0 && { purchasable: true }),
    ...(variants && {
      variants: variants.map(({ purchasingDisabled: disabled, ...each }) => {
        const isSilent = each.stock === 0 || (disabled === undefined && each.stock === undefined);
        return { ...each, ...(!isSilent && { purchasingDisabled: disabled ?? false }) };
      }),
    }),
  };
}

test('woocommerce carries variations under their parent', async () => {
  const carried: Field[] = [
    ...([
      'name',
      'description',
      'brand',
      'visible',
      'featured',
      'stock',
      'lowStock',
      'salePrice',
      'price',
    ] as const),
    ...(['searchKeywords', 'gtin', 'sortOrder', 'variants'] as const),
  ];
  const untyped = products(carried).map((rows) =>
    rows.map(({ stock, ...row }) => ({
      ...row,
      ...(stock !== undefined && !row.variants && { stock }),
      ...(row.variants && {
        // The lowest price of the variations is the product's, and is inherited.
        price: '0.00',
        variants: row.variants.map(({ price, ...each }) => ({
          ...each,
          ...(price !== undefined && price !== '0.00' && { price }),
          options: [{ name: 'Size', value: 'Red, clear' }],
        })),
      }),
    })),
  );
  await fc.assert(
    fc.asyncProperty(untyped, (rows) => roundTrip('woocommerce', rows, rows.map(asInStockSays))),
    runs,
  );
});

test('ttpd survives a spreadsheet that writes a mark, CRLF, semicolons and quotes of its own', async () => {
  const quoting = fc.record({ quoted: fc.boolean(), delimiter: fc.constantFrom(',', ';', '\t', '|') });
  await fc.assert(
    fc.asyncProperty(products(all), quoting, async (rows, { quoted, delimiter }) => {
      const records = parse(await written('ttpd', rows), { relax_column_count: true }) as string[][];
      const rewritten = stringify(records, { bom: true, record_delimiter: '\r\n', delimiter, quoted });
      const { rows: read, problems, reader } = await readAll(rewritten);
      expect(problems.filter(({ code }) => !GUESSES.includes(code))).toEqual([]);
      expect(reader.detected).toMatchObject({ format: 'ttpd', bom: true, delimiter, lineEnding: '\r\n' });
      expect(withoutLines(read)).toEqual(withoutLines(rows));
    }),
    runs,
  );
});

test.each<Record<string, string>>([
  { '{': '=1+2' },
  { '[OEM] Number': '3600AX', '{A}': 'b' },
  { '[{"name":"Axle","value":"Q+"}]': '1' },
  { '{"a"': 'b' },
  { '[]': 'b' },
])('custom fields named %j are no JSON', async (named) => {
  const customFields = Object.entries(named).map(([name, value]) => ({ name, value }));
  for (const format of ['ttpd', 'bigcommerce', 'bigcommerce-legacy'] as const)
    await roundTrip(format, [{ line: 0, command: 'MERGE', sku: 'A', customFields }]);
});

test('identifiers written for Excel come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(products(['mpn', 'gtin', 'upc', 'name', 'description']), async (rows) => {
      const { rows: read, problems } = await readAll(
        await written('ttpd', rows, { excel: true, delimiter: ';' }),
      );
      expect(problems.filter(({ code }) => !GUESSES.includes(code))).toEqual([]);
      expect(withoutLines(read)).toEqual(withoutLines(rows));
    }),
    runs,
  );
});
