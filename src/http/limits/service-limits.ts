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

/** Endpoint limits of both FinditParts profiles: brief.md, "Rate limits", requests a second by endpoint. */
const FINDITPARTS_GROUPS = { search: 10, details: 20, inventory: 15, orders: 5 };

/** brief.md, "Test environment": 2 requests/s, 5 burst, 100 a minute; capacity from its token bucket section. */
export const FINDITPARTS_TEST: ServiceLimits = {
  perSecond: 2,
  capacity: 100,
  burst: 5,
  perMinute: 100,
  groups: FINDITPARTS_GROUPS,
};

/** brief.md, "Production": refill 5/s, capacity 100, burst 10, 250 a minute. */
export const FINDITPARTS_PRODUCTION: ServiceLimits = {
  perSecond: 5,
  capacity: 100,
  burst: 10,
  perMinute: 250,
  groups: FINDITPARTS_GROUPS,
};

/**
 * @param share part of the store's quota that ttpd uses. 0.7 by default, because the shop and its other apps live on
 * the same quota (bigcommerce-facts.md section 3); a sandbox has nobody else and takes 1.
 */
export function bigCommerceLimits(share = 0.7): ServiceLimits {
  return {
    // The smallest plan's quota is 150 in 30 s; the first answer says what this store's is.
    perSecond: 5,
    capacity: 5,
    // Ours, not BigCommerce's: it counts its window only. Rises with quotas that need more (limiter.ts).
    burst: 10,
    // brief.md, "BigCommerce": 20 products, 10 orders, 15 catalogue requests a second.
    groups: { products: 20, orders: 10, catalog: 15 },
    quota: { share },
  };
}
