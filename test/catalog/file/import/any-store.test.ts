import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProductCreate } from '../../../../src/bigcommerce/request-types.ts';
import { storeRows } from '../../../../src/catalog/file/export/export.ts';
import { loadTaxonomy } from '../../../../src/catalog/store/taxonomy.ts';
import type { FormatName } from '../../../../src/csv/csv-row.ts';
import { writeProducts } from '../../../../src/csv/writer.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { importText } from './import.ts';

/** Whatever a store has, a file of it changes nothing there, and another store gets from it what the export did not name as lost. */

const SEPARATED = fc.constantFrom(
  ...[
    'Nuts & Bolts',
    'Nuts &amp; Bolts',
    'a/b',
    'a > b',
    'Seals; Gaskets',
    'x|y',
    'Kit [4 pcs]',
    'Zinc [#matte]',
  ],
  ...[
    '16.5" drum',
    "'90s",
    '=1+2',
    '-5',
    '＝1',
    'a\\nb',
    'C:\\new',
    'one, two',
    'a=b',
    '[OEM] {1}',
    '00123',
    '{"a"',
  ],
);
const word = fc
  .oneof(SEPARATED, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }))
  .map((it) =>
    it
      .replaceAll(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}]/gu, ' ')
      .normalize('NFC')
      .trim(),
  )
  .filter((it) => it !== '' && it !== '<clear>');
const html = fc
  .array(fc.oneof(word, fc.constantFrom('<p>', '</p>', '\n', '\r\n', '\\n', '\\\\n', '\u2028', ',', '"')), {
    maxLength: 6,
  })
  .map((parts) => parts.join('').trim());
const money = fc.integer({ min: 100, max: 99_999 }).map((it) => it / 100);
const size = fc.integer({ min: 1, max: 9_999 }).map((it) => it / 100);
const part = fc.stringMatching(/^[A-Z0-9]{1,4}-?[A-Z0-9]{1,4}$/);

const sale = { purchasing_disabled: fc.boolean(), inventory_level: fc.nat(20) };
const variant = fc.record(
  {
    ...{ price: money, sale_price: money, weight: size, width: size, height: size, depth: size, mpn: part },
    ...sale,
  },
  { requiredKeys: [] },
);
const product = fc.record(
  {
    ...{ name: word, description: html, brand_name: word, price: money, sale_price: money, weight: size },
    ...{ width: size, mpn: part, page_title: word, search_keywords: part, is_visible: fc.boolean() },
    type: fc.constantFrom('physical' as const, 'digital' as const),
    availability: fc.constantFrom('available' as const, 'disabled' as const, 'preorder' as const),
    preorder_message: word,
    inventory_tracking: fc.constantFrom('none' as const, 'product' as const, 'variant' as const),
    inventory_level: fc.nat(20),
    // A name may come more than once.
    custom_fields: fc.uniqueArray(fc.record({ name: fc.oneof(word, fc.constant('Fits')), value: word }), {
      selector: ({ name, value }) => `${name}=${value}`.toLowerCase(),
      maxLength: 4,
    }),
    labels: fc.uniqueArray(word, { minLength: 1, maxLength: 3, selector: (it) => it.toLowerCase() }),
    option: word,
    variants: fc.array(variant, { minLength: 3, maxLength: 3 }),
    path: fc.array(word, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['name', 'price', 'weight', 'option', 'variants', 'inventory_tracking'] },
);
type Drawn = typeof product extends fc.Arbitrary<infer T> ? T : never;

function bodyOf(
  { labels, option, variants, path: _, ...own }: Drawn,
  n: number,
  categories: number[],
): ProductCreate {
  const name = `${own.name} ${n}`;
  const { inventory_tracking: tracking } = own;
  const base = { type: 'physical' as const, ...own, name, sku: `P-${n}`, categories };
  if (!labels) return { ...base, inventory_tracking: tracking === 'variant' ? 'product' : tracking };
  return {
    ...base,
    variants: labels.map((label, i) => ({
      ...variants[i],
      sku: `P-${n}-${i}`,
      option_values: [{ option_display_name: option, label }],
    })),
  };
}

async function fill(at: ScriptedEngine, some: readonly Drawn[]) {
  for (const [n, drawn] of some.entries()) {
    const taxonomy = await loadTaxonomy(at.engine, at.engine.drain);
    const paths = drawn.path ? [drawn.path] : [];
    await taxonomy.ensure(paths);
    await at.store.products.create(bodyOf(drawn, n, taxonomy.idsOf(paths)));
  }
}

async function exported(at: ScriptedEngine, format: FormatName) {
  const lost: string[] = [];
  const chunks: Buffer[] = [];
  const onProblem = ({ column }: { column?: string }) => lost.push(column ?? '');
  for await (const chunk of writeProducts(format, storeRows(at.engine, { all: true }), {}, onProblem))
    chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), lost };
}

