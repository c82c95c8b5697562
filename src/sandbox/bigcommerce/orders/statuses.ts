import { Hono } from 'hono';
import type { Database } from '../../database.ts';
import { v2NotFound } from './v2.ts';

export const PARTIALLY_SHIPPED = 3;
export const SHIPPED = 2;

/** Id, label, what it says, place in the control panel's list (docs/facts/bigcommerce-orders.md#statuses). */
const STATUSES: readonly [id: number, label: string, description: string, place: number][] = [
  [0, 'Incomplete', 'The shopper came to the payment page and went no further.', 0],
  [1, 'Pending', 'Checkout was begun and not completed.', 1],
  [2, 'Shipped', 'Everything is on its way.', 8],
  [3, 'Partially Shipped', 'Some of it is on its way.', 6],
  [4, 'Refunded', 'The money went back.', 11],
  [5, 'Cancelled', 'The seller cancelled it.', 9],
  [6, 'Declined', 'The seller declined it.', 10],
  [7, 'Awaiting Payment', 'Payment is not confirmed yet.', 2],
  [8, 'Awaiting Pickup', 'It waits for the customer to fetch it.', 5],
  [9, 'Awaiting Shipment', 'It is packed and waits for the carrier.', 4],
  [10, 'Completed', 'It is done.', 7],
  [11, 'Awaiting Fulfillment', 'It is paid and waits to be packed.', 3],
  [12, 'Manual Verification Required', 'Somebody has to look at it first.', 13],
  [13, 'Disputed', 'The customer disputes the payment.', 12],
  [14, 'Partially Refunded', 'Some of the money went back.', 14],
];

export function isStatus(id: unknown): id is number {
  return STATUSES.some(([known]) => known === id);
}

export function statusLabel(id: number): string {
  return STATUSES.find(([known]) => known === id)?.[1] ?? '';
}

export function statusRoutes(): Hono {
  const all = STATUSES.map(([, , , place], n) => ({ ...show(n), order: place }));
  return new Hono()
    .get('/', (c) => c.json(all))
    .get('/:id{[0-9]+}', (c) => {
      const found = all.find(({ id }) => id === Number(c.req.param('id')));
      if (!found) throw v2NotFound();
      return c.json(found);
    });
}

/** `GET /v2/orders/count`. */
export function countByStatus(db: Database) {
  const rows = db.all<{ status_id: number; n: number }>(
    'SELECT status_id, count(*) AS n FROM orders GROUP BY status_id',
  );
  const counts = new Map(rows.map((row) => [row.status_id, row.n]));
  const statuses = STATUSES.map(([id, , , place], n) => ({
    ...show(n),
    count: counts.get(id) ?? 0,
    sort_order: place,
  }));
  return { statuses, count: rows.reduce((sum, { n }) => sum + n, 0) };
}

function show(n: number) {
  const [id, label, description] = STATUSES[n] ?? [0, '', ''];
  return { id, name: label, system_label: label, custom_label: label, system_description: description };
}
