import type { OrderRequest } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { addressOf } from './address.ts';
import { checkOrder } from './checks.ts';
import { unreleased } from './findings.ts';
import { type OrderEngine, STATUS } from './order-engine.ts';
import { inPieces } from './pieces.ts';
import { hashOf, requestOf } from './request.ts';

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
  const found = await store.orders.get(orderId, giveUp);
  if (!found || found.isDeleted) return changed(po, 'it is gone');
  const order = inPieces(found);
  if (!SENDABLE.includes(order.statusId)) return changed(po, `its status is "${order.status}" now`);
  const edited = lines.find(
    ({ orderProductId, ordered, sku }) =>
      !order.lines.some((it) => it.id === orderProductId && it.sku === sku && it.pieces.left === ordered),
  );
  if (edited) return changed(po, `the line of ${edited.sku} was edited`);
  const ids = new Set(lines.map(({ orderProductId }) => orderProductId));
  const ours = order.lines.filter(({ id }) => ids.has(id));
  const released = await ledger.reviews.released(storeKey, { orderId, po: null }, 'check');
  const [finding] = unreleased(checkOrder(order, ours, settings), released);
  if (finding) return changed(po, finding.message.replace(/\.$/, ''));
  const address = addressOf(order, lines, settings);
  const request = address && requestOf(po, lines, address, settings);
  if (!request || hashOf(request) !== hash)
    return changed(po, 'its address or its way of shipping is another');
  return { request };
}

function changed(po: string, how: string): { changed: ReviewReason } {
  return {
    changed: {
      code: 'ORDER_CHANGED',
      message: `In the store the order has changed since ${po} was to be sent (${how}), and FinditParts does not have it.`,
    },
  };
}
