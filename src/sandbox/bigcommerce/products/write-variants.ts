import type { Database } from '../../database.ts';
import { duplicate, invalid, notFound, storeRefusal } from '../errors.ts';
import { DEFAULT_LOCATION, setStock, sumVariants } from '../inventory/stock.ts';
import type { VariantRow } from '../stored/variant.ts';
import type { VariantFields } from '../stored/variant-fields.ts';
import type { OptionValueInput, VariantInput } from './variant-input.ts';

const MOST_VARIANTS = 600;

/**
 * The variants that come with a new product, whose options are made from their names
 * (docs/facts/bigcommerce-catalog.md#creating-products).
 */
export function createInlineVariants(db: Database, productId: number, inputs: readonly VariantInput[]): void {
  for (const input of inputs) createVariant(db, productId, input, 'by name');
}

/**
 * Adds a variant: SKU unique across products and variants, one for each combination, 600 at most
 * (docs/facts/bigcommerce-catalog.md#variants). The caller holds the transaction.
 */
export function createVariant(
  db: Database,
  productId: number,
  input: VariantInput,
  options: 'by name' | 'by id',
): number {
  const count =
    db.get<{ n: number }>('SELECT count(*) AS n FROM variants WHERE product_id = ?', productId)?.n ?? 0;
  if (count >= MOST_VARIANTS) throw invalid({ variants: `a product has ${MOST_VARIANTS} variants at most` });
  const values = input.optionValues ?? [];
  const ids = values.map((value) =>
    options === 'by name' ? namedValue(db, productId, value) : knownValue(db, productId, value),
  );
  const combination = combinationOf(db, productId, ids, options === 'by name' && count === 0);
  const sku = input.fields.sku ?? '';
  refuseTakenSku(db, sku, 0);
  const id = db.insert(
    `INSERT INTO variants (product_id, sku, sku_key, upc, combination, inventory_level, doc) VALUES (?, ?, ?, ?, ?, 0, ?)`,
    productId,
    sku,
    sku.toLowerCase(),
    input.fields.upc ?? '',
    combination,
    JSON.stringify(input.fields),
  );
  setLevel(db, { id, product_id: productId }, input.inventoryLevel);
  return id;
}

/**
 * Changes what the input names. A variant keeps its options: it is deleted and made again
 * (docs/facts/bigcommerce-catalog.md#variants).
 */
export function updateVariant(db: Database, row: VariantRow, input: VariantInput): void {
  if (input.optionValues) {
    const given = input.optionValues.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
    if (JSON.stringify(given) !== row.combination)
      throw invalid({ option_values: 'the option values of a variant cannot be changed' });
  }
  const fields: VariantFields = { ...JSON.parse(row.doc), ...input.fields };
  refuseTakenSku(db, fields.sku, row.id);
  db.run(
    'UPDATE variants SET sku = ?, sku_key = ?, upc = ?, doc = ? WHERE id = ?',
    fields.sku,
    fields.sku.toLowerCase(),
    fields.upc ?? '',
    JSON.stringify(fields),
    row.id,
  );
  setLevel(db, row, input.inventoryLevel);
  db.run('UPDATE products SET modified = ? WHERE id = ?', Date.now(), row.product_id);
}

export function deleteVariant(db: Database, row: VariantRow): void {
  db.run('DELETE FROM variants WHERE id = ?', row.id);
  sumVariants(db, row.product_id);
  db.run('UPDATE products SET modified = ? WHERE id = ?', Date.now(), row.product_id);
}

/** SKUs are unique whatever their case, across products and variants (docs/facts/bigcommerce-catalog.md#uniqueness). */
function refuseTakenSku(db: Database, sku: string, except: number): void {
  const key = sku.toLowerCase();
  const taken =
    db.get('SELECT id FROM products WHERE sku_key = ?', key) ??
    db.get('SELECT id FROM variants WHERE sku_key = ? AND id <> ?', key, except);
  if (taken) throw duplicate('product sku', 'sku');
}

/** Without tracking by variant a level takes no effect (variants spec, inventory_level). */
function setLevel(
  db: Database,
  { id, product_id }: Pick<VariantRow, 'id' | 'product_id'>,
  level: number | undefined,
): void {
  const tracking = db.get<{ inventory_tracking: string }>(
    'SELECT inventory_tracking FROM products WHERE id = ?',
    product_id,
  );
  if (level !== undefined && tracking?.inventory_tracking === 'variant')
    setStock(db, { productId: product_id, variantId: id }, DEFAULT_LOCATION, level);
}

function namedValue(
  db: Database,
  productId: number,
  { option_display_name: name = '', label = '' }: OptionValueInput,
): number {
  const option =
    db.get<{ id: number }>(
      'SELECT id FROM options WHERE product_id = ? AND name_key = ?',
      productId,
      name.toLowerCase(),
    )?.id ??
    db.insert(
      'INSERT INTO options (product_id, display_name, name_key) VALUES (?, ?, ?)',
      productId,
      name,
      name.toLowerCase(),
    );
  return (
    db.get<{ id: number }>(
      'SELECT id FROM option_values WHERE option_id = ? AND label_key = ?',
      option,
      label.toLowerCase(),
    )?.id ??
    db.insert(
      'INSERT INTO option_values (option_id, label, label_key) VALUES (?, ?, ?)',
      option,
      label,
      label.toLowerCase(),
    )
  );
}

function knownValue(db: Database, productId: number, { id, option_id }: OptionValueInput): number {
  if (id === undefined || option_id === undefined)
    throw invalid({ option_values: 'each needs the id and option_id of a value' });
  const known = db.get(
    'SELECT v.id FROM option_values v JOIN options o ON o.id = v.option_id WHERE v.id = ? AND o.id = ? AND o.product_id = ?',
    id,
    option_id,
    productId,
  );
  if (!known) throw notFound('option value');
  return id;
}

/** One value of each of the product's options, and no two variants alike. */
function combinationOf(db: Database, productId: number, ids: readonly number[], isFirst: boolean): string {
  const options = db.all<{ id: number }>('SELECT id FROM options WHERE product_id = ?', productId);
  const used = db.get<{ n: number }>(
    'SELECT count(DISTINCT option_id) AS n FROM option_values WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  if (ids.length === 0 || used?.n !== ids.length || (!isFirst && ids.length !== options.length))
    throw invalid({ option_values: "must have one value of each of the product's options" });
  const combination = JSON.stringify([...ids].sort((a, b) => a - b));
  const sql = 'SELECT id FROM variants WHERE product_id = ? AND combination = ?';
  if (db.get(sql, productId, combination)) {
    const title = 'A variant with these option values exists already';
    throw storeRefusal(409, title, { option_values: title });
  }
  return combination;
}
