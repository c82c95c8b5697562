import type { ProductCreate, VariantAdd, VariantCreate } from '../../../bigcommerce/request-types.ts';
import type { NewVariant, ProductChanges } from '../../../product/fields.ts';
import { imagesIn, videosIn } from '../../product/nested-fields.ts';
import { variantBody } from '../../product/plain-fields.ts';

/** What comes with a new product beside its own fields: variants, videos, and how its images are shown. */
export function nestedCreateBody(
  fields: ProductChanges,
): Pick<ProductCreate, 'variants' | 'videos' | 'images'> {
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
