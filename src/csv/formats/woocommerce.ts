import { type Column, columnsOf, type Fields } from '../columns.ts';
import type { ProductRow, VariantRow } from '../csv-row.ts';
import { ROW_COMMANDS } from '../csv-row.ts';
import type { CellsOf, Format, FormatSettings, Part } from '../format.ts';
import {
  barcode,
  decimal,
  identifier,
  integer,
  isAddress,
  oneOf,
  oneZero,
  text,
  title,
  type ValueType,
} from '../values.ts';
import { commonLengthUnit, commonWeightUnit, inCommonUnit, lengthIn, weightIn } from './units.ts';
import { join, typesIn } from './woo-join.ts';
import {
  hidesPurchasability,
  hidesVariations,
  inStock,
  productInStock,
  variationInStock,
} from './woo-stock.ts';
import { wooBrand, wooCategories, wooKeywords, wooListed, wooText } from './woo-values.ts';

type Product = Omit<ProductRow, 'command'> & {
  command: (typeof ROW_COMMANDS)[number];
  wooType: string;
  pictures: string[];
  parent: string;
  name1: string;
  name2: string;
  name3: string;
  values1: string;
  values2: string;
  values3: string;
  catalog: string;
  saleFrom: string;
  saleTo: string;
  inStock: boolean;
  shortDescription: string;
};
type Variant = VariantRow & { pictures: string[]; parent: string; counted: number | 'parent' };

const product = columnsOf<Product>();
const variant = columnsOf<Variant & Product>();
const always = { always: true } as const;

/** Addresses with commas between; a comma within an address has no blank behind it, or a `\` before it. */
const pictures: ValueType<string[]> = {
  ...text,
  parse(it, { fail }) {
    const urls = it
      .split(/(?<!\\),\s*(?=https?:|$)|[|;]\s*(?=https?:)/i)
      .map((each) => each.replaceAll('\\,', ',').trim())
      .filter((each) => each !== '');
    const wrong = urls.find((each) => !isAddress(each));
    return wrong === undefined
      ? urls
      : fail('CSV_URL', `has "${wrong}", which is no address`, 'Write https://…');
  },
  print: wooListed,
};

/** WooCommerce's numbers: draft and private are hidden, as is what waits for review. */
const published: ValueType<boolean> = {
  ...oneZero,
  parse: (it, context) => (/^(-1|2)$/.test(it) ? false : oneZero.parse(it, context)),
};

/** `parent`: the pieces are counted with the product. */
const stock: ValueType<number | 'parent'> = {
  numeric: true,
  parse: (it, context) => (it.toLowerCase() === 'parent' ? 'parent' : integer.parse(it, context)),
  print: String,
};

/** Attributes beyond the third are found by their number when a file is read. */
const ATTRIBUTES = [1, 2, 3] as const;
const attributes = ATTRIBUTES.flatMap((n) => [
  product(`Attribute ${n} name`, `name${n}`, text, always),
  product(`Attribute ${n} value(s)`, `values${n}`, text, always),
]);

const PRODUCT: Column[] = [
  product('Type', 'wooType', text, always),
  product('Command', 'command', oneOf(ROW_COMMANDS), always),
  product('SKU', 'sku', identifier, always),
  product('GTIN, UPC, EAN, or ISBN', 'gtin', barcode),
  product('Name', 'name', title, always),
  product('Published', 'visible', published, always),
  product('Visibility in catalog', 'catalog', text, always),
  product('Is featured?', 'featured', oneZero, always),
  product('Short description', 'shortDescription', wooText),
  product('Description', 'description', wooText),
  product('Date sale price starts', 'saleFrom', text),
  product('Date sale price ends', 'saleTo', text),
  product('Tax class', 'taxClass', text),
  product('In stock?', 'inStock', inStock, always),
  product('Stock', 'stock', integer, always),
  product('Low stock amount', 'lowStock', integer),
  product('Sale price', 'salePrice', decimal),
  product('Regular price', 'price', decimal, always),
  product('Categories', 'categories', wooCategories),
  product('Tags', 'searchKeywords', wooKeywords),
  product('Brands', 'brand', wooBrand),
  product('Images', 'pictures', pictures),
  product('Position', 'sortOrder', integer),
  ...attributes,
];

