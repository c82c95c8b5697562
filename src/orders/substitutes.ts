import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { SupplierOrderLine, SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { isSameOrder } from './request.ts';

type Theirs = Pick<SupplierOrder, 'lines' | 'shipments'>;
type Ordered = Pick<SupplierOrderLine, 'partId' | 'ordered'>;

/** A part that was ordered, and the one that comes in its place. */
interface Substitute {
  ordered: string;
  sent: string;
}

/**
 * Only where there is one way to see it: one ordered part is missing, and one that was not ordered is there in the same
 * quantity.
 */
export function substituteIn(
  lines: readonly Ordered[],
  theirs: Pick<Theirs, 'lines'>,
): Substitute | undefined {
  const ordered = Map.groupBy(lines, ({ partId }) => partId);
  const offered = Map.groupBy(theirs.lines, ({ partId }) => partId);
  const [missing, ...moreMissing] = [...ordered].filter(([partId]) => !offered.has(partId));
  const [added, ...moreAdded] = [...offered].filter(([partId]) => !ordered.has(partId));
  if (!missing || !added || moreMissing.length + moreAdded.length > 0) return undefined;
  const pieces = missing[1].reduce((sum, line) => sum + line.ordered, 0);
  const sent = added[1].reduce((sum, line) => sum + line.quantity, 0);
  return sent === pieces ? { ordered: missing[0], sent: added[0] } : undefined;
}

/** Whether the supplier's order is what became of these lines, a part in the place of another among them. */
export function isOrderOf(lines: readonly Ordered[], theirs: SupplierOrder): boolean {
  const substitute = substituteIn(lines, theirs);
  return isSameOrder(lines, substitute ? { ...theirs, lines: renamed(theirs.lines, substitute) } : theirs);
}

/**
 * The supplier's order in the parts that were ordered: where a person has approved that another part comes in the place
 * of one (docs/orders.md#what-the-supplier-confirms), its pieces are the line's.
 */
export function inOrderedParts<Order extends Theirs>(
  { lines, acknowledgedAt }: Pick<SupplierOrderRecord, 'lines' | 'acknowledgedAt'>,
  theirs: Order,
): Order {
  const substitute = acknowledgedAt === null ? undefined : substituteIn(lines, theirs);
  if (!substitute) return theirs;
  return {
    ...theirs,
    lines: renamed(theirs.lines, substitute),
    shipments: theirs.shipments.map(({ lines: inside, ...parcel }) => ({
      ...parcel,
      ...(inside && { lines: renamed(inside, substitute) }),
    })),
  };
}

function renamed<Line extends { partId: string }>(lines: readonly Line[], { ordered, sent }: Substitute) {
  return lines.map((line) => (line.partId === sent ? { ...line, partId: ordered } : line));
}
