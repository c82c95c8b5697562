import type { RateLimit, Release } from './rate-limit.ts';

export interface BucketOptions {
  /** Tokens that come back a second. */
  perSecond: number;
  /** Tokens that idle time may save up; the bucket starts full. */
  capacity: number;
}

/**
 * A bucket at exactly the allowed rate is refused once by a strict server (measured, docs/facts/reliability.md#pacing).
 */
const KEPT_BACK = 0.01;

/**
 * A token bucket. It is kept as a debt that drains, because an unanswered request is a debt that has not begun to
 * drain: the service may take its token as late as the answer. Its count then never exceeds ours.
 */
export function createTokenBucket({ perSecond, capacity }: BucketOptions): RateLimit {
  const perMs = (perSecond * (1 - KEPT_BACK)) / 1000;
  const most = Math.max(1, capacity * (1 - KEPT_BACK));
  let debt = 0;
  let drainedAt = 0;
  let unanswered = 0;

  function drain(now: number): void {
    debt = Math.max(0, debt - (now - drainedAt) * perMs);
    drainedAt = now;
  }

  function waitMs(now: number): number {
    drain(now);
    const missing = debt + unanswered + 1 - most;
    // Sums of fractions end a hair above zero; without a tolerance that would be a wait of 1e-13 ms, again and again.
    if (missing <= 1e-9) return 0;
    return missing - debt > 1e-9 ? Number.POSITIVE_INFINITY : missing / perMs;
  }

  function depart(now: number): Release {
    drain(now);
    unanswered += 1;
    return (answeredAt) => {
      drain(answeredAt);
      unanswered -= 1;
      debt += 1;
    };
  }

  return { waitMs, depart };
}
