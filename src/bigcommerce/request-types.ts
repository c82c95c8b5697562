import type { Management } from '@aligent/bigcommerce-api';

/**
 * Request bodies as BigCommerce's own OpenAPI files type them (@aligent/bigcommerce-api is generated from those). Types
 * only: nothing of that package runs here. Strings that the store does not take as null (`upc`, `mpn`, `gtin`) are `''`.
 */
type Operations = Management.V3.Operations;
type Body<Line extends keyof Operations> = Operations[Line]['parameters'] extends { readonly body?: infer B }
  ? NonNullable<B>
  : never;
type Item<List> = List extends readonly (infer One)[] ? One : never;

/** Name (≤ 250, unique), type, weight and price are required (docs/facts/bigcommerce-catalog.md#creating-products). */
export type ProductCreate = Omit<CreateBody, 'bulk_pricing_rules' | 'variants' | 'videos'> & {
  /** The published type asks for the id that the store has yet to give. */
  bulk_pricing_rules?: Omit<Item<NonNullable<CreateBody['bulk_pricing_rules']>>, 'id'>[];
  variants?: VariantCreate[];
  videos?: VideoWrite[];
};
/**
 * A variant that comes with its product: its options are made from their names
 * (docs/facts/bigcommerce-catalog.md#creating-products).
 */
export type VariantCreate = Omit<Partial<VariantUpdate>, 'id'> & {
  sku: string;
  option_values: { option_display_name: string; label: string }[];
};
/** Only what changes; `null` takes a price or measure back to the product's. */
export interface VariantUpdate {
  id: number;
  price?: number | null;
  cost_price?: number | null;
  retail_price?: number | null;
  sale_price?: number | null;
  weight?: number | null;
  width?: number | null;
  height?: number | null;
  depth?: number | null;
  upc?: string;
  gtin?: string;
  mpn?: string;
  image_url?: string;
  bin_picking_number?: string;
  purchasing_disabled?: boolean;
  purchasing_disabled_message?: string;
  inventory_level?: number;
  inventory_warning_level?: number;
}
/** One more variant of a product that has options: of values that it has already. */
export type VariantAdd = Omit<Partial<VariantUpdate>, 'id'> & {
  product_id: number;
  sku: string;
  option_values: { id: number; option_id: number }[];
};
export interface VideoWrite {
  /** At YouTube, at most 25 characters. */
  video_id: string;
  title?: string;
  description?: string;
  sort_order?: number;
}
type CreateBody = Body<'POST /catalog/products'>;
/** Only what changes, plus `id`. A `categories` array replaces the product's whole list. */
export type ProductUpdate = Item<Body<'PUT /catalog/products'>>;
export type BrandCreate = Body<'POST /catalog/brands'>;
export type CustomFieldWrite = Pick<
  Body<'POST /catalog/products/{product_id}/custom-fields'>,
  'name' | 'value'
>;
export type ImageCreate = Body<'POST /catalog/products/{product_id}/images'>;
export type ImageUpdate = Body<'PUT /catalog/products/{product_id}/images/{image_id}'>;
export type MetafieldCreate = Item<Body<'POST /catalog/products/metafields'>>;
export type MetafieldUpdate = Item<Body<'PUT /catalog/products/metafields'>>;

/**
 * docs/facts/bigcommerce-catalog.md#categories. Either `tree_id` (top level) or `parent_id`; written here because the
 * generated type is `unknown`.
 */
export interface CategoryCreate {
  /** 1 to 50 characters, unique among its siblings. */
  name: string;
  tree_id?: number;
  parent_id?: number;
  description?: string;
  is_visible?: boolean;
  sort_order?: number;
  url?: { path: string; is_customized: boolean };
}
