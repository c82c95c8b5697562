/** At most `limit` events in any `ms` milliseconds: a ring of the last `limit` moments. */
export class SlidingWindow {
  readonly #moments: number[] = [];
  readonly #limit: number;
  readonly #ms: number;
  #next = 0;

  constructor(limit: number, ms: number) {
    this.#limit = limit;
    this.#ms = ms;
  }

  /** Milliseconds until one more fits; 0 = now. */
  wait(now: number): number {
    const oldest = this.#moments[this.#next];
    return oldest === undefined ? 0 : Math.max(0, oldest + this.#ms - now);
  }

  spend(now: number): void {
    this.#moments[this.#next] = now;
    this.#next = (this.#next + 1) % this.#limit;
  }
}
