import type { StoreProduct, StoreVariant } from '../../bigcommerce/product-schema.ts';
import { imageField, VARIANT_FIELDS, variantField, videoField } from '../../product/field-names.ts';
import type { ProductFields } from '../../product/fields.ts';
import { imageName } from './images.ts';
import { variantValues } from './plain-fields.ts';

/** What hangs on a product beside its own fields: how images and videos are shown, and its variants' values. */

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
  for (const variant of optionVariants(product)) {
    const values = variantValues(variant);
    for (const field of VARIANT_FIELDS) {
      const value = values[field];
      if (value !== undefined) fields[variantField(variant.sku, field)] = value;
    }
  }
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
