import type { VariantFields } from './variant-fields.ts';

/** A product's plain fields, with the defaults a fresh product is answered with. */
export interface ProductFields {
  name: string;
  type: string;
  sku: string;
  description: string;
  weight: number;
  width: number;
  depth: number;
  height: number;
  price: number;
  cost_price: number;
  retail_price: number;
  sale_price: number;
  map_price: number;
  tax_class_id: number;
  product_tax_code: string;
  brand_id: number;
  inventory_warning_level: number;
  inventory_tracking: 'none' | 'product' | 'variant';
  reviews_rating_sum: number;
  reviews_count: number;
  total_sold: number;
  fixed_cost_shipping_price: number;
  is_free_shipping: boolean;
  is_visible: boolean;
  is_featured: boolean;
  related_products: number[];
  warranty: string;
  bin_picking_number: string;
  layout_file: string;
  upc: string;
  mpn: string;
  gtin: string;
  search_keywords: string;
  availability: string;
  availability_description: string;
  gift_wrapping_options_type: string;
  gift_wrapping_options_list: number[];
  sort_order: number;
  condition: string;
  is_condition_shown: boolean;
  order_quantity_minimum: number;
  order_quantity_maximum: number;
  page_title: string;
  meta_keywords: string[];
  meta_description: string;
  view_count: number;
  preorder_release_date: string | null;
  preorder_message: string;
  is_preorder_only: boolean;
  is_price_hidden: boolean;
  price_hidden_label: string;
  open_graph_type: string;
  open_graph_title: string;
  open_graph_description: string;
  open_graph_use_meta_description: boolean;
  open_graph_use_product_name: boolean;
  open_graph_use_image: boolean;
  /** Not nullable in the spec: absent until set. */
  date_last_imported?: string;
}

export interface ProductRow {
  id: number;
  sku: string;
  name: string;
  brand_id: number;
  price: number;
  inventory_level: number;
  inventory_tracking: string;
  url: string;
  created: number;
  modified: number;
  doc: string;
}

export interface StoredProduct extends ProductFields {
  custom_url_customized: boolean;
  /** What its base variant says for itself, where it has no options. */
  base_variant?: Partial<VariantFields>;
}

export const DEFAULTS: Omit<StoredProduct, 'name' | 'type' | 'weight' | 'price'> = {
  sku: '',
  description: '',
  width: 0,
  depth: 0,
  height: 0,
  cost_price: 0,
  retail_price: 0,
  sale_price: 0,
  map_price: 0,
  tax_class_id: 0,
  product_tax_code: '',
  brand_id: 0,
  inventory_warning_level: 0,
  inventory_tracking: 'none',
  reviews_rating_sum: 0,
  reviews_count: 0,
  total_sold: 0,
  fixed_cost_shipping_price: 0,
  is_free_shipping: false,
  is_visible: true,
  is_featured: false,
  related_products: [-1],
  warranty: '',
  bin_picking_number: '',
  layout_file: 'product.html',
  upc: '',
  mpn: '',
  gtin: '',
  search_keywords: '',
  availability: 'available',
  availability_description: '',
  gift_wrapping_options_type: 'any',
  gift_wrapping_options_list: [],
  sort_order: 0,
  condition: 'New',
  is_condition_shown: false,
  order_quantity_minimum: 0,
  order_quantity_maximum: 0,
  page_title: '',
  meta_keywords: [],
  meta_description: '',
  view_count: 0,
  preorder_release_date: null,
  preorder_message: '',
  is_preorder_only: false,
  is_price_hidden: false,
  price_hidden_label: '',
  open_graph_type: 'product',
  open_graph_title: '',
  open_graph_description: '',
  open_graph_use_meta_description: true,
  open_graph_use_product_name: true,
  open_graph_use_image: true,
  custom_url_customized: false,
};

/** A product without options has one base variant; its id is derived, and above those that are given out. */
const VARIANT_OFFSET = 1_000_000_000;

/** The same in SQL, of a product `p`. */
export const BASE_VARIANT_ID = `(p.id + ${VARIANT_OFFSET})`;

export function variantIdOf(productId: number): number {
  return productId + VARIANT_OFFSET;
}

export function productIdOfVariant(variantId: number): number {
  return variantId - VARIANT_OFFSET;
}

export function isoDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
