/**
 * What a variant says of itself; what is null or absent is its product's (docs/facts/bigcommerce-catalog.md#variants).
 */
export interface VariantFields {
  sku: string;
  cost_price?: number | null;
  price?: number | null;
  sale_price?: number | null;
  retail_price?: number | null;
  weight?: number | null;
  width?: number | null;
  height?: number | null;
  depth?: number | null;
  is_free_shipping?: boolean;
  fixed_cost_shipping_price?: number | null;
  purchasing_disabled?: boolean;
  purchasing_disabled_message?: string;
  upc?: string | null;
  mpn?: string | null;
  gtin?: string | null;
  image_url?: string;
  inventory_warning_level?: number | null;
  bin_picking_number?: string | null;
}
