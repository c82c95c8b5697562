/**
 * Who may write at the same time (docs/facts/bigcommerce-inventory.md#adjustments): batch catalogue writes go side by
 * side (`shared`), a stock adjustment goes alone (`exclusive`). First come, first served, so neither side starves.
 */
export interface Gate {
  shared<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  exclusive<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createGate(): Gate {
  let lastExclusive: Promise<unknown> = Promise.resolve();
  let sharers = new Set<Promise<unknown>>();

  function after<T>(turn: Promise<unknown>, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return turn.then(() => {
      signal?.throwIfAborted();
      return work();
    });
  }

  return {
    shared(work, signal) {
      const mine = sharers;
      const running = after(lastExclusive, work, signal);
      const settled: Promise<unknown> = running.then(ignore, ignore).then(() => mine.delete(settled));
      mine.add(settled);
      return running;
    },
    exclusive(work, signal) {
      const turn = Promise.all([lastExclusive, ...sharers]);
      // Later sharers wait for this turn, which waits for the earlier ones.
      sharers = new Set();
      const running = after(turn, work, signal);
      lastExclusive = running.then(ignore, ignore);
      return running;
    },
  };
}

function ignore(): void {}
