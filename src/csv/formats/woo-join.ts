import { Big } from 'big.js';
import type { Fields } from '../columns.ts';
import type { JoinContext, Part } from '../format.ts';
import { readInStock } from './woo-stock.ts';
import { wooList } from './woo-values.ts';

/** `simple, downloadable, virtual` */
export function typesIn(cell: string): string[] {
  return cell.toLowerCase().split(/,\s*/);
}

/** Kinds of products that are none of their own here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  grouped: 'A grouped product is no product of its own here: it is left out.',
  external: 'It is sold in another shop: it is left out.',
};

/** A product of WooCommerce and its variations as one of ours. */
export function join(parts: readonly Part[], context: JoinContext): Fields {
  const [head = { kind: 'product', fields: {} } as Part, ...others] = parts;
  const {
    wooType,
    pictures: urls,
    parent,
    catalog,
    saleFrom,
    saleTo,
    shortDescription,
    ...fields
  } = head.fields;
  const types = typesIn(String(wooType ?? ''));
  const leftOut = types.find((type) => type in LEFT_OUT);
  if (leftOut !== undefined) {
    context.warn('CSV_LEFT_OUT', head, LEFT_OUT[leftOut] ?? '');
    return { ...fields, command: 'IGNORE' };
  }
  if (types.includes('virtual') || types.includes('downloadable')) fields.type = 'digital';
  const shownIn = String(catalog ?? '').toLowerCase();
  if (shownIn === 'hidden') fields.visible = false;
  // A product here is shown everywhere or nowhere.
  else if (!['', 'visible'].includes(shownIn)) context.passOver('Visibility in catalog', head, shownIn);
  if (typeof shortDescription === 'string' && fields.description === undefined)
    fields.description = shortDescription;
  else if (typeof shortDescription === 'string')
    context.passOver('Short description', head, shortDescription);
  withoutDatedSale(fields, [saleFrom, saleTo], head, context);
  const attributesOf = takeAttributes(fields);
  if (Array.isArray(urls)) fields.images = urls.map((url: string) => ({ url }));
  else if (urls === null) fields.images = null;
  const filled = attributesOf.filter(({ value }) => value !== '');
  if (!types.includes('variable') && filled.length > 0)
    fields.customFields = filled.map(({ name, value }) => ({ name, value: wooList(value).join(', ') }));
  const variants = others.filter((part) => isOnSale(part, context)).map((part) => variationOf(part, context));
  readInStock(fields, variants);
  if (variants.length === 0) return fields;
  withoutAnyValue(variants, head, context);
  if (fields.stock !== undefined && others.some(({ fields: { counted } }) => counted === 'parent'))
    fields.inventoryTracking = 'product';
  fields.variants = variants;
  inheritPrices(fields, variants);
  return fields;
}

/** A store's sale price has no dates: it counts at once, and for ever. */
function withoutDatedSale(fields: Fields, dates: unknown[], part: Part, { warn }: JoinContext) {
  if (fields.salePrice === undefined || dates.every((date) => date == null)) return;
  delete fields.salePrice;
  warn('CSV_LEFT_OUT', part, 'Its sale price has dates, which the store cannot keep: it is left out.');
}

function isOnSale(part: Part, { warn }: JoinContext): boolean {
  if (part.fields.visible !== false) return true;
  warn('CSV_LEFT_OUT', part, `The variation ${part.fields.sku ?? ''} is not published: it is left out.`);
  return false;
}

interface Variation extends Fields {
  options: { name: string; value: string }[];
}

function variationOf(part: Part, context: JoinContext): Variation {
  const { wooType, pictures: own, parent, visible, saleFrom, saleTo, counted, ...rest } = part.fields;
  const options = takeAttributes(rest).map(({ name, value }) => ({ name, value: wooList(value).join(', ') }));
  withoutDatedSale(rest, [saleFrom, saleTo], part, context);
  if (typeof counted === 'number') rest.stock = counted;
  if (Array.isArray(own) && own.length > 0) rest.imageUrl = own[0];
  if (rest.sku === undefined)
    context.fail(part, 'The variation has no SKU.', 'Write one into its SKU column.');
  return { ...rest, options };
}

/** A blank attribute means "any", which a variant here cannot have. One that all leave open is no option of theirs. */
function withoutAnyValue(variants: readonly Variation[], head: Part, { fail, warn }: JoinContext) {
  const names = [...new Set(variants.flatMap(({ options }) => options.map(({ name }) => name)))];
  for (const name of names) {
    const open = variants.filter(
      ({ options }) => !options.some((each) => each.name === name && each.value !== ''),
    );
    if (open.length === 0) continue;
    if (open.length < variants.length)
      fail(
        head,
        `Some of its variations have any ${name}: a variant here has one.`,
        'Write a variation for each value.',
      );
    else {
      warn(
        'CSV_LEFT_OUT',
        head,
        `Its variations have any ${name}, so that it is no option of theirs: it is left out.`,
      );
      for (const variant of variants) variant.options = variant.options.filter((each) => each.name !== name);
    }
  }
}

/** A variable product has no price of its own: the lowest of its variations is taken, and the same is inherited. */
function inheritPrices(fields: Fields, variants: readonly Variation[]) {
  const prices = variants.flatMap(({ price }) => (typeof price === 'string' ? price : []));
  const lowest = prices.reduce<string | undefined>(
    (least, price) => (least === undefined || new Big(price).lt(least) ? price : least),
    undefined,
  );
  fields.price ??= lowest;
  if (fields.price === undefined) delete fields.price;
  for (const variant of variants) if (variant.price === fields.price) delete variant.price;
}

function takeAttributes(fields: Fields): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  for (const key of Object.keys(fields)) {
    const [, what, number] = /^(name|values)(\d+)$/.exec(key) ?? [];
    if (what === 'name') {
      const value = fields[`values${number}`];
      found.push({ name: String(fields[key]), value: typeof value === 'string' ? value : '' });
    }
    if (what !== undefined) delete fields[key];
  }
  return found;
}
