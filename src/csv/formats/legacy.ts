import { Big } from 'big.js';
import { type Column, columnsOf, constant, type Fields } from '../columns.ts';
import type { ProductImage, ProductRow, VariantOption, VariantRow } from '../csv-row.ts';
import { ROW_COMMANDS } from '../csv-row.ts';
import {
  type FailPart,
  type Format,
  type JoinContext,
  joinParts,
  type Kind,
  type Part,
  splitParts,
} from '../format.ts';
import { categoryPaths, customFields } from '../lists.ts';
import {
  barcode,
  decimal,
  html,
  id,
  identifier,
  integer,
  label,
  length,
  oneOf,
  text,
  title,
  url,
  type ValueType,
  weight,
  yesNo,
} from '../values.ts';

/** Pictures stand beside the product, each in five columns: `Product Image File - 1`. */
interface Slots {
  [slot: `image${number}${string}`]: string | number | boolean | null;
}
type Product = Omit<ProductRow, 'command'> & { command: (typeof ROW_COMMANDS)[number] };

const product = columnsOf<Product>();
const variant = columnsOf<VariantRow>();
const rule = columnsOf<{
  sku: string;
  purchasable: boolean;
  priceRule: string;
  weightRule: string;
  image1File: string;
}>();
const slot = columnsOf<Slots>();
const always = { always: true } as const;

const type = oneOf(['physical', 'digital'], { p: 'physical', d: 'digital' });
const typeLetter: ValueType<'physical' | 'digital'> = {
  ...type,
  print: (it) => (it === 'digital' ? 'D' : 'P'),
};
const tracking = oneOf(['none', 'product', 'variant'], {
  'by product': 'product',
  'by option': 'variant',
  'by options': 'variant',
});
const trackingWords: ValueType<'none' | 'product' | 'variant'> = {
  ...tracking,
  print: (it) => ({ none: 'none', product: 'by product', variant: 'by option' })[it],
};

const PRODUCT = [
  constant('Item Type', 'Product'),
  product('Command', 'command', oneOf(ROW_COMMANDS), always),
  product('Product ID', 'productId', id, always),
  product('Product Name', 'name', title, always),
  product('Product Type', 'type', typeLetter, always),
  product('Product Code/SKU', 'sku', identifier, always),
  product('Bin Picking Number', 'binPickingNumber', identifier),
  product('Brand Name', 'brand', label),
  product('Product Description', 'description', html),
  product('Price', 'price', decimal, always),
  product('Cost Price', 'costPrice', decimal),
  product('Retail Price', 'retailPrice', decimal),
  product('Sale Price', 'salePrice', decimal),
  product('Fixed Shipping Cost', 'fixedShippingPrice', decimal),
  product('Free Shipping', 'freeShipping', yesNo, always),
  product('Product Warranty', 'warranty', html),
  product('Product Weight', 'weight', weight, always),
  product('Product Width', 'width', length),
  product('Product Height', 'height', length),
  product('Product Depth', 'depth', length),
  product('Allow Purchases?', 'purchasable', yesNo, always),
  product('Product Visible?', 'visible', yesNo, always),
  product('Product Availability', 'availability', text),
  product('Track Inventory', 'inventoryTracking', trackingWords, always),
  product('Current Stock Level', 'stock', integer, always),
  product('Low Stock Level', 'lowStock', integer),
  product('Category', 'categories', categoryPaths),
  product('Search Keywords', 'searchKeywords', text),
  product('Page Title', 'pageTitle', text),
  product('Meta Keywords', 'metaKeywords', text),
  product('Meta Description', 'metaDescription', text),
  product('Product Condition', 'condition', oneOf(['New', 'Refurbished', 'Used']), always),
  product('Show Product Condition?', 'showCondition', yesNo, always),
  product('Sort Order', 'sortOrder', integer),
  product('Product Tax Class', 'taxClass', text),
  product('Product UPC/EAN', 'upc', barcode),
  product('Product URL', 'customUrl', text),
  product('Global Trade Item Number', 'gtin', barcode, { aliases: ['GPS Global Trade Item Number'] }),
  product('Manufacturer Part Number', 'mpn', identifier, { aliases: ['GPS Manufacturer Part Number'] }),
  product('Product Custom Fields', 'customFields', customFields),
];

/** `[S]Size=Large,[RB]Color=Red` */
const optionNames: ValueType<VariantOption[]> = {
  ...text,
  parse(it, { fail }) {
    const parsed: VariantOption[] = [];
    for (const part of it.split(/,(?=\[[A-Z]+\])/)) {
      const found = /^(?:\[([A-Z]+)\])?([^=]+)=(.*)$/s.exec(part.trim());
      if (!found)
        return fail('CSV_OPTIONS', `has "${part}", which is no option`, 'Write [S]Size=Large,[RB]Color=Red.');
      const [, code = 'S', name = '', value = ''] = found;
      parsed.push({ type: OPTION_TYPES[code] ?? code, name, value });
    }
    return parsed;
  },
  // Names that have its own signs cannot be written: the export says so.
  print: (it) =>
    it.some(isNotCarried)
      ? ''
      : it.map((each) => `[${optionCode(each.type)}]${each.name}=${each.value}`).join(','),
};

