import { composed, withoutEntities } from '../cells.ts';
import { type Column, columnsOf, type Fields } from '../columns.ts';
import type { ProductImage, ProductRow, VariantRow } from '../csv-row.ts';
import { ROW_COMMANDS } from '../csv-row.ts';
import type { CellsOf, Format, FormatSettings, JoinContext, Kind, Part } from '../format.ts';
import {
  barcode,
  boolean,
  decimal,
  html,
  identifier,
  integer,
  label,
  oneOf,
  text,
  title,
  url,
  type ValueType,
  warnOfSeparators,
} from '../values.ts';
import { inGrams, weightIn } from './units.ts';

type Product = Omit<ProductRow, 'command'> & {
  command: (typeof ROW_COMMANDS)[number];
  handle: string;
  name1: string;
  name2: string;
  name3: string;
  giftCard: boolean;
  status: string;
};
type Variant = VariantRow & {
  value1: string;
  value2: string;
  value3: string;
  tracked: boolean;
  shipped: boolean;
};

const product = columnsOf<Product>();
const variant = columnsOf<Variant>();
const image = columnsOf<ProductImage>();
const always = { always: true } as const;

/** One name without levels, whatever characters it has. */
const type: ValueType<string[][]> = {
  ...text,
  parse(it, context) {
    const name = composed(withoutEntities(it));
    warnOfSeparators(name, /\s>\s|\|/, context);
    return [[name]];
  },
  print: ([path = []]) => path.at(-1) ?? '',
};

/** Shopify says who counts: itself, or nobody. */
const trackerNames = oneOf(['shopify', 'none']);
const tracker: ValueType<boolean> = {
  parse(it, context) {
    const name = trackerNames.parse(it, context);
    return name === undefined ? undefined : name === 'shopify';
  },
  print: (it) => (it ? 'shopify' : 'none'),
};

/**
 * Headers of the two generations, old first (docs/facts/csv-formats.md#shopify). Products without options have one
 * variant, "Default Title".
 */
const PRODUCT: Column[] = [
  product('Handle', 'handle', text, { ...always, aliases: ['URL handle'] }),
  product('Command', 'command', oneOf(ROW_COMMANDS), always),
  product('Title', 'name', title, always),
  product('Body (HTML)', 'description', html, { aliases: ['Description'] }),
  product('Vendor', 'brand', label),
  product('Type', 'categories', type),
  product('Tags', 'searchKeywords', text),
  product('Published', 'visible', boolean, { ...always, aliases: ['Published on online store'] }),
  product('Option1 Name', 'name1', text, always),
  product('Option2 Name', 'name2', text, always),
  product('Option3 Name', 'name3', text, always),
  product('Gift Card', 'giftCard', boolean, always),
  product('Status', 'status', text, always),
  product('SEO Title', 'pageTitle', text),
  product('SEO Description', 'metaDescription', text),
];

const VARIANT: Column[] = [
  variant('Option1 Value', 'value1', text, always),
  variant('Option2 Value', 'value2', text, always),
  variant('Option3 Value', 'value3', text, always),
  variant('Variant SKU', 'sku', identifier, { ...always, aliases: ['SKU'] }),
  variant('Variant Grams', 'weight', weightIn('g'), { aliases: ['Weight value (grams)'] }),
  variant('Variant Inventory Tracker', 'tracked', tracker, { ...always, aliases: ['Inventory tracker'] }),
  variant('Variant Inventory Qty', 'stock', integer, { ...always, aliases: ['Inventory quantity'] }),
  variant('Variant Price', 'price', decimal, { aliases: ['Price'] }),
  variant('Variant Compare At Price', 'retailPrice', decimal, { aliases: ['Compare-at price'] }),
  variant('Variant Requires Shipping', 'shipped', boolean, { ...always, aliases: ['Requires shipping'] }),
  variant('Variant Barcode', 'gtin', barcode, { aliases: ['Barcode'] }),
  variant('Variant Image', 'imageUrl', url, { aliases: ['Variant image URL'] }),
  variant('Cost per item', 'costPrice', decimal),
];

const IMAGE: Column[] = [
  image('Image Src', 'url', url, { ...always, aliases: ['Product image URL'] }),
  image('Image Position', 'sortOrder', integer),
  image('Image Alt Text', 'description', text),
];

const FIRST_OPTION = 'Title';
const ONLY_VALUE = 'Default Title';
/** Fields of a product that Shopify keeps with its variants. */
const OF_VARIANT = ['sku', 'price', 'retailPrice', 'costPrice', 'weight', 'stock', 'gtin'] as const;
const NUMBERS = [1, 2, 3] as const;
const TRACKER = ['Variant Inventory Tracker', 'Inventory tracker'];

