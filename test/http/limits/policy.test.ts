import { describe, expect, it } from 'vitest';
import { createRateLimitPolicy } from '../../../src/http/limits/policy.ts';
import { bigCommerceLimits, type ServiceLimits } from '../../../src/http/limits/service-limits.ts';

const WIDE: ServiceLimits = { perSecond: 1_000, capacity: 1_000, burst: 1_000, groups: {} };

const quotaHeaders = (quota: number, left = quota) => ({
  'x-rate-limit-requests-left': String(left),
  'x-rate-limit-requests-quota': String(quota),
  'x-rate-limit-time-window-ms': '30000',
  'x-rate-limit-time-reset-ms': '30000',
});

/** A policy with one request at a time: how long the next would wait, and how many may leave at once. */
function asked(limits: ServiceLimits) {
  const policy = createRateLimitPolicy(limits);
  const waitMs = (now: number, group?: string) =>
    Math.max(...policy.of(group).map((limit) => limit.waitMs(now)));
  const go = (now: number, group?: string, headers?: Record<string, string>) => {
    const releases = policy.of(group).map((limit) => limit.depart(now));
    return (at: number) => {
      for (const release of releases) release(at, headers);
    };
  };
  const spend = (now: number, group?: string) => {
    let count = 0;
    for (; waitMs(now, group) === 0 && count < 2_000; count += 1) go(now, group)(now);
    return count;
  };
  return { policy, waitMs, go, spend };
}

describe('the limits of a service', () => {
  it.each<[string, Partial<ServiceLimits>, number]>([
    ['a bucket', { capacity: 7.1 }, 7],
    ['a burst', { burst: 6 }, 6],
    ['a minute', { perMinute: 5 }, 5],
    ['a ceiling of the user', { ceilingPerSecond: 4.1 }, 4],
    ['a ceiling below one', { ceilingPerSecond: 0.2 }, 1],
  ])('hold: %s', (_, limits, most) => {
    const { spend, policy } = asked({ ...WIDE, ...limits });

    expect(spend(0)).toBe(most);
    expect(policy.quota).toBeUndefined();
  });

  it('are the tightest of all, and of a group on top', () => {
    const { spend } = asked({ ...WIDE, burst: 10, groups: { orders: 3, search: 4 } });

    expect(spend(0, 'orders')).toBe(3);
    expect(spend(0, 'search')).toBe(4);
    expect(spend(0, 'unheard of')).toBe(3);
    expect(spend(0, 'orders')).toBe(0);
  });

  it('free the slots of a second and of a minute after the answer', () => {
    const { waitMs, go } = asked({ ...WIDE, burst: 1, perMinute: 2, groups: { orders: 1 } });
    go(0)(500);
    expect(waitMs(500)).toBe(1_010);
    go(1_510, 'orders')(1_600);
    expect(waitMs(1_600)).toBe(60_510 - 1_600);
    expect(waitMs(1_600, 'orders')).toBe(60_510 - 1_600);
    expect(waitMs(60_510)).toBe(0);
  });

  it('hold a group until its answer, and others not', () => {
    const { waitMs, go } = asked({ ...WIDE, groups: { orders: 1 } });
    const answered = go(0, 'orders');

    expect(waitMs(5_000, 'orders')).toBe(Number.POSITIVE_INFINITY);
    expect(waitMs(5_000)).toBe(0);
    answered(5_000);
    expect(waitMs(5_000, 'orders')).toBe(1_010);
  });

  it('do not let a slow answer hold back the ceiling of the user', () => {
    const { waitMs, go } = asked({ ...WIDE, ceilingPerSecond: 1 });
    const answered = go(0);

    expect(waitMs(500)).toBeCloseTo(1_000 / 0.99 - 500, 6);
    expect(waitMs(1_011)).toBe(0);
    answered(1_011);
    expect(waitMs(1_011)).toBe(0);
  });
});

describe('the limits of a service with a quota', () => {
  it('are its own until an answer brings the quota', () => {
    const { spend, waitMs, go, policy } = asked(bigCommerceLimits(1));

    expect(policy.quota?.perSecond()).toBeUndefined();
    expect(spend(0)).toBe(4);
    expect(waitMs(0)).toBeGreaterThan(0);
    // Another request, that was under way, brings it: 450 in 30 s.
    go(0, undefined, quotaHeaders(450))(0);
    expect(policy.quota?.perSecond()).toBe(15);
    // From then on the quota's own pace, and the bucket no more.
    expect(waitMs(0)).toBeLessThan(70);
  });

  it('give a big quota its room: the burst rises to one and a half times its pace', () => {
    const { go, waitMs } = asked({ ...bigCommerceLimits(1), groups: {} });
    go(0, undefined, quotaHeaders(3_000))(0);
    let [now, left] = [0, 1];
    for (; now < 900 && left < 400; left += 1) {
      const ms = waitMs(now);
      now += ms;
      if (now < 900) go(now)(now);
    }

    // 100 a second are spread evenly; a burst of 10 would end it after ten.
    expect(left).toBeGreaterThan(85);
    expect(left).toBeLessThan(105);
  });

  it('keep a small quota to the burst, which is freed by the departure', () => {
    const { go, waitMs, policy } = asked({ ...bigCommerceLimits(1), burst: 2, groups: {} });
    go(0, undefined, quotaHeaders(30))(0);
    expect(policy.quota?.perSecond()).toBe(1);
    const slow = go(900);
    expect(waitMs(900)).toBeGreaterThan(0);
    expect(waitMs(2_500)).toBe(0);
    slow(2_500);
    expect(waitMs(2_500)).toBe(0);
  });

  it('take of the quota the share that is ours', () => {
    const { go, policy } = asked(bigCommerceLimits());
    go(0, undefined, quotaHeaders(450))(0);

    expect(policy.quota?.perSecond()).toBeCloseTo(10.5, 9);
  });
});
