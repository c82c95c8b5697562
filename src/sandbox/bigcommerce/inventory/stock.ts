import type { Database } from '../../database.ts';

export const DEFAULT_LOCATION = 1;

/** What has a level of its own: a product, or (`variantId` not 0) one variant of a product with options. */
export interface StockedItem {
  productId: number;
  variantId: number;
}

/**
 * Sets one level at once. The catalog shows the default location's
 * (docs/facts/bigcommerce-inventory.md#reading-levels).
 */
export function setStock(db: Database, item: StockedItem, locationId: number, quantity: number): void {
  const { table, key, id } = placeOf(item);
  db.run(
    `INSERT INTO ${table} (${key}, location_id, quantity) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET quantity = excluded.quantity`,
    id,
    locationId,
    quantity,
  );
  if (locationId !== DEFAULT_LOCATION) return;
  if (item.variantId === 0) db.run('UPDATE products SET inventory_level = ? WHERE id = ?', quantity, id);
  else {
    db.run('UPDATE variants SET inventory_level = ? WHERE id = ?', quantity, id);
    sumVariants(db, item.productId);
  }
}

/** A product that is tracked by variant shows what its variants have together. */
export function sumVariants(db: Database, productId: number): void {
  db.run(
    `UPDATE products SET inventory_level =
       (SELECT coalesce(sum(inventory_level), 0) FROM variants WHERE product_id = products.id)
     WHERE id = ? AND inventory_tracking = 'variant' AND EXISTS (SELECT 1 FROM variants WHERE product_id = products.id)`,
    productId,
  );
}

interface PendingRow {
  id: number;
  product_id: number;
  variant_id: number;
  location_id: number;
  quantity: number;
  relative: number;
}

/**
 * Makes accepted adjustments visible once they are due. Kept in the database, so that a restart loses none, and done
 * before each reading instead of by a timer.
 */
export function settleStock(db: Database, now: number): void {
  if (!db.get('SELECT 1 FROM pending_adjustments WHERE due <= ? LIMIT 1', now)) return;
  db.transaction(() => {
    const rows = db.all<PendingRow>('SELECT * FROM pending_adjustments WHERE due <= ? ORDER BY id', now);
    for (const row of rows) {
      const item = { productId: row.product_id, variantId: row.variant_id };
      if (stillThere(db, item, row.location_id)) {
        const before = row.relative ? levelOf(db, item, row.location_id) : 0;
        setStock(db, item, row.location_id, (before ?? 0) + row.quantity);
      }
      db.run('DELETE FROM pending_adjustments WHERE id = ?', row.id);
    }
  });
}

/** Deleted in between: its stock went with it. */
function stillThere(db: Database, { productId, variantId }: StockedItem, locationId: number): boolean {
  const table = variantId === 0 ? 'products' : 'variants';
  const sql = `SELECT 1 FROM ${table} i, locations l WHERE i.id = ? AND l.id = ?`;
  return db.get(sql, variantId === 0 ? productId : variantId, locationId) !== undefined;
}

export interface StockRow {
  location_id: number;
  quantity: number;
  settings: string;
}

export function stockAt(db: Database, item: StockedItem, locationId: number): StockRow | undefined {
  const { table, key, id } = placeOf(item);
  return db.get<StockRow>(`SELECT * FROM ${table} WHERE ${key} = ? AND location_id = ?`, id, locationId);
}

export function levelOf(db: Database, item: StockedItem, locationId: number): number | undefined {
  return stockAt(db, item, locationId)?.quantity;
}

/** Pieces that are kept back from sale at a location. */
export function safetyStockAt(db: Database, item: StockedItem, locationId: number): number {
  return JSON.parse(stockAt(db, item, locationId)?.settings ?? '{}').safety_stock ?? 0;
}

/** Adds to an item's settings at a location; one that was never stocked there is stocked with nothing. */
export function changeSettings(
  db: Database,
  item: StockedItem,
  locationId: number,
  changes: Readonly<Record<string, unknown>>,
): void {
  const { table, key, id } = placeOf(item);
  db.run(
    `INSERT INTO ${table} (${key}, location_id, quantity, settings) VALUES (?, ?, 0, ?)
     ON CONFLICT DO UPDATE SET settings = json_patch(settings, excluded.settings)`,
    id,
    locationId,
    JSON.stringify(changes),
  );
}

function placeOf({ productId, variantId }: StockedItem) {
  return variantId === 0
    ? ({ table: 'stock', key: 'product_id', id: productId } as const)
    : ({ table: 'variant_stock', key: 'variant_id', id: variantId } as const);
}