/** Shopify's own sample files have no SKUs. */
const SKU_HINT =
  'Write it into Variant SKU, or import with --sku-from-handle, which makes it of handle and options.';

export const shopify: Format = {
  name: 'shopify',
  headers: [
    ...[
      'Handle',
      'Title',
      'Body (HTML)',
      'Vendor',
      'Type',
      'Tags',
      'Published',
      'Option1 Name',
      'Option1 Value',
    ],
    ...['Option2 Name', 'Option2 Value', 'Option3 Name', 'Option3 Value', 'Variant SKU', 'Variant Grams'],
    ...['Variant Inventory Tracker', 'Variant Inventory Qty', 'Variant Price', 'Variant Compare At Price'],
    ...[
      'Variant Requires Shipping',
      'Variant Barcode',
      'Image Src',
      'Image Position',
      'Image Alt Text',
      'SEO Title',
      'SEO Description',
    ],
    ...['Variant Image', 'Cost per item', 'Status'],
  ],
  columns: { product: PRODUCT, variant: VARIANT, image: IMAGE },
  ignored: [
    { headers: ['Variant Weight Unit', 'Weight unit for display'], silent: 'all' },
    {
      headers: ['Variant Inventory Policy', 'Continue selling when out of stock'],
      silent: /^(?:deny|false)$/i,
    },
    { headers: ['Variant Fulfillment Service', 'Fulfillment service'], silent: /^manual$/i },
    { headers: ['Variant Taxable', 'Charge tax'], silent: /^true$/i },
    { headers: ['Product Category', 'Option1 Linked To', 'Option2 Linked To', 'Option3 Linked To'] },
    { headers: ['Variant Tax Code', 'Tax code'] },
    { headers: /^(?:Variant )?Unit Price /i },
  ],
  signature: ['Handle|URL handle', 'Title'],
  skuHint: SKU_HINT,
  kindsOf(cells, open) {
    const handle = handleOf(cells);
    const kinds: Kind[] = [];
    if (handle === '') return 'The row has no Handle, so it belongs to no product.';
    const begins = !open || handleOf(open).toLowerCase() !== handle.toLowerCase();
    if (begins) kinds.push('product');
    if (VARIANT_MARKS.some((header) => cells(header) !== '')) kinds.push('variant');
    if (cells('Image Src') !== '' || cells('Product image URL') !== '') kinds.push('image');
    // In a file that was sorted the row with the title may be any of them.
    if (!begins) kinds.push('product');
    return kinds;
  },
  grouping: {
    names: (cells) => [handleOf(cells)].filter((handle) => handle !== ''),
    owner: handleOf,
  },
  join,
  split,
  carriesToo: [...OF_VARIANT, 'inventoryTracking', 'type'],
  variantsCarry: ['options'],
  loses: ({ categories, inventoryTracking, variants = [] }) => [
    ...(categories && (categories.length > 1 || categories.some((path) => path.length > 1))
      ? (['categories'] as const)
      : []),
    ...(variants.some(({ options }) => options.length > NUMBERS.length)
      ? (['variants.options'] as const)
      : []),
    // Pieces are counted by variant there.
    ...(variants.length > 0 && inventoryTracking === 'product'
      ? (['inventoryTracking', 'stock'] as const)
      : []),
  ],
};

const VARIANT_MARKS = ['Variant SKU', 'SKU', 'Option1 Value', 'Variant Price', 'Price'];

function handleOf(cells: CellsOf): string {
  return cells('Handle') || cells('URL handle');
}

