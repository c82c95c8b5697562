import type { ReviewReason } from '../ledger/orders/reviews.ts';

/**
 * What became of an order in this run. `submitted`: the supplier has it. `ready`: it would be sent (dry run). `review`:
 * it waits for a person. `failed`: the next run tries again. `skipped`: it is not to be sent now, or another run has it.
 */
export type OrderState = 'submitted' | 'ready' | 'review' | 'failed' | 'skipped';

/** Part of the JSON result: stable. */
export interface OrderRow {
  orderId: number;
  poNumber: string | null;
  state: OrderState;
  supplierOrderId: string | null;
  /** Decimal text. */
  margin: string | null;
  reasons: ReviewReason[];
  /** For a person to know: nothing waits for them. */
  warnings: ReviewReason[];
  /** What this row is about: pieces that are ordered by it, or wait. */
  lines: RowLine[];
  /** Pieces of the order that are never ordered, and why. */
  leftOut: LeftOut[];
}

export interface RowLine {
  orderProductId: number;
  sku: string;
  /** Pieces. */
  quantity: number;
}

/** `code`: REFUNDED, SHIPPED, FOREIGN, CORE, or the reason of a line that a person has released. */
export interface LeftOut extends RowLine {
  code: string;
  message: string;
}

export interface SubmitReport {
  orders: OrderRow[];
  submitted: number;
  review: number;
  failed: number;
}

export function reportOf(orders: OrderRow[]): SubmitReport {
  const of = (state: OrderState) => orders.filter((row) => row.state === state).length;
  const sorted = orders.toSorted(
    (a, b) => a.orderId - b.orderId || (a.poNumber ?? '').localeCompare(b.poNumber ?? ''),
  );
  return { orders: sorted, submitted: of('submitted'), review: of('review'), failed: of('failed') };
}
