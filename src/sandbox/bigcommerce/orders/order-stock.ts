import type { Database } from '../../database.ts';
import type { StoreBehaviour } from '../../store-behaviour.ts';
import { DEFAULT_LOCATION, levelOf, type StockedItem, setStock, settleStock } from '../inventory/stock.ts';
import type { LineDoc, LineRow, OrderRow } from './stored.ts';

const INCOMPLETE = 0;
const PENDING = 1;
const REFUNDED = 4;
const CANCELLED = 5;
const DECLINED = 6;
/** Shipped, completed. */
const FINISHED: readonly number[] = [2, 10];

/**
 * Brings the store's stock in step with an order, by what its lines have taken so far: to be called after all that makes
 * an order or changes its status or its pieces. Products that are not tracked have no stock, and no level goes below 0.
 */
export function moveStock(
  db: Database,
  { orderStock }: Pick<StoreBehaviour, 'orderStock'>,
  id: number,
): void {
  settleStock(db, Date.now());
  const order = db.get<Pick<OrderRow, 'status_id'>>('SELECT status_id FROM orders WHERE id = ?', id);
  if (!order) return;
  for (const line of db.all<LineRow>('SELECT * FROM order_products WHERE order_id = ?', id)) {
    const doc: LineDoc = JSON.parse(line.doc);
    const item = itemOf(db, line, doc);
    const level = item && levelOf(db, item, DEFAULT_LOCATION);
    if (!item || level === undefined) continue;
    const before = doc.taken ?? 0;
    const pieces = Math.floor(wanted(orderStock, order.status_id, line, before));
    const taken = Math.min(pieces, level + before);
    if (taken === before) continue;
    setStock(db, item, DEFAULT_LOCATION, level + before - taken);
    db.run('UPDATE order_products SET doc = ? WHERE id = ?', JSON.stringify({ ...doc, taken }), line.id);
  }
}

function wanted(
  { taken, returned }: StoreBehaviour['orderStock'],
  status: number,
  { quantity, quantity_refunded }: LineRow,
  before: number,
): number {
  if (taken === 'never' || status === INCOMPLETE || status === PENDING) return 0;
  if (status === CANCELLED || status === DECLINED) return returned.includes('cancelled') ? 0 : before;
  if (status === REFUNDED) return returned.includes('refunded') ? 0 : before;
  if (taken === 'order finished' && before === 0 && !FINISHED.includes(status)) return 0;
  return returned.includes('refunded') ? Math.max(0, quantity - quantity_refunded) : quantity;
}

function itemOf(db: Database, { product_id }: LineRow, { variant_id }: LineDoc): StockedItem | undefined {
  const sql = 'SELECT inventory_tracking FROM products WHERE id = ?';
  const tracking = db.get<{ inventory_tracking: string }>(sql, product_id)?.inventory_tracking;
  if (tracking === 'product') return { productId: product_id, variantId: 0 };
  if (tracking === 'variant' && variant_id !== undefined)
    return { productId: product_id, variantId: variant_id };
  return undefined;
}
