import type { Clock } from '../clock.ts';

/** Bounds what retries may cost a service that is down (reliability.md row 4). */
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
  let calls: number[] = [];
  let retries: number[] = [];

  function recent(times: number[]): number[] {
    const since = clock.now() - MINUTE_MS;
    const first = times.findIndex((time) => time > since);
    if (first === 0) return times;
    return first === -1 ? [] : times.slice(first);
  }

  return {
    called() {
      calls = recent(calls);
      calls.push(clock.now());
    },
    take() {
      calls = recent(calls);
      retries = recent(retries);
      if (retries.length >= ALWAYS_A_MINUTE + PART_OF_CALLS * calls.length) return false;
      retries.push(clock.now());
      return true;
    },
  };
}