function isNotCarried({ name, value }: VariantOption): boolean {
  return /=|,\[[A-Z]+\]/.test(name) || /,\[[A-Z]+\]/.test(value);
}

const OPTION_TYPES: Record<string, string> = { S: 'Dropdown', RB: 'Radio', RT: 'Rectangle', CS: 'Swatch' };

function optionCode(type: string | undefined): string {
  return Object.keys(OPTION_TYPES).find((code) => OPTION_TYPES[code] === type) ?? type ?? 'S';
}

const VARIANT = [
  constant('Item Type', 'SKU'),
  variant('Product Name', 'options', optionNames, always),
  variant('Product Code/SKU', 'sku', identifier, always),
  variant('Bin Picking Number', 'binPickingNumber', identifier),
  variant('Product Width', 'width', length),
  variant('Product Height', 'height', length),
  variant('Product Depth', 'depth', length),
  variant('Cost Price', 'costPrice', decimal),
  variant('Current Stock Level', 'stock', integer, always),
  variant('Low Stock Level', 'lowStock', integer),
  variant('Product UPC/EAN', 'upc', barcode),
  variant('Global Trade Item Number', 'gtin', barcode),
  variant('Manufacturer Part Number', 'mpn', identifier),
];

/** An address to fetch from, or the path of a picture that the store has. */
const picture: ValueType<string> = {
  ...text,
  parse: (it, context) => (/^https?:/i.test(it) ? url.parse(it, context) : it),
};

const RULE = [
  constant('Item Type', 'Rule'),
  rule('Product Code/SKU', 'sku', identifier, always),
  rule('Price', 'priceRule', text),
  rule('Allow Purchases?', 'purchasable', yesNo),
  rule('Product Weight', 'weightRule', text),
  rule('Product Image File - 1', 'image1File', picture),
];

/** What an export has in its two columns of pictures; older and larger ones go on counting. */
const SLOT = ['File', 'URL', 'Description', 'Is Thumbnail', 'Sort'] as const;
const SLOT_TYPES: Record<(typeof SLOT)[number], ValueType<string | number | boolean>> = {
  File: picture as ValueType<string | number | boolean>,
  URL: picture as ValueType<string | number | boolean>,
  Description: text as ValueType<string | number | boolean>,
  'Is Thumbnail': yesNo as ValueType<string | number | boolean>,
  Sort: integer as ValueType<string | number | boolean>,
};
const WRITTEN_SLOTS = 10;

const slotColumn = (number: number, what: (typeof SLOT)[number]): Column =>
  slot(`Product Image ${what} - ${number}`, `image${number}${what}`, SLOT_TYPES[what]);

const SLOTS = Array.from({ length: WRITTEN_SLOTS }, (_, i) =>
  SLOT.filter((what) => what !== 'URL').map((what) => slotColumn(i + 1, what)),
).flat();

const KINDS: Record<string, Kind> = { product: 'product', sku: 'variant', rule: 'rule' };

/**
 * The control panel's older "bulk edit" format: Product, SKU and Rule rows
 * (docs/facts/csv-formats.md#bigcommerces-legacy-format).
 */
export const legacy: Format = {
  name: 'bigcommerce-legacy',
  headers: [...PRODUCT, ...SLOTS].map(({ header }) => header),
  columns: { product: [...PRODUCT, ...SLOTS], variant: VARIANT, rule: RULE },
  columnFor(header) {
    const [, what, number] =
      /^Product Image (File|URL|Description|Is Thumbnail|Sort) - (\d+)$/i.exec(header) ?? [];
    const known = SLOT.find((each) => each.toLowerCase() === what?.toLowerCase());
    return known && [{ kind: 'product', column: slotColumn(Number(number), known) }];
  },
  ignored: [
    { headers: /^Product Image ID - \d+$/i, silent: 'all' },
    { headers: ['Option Set Align', 'Redirect Old URL?'], silent: 'all' },
    // The number of a SKU row is none of a variant's.
    { headers: ['Product ID'], silent: 'all', of: 'variant' },
    { headers: ['Product ID'], silent: 'all', of: 'rule' },
    {
      headers: ['Stop Processing Rules', 'Event Date Required?', 'Event Date Is Limited?'],
      silent: /^no?$/i,
    },
    { headers: ['Option Set', 'Event Date Name', 'Event Date Start Date', 'Event Date End Date'] },
    { headers: ['MYOB Asset Acct', 'MYOB Income Acct', 'MYOB Expense Acct'] },
  ],
  repeats: /^Product Image /,
  signature: ['Item Type', 'Product Code/SKU|Product ID'],
  kindsOf(cells, open) {
    const item = cells('Item Type');
    const kind = KINDS[item.toLowerCase()];
    if (kind === undefined)
      return `Item Type is ${item === '' ? 'blank' : `"${item}"`}: it is Product, SKU or Rule.`;
    if (kind !== 'product' && !open) return `The ${item} row has no Product row above it.`;
    return [kind];
  },
  join(parts, { fail, warn }) {
    for (const part of parts) if (part.kind === 'product') imagesFromSlots(part, warn);
    const joined = joinParts(parts);
    for (const part of parts) if (part.kind === 'rule') applyRule(joined, part, fail);
    return joined;
  },
  split(row) {
    const parts = splitParts(row, ['variant']);
    for (const part of parts) if (part.kind === 'product') productToColumns(part.fields, row);
    return [...parts, ...rulesOf(row)].map((part) => [part]);
  },
  carriesToo: ['images', 'purchasability'],
  variantsCarry: ['price', 'weight', 'imageUrl', 'purchasingDisabled'],
  // "May be bought" is all that it knows of what can be ordered before it is there.
  loses: ({ purchasability, variants = [] }) => [
    ...(purchasability === 'preorder' ? (['purchasability'] as const) : []),
    ...(variants.some(({ options }) => options.some(isNotCarried)) ? (['variants.options'] as const) : []),
  ],
};

