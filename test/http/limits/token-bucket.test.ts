import { describe, expect, it } from 'vitest';
import { createTokenBucket } from '../../../src/http/limits/token-bucket.ts';

/** A hundredth is kept back: 10 a second come back as 9.9, and of 100 only 99 are saved up. */
const PER_MS = 0.0099;

/** Lets as many leave at `now` as may, each answered at once. */
function spend(bucket: ReturnType<typeof createTokenBucket>, now: number): number {
  let count = 0;
  for (; bucket.waitMs(now) === 0 && count < 1_000; count += 1) bucket.depart(now)(now);
  return count;
}

describe('a token bucket', () => {
  it('starts full, and then waits for one token', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 100 });

    expect(spend(bucket, 0)).toBe(99);
    expect(bucket.waitMs(0)).toBeCloseTo(1 / PER_MS, 6);
    expect(bucket.waitMs(60)).toBeCloseTo(1 / PER_MS - 60, 6);
    expect(bucket.waitMs(102)).toBe(0);
  });

  it('has as many again as time has brought, and never more than it holds', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 100 });
    spend(bucket, 0);

    expect(spend(bucket, 2_030)).toBe(20);
    expect(spend(bucket, 3_600_000)).toBe(99);
  });

  it('lets one leave, however little it holds', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 0.5 });

    expect(spend(bucket, 0)).toBe(1);
    expect(bucket.waitMs(0)).toBeCloseTo(1 / PER_MS, 6);
  });

  it('does not know how long, where only an answer can help', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 2 });
    const answered = bucket.depart(0);

    expect(bucket.waitMs(0)).toBe(Number.POSITIVE_INFINITY);
    expect(bucket.waitMs(60_000)).toBe(Number.POSITIVE_INFINITY);
    answered(60_000);
    // The token is the service's to take until the answer: it comes back from then on.
    expect(bucket.waitMs(60_000)).toBeCloseTo(0.02 / PER_MS, 6);
  });

  it('does not let the time before an answer pay for it', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 2 });
    bucket.depart(0)(60_000);

    expect(bucket.waitMs(60_000)).toBeCloseTo(0.02 / PER_MS, 6);
  });

  it('counts those under way and those that came back together', () => {
    const bucket = createTokenBucket({ perSecond: 10, capacity: 3 });
    const [slow, fast] = [bucket.depart(0), bucket.depart(0)];
    fast(0);

    expect(bucket.waitMs(0)).toBeCloseTo(0.03 / PER_MS, 6);
    bucket.depart(3.1);
    expect(bucket.waitMs(3.1)).toBe(Number.POSITIVE_INFINITY);
    slow(3.1);
    expect(bucket.waitMs(3.1)).toBeCloseTo(1 / PER_MS, 0);
  });

  it('takes the hair that sums of fractions leave for nothing', () => {
    const bucket = createTokenBucket({ perSecond: 3, capacity: 1 });
    bucket.depart(0)(0);
    const first = bucket.waitMs(0);

    expect(bucket.waitMs(first)).toBe(0);
    for (let at = first, n = 0; n < 200; n += 1) {
      bucket.depart(at)(at);
      const ms = bucket.waitMs(at);
      expect(ms).toBeGreaterThan(300);
      at += ms;
      expect(bucket.waitMs(at)).toBe(0);
    }
  });
});
