import { CircuitState, type IBreaker } from 'cockatiel';
import type { Clock } from '../../common/clock.ts';
import { createTimes } from '../limits/times.ts';

const SAMPLE_MS = 60_000;
const SMALLEST_SAMPLE = 20;
const FAILED_PART = 0.5;

/**
 * When to open: half of at least 20 calls within 60 s. cockatiel's own sampling breaker wants more than half, reads the
 * wall clock, and its windows stretch when calls are rare.
 */
export function createSample(clock: Clock): IBreaker {
  const calls = createTimes();
  const failures = createTimes();

  function record(failed: boolean): void {
    const now = clock.now();
    for (const times of [calls, failures]) times.dropUntil(now - SAMPLE_MS);
    calls.add(now);
    if (failed) failures.add(now);
  }

  return {
    state: undefined,
    success(state) {
      if (state === CircuitState.HalfOpen) for (const times of [calls, failures]) times.clear();
      record(false);
    },
    failure(state) {
      record(true);
      if (state !== CircuitState.Closed) return true;
      return calls.length >= SMALLEST_SAMPLE && failures.length >= FAILED_PART * calls.length;
    },
  };
}
