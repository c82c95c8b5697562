import { Big } from 'big.js';
import type { FieldValues } from '../../ledger/journal/operation.ts';
import { isNested, isVariantDecimal, type NewVariant } from './nested-fields.ts';

/**
 * The product fields that ttpd reads and writes, as plain JSON values: what plan rows, snapshots and the diff are made
 * of. Money and measures are decimal text (`"146.2"`), never floats. An absent field makes no statement.
 * Custom fields lie flat beside the others, as `customFields.NAME`, so that each has its own base, ours and theirs;
 * metafields likewise (see metafields.ts).
 */
export interface ProductFields extends FieldValues {
  name?: string;
  mpn?: string;
  brand?: string;
  gtin?: string;
  upc?: string;
  /** HTML. */
  description?: string;
  condition?: 'New' | 'Refurbished' | 'Used';
  /** Category paths from the top: `[['Brakes', 'Brake Drums']]`. */
  categories?: string[][];
  /** Source URLs, in order. */
  images?: string[];
  price?: string;
  costPrice?: string;
  retailPrice?: string;
  mapPrice?: string;
  /** In the store's own units. */
  weight?: string;
  width?: string;
  height?: string;
  depth?: string;
  minimumQuantity?: number;
  /** What the page says of availability, such as a lead time. */
  availability?: string;
  pageTitle?: string;
  metaDescription?: string;
  searchKeywords?: string;
  warranty?: string;
  /** Where the pieces are or what the supplier calls them, for who packs the order. */
  binPickingNumber?: string;
  /** The store warns its merchant below so many pieces. */
  lowStock?: number;
  /** Price of one piece when so many are bought, from few to many. */
  bulkPrices?: { from: number; price: string }[];
  visible?: boolean;
  /** Categories to take the product out of. Others that it is in stay. */
  removedCategories?: string[][];
  /** In a rollback's rows: images to take away, and where each was from. */
  removedImages?: { id: number; url: string }[];
  /** Pieces at the default location. */
  stock?: number;
  type?: 'physical' | 'digital';
  salePrice?: string;
  fixedShippingPrice?: string;
  freeShipping?: boolean;
  featured?: boolean;
  showCondition?: boolean;
  inventoryTracking?: 'none' | 'product' | 'variant';
  maximumQuantity?: number;
  /** Joined by commas. */
  metaKeywords?: string;
  /** The store's number of it; 0 is its default. */
  taxClass?: number;
  sortOrder?: number;
  /** Path under the store's address. */
  customUrl?: string;
  /** Those that are to be made; of one that is there each field has its own (nested-fields.ts). */
  variants?: NewVariant[];
}

export type FieldGroup = 'price' | 'stock' | 'content';
export const FIELD_GROUPS: readonly FieldGroup[] = ['price', 'stock', 'content'];

/**
 * Who has the last word on a field that is in the store: `ttpd` always writes the supplier's value;
 * `merchant-after-edit` keeps what a person changed since ttpd wrote it; `merchant` is written at creation only.
 * Defaults as in docs/facts/parts-domain.md#field-table.
 */
export type Owner = 'ttpd' | 'merchant-after-edit' | 'merchant';

interface FieldRule {
  group: FieldGroup;
  owner: Owner;
}

