import type { ReadOrder, UnreadableOrder } from '../bigcommerce/orders.ts';
import { type OrderEngine, STATUS } from './order-engine.ts';

/** Orders refunded in part are looked at for so long: older ones were settled without ttpd. */
const REFUNDED_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * The store's orders that wait to be sent, a page at a time: those in Awaiting Fulfillment, and those that a refund of
 * some pieces has moved to Partially Refunded before anything was shipped.
 * @param onUnreadable told of those that cannot be read; the others come
 */
export async function* waitingOrders(
  { store, clock, drain }: OrderEngine,
  onUnreadable: (order: UnreadableOrder) => void,
): AsyncGenerator<ReadOrder[]> {
  yield* store.orders.list({ statusId: STATUS.AwaitingFulfillment }, drain, onUnreadable);
  const minDateModified = new Date(clock.date().getTime() - REFUNDED_DAYS * DAY_MS);
  const refunded = store.orders.list(
    { statusId: STATUS.PartiallyRefunded, minDateModified },
    drain,
    onUnreadable,
  );
  for await (const orders of refunded) yield orders.filter(({ itemsShipped }) => itemsShipped === 0);
}
