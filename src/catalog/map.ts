import type { Big } from 'big.js';
import type { Problem } from '../errors.ts';
import type { Part, Stock } from '../finditparts/supplier.ts';
import { customFields } from './custom-fields.ts';
import { describe } from './description.ts';
import type { ProductFields } from './fields.ts';
import { priceFields } from './price.ts';
import { skuFor } from './sku.ts';
import { convertLength, convertWeight } from './units.ts';

/** What the mapping must know of the store. Units are BigCommerce's own words: `LBS`, `Inches`. */
export interface MapTarget {
  currency: string;
  weightUnit: string;
  lengthUnit: string;
}

/** A part as the store should have it, or the reason why it is held back. */
export type Mapped =
  | MappedProduct
  | { kind: 'held'; sku: string; name: string; code: string; reason: string };

export interface MappedProduct {
  kind: 'product';
  sku: string;
  fields: ProductFields;
  warnings: Problem[];
}

/** BigCommerce's limits (bigcommerce-facts.md section 5). */
const NAME_LIMIT = 250;
const SKU_LIMIT = 255;
const IMAGE_URL_LIMIT = 255;

/**
 * The default mapping of a supplier's part to the store's product (domain.md 2.2). Pure: the same part gives the same
 * fields. Fields that come from the part's details (images, attributes, interchange) are absent without them.
 */
export function mapPart(part: Part, target: MapTarget): Mapped {
  const sku = skuFor(part.brand, part.partNumber);
  const name = productName(part);
  const hold = (code: string, reason: string): Mapped => ({ kind: 'held', sku, name, code, reason });

  if (name.length > NAME_LIMIT)
    return hold('NAME_TOO_LONG', `The name has ${name.length} characters; BigCommerce takes ${NAME_LIMIT}.`);
  if (sku.length > SKU_LIMIT)
    return hold('SKU_TOO_LONG', `The SKU has ${sku.length} characters; BigCommerce takes ${SKU_LIMIT}.`);

  if (!part.weight || part.weight.value.lte(0))
    return hold('NO_WEIGHT', 'The supplier gives no weight, which BigCommerce needs to price shipping.');
  const weight = convertWeight(part.weight.value, part.weight.unit, target.weightUnit);
  if (!weight)
    return hold(
      'UNKNOWN_UNIT',
      `The weight is in "${part.weight.unit}", which cannot be turned into ${target.weightUnit}.`,
    );

  const prices = priceFields(part.offer?.price ?? null, target.currency);
  if (prices.kind === 'held') return hold(prices.code, prices.reason);

  const warnings: Problem[] = [];
  const stock = stockOnHand(part.offer?.stock ?? null);
  if (stock === null)
    warnings.push({
      code: 'STOCK_UNKNOWN',
      severity: 'warning',
      sku,
      message: 'The supplier does not say how many are in stock; the stock is left as it is.',
    });

  const fields: ProductFields = {
    name,
    mpn: part.partNumber,
    brand: part.brand,
    description: describe(part),
    weight: weight.toFixed(),
    visible: part.status !== 'discontinued',
    ...prices.fields,
    ...dimensions(part, target),
    ...(isValidGtin(part.gtin) ? { gtin: part.gtin } : {}),
    ...(part.condition ? { condition: CONDITIONS[part.condition] } : {}),
    ...(part.minimumQuantity && part.minimumQuantity > 1 ? { minimumQuantity: part.minimumQuantity } : {}),
    ...(stock === null ? {} : { stock }),
  };
  const category = categoryPath(part);
  if (category.length > 0) fields.categories = [category];
  Object.assign(fields, customFields(part, part.details, sku, warnings));
  if (part.details)
    fields.images = part.details.images.map(({ url }) => url).filter((url) => url.length <= IMAGE_URL_LIMIT);
  return { kind: 'product', sku, fields, warnings };
}

const CONDITIONS = { new: 'New', reman: 'Refurbished', used: 'Used' } as const;

/** `Gunite 3600AX Brake Drum`. Names are unique in a store, and brand with number makes them so. */
function productName(part: Part): string {
  const words = [part.brand, part.partNumber, part.name ?? ''].join(' ');
  return words.replaceAll(/\s+/g, ' ').trim();
}

/** Unknown is not zero: one location that does not say makes the sum unknown, unless the supplier gives a total. */
function stockOnHand(stock: Stock | null): number | null {
  if (!stock) return null;
  const total =
    stock.total ??
    (stock.locations.length > 0
      ? stock.locations.reduce<number | null>(
          (sum, { quantity }) => (sum === null || quantity === null ? null : sum + quantity),
          0,
        )
      : null);
  return total === null ? null : Math.max(0, total);
}

function dimensions(part: Part, target: MapTarget): ProductFields {
  const { dimensions: size } = part;
  if (!size) return {};
  const inStoreUnits = (value: Big | null) =>
    value && convertLength(value, size.unit, target.lengthUnit)?.toFixed();
  const fields: ProductFields = {};
  const [width, height, depth] = [size.width, size.height, size.length].map(inStoreUnits);
  if (width) fields.width = width;
  if (height) fields.height = height;
  if (depth) fields.depth = depth;
  return fields;
}

const CATEGORY_NAME_LIMIT = 50;
const CATEGORY_LEVELS = 8;

function categoryPath(part: Part): string[] {
  const path =
    part.categoryPath.length > 0 ? part.categoryPath : part.category ? [titled(part.category)] : [];
  const usable = path.length <= CATEGORY_LEVELS && path.every((name) => name.length <= CATEGORY_NAME_LIMIT);
  return usable ? path : [];
}

function titled(slug: string): string {
  return slug.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
}

/** GS1 check digit; a bad number is worse than none (domain.md 2.1). */
export function isValidGtin(gtin: string | null): gtin is string {
  if (!gtin || !/^(\d{8}|\d{12,14})$/.test(gtin)) return false;
  const digits = [...gtin].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
