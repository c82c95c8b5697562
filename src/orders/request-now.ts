import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { OrderRequest } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine, SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { checkOrder } from './checks.ts';
import { unreleased } from './findings.ts';
import { type OrderEngine, STATUS } from './order-engine.ts';
import { piecesOf } from './pieces.ts';
import { addressOf, hashOf, requestOf } from './request.ts';

/** Of several purchase orders of one order, the first may be on its way while another is still in doubt. */
const SENDABLE: readonly number[] = [
  STATUS.AwaitingFulfillment,
  STATUS.PartiallyShipped,
  STATUS.PartiallyRefunded,
];

/**
 * What is to be sent for a claimed purchase order, made of the store's order as it is now; or how that is not the order
 * any more that was checked and claimed: cancelled, refunded, edited, moved.
 */
export async function asItStands(
  engine: OrderEngine,
  record: SupplierOrderRecord,
): Promise<{ request: OrderRequest } | { changed: ReviewReason }> {
  const { ledger, store, storeKey, settings, giveUp } = engine;
  const { orderId, po, lines, hash } = record;
  const order = await store.orders.get(orderId, giveUp);
  if (!order || order.isDeleted) return changed(po, 'it is gone');
  if (!SENDABLE.includes(order.statusId)) return changed(po, `its status is "${order.status}" now`);
  const edited = lines.find((line) => !isUntouched(order, line));
  if (edited) return changed(po, `the line of ${edited.sku} was edited`);
  const ids = new Set(lines.map(({ orderProductId }) => orderProductId));
  const ours = order.lines.filter(({ id }) => ids.has(id));
  const released = await ledger.reviews.released(storeKey, { orderId, po: null }, 'check');
  const [found] = unreleased(checkOrder(order, ours, settings), released);
  if (found) return changed(po, found.message.replace(/\.$/, ''));
  const address = addressOf(order, lines, settings);
  const request = address && requestOf(po, lines, address, settings);
  if (!request || hashOf(request) !== hash)
    return changed(po, 'its address or its way of shipping is another');
  return { request };
}

function isUntouched({ lines }: StoreOrder, { orderProductId, ordered, sku }: SupplierOrderLine): boolean {
  const line = lines.find(({ id }) => id === orderProductId);
  return line !== undefined && piecesOf(line).left === ordered && line.sku === sku;
}

function changed(po: string, how: string): { changed: ReviewReason } {
  return {
    changed: {
      code: 'ORDER_CHANGED',
      message: `In the store the order has changed since ${po} was to be sent (${how}), and FinditParts does not have it.`,
    },
  };
}
