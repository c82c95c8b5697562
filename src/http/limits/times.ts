/** Moments within a sliding window, ascending. */
export interface Times {
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
export function createTimes(): Times {
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