const runs = { numRuns: Number(process.env.RUNS ?? 8), endOnFailure: process.env.QUICK !== undefined };

it.each(['ttpd', 'bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce'] as const)(
  '%s: any store, to a file and back, stays as it is',
  { timeout: 120_000 },
  async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(product, { minLength: 1, maxLength: 3 }), async (some) => {
        const at = await scriptedEngine();
        await fill(at, some);
        const { text } = await exported(at, format);
        const { operations, allProblems } = await importText(at, text, { format });

        expect(allProblems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(operations.map(({ sku, before, after }) => ({ sku, before, after }))).toEqual([]);
      }),
      runs,
    );
  },
);

/** Fields of ttpd's own format by what the store calls them; names of stores' own numbers are not compared. */
const COMPARED: Record<string, string> = {
  ...{ name: 'Name', description: 'Description', price: 'Price', sale_price: 'Sale Price', weight: 'Weight' },
  ...{ width: 'Width', mpn: 'MPN', page_title: 'Page Title', search_keywords: 'Search Keywords' },
  ...{ is_visible: 'Visible', type: 'Type', availability: 'Purchasability' },
  ...{
    preorder_message: 'Preorder Message',
    inventory_tracking: 'Inventory Tracking',
    custom_fields: 'Custom Fields',
  },
};
const OF_VARIANTS: Record<string, string> = {
  ...{ price: 'Price', sale_price: 'Sale Price', weight: 'Weight', width: 'Width', height: 'Height' },
  ...{ depth: 'Depth', mpn: 'MPN', purchasing_disabled: 'Purchasing Disabled', inventory_level: 'Stock' },
};

interface Stored {
  [field: string]: unknown;
  variants: (Record<string, unknown> & { option_values: { option_display_name: string; label: string }[] })[];
}

/** What the store has of one product, without what is known to be lost. What a variant lacks is its product's. */
function comparable(it: Stored, lost: readonly string[]) {
  const own = Object.keys(COMPARED).filter((field) => !lost.includes(COMPARED[field] ?? ''));
  const isLost = (header = '') => lost.includes(header) || lost.includes(`Variant ${header}`);
  // A product that may not be bought says it of its variants too.
  const isSaleLost = isLost('Purchasability');
  const ofVariants = Object.keys(OF_VARIANTS).filter(
    (field) => !isLost(OF_VARIANTS[field]) && !(isSaleLost && field === 'purchasing_disabled'),
  );
  const fields = it.custom_fields as { name: string; value: string }[];
  const hasVariants = it.variants.some(({ option_values }) => option_values.length > 0);
  // What variants have instead is what is sold.
  const sold = own.filter((field) => !hasVariants || !(field in OF_VARIANTS));
  return {
    ...Object.fromEntries(sold.map((field) => [field, it[field]])),
    custom_fields: lost.includes('Custom Fields')
      ? []
      : fields.map(({ name, value }) => `${name}=${value}`).sort(),
    variants: it.variants
      .filter(({ option_values }) => option_values.length > 0)
      .map((each) => ({
        ...Object.fromEntries(ofVariants.map((field) => [field, each[field] ?? it[field]])),
        ...(ofVariants.includes('purchasing_disabled') && {
          purchasing_disabled: it.availability === 'disabled' || each.purchasing_disabled,
        }),
        options: lost.includes('Variant Options')
          ? []
          : each.option_values.map(({ option_display_name, label }) => [option_display_name, label]),
      })),
  };
}

it.each(['ttpd', 'bigcommerce', 'bigcommerce-legacy', 'shopify', 'woocommerce'] as const)(
  '%s: another store becomes what the file was made of, but for what was named',
  { timeout: 120_000 },
  async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(product, { minLength: 1, maxLength: 3 }), async (some) => {
        const at = await scriptedEngine();
        // Numbers of categories and brands are one store's own, and a row that has another's is set apart.
        const drawn = some.map(({ path, brand_name, ...each }) =>
          format === 'bigcommerce'
            ? each
            : { ...each, ...(path && { path }), ...(brand_name && { brand_name }) },
        );
        await fill(at, drawn);
        const { text, lost } = await exported(at, format);
        const other = await scriptedEngine();
        const { allProblems } = await importText(other, text.replace(/^(Item|Product),\d+,/gm, '$1,,'), {
          format,
        });

        // What cannot be made without what was lost is set apart, with a word.
        const apart = lost.includes('Variant Options')
          ? allProblems.flatMap(({ severity, sku = '' }) => (severity === 'error' ? sku.toLowerCase() : []))
          : [];
        const bySku = (all: Record<string, Stored>) =>
          Object.fromEntries(
            Object.entries(all)
              .filter(([sku]) => !apart.includes(sku.toLowerCase()))
              .map(([sku, it]) => [sku.toLowerCase(), comparable(it, lost)]),
          );
        expect(bySku(await other.products())).toEqual(bySku(await at.products()));
      }),
      runs,
    );
  },
);
