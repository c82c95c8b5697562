import type { BigCommerce } from '../../bigcommerce/bigcommerce.ts';
import type { Clock } from '../../common/clock.ts';
import type { Problem } from '../../common/errors.ts';
import type { Emit } from '../../common/events.ts';
import type { Supplier } from '../../finditparts/supplier.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Places } from './places.ts';

/** What the engine works with, made once by the context. */
export interface Engine {
  supplier: Supplier;
  store: BigCommerce;
  ledger: Ledger;
  /** What the ledger knows the store by. */
  storeKey: string;
  profile: string;
  places: Places;
  clock: Clock;
  emit: Emit;
  /** Requests under way at once; the limits decide how fast they leave. */
  concurrency: number;
  newId: () => string;
  /** What is sold and not yet ordered. Absent: the supplier's figures are written as they are. */
  openOrders?: OpenOrders | undefined;
  /** First stop: take nothing new. */
  drain: AbortSignal;
  /** Last stop: leave what is under way. */
  giveUp: AbortSignal;
}

/** Pieces that the store has sold and the supplier still counts, and the time of the figure that counts them. */
export interface Sold {
  pieces: number;
  /** ISO 8601. */
  asOf: string;
}

export interface OpenOrders {
  /** All that matter the first time, then those that changed since. Does nothing where orders are not to be looked at. */
  read(signal: AbortSignal): Promise<Problem[]>;
  /**
   * By product id and by SKU, as read last.
   * @param asOf when the supplier's figure is from; `null`: it does not say, and counts as read together with the orders
   */
  of(product: { productId: number | null; sku: string }, asOf: string | null): Sold | undefined;
}