const VARIANT: Column[] = [
  variant('Type', 'wooType', text, always),
  variant('Published', 'visible', published, always),
  variant('Date sale price starts', 'saleFrom', text),
  variant('Date sale price ends', 'saleTo', text),
  variant('SKU', 'sku', identifier, always),
  variant('GTIN, UPC, EAN, or ISBN', 'gtin', barcode),
  variant('In stock?', 'inStock', inStock, always),
  variant('Stock', 'counted', stock, always),
  variant('Low stock amount', 'lowStock', integer),
  variant('Sale price', 'salePrice', decimal),
  variant('Regular price', 'price', decimal),
  variant('Images', 'pictures', pictures),
  variant('Parent', 'parent', identifier),
  ...attributes,
];

/** Headers that name a unit: `Weight (lbs)`, `Length (in)`. A file's unit is read, the store's is written. */
const MEASURES: Record<string, 'weight' | 'width' | 'height' | 'depth'> = {
  weight: 'weight',
  length: 'depth',
  width: 'width',
  height: 'height',
};

function measureColumn(header: string, name: string, unit: string): Column | undefined {
  const field = MEASURES[name.toLowerCase()];
  if (field === undefined) return undefined;
  return product(header, field, field === 'weight' ? weightIn(unit) : lengthIn(unit));
}

const STORE_UNIT = 'store';
const written = [
  product('Weight', 'weight', weightIn(STORE_UNIT)),
  product('Length', 'depth', lengthIn(STORE_UNIT)),
  product('Width', 'width', lengthIn(STORE_UNIT)),
  product('Height', 'height', lengthIn(STORE_UNIT)),
];

export const woocommerce: Format = {
  name: 'woocommerce',
  headers: [
    ...[
      'Type',
      'SKU',
      'GTIN, UPC, EAN, or ISBN',
      'Name',
      'Published',
      'Is featured?',
      'Description',
      'Tax class',
    ],
    ...[
      'In stock?',
      'Stock',
      'Low stock amount',
      'Weight',
      'Length',
      'Width',
      'Height',
      'Sale price',
      'Regular price',
    ],
    ...['Categories', 'Tags', 'Brands', 'Images', 'Parent', 'Position'],
    ...attributes.map(({ header }) => header),
  ],
  columns: { product: [...PRODUCT, ...written], variant: [...VARIANT, ...written] },
  columnFor(header) {
    const [, name = '', unit = ''] = /^(Weight|Length|Width|Height) \((\w+)\)$/i.exec(header) ?? [];
    const measure = measureColumn(header, name, unit);
    if (measure) return (['product', 'variant'] as const).map((kind) => ({ kind, column: measure }));
    const [, number, what] = /^Attribute (\d+) (name|value\(s\))$/i.exec(header) ?? [];
    if (number === undefined || Number(number) <= ATTRIBUTES.length) return undefined;
    const field = `${what === 'name' ? 'name' : 'values'}${number}` as 'name1';
    const column = product(header, field, text, always);
    return (['product', 'variant'] as const).map((kind) => ({ kind, column }));
  },
  ignored: [
    { headers: ['ID'], silent: 'all' },
    // Their products are left out, with a word.
    { headers: ['Grouped products', 'External URL', 'Button text'], silent: 'all' },
    { headers: /^Attribute \d+ (?:visible|global)$/i, silent: 'all' },
    { headers: /^Attribute \d+ default$/i },
    // What a variation repeats of its product.
    { headers: ['Name', 'Visibility in catalog', 'Is featured?', 'Position'], silent: 'all', of: 'variant' },
    { headers: ['Allow customer reviews?'], silent: 'all', of: 'variant' },
    { headers: ['Tax class'], silent: /^parent$/i, of: 'variant' },
    { headers: ['Tax status'], silent: /^taxable$/i },
    { headers: ['Backorders allowed?', 'Sold individually?'], silent: /^0$/ },
    { headers: ['Allow customer reviews?'], silent: /^1$/ },
    { headers: ['Download limit', 'Download expiry days'], silent: /^-1$/ },
    { headers: ['Purchase note', 'Shipping class', 'Upsells', 'Cross-sells'] },
  ],
  signature: ['Type', 'SKU', 'Name', 'Regular price|Published|Images'],
  kindsOf(cells, open) {
    if (!isVariation(cells)) return ['product'];
    const parent = cells('Parent').toLowerCase();
    if (open && (parent === '' || namesOf(open).some((name) => name.toLowerCase() === parent)))
      return ['variant'];
    return `The variation is of ${cells('Parent') || 'no product'}, which is not in the file.`;
  },
  grouping: {
    names: (cells) => (isVariation(cells) ? [] : namesOf(cells)),
    owner: (cells) => (isVariation(cells) ? cells('Parent') || undefined : (namesOf(cells)[0] ?? '')),
  },
  join,
  split,
  carriesToo: ['images', 'weight', 'width', 'height', 'depth', 'type', 'inventoryTracking', 'purchasability'],
  variantsCarry: ['options', 'imageUrl', 'stock', 'purchasingDisabled'],
  loses: (row) => [
    ...(hidesPurchasability(row) ? (['purchasability'] as const) : []),
    ...(hidesVariations(row) ? (['variants.purchasingDisabled'] as const) : []),
    ...((row.variants ?? []).some(({ options }) => options.length > ATTRIBUTES.length)
      ? (['variants.options'] as const)
      : []),
    // What is counted is what has a number.
    ...(row.inventoryTracking === 'product' && row.stock === undefined
      ? (['inventoryTracking'] as const)
      : []),
  ],
  headerWritten(header, { weightUnit, lengthUnit }) {
    const field = MEASURES[header.toLowerCase()];
    if (field === undefined) return header;
    return `${header} (${field === 'weight' ? wooWeightUnit(weightUnit) : commonLengthUnit(lengthUnit)})`;
  },
};

