import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import { STATUS } from './order-engine.ts';

/** Statuses that ttpd may move on: what a person or a refund has set stays. */
const OURS: readonly number[] = [
  STATUS.AwaitingFulfillment,
  STATUS.AwaitingShipment,
  STATUS.PartiallyShipped,
];

/**
 * What the order's status must become, or `undefined` where it is right: Shipped when everything that can be shipped
 * was, other suppliers' lines too, Partially Shipped when some was. The store may have set it by itself
 * (docs/facts/bigcommerce-orders.md#shipments).
 */
export function neededStatus({
  statusId,
  lines,
}: Pick<StoreOrder, 'statusId' | 'lines'>): number | undefined {
  if (!OURS.includes(statusId)) return undefined;
  const parcels = lines.filter((line) => line.addressId !== null && line.type !== 'giftcertificate');
  if (!parcels.some((line) => line.quantityShipped > 0)) return undefined;
  // More than was bought is nothing that may be closed as if all were well.
  if (parcels.some((line) => line.quantityShipped > line.quantity)) return undefined;
  const isWhole = parcels.every((line) => line.quantityShipped >= line.quantity - line.quantityRefunded);
  const needed = isWhole ? STATUS.Shipped : STATUS.PartiallyShipped;
  return needed === statusId ? undefined : needed;
}
