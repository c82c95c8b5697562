import type { Database } from '../../database.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Stats } from '../../stats.ts';
import { check, orNull, text } from '../rules.ts';
import { mailCustomer } from './mails.ts';
import { refuseReadOnly } from './read-only.ts';
import { isStatus, PARTIALLY_SHIPPED, SHIPPED } from './statuses.ts';
import { type OrderDoc, type OrderRow, touchOrder } from './stored.ts';
import { invalidField, v2Refusal } from './v2.ts';

const RULES = {
  status_id: (value: unknown) => (isStatus(value) ? undefined : 'is not a status'),
  staff_notes: text(65_535),
  customer_message: text(65_535),
  external_order_id: orNull(text(255)),
  external_source: orNull(text(255)),
};

/** `PUT /v2/orders/{id}`: the fields that need no recalculation; others are refused rather than passed over. */
export function updateOrder(db: Database, stats: Stats, row: OrderRow, body: unknown): void {
  if (!isObject(body)) throw v2Refusal(400, 'The request body must be an object.');
  refuseReadOnly(body);
  const [wrong] = Object.entries(check(body, RULES));
  if (wrong) throw invalidField(wrong[0], wrong[1]);
  const {
    status_id: statusId,
    external_order_id: externalOrderId,
    ...fields
  } = body as JsonObject & {
    status_id?: number;
    external_order_id?: string | null;
  };
  const doc: Partial<OrderDoc> = fields;
  const ships = statusId === SHIPPED || statusId === PARTIALLY_SHIPPED;
  const known: OrderDoc = JSON.parse(row.doc);
  if (statusId === SHIPPED && known.shipped_at === null) doc.shipped_at = Date.now();
  touchOrder(db, row, {
    ...(statusId !== undefined && { statusId }),
    ...(externalOrderId !== undefined && { externalOrderId }),
    doc,
  });
  // The mail that should have told the tracking number (docs/facts/bigcommerce-orders.md#shipments).
  const hasShipment = db.get('SELECT id FROM order_shipments WHERE order_id = ?', row.id) !== undefined;
  if (ships && statusId !== row.status_id && !hasShipment) {
    mailCustomer(db, stats, { orderId: row.id, kind: 'status without tracking', trackingNumber: '' });
  }
}