/** An export names a picture by its path in the store: that one is there, and says nothing. */
function imagesFromSlots(part: Part, warn: JoinContext['warn']) {
  const { fields } = part;
  const images: Fields[] = [];
  for (const key of Object.keys(fields)) {
    const [, number, what] = /^image(\d+)(.+)$/.exec(key) ?? [];
    if (number === undefined || what === undefined) continue;
    images[Number(number)] ??= {};
    (images[Number(number)] as Fields)[IMAGE_FIELDS[what] ?? what] = fields[key];
    delete fields[key];
  }
  const named = images.flatMap(({ URL: address, url: file, ...shown }) => {
    const url = address ?? file;
    if (typeof url !== 'string') return [];
    if (/^https?:/i.test(url)) return [{ ...shown, url }];
    if (fields.productId === undefined)
      warn(
        'CSV_LEFT_OUT',
        part,
        `The picture ${url} is no address, and the store cannot fetch it: it is left out.`,
      );
    return [];
  });
  if (named.length > 0) fields.images = named;
}

const IMAGE_FIELDS: Record<string, string> = {
  File: 'url',
  Description: 'description',
  'Is Thumbnail': 'isThumbnail',
  Sort: 'sortOrder',
};

function productToColumns(fields: Fields, { images = [], purchasability }: ProductRow) {
  if (purchasability !== undefined) fields.purchasable = purchasability !== 'disabled';
  for (const [i, image] of (images ?? []).entries())
    for (const [what, field] of Object.entries(IMAGE_FIELDS))
      fields[`image${i + 1}${what}`] = image[field as keyof ProductImage];
}

/** A SKU's own price, weight and picture: `[FIXED]12.50`, `[ADD]5`, `[REMOVE]5`. */
function applyRule(product: Fields, part: Part, fail: FailPart) {
  const { sku, priceRule, weightRule, image1File } = part.fields as Record<string, string | undefined>;
  const wanted = sku?.replace(/^\[(.*)\]$/, '$1');
  const variants = (product.variants as VariantRow[] | undefined) ?? [];
  const variant = variants.find((each) => each.sku.toLowerCase() === wanted?.toLowerCase());
  if (!variant)
    return fail(part, `The Rule row is for ${wanted ?? 'no SKU'}, which no SKU row above it has.`);
  const { purchasable } = part.fields;
  if (typeof purchasable === 'boolean') variant.purchasingDisabled = !purchasable;
  for (const [field, rule] of [
    ['price', priceRule],
    ['weight', weightRule],
  ] as const) {
    if (rule === undefined) continue;
    const adjusted = adjust(product[field], rule);
    if (adjusted === undefined)
      fail(part, `The Rule row has "${rule}" for ${field}.`, 'Write [FIXED]12.50, [ADD]5 or [REMOVE]5.');
    else variant[field] = adjusted;
  }
  if (image1File !== undefined && /^https?:/i.test(image1File)) variant.imageUrl = image1File;
}

function adjust(base: unknown, rule: string): string | undefined {
  const [, how, amount] = /^\[(FIXED|ADD|REMOVE)\](\d+(?:\.\d+)?)$/i.exec(rule.trim()) ?? [];
  if (how === undefined || amount === undefined) return undefined;
  if (how.toUpperCase() === 'FIXED') return amount;
  if (typeof base !== 'string') return undefined;
  const value = how.toUpperCase() === 'ADD' ? new Big(base).plus(amount) : new Big(base).minus(amount);
  return value.lt(0) ? undefined : value.toFixed();
}

function rulesOf({ variants }: ProductRow): Part[] {
  return (variants ?? [])
    .filter(
      ({ price, weight, imageUrl, purchasingDisabled }) => price ?? weight ?? imageUrl ?? purchasingDisabled,
    )
    .map(({ sku, price, weight, imageUrl, purchasingDisabled }) => ({
      kind: 'rule',
      fields: {
        ...(typeof purchasingDisabled === 'boolean' && { purchasable: !purchasingDisabled }),
        sku: `[${sku}]`,
        ...(price && { priceRule: `[FIXED]${price}` }),
        ...(weight && { weightRule: `[FIXED]${weight}` }),
        ...(imageUrl && { image1File: imageUrl }),
      },
    }));
}
