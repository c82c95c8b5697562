import type { Database } from '../../database.ts';
import type { Stats } from '../../stats.ts';

export interface Mail {
  orderId: number;
  kind: 'shipment' | 'status without tracking';
  trackingNumber: string;
}

/**
 * Keeps a mail to the customer: a second one for the same parcel is what must never happen
 * (docs/facts/bigcommerce-orders.md#shipments).
 */
export function mailCustomer(db: Database, stats: Stats, { orderId, kind, trackingNumber }: Mail): void {
  db.run(
    'INSERT INTO order_mails (order_id, kind, tracking_number, sent) VALUES (?, ?, ?, ?)',
    orderId,
    kind,
    trackingNumber,
    Date.now(),
  );
  stats.mailed();
}
