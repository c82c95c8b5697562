/** Refills steadily, saves up to its capacity, starts full. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #capacity: number;
  #tokens: number;
  #at: number | undefined;

  constructor(perSecond: number, capacity: number) {
    this.#perSecond = perSecond;
    this.#capacity = capacity;
    this.#tokens = capacity;
  }

  /** Milliseconds until one token is there; 0 = now. */
  wait(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#perSecond) * 1000;
  }

  spend(now: number): void {
    this.#refill(now);
    this.#tokens -= 1;
  }

  #refill(now: number): void {
    const passed = now - (this.#at ?? now);
    this.#tokens = Math.min(this.#capacity, this.#tokens + (passed / 1000) * this.#perSecond);
    this.#at = now;
  }
}
