import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';
import { progressOf } from './supplier-status.ts';

/**
 * What the supplier says of each part, spread over the order's lines: the first line gets what there is first. `null`
 * stays unknown. What is neither confirmed nor on backorder any more was cancelled.
 */
export function counted(
  lines: readonly SupplierOrderLine[],
  supplierOrder: Pick<SupplierOrder, 'lines' | 'status'>,
): SupplierOrderLine[] {
  const theirs = Map.groupBy(supplierOrder.lines, ({ partId }) => partId);
  const parts = [...Map.groupBy(lines, ({ partId }) => partId)].flatMap(([partId, ours]) => {
    const some = theirs.get(partId) ?? [];
    const confirmed = spread(ours, sum(some.map((line) => line.confirmed)));
    const waiting = ours.map((line, i) => ({ ordered: line.ordered - (confirmed[i] ?? 0) }));
    const backordered = spread(waiting, sum(some.map((line) => line.backordered)));
    return ours.map((line, i) => ({
      ...line,
      confirmed: confirmed[i] ?? null,
      backordered: backordered[i] ?? null,
      cancelled: cancelled(line, confirmed[i] ?? null, backordered[i] ?? null, supplierOrder.status),
    }));
  });
  return parts.toSorted((a, b) => a.orderProductId - b.orderProductId);
}

function cancelled(
  { ordered, shipped }: SupplierOrderLine,
  confirmed: number | null,
  backordered: number | null,
  status: string,
): number {
  if (isCancelled(status)) return ordered - shipped;
  if (confirmed === null || backordered === null) return 0;
  return Math.max(0, Math.min(ordered - confirmed - backordered, ordered - shipped));
}

function isCancelled(status: string): boolean {
  return progressOf(status) === 'cancelled';
}

/** `null` where one is unknown, or there is none. */
function sum(numbers: readonly (number | null)[]): number | null {
  if (numbers.length === 0 || numbers.includes(null)) return null;
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}

/** Fills the lines in their order, none with more than it has room for. */
function spread(lines: readonly { ordered: number }[], total: number | null): (number | null)[] {
  if (total === null) return lines.map(() => null);
  let left = total;
  return lines.map(({ ordered }) => {
    const taken = Math.max(0, Math.min(ordered, left));
    left -= taken;
    return taken;
  });
}
