import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';

export type SupplierEndpoint = 'search' | 'details' | 'inventory' | 'orders' | 'other';

interface Limit {
  wait(now: number): number;
  spend(now: number): void;
}

/** The supplier's production limits (docs/facts/finditparts.md#rate-limits). */
export class SupplierLimits {
  readonly #all: Limit[] = [
    new TokenBucket(5, 100),
    new SlidingWindow(10, 1000),
    new SlidingWindow(250, 60_000),
  ];
  readonly #byEndpoint: Partial<Record<SupplierEndpoint, Limit>> = {
    search: new SlidingWindow(10, 1000),
    details: new SlidingWindow(20, 1000),
    inventory: new SlidingWindow(15, 1000),
    orders: new SlidingWindow(5, 1000),
  };

  /** 0 = let in, and spent; otherwise milliseconds to wait. All limits hold at once; a refusal spends nothing. */
  take(endpoint: SupplierEndpoint, now: number): number {
    const own = this.#byEndpoint[endpoint];
    const limits = own ? [...this.#all, own] : this.#all;
    const wait = Math.max(...limits.map((limit) => limit.wait(now)));
    if (wait === 0) for (const limit of limits) limit.spend(now);
    return wait;
  }
}
