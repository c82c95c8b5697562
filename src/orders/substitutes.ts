import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';

type Theirs = Pick<SupplierOrder, 'lines' | 'shipments'>;

/**
 * The supplier's order in the parts that were ordered: where a person has approved that another part comes in the place
 * of one (docs/orders.md#what-the-supplier-confirms), its pieces are the line's. Only where there is one way to see it: one
 * ordered part is missing, and one that was not ordered is there in the same quantity.
 */
export function inOrderedParts<Order extends Theirs>(
  { lines, acknowledgedAt }: Pick<SupplierOrderRecord, 'lines' | 'acknowledgedAt'>,
  theirs: Order,
): Order {
  if (acknowledgedAt === null) return theirs;
  const ordered = Map.groupBy(lines, ({ partId }) => partId);
  const offered = Map.groupBy(theirs.lines, ({ partId }) => partId);
  const [missing, ...moreMissing] = [...ordered].filter(([partId]) => !offered.has(partId));
  const [added, ...moreAdded] = [...offered].filter(([partId]) => !ordered.has(partId));
  if (!missing || !added || moreMissing.length + moreAdded.length > 0) return theirs;
  const pieces = missing[1].reduce((sum, line) => sum + line.ordered, 0);
  if (added[1].reduce((sum, line) => sum + line.quantity, 0) !== pieces) return theirs;
  const named = <Line extends { partId: string }>(some: readonly Line[]) =>
    some.map((line) => (line.partId === added[0] ? { ...line, partId: missing[0] } : line));
  return {
    ...theirs,
    lines: named(theirs.lines),
    shipments: theirs.shipments.map(({ lines: inside, ...parcel }) => ({
      ...parcel,
      ...(inside && { lines: named(inside) }),
    })),
  };
}
