import { inParallel } from '../common/async-iterables.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine, SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { createFailures } from './failures.ts';
import type { OrderEngine } from './order-engine.ts';
import { trackOrder } from './track-order.ts';

export interface TrackRow {
  orderId: number;
  poNumber: string;
  supplierOrderId: string | null;
  /** The supplier's own word. */
  supplierStatus: string | null;
  /** `done`: everything is shipped or cancelled. `open`: some is still to come. */
  state: 'done' | 'open' | 'review' | 'failed';
  /** Tracking numbers that became shipments in this run. */
  shipments: string[];
  lines: LineCounters[];
  reasons: ReviewReason[];
}

export type LineCounters = Pick<
  SupplierOrderLine,
  'orderProductId' | 'sku' | 'ordered' | 'confirmed' | 'backordered' | 'shipped' | 'cancelled'
>;

export interface TrackReport {
  orders: TrackRow[];
  /** Shipments written. */
  shipments: number;
  review: number;
  failed: number;
}

/**
 * Brings the supplier's parcels to the customers: every order that the supplier has and that is not at its end.
 * @throws ServiceError when a service cannot be reached or refuses the key
 */
export async function trackOrders(
  engine: OrderEngine,
  { orderIds }: { orderIds?: readonly number[] } = {},
): Promise<TrackReport> {
  const listed = await engine.ledger.orders.list(engine.storeKey, {
    states: ['accepted', 'done'],
    ...(orderIds && { orderIds }),
  });
  const records = listed.filter((record) => record.state === 'accepted' || mayChange(engine, record));
  const rows: TrackRow[] = [];
  const failures = createFailures();
  let passed = 0;
  const reasonOf = (error: unknown) => failures.reasonOf(error, passed);
  engine.emit({ type: 'stage', stage: 'apply', total: records.length });
  // Purchase orders of one order are tracked one after another: they share its status and notes.
  const byOrder = [...Map.groupBy(records, ({ orderId }) => orderId).values()];
  await inParallel(each(byOrder), engine.concurrency, async (some) => {
    for (const record of some) {
      if (engine.drain.aborted) return;
      const row = await trackOne(engine, record, reasonOf);
      const isAsItWas = record.state === 'done' && row.state === 'done' && row.shipments.length === 0;
      if (row.state !== 'failed') passed += 1;
      if (!isAsItWas) rows.push(row);
      const counts = { shipments: rows.reduce((sum, row) => sum + row.shipments.length, 0) };
      engine.emit({ type: 'progress', stage: 'apply', done: rows.length, total: records.length, counts });
    }
  });
  failures.end(passed);
  engine.emit({ type: 'stage-done', stage: 'apply', done: rows.length });
  return {
    orders: rows.toSorted((a, b) => a.orderId - b.orderId || a.poNumber.localeCompare(b.poNumber)),
    shipments: rows.reduce((sum, row) => sum + row.shipments.length, 0),
    review: rows.filter(({ state }) => state === 'review').length,
    failed: rows.filter(({ state }) => state === 'failed').length,
  };
}

/** How long a number may still be corrected after everything was shipped, milliseconds. */
const CORRECTED_WITHIN_MS = 30 * 86_400_000;

/** All of it is in parcels, and they are on their way: the supplier may still correct a number. */
function mayChange({ clock }: OrderEngine, { createdAt, supplierStatus }: SupplierOrderRecord): boolean {
  const isUnderWay = supplierStatus?.trim().toLowerCase() === 'shipped';
  return isUnderWay && clock.date().getTime() - Date.parse(createdAt) < CORRECTED_WITHIN_MS;
}

async function trackOne(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  reasonOf: (error: unknown) => ReviewReason,
): Promise<TrackRow> {
  try {
    const theirs = await engine.supplier.order(record.supplierOrderId ?? '', engine.giveUp);
    if (!theirs)
      return rowOf(
        record,
        'failed',
        [],
        [
          {
            code: 'ORDER_UNREADABLE',
            message: `FinditParts does not show its order ${record.supplierOrderId}.`,
          },
        ],
      );
    const { record: now, shipments, findings, open } = await trackOrder(engine, record, theirs);
    const isLost = open.some(({ code }) => code !== 'NO_TRACKING');
    const state = findings.length > 0 ? 'review' : isLost ? 'failed' : now.state === 'done' ? 'done' : 'open';
    return rowOf(now, state, shipments, [...findings, ...open]);
  } catch (error) {
    return rowOf(record, 'failed', [], [reasonOf(error)]);
  }
}

function rowOf(
  { orderId, po, supplierOrderId, supplierStatus, lines }: SupplierOrderRecord,
  state: TrackRow['state'],
  shipments: string[],
  reasons: ReviewReason[],
): TrackRow {
  return {
    orderId,
    poNumber: po,
    supplierOrderId,
    supplierStatus,
    state,
    shipments,
    lines: lines.map(countersOf),
    reasons: reasons.map(({ code, message }) => ({ code, message })),
  };
}

export function countersOf(line: SupplierOrderLine): LineCounters {
  const { orderProductId, sku, ordered, confirmed, backordered, shipped, cancelled } = line;
  return { orderProductId, sku, ordered, confirmed, backordered, shipped, cancelled };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