/** WooCommerce says `lbs`, and the others as everybody does. */
function wooWeightUnit(storeUnit: string): string {
  const unit = commonWeightUnit(storeUnit);
  return unit === 'lb' ? 'lbs' : unit;
}

function isVariation(cells: CellsOf): boolean {
  return typesIn(cells('Type')).includes('variation');
}

/** What a variation may call its product by. */
function namesOf(cells: CellsOf): string[] {
  const [sku, id] = [cells('SKU'), cells('ID')];
  return [...(sku === '' ? [] : [sku]), ...(id === '' ? [] : [`id:${id}`])];
}

function split(row: ProductRow, { weightUnit }: FormatSettings): Part[][] {
  const weighed = ({ weight }: { weight?: string | null }) =>
    typeof weight === 'string' ? { weight: inCommonUnit(weight, weightUnit) } : {};
  const { variants = [] } = row;
  const values = new Map<string, Set<string>>();
  for (const { options } of variants)
    for (const { name, value } of options) values.set(name, (values.get(name) ?? new Set()).add(value));
  const own = row.images ? { pictures: row.images.map(({ url }) => url) } : {};
  const main: Part = {
    kind: 'product',
    fields: {
      ...row,
      ...weighed(row),
      ...own,
      wooType: [variants.length > 0 ? 'variable' : 'simple', row.type === 'digital' ? 'virtual' : []]
        .flat()
        .join(', '),
      inStock: productInStock(row),
      stock: row.inventoryTracking === 'variant' ? undefined : row.stock,
      ...numbered([...values].map(([name, all]) => ({ name, value: wooListed([...all]) }))),
    },
  };
  const others = variants.map(
    (each): Part => ({
      kind: 'variant',
      fields: {
        ...each,
        ...weighed(each),
        wooType: 'variation',
        parent: row.sku,
        ...(each.imageUrl && { pictures: [each.imageUrl] }),
        ...numbered(each.options.map(({ name, value }) => ({ name, value: wooListed([value]) }))),
        counted: each.stock ?? (row.inventoryTracking === 'product' ? 'parent' : undefined),
        inStock: variationInStock(row, each),
      },
    }),
  );
  return [[main], ...others.map((part) => [part])];
}

function numbered(options: readonly { name: string; value: string }[]): Fields {
  return Object.fromEntries(
    options.flatMap(({ name, value }, i) => [
      [`name${i + 1}`, name],
      [`values${i + 1}`, value],
    ]),
  );
}
