import type { Big } from 'big.js';
import type { StoreProduct, StoreVariant } from '../../../bigcommerce/schema.ts';
import { withoutUndefined } from '../../../common/without-undefined.ts';
import type { ProductRow, VariantRow } from '../../../csv/csv-row.ts';
import { detailFields } from '../../product/detail-fields.ts';
import { CUSTOM_FIELD, type ProductFields } from '../../product/fields.ts';
import { imageName, optionVariants, variantValues } from '../../product/nested-fields.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';

/** Rows that are written say nothing of a line, and ask for nothing. */
const WRITTEN = { line: 0, command: 'MERGE' } as const;

/**
 * A product of the store as a row of a file, so that importing it changes nothing. What it lacks is absent.
 * @param stock pieces on hand; `null` where the store does not count them
 */
export async function storeRow(
  product: StoreProduct,
  stock: number | null,
  taxonomy: Taxonomy,
): Promise<ProductRow> {
  const { taxClass, removedCategories: _, variants: __, ...details } = detailFields(product);
  const brand = product.brandId === null ? undefined : await taxonomy.brandName(product.brandId);
  const fields = withoutUndefined({
    productId: product.id,
    name: product.name,
    brand,
    brandId: product.brandId ?? undefined,
    mpn: text(product.mpn),
    gtin: text(product.gtin),
    upc: text(product.upc),
    description: text(product.description),
    price: product.price.toFixed(),
    costPrice: decimal(product.costPrice),
    retailPrice: decimal(product.retailPrice),
    mapPrice: decimal(product.mapPrice),
    weight: product.weight.toFixed(),
    width: decimal(product.width),
    height: decimal(product.height),
    depth: decimal(product.depth),
    stock: stock ?? undefined,
    categories: list(product.categories.map((id) => taxonomy.pathOf(id))),
    categoryIds: list(product.categories),
    channelIds: list(product.channels ?? []),
    condition: conditionOf(product),
    visible: product.isVisible,
    minimumQuantity: product.orderQuantityMinimum || undefined,
    availability: text(product.availabilityDescription),
    taxClass: taxClass === undefined ? undefined : String(taxClass),
    pageTitle: text(product.pageTitle),
    metaDescription: text(product.metaDescription),
    searchKeywords: text(product.searchKeywords),
    customFields: customFieldsOf(product),
    images: list((product.images ?? []).map((image) => ({ ...image, url: imageName(image) })).map(imageOf)),
    videos: list(
      (product.videos ?? []).map(({ videoId, id: _id, ...shown }) => ({ youtubeId: videoId, ...shown })),
    ),
    variants: list(optionVariants(product).map((variant) => variantRow(variant, product))),
  });
  return { ...WRITTEN, sku: product.sku, ...(details as Partial<ProductRow>), ...fields };
}

function imageOf(image: {
  url: string;
  id: number;
  description: string;
  isThumbnail: boolean;
  sortOrder: number;
}) {
  const { url, id, description, isThumbnail, sortOrder } = image;
  return { url, id, description, isThumbnail, sortOrder };
}

function variantRow(variant: StoreVariant, { inventoryTracking }: StoreProduct): VariantRow {
  return {
    line: 0,
    sku: variant.sku,
    variantId: variant.id,
    // How options are shown costs calls of their own (`include=options` has pages of ten), and is not read.
    options: variant.options.map(({ name, value }) => ({ type: 'Rectangle', name, value })),
    ...(variantValues(variant) as Partial<VariantRow>),
    ...(inventoryTracking === 'variant' ? { stock: variant.inventoryLevel } : {}),
  };
}

function customFieldsOf({ customFields = [] }: StoreProduct): Record<string, string> | undefined {
  if (customFields.length === 0) return undefined;
  return Object.fromEntries(customFields.map(({ name, value }) => [name, value]));
}

function conditionOf({ condition }: StoreProduct): ProductRow['condition'] {
  return condition === 'New' || condition === 'Refurbished' || condition === 'Used' ? condition : undefined;
}

/** What the rules make of a supplier's part as a row of a file. */
export function mappedRow(sku: string, fields: ProductFields): ProductRow {
  const { images, taxClass: _, variants: __, bulkPrices: ___, removedCategories: ____, ...plain } = fields;
  const custom = Object.entries(plain).filter(([field]) => field.startsWith(CUSTOM_FIELD));
  const own = Object.fromEntries(Object.entries(plain).filter(([field]) => !field.includes('.')));
  return {
    ...WRITTEN,
    sku,
    ...(own as Partial<ProductRow>),
    ...(images ? { images: images.map((url) => ({ url })) } : {}),
    ...(custom.length > 0
      ? {
          customFields: Object.fromEntries(
            custom.map(([field, value]) => [field.slice(CUSTOM_FIELD.length), String(value)]),
          ),
        }
      : {}),
  };
}

function text(value: string | null): string | undefined {
  return value || undefined;
}

function decimal(value: Big | null): string | undefined {
  return value?.gt(0) ? value.toFixed() : undefined;
}

function list<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
