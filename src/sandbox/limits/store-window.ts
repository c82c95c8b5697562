import type { Plan, Settings } from '../settings.ts';

export interface WindowState {
  allowed: boolean;
  quota: number;
  left: number;
  windowMs: number;
  resetMs: number;
}

/**
 * 150 or 450 a 30 s (docs/facts/bigcommerce-api.md#rate-limits). "Unlimited" still answers with headers, so it has a
 * number too.
 */
const QUOTAS: Record<Plan, number> = { standard: 150, pro: 450, unlimited: 10_000_000 };
const WINDOW_MS = 30_000;

/** One fixed window a store, shared by all its clients. */
export class StoreWindow {
  #start: number | undefined;
  #used = 0;

  take({ plan, window }: Pick<Settings, 'plan' | 'window'>, now: number): WindowState {
    const windowMs = window?.ms ?? WINDOW_MS;
    const quota = window?.quota ?? QUOTAS[plan];
    if (this.#start === undefined || now - this.#start >= windowMs) {
      this.#start = now;
      this.#used = 0;
    }
    const allowed = this.#used < quota;
    if (allowed) this.#used += 1;
    const resetMs = Math.max(1, Math.ceil(this.#start + windowMs - now));
    return { allowed, quota, left: Math.max(0, quota - this.#used), windowMs, resetMs };
  }
}
