import { Big } from 'big.js';
import type { SupplierOrderState } from '../ledger/db/order-tables.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { counted } from './counters.ts';
import type { OrderEngine } from './order-engine.ts';
import { countersOf, type LineCounters } from './track.ts';

export interface OrderStatus {
  orderId: number;
  poNumber: string;
  /** In the ledger. */
  state: SupplierOrderState;
  supplierOrderId: string | null;
  /** The supplier's own word, as of now where it could be asked. */
  supplierStatus: string | null;
  margin: string | null;
  lines: LineCounters[];
  trackingNumbers: string[];
  /** Open reviews. */
  reasons: ReviewReason[];
}

/** A deposit on an old unit that the customer has still to send back. */
export interface OutstandingCore {
  orderId: number;
  poNumber: string;
  sku: string;
  quantity: number;
  /** Deposit for all of them, decimal text. */
  core: string;
  since: string;
}

export interface StatusReport {
  orders: OrderStatus[];
  cores: OutstandingCore[];
}

/** What the ledger has of the orders, with the supplier's word of now for those under way. Writes nothing. */
export async function orderStatus(
  engine: OrderEngine,
  { orderIds }: { orderIds?: readonly number[] },
): Promise<StatusReport> {
  const { ledger, storeKey, supplier, drain } = engine;
  const filter = orderIds ? { orderIds } : {};
  const records = await ledger.orders.list(storeKey, filter);
  const reviews = Map.groupBy(await ledger.reviews.list(storeKey, filter), ({ orderId }) => orderId);
  const report: StatusReport = { orders: [], cores: [] };
  for (const record of records) {
    if (record.state === 'abandoned' && !orderIds) continue;
    const { orderId, po, supplierOrderId } = record;
    // One that is done is asked for when it is named: it may have been delivered since.
    const isAsked = record.state === 'accepted' || (record.state === 'done' && orderIds !== undefined);
    const theirs =
      isAsked && supplierOrderId !== null && !drain.aborted
        ? await supplier.order(supplierOrderId, drain)
        : undefined;
    const lines = theirs ? counted(record.lines, theirs) : record.lines;
    const parcels = await ledger.parcels.list(storeKey, po);
    const open = (reviews.get(orderId) ?? []).filter((it) => it.resolution === null && it.po === po);
    report.orders.push({
      orderId,
      poNumber: po,
      state: record.state,
      supplierOrderId,
      supplierStatus: theirs?.status ?? record.supplierStatus,
      margin: record.margin,
      lines: lines.map(countersOf),
      trackingNumbers: parcels.map(({ trackingNumber }) => trackingNumber),
      reasons: open.flatMap(({ reasons }) => reasons.map(({ code, message }) => ({ code, message }))),
    });
    for (const line of lines)
      if (line.core !== null && new Big(line.core).gt(0) && line.shipped > 0)
        report.cores.push({
          orderId,
          poNumber: po,
          sku: line.sku,
          quantity: line.shipped,
          core: new Big(line.core).times(line.shipped).toFixed(2),
          since: record.createdAt,
        });
  }
  return report;
}

/** Nothing more is expected of any of them without a person's doing. */
export function isSettled({ orders }: StatusReport): boolean {
  return orders.every(
    ({ state, reasons }) => state === 'done' || state === 'abandoned' || reasons.length > 0,
  );
}
