import { flag, integer, listOf, number, oneOf, orNull, type Rule, text } from '../rules.ts';

const INT = 2_147_483_647;
const MANY = 1_000_000_000;
const SIZE = number(0, 9_999_999_999);
const PRICE = number(0);
const LONG = 65_535;

/** The plain fields of a product, with the limits of docs/facts/bigcommerce-catalog.md#field-limits. */
export const FIELD_RULES: Readonly<Record<string, Rule>> = {
  name: text(250, 1),
  type: oneOf('physical', 'digital'),
  sku: text(255),
  description: text(Number.MAX_SAFE_INTEGER),
  weight: SIZE,
  width: SIZE,
  depth: SIZE,
  height: SIZE,
  price: PRICE,
  cost_price: PRICE,
  retail_price: PRICE,
  sale_price: PRICE,
  map_price: PRICE,
  tax_class_id: integer(0, 255),
  product_tax_code: text(255),
  brand_id: integer(0, MANY),
  // Above the limit the catalog stores the limit instead of refusing (products spec, inventory_level).
  inventory_level: integer(0, Number.MAX_SAFE_INTEGER),
  inventory_warning_level: integer(0, INT),
  inventory_tracking: oneOf('none', 'product', 'variant'),
  reviews_rating_sum: integer(0, INT),
  reviews_count: integer(0, INT),
  total_sold: integer(0, INT),
  fixed_cost_shipping_price: PRICE,
  is_free_shipping: flag,
  is_visible: flag,
  is_featured: flag,
  related_products: listOf(integer(-1, INT)),
  warranty: text(LONG),
  bin_picking_number: text(255),
  layout_file: text(500),
  upc: text(14),
  mpn: text(255),
  gtin: text(14),
  search_keywords: text(LONG),
  availability: oneOf('available', 'disabled', 'preorder'),
  availability_description: text(255),
  gift_wrapping_options_type: oneOf('any', 'none', 'list'),
  gift_wrapping_options_list: listOf(integer(0, INT)),
  sort_order: integer(-INT - 1, INT),
  condition: oneOf('New', 'Used', 'Refurbished'),
  is_condition_shown: flag,
  order_quantity_minimum: integer(0, MANY),
  order_quantity_maximum: integer(0, MANY),
  page_title: text(255),
  meta_keywords: listOf(text(LONG)),
  meta_description: text(LONG),
  view_count: integer(0, MANY),
  preorder_release_date: orNull(text(40)),
  preorder_message: text(255),
  is_preorder_only: flag,
  is_price_hidden: flag,
  price_hidden_label: text(200),
  open_graph_type: oneOf('product', 'album', 'book', 'drink', 'food', 'game', 'movie', 'song', 'tv_show'),
  open_graph_title: text(LONG),
  open_graph_description: text(LONG),
  open_graph_use_meta_description: flag,
  open_graph_use_product_name: flag,
  open_graph_use_image: flag,
  date_last_imported: text(40),
};

/** The fields that may come as text. */
export const DECIMALS = [
  'weight',
  'width',
  'depth',
  'height',
  'price',
  'cost_price',
  'retail_price',
  'sale_price',
  'map_price',
  'fixed_cost_shipping_price',
];

/** Sent back by clients that read, change and write; never stored. */
export const READ_ONLY = [
  'id',
  'date_created',
  'date_modified',
  'calculated_price',
  'base_variant_id',
  'option_set_id',
  'option_set_display',
  'options',
  'modifiers',
  'primary_image',
  'parent_relations',
  'channels',
  'reviews',
] as const;

export const REQUIRED = ['name', 'type', 'weight', 'price'] as const;

export const MOST_STOCK = INT;
