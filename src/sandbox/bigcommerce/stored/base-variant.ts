import type { Database } from '../../database.ts';
import { type ProductRow, type StoredProduct, variantIdOf } from './product.ts';
import { ownVariants, showVariant } from './variant.ts';

/** All variants of a product; one without options has its base variant. */
export function variantsOf(db: Database, product: ProductRow): Record<string, unknown>[] {
  const own = ownVariants(db, product.id);
  if (own.length === 0) return [baseVariantOf(product)];
  const stored: StoredProduct = JSON.parse(product.doc);
  return own.map((row) => showVariant(db, row, stored));
}

/**
 * A simple product's one variant: a price of null means "the product's" (docs/facts/bigcommerce-catalog.md#variants).
 */
export function baseVariantOf(row: ProductRow): Record<string, unknown> {
  const product: StoredProduct = JSON.parse(row.doc);
  const { base_variant: own = {} } = product;
  const price = own.price ?? product.price;
  const sale = own.sale_price ?? product.sale_price;
  const id = variantIdOf(row.id);
  return {
    id,
    product_id: row.id,
    sku: product.sku,
    price: null,
    sale_price: null,
    retail_price: null,
    map_price: product.map_price,
    weight: null,
    width: null,
    height: null,
    depth: null,
    calculated_weight: own.weight ?? product.weight,
    is_free_shipping: product.is_free_shipping,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: '',
    cost_price: product.cost_price,
    upc: product.upc,
    mpn: product.mpn,
    gtin: product.gtin,
    inventory_level: row.inventory_level,
    inventory_warning_level: product.inventory_warning_level,
    bin_picking_number: product.bin_picking_number,
    ...own,
    calculated_price: sale > 0 ? Math.min(sale, price) : price,
    option_values: [],
  };
}
