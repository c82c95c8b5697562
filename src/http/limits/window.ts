import { CLOCK_SLACK_MS, type Limit, type Settle } from './limit.ts';
import { createTimes } from './times.ts';

export interface WindowOptions {
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
export function createWindow({ limit, windowMs, heldFrom }: WindowOptions): Limit {
  const hold = windowMs + CLOCK_SLACK_MS;
  /** When each held slot began to age, ascending; `unanswered` slots do not age yet. */
  const aging = createTimes();
  let unanswered = 0;

  function waitMs(now: number): number {
    aging.dropUntil(now - hold);
    const most = Math.max(1, Math.floor(typeof limit === 'function' ? limit() : limit));
    const tooMany = unanswered + aging.length - most + 1;
    if (tooMany <= 0) return 0;
    const freeing = aging.at(tooMany - 1);
    return freeing === undefined ? Number.POSITIVE_INFINITY : freeing + hold - now;
  }

  function depart(now: number): Settle {
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
