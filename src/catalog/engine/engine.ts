import type { BigCommerce } from '../../bigcommerce/bigcommerce.ts';
import type { Clock } from '../../common/clock.ts';
import type { Emit } from '../../common/events.ts';
import type { Supplier } from '../../finditparts/supplier.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { OpenOrders } from './open-orders.ts';

/** What the engine works with, made once by the context. */
export interface Engine {
  supplier: Supplier;
  store: BigCommerce;
  ledger: Ledger;
  /** What the ledger knows the store by. */
  storeKey: string;
  profile: string;
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

/** BigCommerce's default location (docs/facts/bigcommerce-inventory.md#locations). */
export const LOCATION = 1;
