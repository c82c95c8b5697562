import { type Column, columnsOf, type Fields } from '../columns.ts';
import type { ProductRow, VariantRow } from '../csv-row.ts';
import { ROW_COMMANDS } from '../csv-row.ts';
import type { FailPart, Format, FormatSettings, Part } from '../format.ts';
import {
  barcode,
  decimal,
  html,
  identifier,
  integer,
  label,
  oneOf,
  oneZero,
  text,
  type ValueType,
} from '../values.ts';
import { lengthIn, weightIn } from './units.ts';

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
};
type Variant = VariantRow & { wooType: string; pictures: string[]; parent: string };

const product = columnsOf<Product>();
const variant = columnsOf<Variant & Product>();
const always = { always: true } as const;

/** `Brakes > Drums, Wheel End` */
const categories: ValueType<string[][]> = {
  ...text,
  parse: (it) =>
    it
      .split(/(?<!\\),/)
      .map((path) =>
        path
          .split('>')
          .map((name) => name.replaceAll('\\,', ',').trim())
          .filter((name) => name !== ''),
      )
      .filter((path) => path.length > 0),
  print: (it) => it.map((path) => path.map((name) => name.replaceAll(',', '\\,')).join(' > ')).join(', '),
};

const pictures: ValueType<string[]> = {
  ...text,
  parse(it, { fail }) {
    const urls = it.split(/,\s*(?=https?:)/i).map((each) => each.trim());
    const wrong = urls.find((each) => !/^https?:\/\/\S+$/i.test(each));
    return wrong === undefined
      ? urls
      : fail('CSV_URL', `has "${wrong}", which is no address`, 'Write https://…');
  },
  print: (it) => it.join(', '),
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
  product('Name', 'name', text, always),
  product(
    'Published',
    'visible',
    { ...oneZero, parse: (it, context) => oneZero.parse(it === '-1' ? '0' : it, context) },
    always,
  ),
  product('Is featured?', 'featured', oneZero, always),
  product('Description', 'description', html),
  product('Tax class', 'taxClass', text),
  product('Stock', 'stock', integer, always),
  product('Low stock amount', 'lowStock', integer),
  product('Sale price', 'salePrice', decimal),
  product('Regular price', 'price', decimal, always),
  product('Categories', 'categories', categories),
  product('Tags', 'searchKeywords', text),
  product('Brands', 'brand', label),
  product('Images', 'pictures', pictures),
  product('Position', 'sortOrder', integer),
  ...attributes,
];

const VARIANT: Column[] = [
  variant('Type', 'wooType', text, always),
  variant('SKU', 'sku', identifier, always),
  variant('GTIN, UPC, EAN, or ISBN', 'gtin', barcode),
  variant('Stock', 'stock', integer, always),
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
const written = ['Weight', 'Length', 'Width', 'Height'].map((name) => {
  const column = measureColumn(name, name, STORE_UNIT);
  if (!column) throw new Error(`${name} is no measure`);
  return column;
});

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
    ...['Stock', 'Low stock amount', 'Weight', 'Length', 'Width', 'Height', 'Sale price', 'Regular price'],
    ...['Categories', 'Tags', 'Brands', 'Images', 'Parent', 'Position'],
    ...attributes.map(({ header }) => header),
  ],
  columns: { product: [...PRODUCT, ...written], variant: VARIANT },
  columnFor(header) {
    const [, name = '', unit = ''] = /^(Weight|Length|Width|Height) \((\w+)\)$/i.exec(header) ?? [];
    const measure = measureColumn(header, name, unit);
    if (measure) return { kind: 'product', column: measure };
    const [, number, what] = /^Attribute (\d+) (name|value\(s\))$/i.exec(header) ?? [];
    if (number === undefined || Number(number) <= ATTRIBUTES.length) return undefined;
    const field = `${what === 'name' ? 'name' : 'values'}${number}` as 'name1';
    return { kind: 'product', column: product(header, field, text, always) };
  },
  ignored: [
    ...['ID', 'Visibility in catalog', 'Short description', 'Date sale price starts', 'Date sale price ends'],
    ...['Tax status', 'In stock?', 'Backorders allowed?', 'Sold individually?', 'Allow customer reviews?'],
    ...[
      'Purchase note',
      'Shipping class',
      'Download limit',
      'Download expiry days',
      'Grouped products',
      'Upsells',
    ],
    ...['Cross-sells', 'External URL', 'Button text'],
    ...ATTRIBUTES.flatMap((n) => [
      `Attribute ${n} visible`,
      `Attribute ${n} global`,
      `Attribute ${n} default`,
    ]),
  ],
  signature: ['Type', 'SKU', 'Name', 'Regular price|Published|Images'],
  kindsOf(cells, open) {
    const types = cells('Type').toLowerCase().split(/,\s*/);
    if (!types.includes('variation')) return ['product'];
    const parent = cells('Parent');
    if (
      open &&
      (parent === '' || parent.toLowerCase() === open('SKU').toLowerCase() || parent === `id:${open('ID')}`)
    )
      return ['variant'];
    return `The variation is of ${parent || 'no product'}, which is not the product above it.`;
  },
  join,
  split,
  carriesToo: ['images', 'weight', 'width', 'height', 'depth'],
  headerWritten(header, { weightUnit, lengthUnit }) {
    const field = MEASURES[header.toLowerCase()];
    if (field === undefined) return header;
    return `${header} (${field === 'weight' ? wooWeight(weightUnit) : wooLength(lengthUnit)})`;
  },
};

