import type { Clock } from '../../common/clock.ts';
import { createSlidingLog } from '../limits/sliding-window.ts';

/** Bounds what retries may cost a service that is down (docs/facts/reliability.md#retry-budget). */
export interface RetryBudget {
  /** A call (not an attempt) begins. */
  called(): void;
  /** Takes one retry, or says that there is none left. */
  take(): boolean;
}

const MINUTE_MS = 60_000;
/** Of the calls of the last minute, as in the AWS SDK's retry quota … */
const PART_OF_CALLS = 0.1;
/** … and some for a run that has only just begun. */
const ALWAYS_A_MINUTE = 10;

export function createRetryBudget(clock: Clock): RetryBudget {
  const calls = createSlidingLog();
  const retries = createSlidingLog();

  return {
    called() {
      const now = clock.now();
      calls.dropUntil(now - MINUTE_MS);
      calls.add(now);
    },
    take() {
      const now = clock.now();
      for (const times of [calls, retries]) times.dropUntil(now - MINUTE_MS);
      if (retries.length >= ALWAYS_A_MINUTE + PART_OF_CALLS * calls.length) return false;
      retries.add(now);
      return true;
    },
  };
}
