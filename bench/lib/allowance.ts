import { SupplierLimits } from '../../src/sandbox/limits/supplier-limits.ts';

/** A store's window on the pro plan (docs/facts/bigcommerce-api.md#rate-limits). */
const STORE_QUOTA = 450;
const STORE_WINDOW_MS = 30_000;

/** Requests for parts that the supplier's own limits let through in `ms`: a client without latency, always asking. */
export function supplierAllows(ms: number): number {
  const limits = new SupplierLimits();
  let passed = 0;
  for (let now = 0; now < ms; ) {
    const wait = limits.take('details', now);
    if (wait === 0) passed += 1;
    else now += wait;
  }
  return passed;
}

/** How long the same client takes for so many requests. */
export function supplierTakesMs(requests: number): number {
  const limits = new SupplierLimits();
  let now = 0;
  for (let sent = 0; sent < requests; ) {
    const wait = limits.take('details', now);
    if (wait === 0) sent += 1;
    else now += wait;
  }
  return now;
}

/** A share of whole windows; within one it may be spent at any pace. */
export function storeAllows(ms: number, share: number): number {
  return (ms / STORE_WINDOW_MS) * STORE_QUOTA * share;
}

/** At an even pace, which is what leaves something for the shop at every moment. */
export function storeTakesMs(requests: number, share: number): number {
  return (requests / (STORE_QUOTA * share)) * STORE_WINDOW_MS;
}
