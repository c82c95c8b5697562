import { Big } from 'big.js';
import type {
  ProductCreate,
  VariantAdd,
  VariantCreate,
  VariantUpdate,
} from '../../../bigcommerce/request-types.ts';
import type { ProductFields } from '../../product/fields.ts';
import {
  imagesIn,
  isVariantDecimal,
  type NewVariant,
  type VariantField,
  variantField,
  videosIn,
} from '../../product/nested-fields.ts';

const NAMES: Record<VariantField, keyof Omit<VariantUpdate, 'id'>> = {
  price: 'price',
  costPrice: 'cost_price',
  retailPrice: 'retail_price',
  salePrice: 'sale_price',
  weight: 'weight',
  width: 'width',
  height: 'height',
  depth: 'depth',
  upc: 'upc',
  gtin: 'gtin',
  mpn: 'mpn',
  imageUrl: 'image_url',
  binPickingNumber: 'bin_picking_number',
  lowStock: 'inventory_warning_level',
};

/** One variant's values as BigCommerce takes them: `null` as a price or measure makes it the product's again. */
export function variantBody(
  values: readonly [field: VariantField, value: unknown][],
): Omit<VariantUpdate, 'id'> {
  return Object.fromEntries(values.map(([field, value]) => [NAMES[field], wireValue(field, value)]));
}

function wireValue(field: VariantField, value: unknown): unknown {
  if (isVariantDecimal(variantField('', field)))
    return value === null ? null : new Big(String(value)).round(4, Big.roundHalfUp).toNumber();
  return value ?? (field === 'lowStock' ? 0 : '');
}

/** What comes with a new product beside its own fields: variants, videos, and how its images are shown. */
export function nestedCreateBody(
  fields: ProductFields,
): Pick<ProductCreate, 'variants' | 'videos' | 'images'> {
  const { variants, images = [] } = fields;
  const details = new Map(imagesIn(fields));
  const videos = videosIn(fields).flatMap(([video_id, shown]) =>
    shown
      ? [{ video_id, title: shown.title, description: shown.description, sort_order: shown.sortOrder }]
      : [],
  );
  return {
    ...(variants && variants.length > 0 ? { variants: variants.map(newVariantBody) } : {}),
    ...(videos.length > 0 ? { videos } : {}),
    images: images.map((image_url, i) => {
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
    ...variantBody(Object.entries(fields) as [VariantField, unknown][]),
    ...(stock === undefined ? {} : { inventory_level: stock }),
  };
}
