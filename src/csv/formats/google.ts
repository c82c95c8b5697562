import { Big } from 'big.js';
import { columnsOf } from '../columns.ts';
import type { OnProblem, ProductRow, VariantRow } from '../csv-row.ts';
import { date } from '../dates.ts';
import type { Format, FormatSettings, Part } from '../format.ts';
import { html, identifier, text } from '../values.ts';
import { commonWeightUnit, inCommonUnit } from './units.ts';

/** What a merchant feed says of an offer, all of it text (docs/facts/csv-formats.md#google-merchant). */
interface Offer {
  id: string;
  item_group_id: string;
  title: string;
  description: string;
  link: string;
  image_link: string;
  additional_image_link: string;
  availability: string;
  availability_date: string;
  price: string;
  sale_price: string;
  brand: string;
  gtin: string;
  mpn: string;
  condition: string;
  google_product_category: string;
  product_type: string;
  shipping_weight: string;
}

const column = columnsOf<Offer>();
const columns = [
  column('id', 'id', identifier),
  column('item_group_id', 'item_group_id', identifier),
  column('title', 'title', text),
  column('description', 'description', html),
  column('link', 'link', text),
  column('image_link', 'image_link', text),
  column('additional_image_link', 'additional_image_link', text),
  column('availability', 'availability', text),
  column('availability_date', 'availability_date', date),
  column('price', 'price', text),
  column('sale_price', 'sale_price', text),
  column('brand', 'brand', text),
  column('gtin', 'gtin', identifier),
  column('mpn', 'mpn', identifier),
  column('condition', 'condition', text),
  column('google_product_category', 'google_product_category', text),
  column('product_type', 'product_type', text),
  column('shipping_weight', 'shipping_weight', text),
];

const LONGEST_ID = 50;
const LONGEST_TITLE = 150;

export const google: Format = {
  name: 'google',
  headers: columns.map(({ header }) => header),
  columns: { product: columns },
  signature: ['id', 'title', 'link'],
  delimiter: '\t',
  split,
  carriesToo: [
    ...([
      'sku',
      'name',
      'brand',
      'mpn',
      'gtin',
      'upc',
      'description',
      'price',
      'salePrice',
      'weight',
      'stock',
    ] as const),
    ...([
      'categories',
      'condition',
      'customUrl',
      'images',
      'variants',
      'inventoryTracking',
      'visible',
      'purchasability',
      'preorderReleaseDate',
    ] as const),
  ],
  variantsCarry: [
    ...(['sku', 'options', 'price', 'salePrice', 'stock', 'weight', 'imageUrl', 'gtin', 'mpn'] as const),
    'purchasingDisabled',
  ],
};

/** An offer a variant, or one for a product without. Hidden products are no offers. */
function split(row: ProductRow, settings: FormatSettings, onProblem: OnProblem): Part[][] {
  if (row.visible === false) return [];
  const { variants = [] } = row;
  const offers =
    variants.length > 0
      ? variants.map((each) => offer(row, each, settings))
      : [offer(row, undefined, settings)];
  return offers
    .filter((each) => isShort(each, row, onProblem))
    .map((each) => [{ kind: 'product', fields: { ...each } }]);
}

/** Google refuses longer ones, and cutting them would make another's id or say something else. */
function isShort(
  { id = '', title = '' }: Partial<Offer>,
  { line, sku }: ProductRow,
  onProblem: OnProblem,
): boolean {
  const tooLong = id.length > LONGEST_ID ? 'id' : title.length > LONGEST_TITLE ? 'title' : undefined;
  if (tooLong === undefined) return true;
  onProblem({
    code: 'CSV_TOO_LONG_FOR_FORMAT',
    severity: 'warning',
    sku,
    line,
    column: tooLong,
    message: `${id} is left out: its ${tooLong} has more than ${tooLong === 'id' ? LONGEST_ID : LONGEST_TITLE} characters.`,
  });
  return false;
}

function offer(row: ProductRow, variant: VariantRow | undefined, settings: FormatSettings): Partial<Offer> {
  const { currency, shopUrl, weightUnit } = settings;
  const money = (amount: string | null | undefined) => (amount == null ? undefined : `${amount} ${currency}`);
  const [first, ...others] = row.images ?? [];
  return {
    id: variant?.sku ?? row.sku,
    item_group_id: variant && row.sku,
    title: [row.name, ...(variant?.options.map(({ value }) => value) ?? [])].join(' '),
    description: row.description ?? undefined,
    link: shopUrl !== undefined && row.customUrl ? new URL(row.customUrl, shopUrl).href : undefined,
    image_link: variant?.imageUrl ?? first?.url,
    additional_image_link: others.map(({ url }) => url.replaceAll(',', '%2C')).join(',') || undefined,
    availability: availability(row, variant),
    availability_date: row.purchasability === 'preorder' ? (row.preorderReleaseDate ?? undefined) : undefined,
    price: money(variant?.price ?? row.price),
    sale_price: money(variant?.salePrice ?? row.salePrice),
    brand: row.brand ?? undefined,
    gtin: variant?.gtin ?? row.gtin ?? row.upc ?? undefined,
    mpn: variant?.mpn ?? row.mpn ?? undefined,
    condition: row.condition?.toLowerCase(),
    product_type: row.categories?.[0]?.join(' > '),
    shipping_weight: shippingWeight(variant?.weight ?? row.weight, weightUnit),
  } as Partial<Offer>;
}

/** A weight of none is no statement. */
function shippingWeight(weight: string | null | undefined, storeUnit: string): string | undefined {
  if (weight == null || new Big(weight).eq(0)) return undefined;
  const amount = inCommonUnit(weight, storeUnit);
  return amount && `${amount} ${commonWeightUnit(storeUnit)}`;
}

/** Unknown stock is no statement: Google takes what is said here for a promise. */
function availability(row: ProductRow, variant: VariantRow | undefined): string | undefined {
  if (row.purchasability === 'disabled' || variant?.purchasingDisabled) return 'out_of_stock';
  // Google takes no preorder without its date.
  if (row.purchasability === 'preorder') return row.preorderReleaseDate ? 'preorder' : 'out_of_stock';
  if (row.inventoryTracking === 'none') return 'in_stock';
  const stock = variant?.stock ?? row.stock;
  if (stock === undefined) return undefined;
  return stock > 0 ? 'in_stock' : 'out_of_stock';
}
