import type { Database } from '../../database.ts';
import type { World } from '../../world.ts';
import { mailCustomer } from './mails.ts';
import { readShipment, readShipmentChange } from './shipment-input.ts';
import { PARTIALLY_SHIPPED, SHIPPED } from './statuses.ts';
import {
  addressesOf,
  linesOf,
  type OrderDoc,
  type OrderRow,
  type ShipmentDoc,
  type ShipmentRow,
  type StoredAddress,
  touchOrder,
} from './stored.ts';
import { rfc2822 } from './v2.ts';

/**
 * Makes a shipment and mails the customer. The same again makes a second one, and more may be shipped than was ordered:
 * no guard against either is documented (docs/facts/bigcommerce-orders.md#shipments).
 */
export function addShipment({ db, stats, settings }: World, order: OrderRow, body: unknown): number {
  const addresses = addressesOf(db, order.id);
  const lines = linesOf(db, order.id);
  const ids = addresses.map(({ id }) => id);
  const { addressId, doc } = readShipment(body, ids, lines);
  const now = Date.now();
  const id = db.insert(
    'INSERT INTO order_shipments (order_id, address_id, created, doc) VALUES (?, ?, ?, ?)',
    order.id,
    addressId,
    now,
    JSON.stringify(doc),
  );
  for (const { order_product_id, quantity } of doc.items) {
    const sql = 'UPDATE order_products SET quantity_shipped = quantity_shipped + ? WHERE id = ?';
    db.run(sql, quantity, order_product_id);
  }
  const isDone = linesOf(db, order.id).every(
    (line) => line.quantity_shipped + line.quantity_refunded >= line.quantity,
  );
  const statusId = isDone ? SHIPPED : PARTIALLY_SHIPPED;
  touchOrder(
    db,
    order,
    settings.shipmentsMoveStatus ? { statusId, ...(isDone && { doc: { shipped_at: now } }) } : {},
  );
  mailCustomer(db, stats, { orderId: order.id, kind: 'shipment', trackingNumber: doc.tracking_number });
  return id;
}

/** What may be changed of one afterwards: nothing that is in it, and nobody is mailed. */
export function changeShipment(db: Database, order: OrderRow, row: ShipmentRow, body: unknown): void {
  const { addressId, doc } = readShipmentChange(
    body,
    addressesOf(db, order.id).map(({ id }) => id),
  );
  const before: ShipmentDoc = JSON.parse(row.doc);
  db.run(
    'UPDATE order_shipments SET address_id = ?, doc = ? WHERE id = ?',
    addressId ?? row.address_id,
    JSON.stringify({ ...before, ...doc }),
    row.id,
  );
  touchOrder(db, order, {});
}

/** Its pieces count as not shipped again; the order's status stays (docs/facts/bigcommerce-orders.md#shipments). */
export function removeShipments(db: Database, order: OrderRow, rows: readonly ShipmentRow[]): void {
  for (const { id, doc } of rows) {
    for (const { order_product_id, quantity } of (JSON.parse(doc) as ShipmentDoc).items) {
      const sql = 'UPDATE order_products SET quantity_shipped = max(0, quantity_shipped - ?) WHERE id = ?';
      db.run(sql, quantity, order_product_id);
    }
    db.run('DELETE FROM order_shipments WHERE id = ?', id);
  }
  touchOrder(db, order, {});
}

export function shipmentsOf(db: Database, orderId: number, limit = -1, offset = 0): ShipmentRow[] {
  const sql = 'SELECT * FROM order_shipments WHERE order_id = ? ORDER BY id LIMIT ? OFFSET ?';
  return db.all<ShipmentRow>(sql, orderId, limit, offset);
}

const CARRIERS: Readonly<Record<string, string>> = {
  ups: 'UPS',
  upsready: 'UPS',
  upsonline: 'UPS',
  usps: 'USPS',
  fedex: 'FedEx',
};

export function showShipment(db: Database, order: OrderRow, row: ShipmentRow) {
  const doc: ShipmentDoc = JSON.parse(row.doc);
  const { billing }: OrderDoc = JSON.parse(order.doc);
  const address = addressesOf(db, order.id).find(({ id }) => id === row.address_id);
  const { shipping_method: _method, ...shipping }: StoredAddress = JSON.parse(address?.doc ?? '{}');
  const name = CARRIERS[doc.shipping_provider] ?? '';
  return {
    id: row.id,
    order_id: row.order_id,
    customer_id: order.customer_id,
    order_address_id: row.address_id,
    date_created: rfc2822(row.created),
    ...doc,
    shipping_provider_display_name: name,
    generated_tracking_link:
      name === '' ? '' : `https://tracking.example/${doc.shipping_provider}/${doc.tracking_number}`,
    billing_address: billing,
    shipping_address: shipping,
  };
}
