import { Big } from 'big.js';
import type {
  ProductCreate,
  ProductUpdate,
  VariantAdd,
  VariantCreate,
  VariantUpdate,
} from '../../../bigcommerce/request-types.ts';
import { isNone } from '../../../product/compare.ts';
import { isCustomField, isNested } from '../../../product/field-names.ts';
import type { NewVariant, ProductChanges, VariantValues } from '../../../product/fields.ts';
import { keywords } from '../../../product/file-fields.ts';
import { customFieldsIn, imagesIn, videosIn } from '../../../product/nested-fields.ts';
import type { Field } from '../../../product/table.ts';
import { OF_VARIANTS, PLAIN, type Plain, type Wire } from '../../product/plain-fields.ts';

/** A product as the store takes it. */

/** Products in one batch PUT (docs/facts/bigcommerce-catalog.md#batches). */
export const UPDATE_BATCH = 10;
/** Whether levels go along: they mean the default location, and other ones are set by calls of their own. */
export interface Stocking {
  isStockedInline: boolean;
}
const INLINE: Stocking = { isStockedInline: true };

/** A field that the client may not write does not compile. */
type PlainBody = Partial<Pick<ProductUpdate, Wire | 'brand_id' | 'brand_name'>>;

/**
 * Everything in one POST: brand by name, stock, custom fields and images inline
 * (docs/facts/bigcommerce-catalog.md#creating-products).
 */
export function createBody(
  sku: string,
  fields: ProductChanges,
  categories: number[],
  { isStockedInline }: Stocking = INLINE,
): ProductCreate {
  return {
    ...plainBody(fields),
    name: fields.name ?? sku,
    sku,
    type: fields.type ?? 'physical',
    price: amount(fields.price ?? '0'),
    weight: amount(fields.weight ?? '0'),
    categories,
    // What has no level of its own, such as a core charge, can always be bought.
    inventory_tracking: fields.inventoryTracking ?? (isNone(fields.stock) ? 'none' : 'product'),
    ...(isStockedInline ? levelOf(fields) : {}),
    custom_fields: customFieldsIn(fields).flatMap(({ name, value, isThere }) =>
      isThere ? [{ name, value }] : [],
    ),
    ...(fields.condition ? { is_condition_shown: fields.showCondition ?? true } : {}),
    ...bulkRules(fields.bulkPrices ?? []),
    ...nestedCreateBody(isStockedInline ? fields : withoutLevels(fields)),
  };
}

function withoutLevels({ variants, ...fields }: ProductChanges): ProductChanges {
  return { ...fields, variants: (variants ?? []).map(({ stock: _, ...variant }) => variant) };
}

function levelOf({ stock }: ProductChanges) {
  return isNone(stock) ? {} : { inventory_level: stock };
}

/** A fixed price a piece from so many on, up to where the next begins; 0 has no end. */
function bulkRules(prices: NonNullable<ProductChanges['bulkPrices']>) {
  if (prices.length === 0) return {};
  return {
    bulk_pricing_rules: prices.map(({ from, price }, i) => ({
      quantity_min: from,
      quantity_max: (prices[i + 1]?.from ?? 1) - 1,
      type: 'fixed' as const,
      amount: amount(price),
    })),
  };
}

/**
 * One row of the batch PUT: what changed, and nothing else. Custom fields and images have calls of their own.
 * @param categories all that the product is to be in, where that changes: the store replaces the whole list
 */
export function updateBody(
  productId: number,
  after: ProductChanges,
  categories: number[] | undefined,
  { isStockedInline }: Stocking = INLINE,
): ProductUpdate {
  return {
    id: productId,
    ...plainBody(after),
    ...(isStockedInline ? levelOf(after) : {}),
    ...(categories === undefined ? {} : { categories }),
  };
}

/** What a product is left with when only its custom fields or images change: no PUT is needed. */
export function changesProduct(after: ProductChanges): boolean {
  return Object.keys(after).some(
    (field) =>
      !['images', 'removedImages', 'stock', 'stockByLocation', 'variants'].includes(field) &&
      !isCustomField(field) &&
      !isNested(field),
  );
}

/** What comes with a new product beside its own fields: variants, videos, and how its images are shown. */
function nestedCreateBody(fields: ProductChanges): Pick<ProductCreate, 'variants' | 'videos' | 'images'> {
  const { variants, images } = fields;
  const details = new Map(imagesIn(fields));
  const videos = videosIn(fields).flatMap(([video_id, shown]) =>
    shown
      ? [{ video_id, title: shown.title, description: shown.description, sort_order: shown.sortOrder }]
      : [],
  );
  return {
    ...(variants && variants.length > 0 ? { variants: variants.map(newVariantBody) } : {}),
    ...(videos.length > 0 ? { videos } : {}),
    images: (images ?? []).map((image_url, i) => {
      const shown = details.get(image_url);
      return {
        image_url,
        is_thumbnail: shown ? shown.isThumbnail : i === 0,
        sort_order: shown ? shown.sortOrder : i,
        ...(shown?.description ? { description: shown.description } : {}),
      };
    }),
  };
}

function newVariantBody(variant: NewVariant): VariantCreate {
  return {
    ...ownBody(variant),
    option_values: variant.options.map(({ name, value }) => ({ option_display_name: name, label: value })),
  };
}

/** @param values of options that the product has */
export function variantAddBody(
  productId: number,
  variant: NewVariant,
  values: readonly { valueId: number; optionId: number }[],
): VariantAdd {
  return {
    ...ownBody(variant),
    product_id: productId,
    option_values: values.map(({ valueId, optionId }) => ({ id: valueId, option_id: optionId })),
  };
}

function ownBody({ sku, stock, fields }: NewVariant) {
  return {
    sku,
    ...variantBody(fields),
    ...(stock === undefined ? {} : { inventory_level: stock }),
  };
}

/** The plain fields that are there; `null` clears. */
export function plainBody(fields: ProductChanges): PlainBody {
  const { brand } = fields;
  return {
    ...write(fields, PLAIN, toStore),
    // A product is taken out of its brand by number only.
    ...(brand === undefined ? {} : brand === null ? { brand_id: 0 } : { brand_name: brand }),
  };
}

/** `null` as a variant's price or measure makes it the product's again. */
export function variantBody(values: VariantValues): Omit<VariantUpdate, 'id'> {
  return write(values, OF_VARIANTS, (row, value) =>
    row.kind === 'decimal' && value === null ? null : toStore(row, value),
  );
}

function write(fields: object, plain: readonly Plain[], to: (row: Field, value: unknown) => unknown) {
  const values = new Map<string, unknown>(Object.entries(fields));
  return Object.fromEntries(
    plain.flatMap(({ field, row, wire }) => {
      const value = values.get(field);
      const sent = value === undefined ? undefined : to(row, value);
      return sent === undefined ? [] : [[wire, sent]];
    }),
  );
}

function toStore({ kind }: Field, value: unknown): unknown {
  switch (kind) {
    case 'text':
    case 'html':
      return value ?? '';
    case 'decimal':
      return amount(String(value ?? 0));
    case 'integer':
      return Number(value ?? 0);
    case 'flag':
      return value ?? false;
    case 'date':
      return value ?? null;
    case 'words':
      return keywords(String(value ?? ''));
    case 'path':
      return isNone(value) ? undefined : { url: value, is_customized: true };
    default:
      return value ?? undefined;
  }
}

/** BigCommerce's JSON has numbers for money; four decimals survive the way through a float and back. */
function amount(text: string): number {
  return new Big(text).round(4, Big.roundHalfUp).toNumber();
}
