import type { Database } from '../../database.ts';

export const DEFAULT_LOCATION = 1;

/** Sets one level at once. The catalog shows the default location's (BigCommerce facts 9, products spec). */
export function setStock(db: Database, productId: number, locationId: number, quantity: number): void {
  db.run(
    `INSERT INTO stock (product_id, location_id, quantity) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET quantity = excluded.quantity`,
    productId,
    locationId,
    quantity,
  );
  if (locationId === DEFAULT_LOCATION) {
    db.run('UPDATE products SET inventory_level = ? WHERE id = ?', quantity, productId);
  }
}

interface PendingRow {
  id: number;
  product_id: number;
  location_id: number;
  quantity: number;
  relative: number;
}

/**
 * Makes accepted adjustments visible once they are due. Kept in the database, so that a restart loses none, and done
 * before each reading instead of by a timer.
 */
export function settleStock(db: Database, now: number): void {
  if (!db.get('SELECT 1 FROM pending_stock WHERE due <= ? LIMIT 1', now)) return;
  db.transaction(() => {
    const rows = db.all<PendingRow>('SELECT * FROM pending_stock WHERE due <= ? ORDER BY id', now);
    for (const row of rows) {
      // Deleted in between: its stock went with it.
      const exists = db.get(
        'SELECT 1 FROM products, locations l WHERE products.id = ? AND l.id = ?',
        row.product_id,
        row.location_id,
      );
      if (exists) {
        const before = row.relative ? levelOf(db, row.product_id, row.location_id) : 0;
        setStock(db, row.product_id, row.location_id, (before ?? 0) + row.quantity);
      }
      db.run('DELETE FROM pending_stock WHERE id = ?', row.id);
    }
  });
}

export function levelOf(db: Database, productId: number, locationId: number): number | undefined {
  return db.get<{ quantity: number }>(
    'SELECT quantity FROM stock WHERE product_id = ? AND location_id = ?',
    productId,
    locationId,
  )?.quantity;
}