function join(parts: readonly Part[], { fail, warn, has, skuFromHandle }: JoinContext): Fields {
  const head: Fields = { ...parts[0]?.fields };
  for (const { kind, fields } of parts)
    if (kind === 'product') for (const [field, value] of Object.entries(fields)) head[field] ??= value;
  const { handle, name1, name2, name3, giftCard, status, ...fields } = head;
  const [part] = parts;
  if (giftCard === true && part) {
    warn('CSV_LEFT_OUT', part, 'It is a gift card, which is no product here: it is left out.');
    return { ...fields, command: 'IGNORE' };
  }
  // Only what is active is in the shop; Published says in which channel.
  if (typeof status === 'string' && status.toLowerCase() !== 'active') fields.visible = false;
  const names = [name1, name2, name3];
  const images = parts.filter(({ kind }) => kind === 'image').map(({ fields: { line, ...each } }) => each);
  if (images.length > 0) fields.images = images;

  const variants = parts.filter(({ kind }) => kind === 'variant');
  const [first] = variants;
  if (!first) return fields;
  // Where nobody counts, the number says nothing: what is not counted can always be bought.
  if (TRACKER.some(has))
    for (const { fields: own } of variants) if (own.tracked === undefined) delete own.stock;
  const isSimple = variants.length === 1 && (first.fields.value1 ?? ONLY_VALUE) === ONLY_VALUE;
  if (skuFromHandle) for (const each of variants) each.fields.sku ??= isSimple ? handle : skuOf(handle, each);
  for (const field of OF_VARIANT) if (first.fields[field] !== undefined) fields[field] = first.fields[field];
  if (first.fields.tracked === false) fields.inventoryTracking = 'none';
  const shipped = variants.flatMap((each) => each.fields.shipped ?? []);
  if (shipped.length > 0) fields.type = shipped.includes(true) ? 'physical' : 'digital';
  if (isSimple) {
    if (first.fields.tracked === true) fields.inventoryTracking = 'product';
    return fields;
  }
  if (first.fields.tracked === true) fields.inventoryTracking = 'variant';
  // Shopify has no SKU for what all variants share.
  fields.sku = handle;
  for (const field of ['stock', 'gtin']) delete fields[field];
  fields.variants = variants.map((each) => variantOf(each, names, fields, fail));
  return fields;
}

function skuOf(handle: unknown, { fields: { value1, value2, value3 } }: Part): string {
  return [handle, value1, value2, value3]
    .filter((each) => each !== undefined)
    .map((each) => slug(String(each)))
    .join('-');
}

function variantOf(part: Part, names: readonly unknown[], shared: Fields, fail: JoinContext['fail']): Fields {
  const { value1, value2, value3, tracked, shipped, ...fields } = part.fields;
  if (fields.sku === undefined) fail(part, 'The variant has no SKU.', SKU_HINT);
  const values = [value1, value2, value3];
  fields.options = NUMBERS.flatMap((_, i) =>
    values[i] === undefined ? [] : [{ name: names[i] ?? '', value: values[i] }],
  );
  // What is as with the product is inherited.
  for (const field of ['price', 'retailPrice', 'costPrice', 'weight'] as const)
    if (fields[field] === shared[field]) delete fields[field];
  return fields;
}

function split(row: ProductRow, settings: FormatSettings): Part[][] {
  const handle = slug(row.sku || String(row.productId));
  const { images, variants = [] } = row;
  const names = variants[0]?.options.map(({ name }) => name) ?? [FIRST_OPTION];
  const status = row.visible === undefined ? {} : { status: row.visible ? 'active' : 'draft' };
  const head: Fields = { ...row, ...status, handle, name1: names[0], name2: names[1], name3: names[2] };
  const records: Fields[] = (variants.length > 0 ? variants : [undefined]).map((each) =>
    variantFields(row, each, settings),
  );
  const count = Math.max(records.length, images?.length ?? 0);
  // One record holds a variant and a picture, and the first the product too.
  return Array.from({ length: count }, (_, i): Part[] => {
    const variant = records[i];
    const picture = images?.[i];
    return [
      { kind: 'product', fields: i === 0 ? head : { handle } },
      ...(variant ? [{ kind: 'variant' as const, fields: variant }] : []),
      ...(picture ? [{ kind: 'image' as const, fields: { ...picture } }] : []),
    ];
  });
}

function variantFields(
  row: ProductRow,
  variant: VariantRow | undefined,
  { weightUnit }: FormatSettings,
): Fields {
  const fields: Fields = {};
  for (const field of OF_VARIANT) fields[field] = row[field];
  if (variant) {
    Object.assign(fields, { stock: undefined, gtin: undefined });
    for (const [field, value] of Object.entries(variant)) if (value != null) fields[field] = value;
    for (const [i, option] of variant.options.entries()) fields[`value${i + 1}`] = option.value;
  } else fields.value1 = ONLY_VALUE;
  if (typeof fields.weight === 'string') fields.weight = inGrams(fields.weight, weightUnit);
  if (row.inventoryTracking !== undefined) fields.tracked = row.inventoryTracking !== 'none';
  else if (fields.stock !== undefined) fields.tracked = true;
  if (row.type !== undefined) fields.shipped = row.type === 'physical';
  return fields;
}

function slug(it: string): string {
  return it
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