function wooWeight(unit: string): string {
  return /^(lb|pound)/i.test(unit) ? 'lbs' : unit.toLowerCase();
}

function wooLength(unit: string): string {
  return /^in/i.test(unit) ? 'in' : unit.toLowerCase();
}

function join(parts: readonly Part[], fail: FailPart): Fields {
  const { wooType, pictures: urls, parent, ...fields } = parts[0]?.fields ?? {};
  const attributesOf = takeAttributes(fields);
  if (Array.isArray(urls)) fields.images = urls.map((url: string) => ({ url }));
  else if (urls === null) fields.images = null;
  const isVariable = String(wooType ?? '')
    .toLowerCase()
    .includes('variable');
  if (!isVariable && attributesOf.length > 0)
    fields.customFields = Object.fromEntries(attributesOf.map(({ name, value }) => [name, value]));
  const variants = parts.slice(1).map((part) => {
    const { wooType: _, pictures: own, parent: __, ...rest } = part.fields;
    rest.options = takeAttributes(rest);
    if (Array.isArray(own) && own.length > 0) rest.imageUrl = own[0];
    if (rest.sku === undefined) fail(part, 'The variation has no SKU.', 'Write one into its SKU column.');
    return rest;
  });
  if (variants.length > 0) fields.variants = variants;
  return fields;
}

function takeAttributes(fields: Fields): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const key of Object.keys(fields)) {
    const [, what, number] = /^(name|values)(\d+)$/.exec(key) ?? [];
    if (what === 'name') {
      const value = fields[`values${number}`];
      if (typeof value === 'string') found.push({ name: String(fields[key]), value });
    }
    if (what !== undefined) delete fields[key];
  }
  return found;
}

function split(row: ProductRow, _: FormatSettings): Part[][] {
  const { variants = [] } = row;
  const values = new Map<string, Set<string>>();
  for (const { options } of variants)
    for (const { name, value } of options) values.set(name, (values.get(name) ?? new Set()).add(value));
  const own = row.images ? { pictures: row.images.map(({ url }) => url) } : {};
  const main: Part = {
    kind: 'product',
    fields: {
      ...row,
      ...own,
      wooType: variants.length > 0 ? 'variable' : 'simple',
      ...numbered([...values].map(([name, all]) => ({ name, value: [...all].join(', ') }))),
    },
  };
  const others = variants.map(
    (each): Part => ({
      kind: 'variant',
      fields: {
        ...each,
        wooType: 'variation',
        parent: row.sku,
        ...(each.imageUrl && { pictures: [each.imageUrl] }),
        ...numbered(each.options),
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
