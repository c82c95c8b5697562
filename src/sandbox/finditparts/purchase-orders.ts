import type { Database } from '../database.ts';

/** An order as the supplier answers it (docs/finditparts-parts-api.yaml). */
export interface WireOrder {
  po_number: string;
  status: string;
  lines: WireOrderLine[];
  shipments: WireShipment[];
  totals: { currency: string; subtotal: string; shipping: string; total: string };
}

export interface WireOrderLine {
  part_id: string;
  quantity: number;
  confirmed: number;
  backordered: number;
  unit_price: string;
}

export interface WireShipment {
  carrier: string;
  tracking_number: string;
  shipped_at: string;
  lines?: { part_id: string; quantity: number }[];
}

export interface PurchaseOrderRow {
  id: number;
  po_number: string;
  idempotency_key: string | null;
  fingerprint: string;
  replays: number;
  request: string;
  body: string;
  created: number;
}

export function findPurchaseOrder(db: Database, id: string): PurchaseOrderRow | undefined {
  const number = /^FO(\d{1,15})$/.exec(id)?.[1] ?? '0';
  return db.get<PurchaseOrderRow>('SELECT * FROM purchase_orders WHERE id = ?', Number(number));
}

/** What is kept of an order: also what its parcels hold, by part, where the wire does not tell. */
export type StoredOrder = WireOrder & { shipped?: Record<string, number> };

export function showPurchaseOrder({ id, body }: Pick<PurchaseOrderRow, 'id' | 'body'>) {
  const { shipped: _shipped, ...order }: StoredOrder = JSON.parse(body);
  return { id: `FO${id}`, ...order };
}

export function totalsOf(lines: readonly WireOrderLine[]): WireOrder['totals'] {
  const cents = lines.reduce(
    (sum, line) => sum + Math.round(Number(line.unit_price) * 100) * line.quantity,
    0,
  );
  const total = (cents / 100).toFixed(2);
  return { currency: 'USD', subtotal: total, shipping: '0.00', total };
}