const FIELDS: Record<string, FieldRule> = {
  name: { group: 'content', owner: 'merchant-after-edit' },
  mpn: { group: 'content', owner: 'ttpd' },
  brand: { group: 'content', owner: 'ttpd' },
  gtin: { group: 'content', owner: 'ttpd' },
  upc: { group: 'content', owner: 'ttpd' },
  description: { group: 'content', owner: 'merchant-after-edit' },
  condition: { group: 'content', owner: 'ttpd' },
  categories: { group: 'content', owner: 'merchant-after-edit' },
  images: { group: 'content', owner: 'merchant-after-edit' },
  price: { group: 'price', owner: 'ttpd' },
  costPrice: { group: 'price', owner: 'ttpd' },
  retailPrice: { group: 'price', owner: 'ttpd' },
  mapPrice: { group: 'price', owner: 'ttpd' },
  weight: { group: 'content', owner: 'ttpd' },
  width: { group: 'content', owner: 'ttpd' },
  height: { group: 'content', owner: 'ttpd' },
  depth: { group: 'content', owner: 'ttpd' },
  minimumQuantity: { group: 'content', owner: 'ttpd' },
  visible: { group: 'content', owner: 'merchant-after-edit' },
  availability: { group: 'stock', owner: 'ttpd' },
  pageTitle: { group: 'content', owner: 'merchant' },
  metaDescription: { group: 'content', owner: 'merchant' },
  searchKeywords: { group: 'content', owner: 'merchant-after-edit' },
  warranty: { group: 'content', owner: 'ttpd' },
  binPickingNumber: { group: 'stock', owner: 'ttpd' },
  lowStock: { group: 'stock', owner: 'merchant' },
  // BigCommerce takes them with the product; later they are the merchant's.
  bulkPrices: { group: 'price', owner: 'merchant' },
  stock: { group: 'stock', owner: 'ttpd' },
  removedCategories: { group: 'content', owner: 'ttpd' },
  removedImages: { group: 'content', owner: 'ttpd' },
  // What follows is set by a person's file only: no rule maps it.
  type: { group: 'content', owner: 'merchant' },
  salePrice: { group: 'price', owner: 'merchant' },
  fixedShippingPrice: { group: 'price', owner: 'merchant' },
  freeShipping: { group: 'content', owner: 'merchant' },
  featured: { group: 'content', owner: 'merchant' },
  showCondition: { group: 'content', owner: 'merchant' },
  inventoryTracking: { group: 'stock', owner: 'merchant' },
  maximumQuantity: { group: 'content', owner: 'merchant' },
  metaKeywords: { group: 'content', owner: 'merchant' },
  taxClass: { group: 'price', owner: 'merchant' },
  sortOrder: { group: 'content', owner: 'merchant' },
  customUrl: { group: 'content', owner: 'merchant' },
  variants: { group: 'content', owner: 'merchant' },
};

/** Owners that `ttpd.yaml` sets otherwise. `customFields` and `dimensions` stand for all of theirs. */
export type Owners = Partial<Record<string, Owner>>;

/** Fields that `ttpd.yaml` names together. */
const NAMED_AS: Record<string, string> = {
  width: 'dimensions',
  height: 'dimensions',
  depth: 'dimensions',
  upc: 'gtin',
};

export function ownerOf(field: string, owners: Owners): Owner {
  const name = field.startsWith(CUSTOM_FIELD) ? 'customFields' : (NAMED_AS[field] ?? field);
  return owners[name] ?? fieldRule(field).owner;
}

export const CUSTOM_FIELD = 'customFields.';

/** Related products have rows of their own: the link that is added, and the one that a rollback takes away. */
const LINKS = ['related', 'removedRelated'];

export function fieldRule(field: string): FieldRule {
  const rule = FIELDS[field];
  if (rule) return rule;
  if (field.startsWith(CUSTOM_FIELD)) return { group: 'content', owner: 'ttpd' };
  if (LINKS.includes(field) || field.startsWith('metafields.')) return { group: 'content', owner: 'ttpd' };
  if (isNested(field)) return { group: 'content', owner: 'merchant' };
  throw new Error(`"${field}" is not a field of a product`);
}

const DECIMALS = new Set([
  'price',
  'costPrice',
  'retailPrice',
  'mapPrice',
  'salePrice',
  'fixedShippingPrice',
  'weight',
  'width',
  'height',
  'depth',
]);

/** `"12.50"` and `"12.5"` are one price, and an absent value is the same as none. */
export function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (isNone(a) || isNone(b)) return isNone(a) && isNone(b);
  if (DECIMALS.has(field) || isVariantDecimal(field)) return new Big(String(a)).eq(new Big(String(b)));
  return JSON.stringify(a) === JSON.stringify(b);
}

/** As `sameValue`, after the store has rounded: it keeps four decimals (docs/facts/bigcommerce-api.md#answers). */
export function sameInStore(field: string, a: unknown, b: unknown): boolean {
  const rounded = (value: unknown) =>
    DECIMALS.has(field) && !isNone(value)
      ? new Big(String(value)).round(4, Big.roundHalfUp).toFixed()
      : value;
  return sameValue(field, zeroIsNone(field, rounded(a)), zeroIsNone(field, rounded(b)));
}

/** Zero is "none" for what a product may lack; a price, a weight and a stock of zero are values. */
function zeroIsNone(field: string, value: unknown): unknown {
  const mayLack = !['price', 'weight', 'stock'].includes(field);
  return mayLack && (value === 0 || value === '0') ? null : value;
}

export function isNone(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
