import { CircuitState, type IBreaker } from 'cockatiel';
import type { Clock } from '../clock.ts';

const SAMPLE_MS = 60_000;
const SMALLEST_SAMPLE = 20;
const FAILED_PART = 0.5;

/**
 * When to open: half of at least 20 calls within 60 s. cockatiel's own sampling breaker wants more than half, reads the
 * wall clock, and its windows stretch when calls are rare.
 */
export function createSample(clock: Clock): IBreaker {
  let calls: { at: number; failed: boolean }[] = [];

  function record(failed: boolean): void {
    const since = clock.now() - SAMPLE_MS;
    calls = calls.filter(({ at }) => at > since);
    calls.push({ at: clock.now(), failed });
  }

  return {
    state: undefined,
    success(state) {
      if (state === CircuitState.HalfOpen) calls = [];
      record(false);
    },
    failure(state) {
      record(true);
      if (state !== CircuitState.Closed) return true;
      const failed = calls.filter((call) => call.failed).length;
      return calls.length >= SMALLEST_SAMPLE && failed >= FAILED_PART * calls.length;
    },
  };
}
