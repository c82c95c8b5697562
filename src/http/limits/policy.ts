import { createQuota, type Quota } from './quota.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ServiceLimits } from './service-limits.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { createTokenBucket } from './token-bucket.ts';

/** A service's limits at work. */
export interface RateLimitPolicy {
  quota: Quota | undefined;
  /** All that apply to a request of this group. */
  of(group: string | undefined): readonly RateLimit[];
}

export function createRateLimitPolicy(limits: ServiceLimits): RateLimitPolicy {
  const quota = limits.quota && createQuota(limits.quota);
  const bucket = createTokenBucket(limits);
  const common: RateLimit[] = [
    quota ? until(bucket, () => quota.perSecond() !== undefined) : bucket,
    // Where a quota rules, the burst is our politeness and must not keep us from using a big quota.
    createSlidingWindow({
      limit: () => Math.max(limits.burst, Math.ceil((quota?.perSecond() ?? 0) * 1.5)),
      windowMs: 1000,
      heldFrom: quota ? 'departure' : 'answer',
    }),
  ];
  if (quota) common.push(quota);
  if (limits.perMinute !== undefined) {
    common.push(createSlidingWindow({ limit: limits.perMinute, windowMs: 60_000, heldFrom: 'answer' }));
  }
  if (limits.ceilingPerSecond !== undefined) {
    const perSecond = limits.ceilingPerSecond;
    common.push(onSending(createTokenBucket({ perSecond, capacity: Math.max(1, perSecond) })));
  }
  const byGroup = new Map(
    Object.entries(limits.groups).map(([group, limit]) => [
      group,
      [...common, createSlidingWindow({ limit, windowMs: 1000, heldFrom: 'answer' })],
    ]),
  );
  return { quota, of: (group) => (group === undefined ? common : (byGroup.get(group) ?? common)) };
}

/** The same limit until `over`; it goes on counting. */
function until(limit: RateLimit, over: () => boolean): RateLimit {
  return { waitMs: (now) => (over() ? 0 : limit.waitMs(now)), depart: limit.depart };
}

/** The same limit on what we send: a slow answer holds nothing back. */
function onSending(limit: RateLimit): RateLimit {
  return {
    waitMs: limit.waitMs,
    depart: (now) => {
      limit.depart(now)(now);
      return () => {};
    },
  };
}
