import { TtpdError } from '../common/errors.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import { concernsTheRun, ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { OrderEngine } from './order-engine.ts';

/** What a look for a purchase order at the supplier showed. */
export type OrderSearch =
  | { kind: 'found'; order: SupplierOrder }
  | { kind: 'absent' }
  /** A miss would prove nothing, or there are several. */
  | { kind: 'unclear'; reason: ReviewReason }
  /** Told to stop while waiting for the second look. */
  | { kind: 'stopped' };

export async function findOrder({ supplier, giveUp }: OrderEngine, po: string): Promise<OrderSearch> {
  if (supplier.capabilities.orderLookup === 'none')
    return unclear(
      'NO_LOOKUP',
      `FinditParts cannot be asked for ${po}, so it is not known whether it has the order.`,
    );
  try {
    const [order, ...others] = await supplier.findOrderByPurchaseOrder(po, giveUp);
    if (others.length > 0)
      return unclear(
        'SEVERAL_ORDERS',
        `FinditParts has ${others.length + 1} orders under ${po}: ${[order, ...others].map((each) => each?.id).join(', ')}.`,
      );
    return order ? { kind: 'found', order } : { kind: 'absent' };
  } catch (error) {
    if (!(error instanceof TtpdError) || (error instanceof ServiceError && concernsTheRun(error)))
      throw error;
    return unclear('LOOKUP_FAILED', `${po} could not be looked up: ${error.message}`);
  }
}

/**
 * Whether the supplier has an order that may have been sent: absent only when two looks, `settleSeconds` apart, both
 * missed it, since a new order can take a while to be listed (docs/facts/reliability.md#looking-before-repeating).
 */
export async function findOrderTwice(engine: OrderEngine, po: string): Promise<OrderSearch> {
  const first = await findOrder(engine, po);
  if (first.kind !== 'absent') return first;
  try {
    await engine.clock.sleep(engine.settings.settleSeconds * 1_000, engine.drain);
  } catch (error) {
    if (engine.drain.aborted) return { kind: 'stopped' };
    throw error;
  }
  return findOrder(engine, po);
}

function unclear(code: string, message: string): OrderSearch {
  return { kind: 'unclear', reason: { code, message } };
}
