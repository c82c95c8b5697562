import type { Big } from 'big.js';
import type { Image, StoreProduct, StoreVariant } from '../../bigcommerce/schema.ts';
import type { ProductFields } from './fields.ts';

/**
 * What hangs on a product, flat beside its own fields, so that each has its own before and after: `image.URL` and
 * `videos.YOUTUBE-ID` say how one is shown (`null` takes it away), `variants.SKU.FIELD` is one field of one variant.
 */
const IMAGE = 'image.';
const VIDEO = 'videos.';
const VARIANT = 'variants.';

export interface ImageDetails {
  description: string;
  isThumbnail: boolean;
  sortOrder: number;
}

export interface VideoDetails {
  title: string;
  description: string;
  sortOrder: number;
}

/** A variant that is to be made. What is absent is the product's. */
export interface NewVariant {
  sku: string;
  options: { name: string; value: string }[];
  stock?: number;
  /** By `VARIANT_FIELDS`. */
  fields: Record<string, unknown>;
}

export const VARIANT_DECIMALS = [
  'price',
  'costPrice',
  'retailPrice',
  'salePrice',
  'weight',
  'width',
  'height',
  'depth',
] as const;
const VARIANT_TEXTS = ['upc', 'gtin', 'mpn', 'imageUrl', 'binPickingNumber'] as const;
export const VARIANT_FIELDS = [...VARIANT_DECIMALS, ...VARIANT_TEXTS, 'lowStock'] as const;
export type VariantField = (typeof VARIANT_FIELDS)[number];

export const imageField = (name: string) => `${IMAGE}${name}`;
export const videoField = (youtubeId: string) => `${VIDEO}${youtubeId}`;
export const variantField = (sku: string, field: VariantField) => `${VARIANT}${sku}.${field}`;

export function isNested(field: string): boolean {
  return field.startsWith(IMAGE) || field.startsWith(VIDEO) || field.startsWith(VARIANT);
}

export function isVariantDecimal(field: string): boolean {
  const parsed = parseVariantField(field);
  return parsed !== undefined && (VARIANT_DECIMALS as readonly string[]).includes(parsed.field);
}

export function imagesIn(fields: ProductFields): [name: string, details: ImageDetails | null][] {
  return entriesOf(fields, IMAGE);
}

export function videosIn(fields: ProductFields): [youtubeId: string, details: VideoDetails | null][] {
  return entriesOf(fields, VIDEO);
}

export function variantsIn(fields: ProductFields): [sku: string, field: VariantField, value: unknown][] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const parsed = parseVariantField(name);
    return parsed ? [[parsed.sku, parsed.field, value] as [string, VariantField, unknown]] : [];
  });
}

function parseVariantField(name: string): { sku: string; field: VariantField } | undefined {
  const dot = name.lastIndexOf('.');
  if (!name.startsWith(VARIANT) || dot < VARIANT.length) return undefined;
  return { sku: name.slice(VARIANT.length, dot), field: name.slice(dot + 1) as VariantField };
}

function entriesOf<T>(fields: ProductFields, prefix: string): [string, T][] {
  return Object.entries(fields)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value as T]);
}

/** What a product's image is known by. */
export function imageName(image: Image): string {
  return image.urlStandard ?? image.imageUrl ?? String(image.id);
}

/** As the store has them. Nothing for a product that was read without them (`include=videos`). */
export function nestedFields(product: StoreProduct): ProductFields {
  const fields: ProductFields = {};
  if (!product.videos) return fields;
  for (const image of product.images ?? []) {
    const { description, isThumbnail, sortOrder } = image;
    fields[imageField(imageName(image))] = { description, isThumbnail, sortOrder };
  }
  for (const { videoId, title, description, sortOrder } of product.videos)
    fields[videoField(videoId)] = { title, description, sortOrder };
  for (const variant of optionVariants(product))
    for (const [field, value] of Object.entries(variantValues(variant)))
      fields[variantField(variant.sku, field as VariantField)] = value;
  return fields;
}

/** The variants that a person made: none for a product without options, whose base variant is itself. */
export function optionVariants({ variants = [] }: StoreProduct): StoreVariant[] {
  return variants.filter(({ options }) => options.length > 0);
}

/** As the store compares them. */
export function isSameOption(
  a: { name: string; value: string },
  b: { name: string; value: string },
): boolean {
  const key = ({ name, value }: { name: string; value: string }) =>
    JSON.stringify([name, value]).toLowerCase();
  return key(a) === key(b);
}

/** What the variant says of itself. */
export function variantValues(variant: StoreVariant): Partial<Record<VariantField, string | number>> {
  const decimals = VARIANT_DECIMALS.map((field) => [field, (variant[field] as Big | null)?.toFixed()]);
  const texts = VARIANT_TEXTS.map((field) => [field, variant[field] || undefined]);
  const lowStock = variant.inventoryWarningLevel || undefined;
  const all = [...decimals, ...texts, ['lowStock', lowStock]];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
