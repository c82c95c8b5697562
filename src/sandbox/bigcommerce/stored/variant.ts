import type { Database } from '../../database.ts';
import type { ProductRow, StoredProduct } from './product.ts';
import type { VariantFields } from './variant-fields.ts';

export interface VariantRow {
  id: number;
  product_id: number;
  sku: string;
  /** JSON list of option value ids, ascending. */
  combination: string;
  inventory_level: number;
  doc: string;
}

export interface OptionValue {
  id: number;
  label: string;
  option_id: number;
  option_display_name: string;
}

/** A variant as it is answered with; `product` is its own product. */
export function showVariant(db: Database, row: VariantRow, product: StoredProduct): Record<string, unknown> {
  const fields: VariantFields = JSON.parse(row.doc);
  const price = fields.price ?? product.price;
  const sale = fields.sale_price ?? product.sale_price;
  return {
    id: row.id,
    product_id: row.product_id,
    price: null,
    sale_price: null,
    retail_price: null,
    map_price: null,
    cost_price: null,
    weight: null,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: '',
    inventory_warning_level: 0,
    bin_picking_number: '',
    ...fields,
    upc: fields.upc ?? '',
    mpn: fields.mpn ?? '',
    gtin: fields.gtin ?? '',
    calculated_price: sale > 0 ? Math.min(sale, price) : price,
    calculated_weight: fields.weight ?? product.weight,
    inventory_level: row.inventory_level,
    option_values: optionValuesOf(db, row),
  };
}

export function optionValuesOf(
  db: Database,
  { combination }: Pick<VariantRow, 'combination'>,
): OptionValue[] {
  return db.all<OptionValue>(
    `SELECT v.id, v.label, v.option_id, o.display_name AS option_display_name
     FROM option_values v JOIN options o ON o.id = v.option_id
     WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY o.id`,
    combination,
  );
}

/** The variants of a product with options; none for a simple one. */
export function ownVariants(db: Database, productId: number): VariantRow[] {
  return db.all<VariantRow>('SELECT * FROM variants WHERE product_id = ? ORDER BY id', productId);
}

/** `include=options` (products spec, productOption). Options that came with variants are shown as rectangles. */
export function optionsOf(db: Database, productId: number): Record<string, unknown>[] {
  const options = db.all<{ id: number; display_name: string }>(
    'SELECT id, display_name FROM options WHERE product_id = ? ORDER BY id',
    productId,
  );
  return options.map(({ id, display_name }, n) => ({
    id,
    product_id: productId,
    display_name,
    type: 'rectangles',
    sort_order: n,
    option_values: db
      .all<{ id: number; label: string }>(
        'SELECT id, label FROM option_values WHERE option_id = ? ORDER BY id',
        id,
      )
      .map((value, at) => ({ ...value, sort_order: at, is_default: false })),
  }));
}

export function productRow(db: Database, id: number): ProductRow | undefined {
  return db.get<ProductRow>('SELECT * FROM products WHERE id = ?', id);
}
