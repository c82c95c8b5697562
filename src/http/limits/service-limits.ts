/** How fast a service may be called. All that apply hold at once; the tightest wins. */
export interface ServiceLimits {
  /** Refill of the bucket, requests a second. */
  perSecond: number;
  /** What idle time may save up. */
  capacity: number;
  /** The most that may leave in any one second. */
  burst: number;
  /** In any 60 seconds. */
  perMinute?: number;
  /** By `HttpRequest.limitGroup`, requests in any one second. */
  groups: Record<string, number>;
  /** Follow BigCommerce's quota headers once an answer has brought them; `perSecond` holds until then. */
  quota?: {
    /** Part of the store's quota that is ours, 0 to 1. */
    share: number;
  };
  /** The user's own ceiling (`--rate`), requests a second, on top of everything else. */
  ceilingPerSecond?: number;
}

/** Requests a second by endpoint, of both FinditParts profiles (docs/facts/finditparts.md#rate-limits). */
const FINDITPARTS_GROUPS = { search: 10, details: 20, inventory: 15, orders: 5 };

/** docs/facts/finditparts.md#rate-limits: test. */
export const FINDITPARTS_TEST: ServiceLimits = {
  perSecond: 2,
  capacity: 100,
  burst: 5,
  perMinute: 100,
  groups: FINDITPARTS_GROUPS,
};

/** docs/facts/finditparts.md#rate-limits: production. */
export const FINDITPARTS_PRODUCTION: ServiceLimits = {
  perSecond: 5,
  capacity: 100,
  burst: 10,
  perMinute: 250,
  groups: FINDITPARTS_GROUPS,
};

/**
 * @param share part of the store's quota that ttpd uses. 0.7 by default, because the shop and its other apps live on
 * the same quota (docs/facts/bigcommerce-api.md#rate-limits); a sandbox has nobody else and takes 1.
 */
export function bigCommerceLimits(share = 0.7): ServiceLimits {
  return {
    // The smallest plan's quota is 150 in 30 s; the first answer says what this store's is.
    perSecond: 5,
    capacity: 5,
    // Ours, not BigCommerce's: it counts its window only. Rises with quotas that need more (limiter.ts).
    burst: 10,
    // docs/facts/finditparts.md#rate-limits: a ceiling of ours below the quota.
    groups: { products: 20, orders: 10, catalog: 15 },
    quota: { share },
  };
}
