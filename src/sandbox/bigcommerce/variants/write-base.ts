import type { Store } from '../../world.ts';
import { invalid } from '../errors.ts';
import type { VariantInput } from '../products/variant-input.ts';
import { updateProduct } from '../products/write.ts';
import type { ProductRow, StoredProduct } from '../stored/product.ts';

/** What a base variant and its product have in common. */
const SHARED = ['sku', 'upc', 'mpn', 'gtin', 'bin_picking_number', 'inventory_warning_level', 'cost_price'];

/**
 * Writes the one variant of a product without options. Whether its own price changes the product's is not stated
 * (docs/facts/bigcommerce-catalog.md#variants): here it does not.
 */
export function updateBaseVariant(store: Store, { id, doc }: ProductRow, input: VariantInput): void {
  if (input.optionValues && input.optionValues.length > 0)
    throw invalid({ option_values: 'a base variant has none' });
  const entries = Object.entries(input.fields);
  const shared = Object.fromEntries(
    entries.filter(([field, value]) => SHARED.includes(field) && value !== null),
  );
  const own = Object.fromEntries(entries.filter(([field]) => !SHARED.includes(field)));
  const { base_variant, inventory_tracking }: StoredProduct = JSON.parse(doc);
  // Without tracking by variant a level takes no effect (variants spec, inventory_level).
  const level = inventory_tracking === 'variant' ? input.inventoryLevel : undefined;
  updateProduct(store, id, { fields: shared, ...(level !== undefined && { inventoryLevel: level }) });
  const sql = "UPDATE products SET doc = json_set(doc, '$.base_variant', json(?)) WHERE id = ?";
  store.db.run(sql, JSON.stringify({ ...base_variant, ...own }), id);
}
