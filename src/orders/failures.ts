import type { UnreadableOrder } from '../bigcommerce/orders.ts';
import { concernsTheRun, ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';

/** So many orders that the key is refused for, and nothing else: it is the key. */
const REFUSED_FOR_ALL = 3;

/** A 403 may be about one order alone; what else concerns a run concerns all of them. */
export function concernsAllOrders(error: unknown): boolean {
  return concernsTheRun(error) && !(error instanceof ServiceError && error.code === 'FORBIDDEN');
}

export interface Failures {
  /**
   * Why one order failed; it keeps no other back.
   * @param passed orders that came through so far
   * @throws what concerns all orders
   */
  reasonOf(error: unknown, passed: number): ReviewReason;
  /** @throws ServiceError FORBIDDEN when no order came through */
  end(passed: number): void;
}

export function createFailures(): Failures {
  const forbidden: ServiceError[] = [];
  return {
    reasonOf(error, passed) {
      if (!(error instanceof ServiceError) || concernsAllOrders(error)) throw error;
      if (error.code === 'FORBIDDEN') forbidden.push(error);
      if (passed === 0 && forbidden.length >= REFUSED_FOR_ALL) throw error;
      return { code: error.code, message: error.message };
    },
    end(passed) {
      if (forbidden[0] && passed === 0) throw forbidden[0];
    },
  };
}

/** Of an order that the store lists and that cannot be read. */
export function unreadableReason({ id, reason }: UnreadableOrder): ReviewReason {
  const which = id === null ? 'An order without a number' : `Order ${id}`;
  return {
    code: 'ORDER_UNREADABLE',
    message: `${which} of the store cannot be read: ${reason}. Look at it in the control panel.`,
  };
}
