import type { Clock } from '../../src/common/clock.ts';

export interface InstantClock extends Clock {
  /** What was slept, milliseconds each. */
  readonly naps: number[];
}

/** A clock whose sleeps are over at once; time has moved on by then. */
export function createInstantClock(startAt = Date.UTC(2026, 10, 23)): InstantClock {
  const naps: number[] = [];
  let now = 0;
  return {
    naps,
    now: () => now,
    date: () => new Date(startAt + now),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      naps.push(ms);
      now += ms;
    },
  };
}
