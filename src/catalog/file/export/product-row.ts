import type { StoreProduct, StoreVariant } from '../../../bigcommerce/product-schema.ts';
import { withoutUndefined } from '../../../common/without-undefined.ts';
import type { ProductRow, VariantRow } from '../../../csv/csv-row.ts';
import type { ProductFields } from '../../../product/fields.ts';
import { toFile } from '../../../product/file-fields.ts';
import { customFieldsIn } from '../../../product/nested-fields.ts';
import { imageAddress } from '../../product/images.ts';
import { optionVariants } from '../../product/nested-fields.ts';
import { plainFields, variantValues } from '../../product/plain-fields.ts';
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
  const fields = plainFields(product);
  const brand = product.brandId === null ? undefined : await taxonomy.brandName(product.brandId);
  return {
    ...WRITTEN,
    sku: product.sku,
    ...toFile({ ...fields, ...withoutUndefined({ brand, stock: stock ?? undefined }) }),
    ...withoutUndefined({
      productId: product.id,
      brandId: product.brandId ?? undefined,
      categories: list(product.categories.map((id) => taxonomy.pathOf(id))),
      categoryIds: list(product.categories),
      channelIds: list(product.channels ?? []),
      taxClass: String(fields.taxClass ?? 0),
      customFields: list((product.customFields ?? []).map(({ name, value }) => ({ name, value }))),
      images: list(
        (product.images ?? []).map((image) => ({ ...image, url: imageAddress(image) })).map(imageOf),
      ),
      videos: list(
        (product.videos ?? []).map(({ videoId, id: _id, ...shown }) => ({ youtubeId: videoId, ...shown })),
      ),
      variants: list(optionVariants(product).map((variant) => variantRow(variant, product))),
    }),
  };
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
    ...variantValues(variant),
    ...(inventoryTracking === 'variant' ? { stock: variant.inventoryLevel } : {}),
  };
}

/** What the rules make of a supplier's part as a row of a file. */
export function mappedRow(sku: string, fields: ProductFields): ProductRow {
  const { categories, images } = fields;
  return {
    ...WRITTEN,
    sku,
    ...toFile(fields),
    ...withoutUndefined({
      categories,
      images: images?.map((url) => ({ url })),
      customFields: list(customFieldsIn(fields).map(({ name, value }) => ({ name, value }))),
    }),
  };
}

function list<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
