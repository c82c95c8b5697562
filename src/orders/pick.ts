import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { type OrderSettings, STATUS } from './order-engine.ts';

/** Why an order is not forwarded now; it may be later, without anybody's doing. */
export type NotYet = ReviewReason;

/** Statuses in which orders wait to be sent: a refund of some pieces moves one to the second. */
export const WAITING: readonly number[] = [STATUS.AwaitingFulfillment, STATUS.PartiallyRefunded];

/**
 * Whether an order may be forwarded at all (docs/orders.md#what-is-sent): waiting in the store, paid, and older than the
 * time in which customers cancel. `undefined`: it may.
 */
export function notYet(
  order: Pick<StoreOrder, 'statusId' | 'status' | 'isDeleted' | 'paymentStatus' | 'dateCreated'>,
  settings: Pick<OrderSettings, 'holdMinutes' | 'paid'>,
  now: Date,
): NotYet | undefined {
  if (order.isDeleted) return { code: 'ARCHIVED', message: 'It is archived.' };
  if (!WAITING.includes(order.statusId))
    return {
      code: 'NOT_AWAITING',
      message: `It is not awaiting fulfillment: its status is "${order.status}".`,
    };
  // An unsaid payment is for a person to judge: see the checks.
  if (order.paymentStatus !== '' && !isPaid(order, settings))
    return { code: 'NOT_PAID', message: `It is not paid: its payment is "${order.paymentStatus}".` };
  const age = order.dateCreated === null ? 0 : now.getTime() - Date.parse(order.dateCreated);
  const left = settings.holdMinutes - age / 60_000;
  if (left > 0)
    return {
      code: 'HELD',
      message: `It waits ${Math.ceil(left)} minutes more, in case the customer cancels.`,
    };
  return undefined;
}

export function isPaid(
  { paymentStatus }: Pick<StoreOrder, 'paymentStatus'>,
  { paid }: Pick<OrderSettings, 'paid'>,
): boolean {
  return [paid].flat().some((word) => word.toLowerCase() === paymentStatus.trim().toLowerCase());
}
