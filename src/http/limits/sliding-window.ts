import { CLOCK_SLACK_MS, type RateLimit, type Release } from './rate-limit.ts';

export interface SlidingWindowOptions {
  /** Requests in any `windowMs`. A function when it follows something else. */
  limit: number | (() => number);
  windowMs: number;
  /**
   * `answer` (a limit the service counts): the slot is held until the answer arrived, plus the window.
   * `departure` (a limit on what we send): until the request left, plus the window.
   */
  heldFrom: 'answer' | 'departure';
}

/** At most `limit` requests in any stretch of `windowMs`. */
export function createSlidingWindow({ limit, windowMs, heldFrom }: SlidingWindowOptions): RateLimit {
  const hold = windowMs + CLOCK_SLACK_MS;
  /** When each held slot began to age, ascending; `unanswered` slots do not age yet. */
  const aging = createSlidingLog();
  let unanswered = 0;

  function waitMs(now: number): number {
    aging.dropUntil(now - hold);
    const most = Math.max(1, Math.floor(typeof limit === 'function' ? limit() : limit));
    const tooMany = unanswered + aging.length - most + 1;
    if (tooMany <= 0) return 0;
    const freeing = aging.at(tooMany - 1);
    return freeing === undefined ? Number.POSITIVE_INFINITY : freeing + hold - now;
  }

  function depart(now: number): Release {
    if (heldFrom === 'departure') {
      aging.add(now);
      return () => {};
    }
    unanswered += 1;
    return (answeredAt) => {
      unanswered -= 1;
      aging.add(answeredAt);
    };
  }

  return { waitMs, depart };
}

/** Moments within a sliding window, ascending. */
export interface SlidingLog {
  readonly length: number;
  add(at: number): void;
  /** Forgets what is at or before `limit`. */
  dropUntil(limit: number): void;
  /** The oldest is 0. */
  at(index: number): number | undefined;
  clear(): void;
}

/** Below this, moving what is left costs nothing worth saving. */
const KEEP = 1_024;

/** Forgotten moments are cut off in bulk, so that a call costs the same however many there are. */
export function createSlidingLog(): SlidingLog {
  let times: number[] = [];
  let first = 0;
  return {
    get length() {
      return times.length - first;
    },
    add(at) {
      times.push(at);
    },
    dropUntil(limit) {
      while (first < times.length && (times[first] ?? 0) <= limit) first += 1;
      if (first < KEEP || first * 2 < times.length) return;
      times = times.slice(first);
      first = 0;
    },
    at: (index) => times[first + index],
    clear() {
      times = [];
      first = 0;
    },
  };
}
