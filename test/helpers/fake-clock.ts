import type { Clock } from '../../src/common/clock.ts';

interface Timer {
  at: number;
  fire: () => void;
}

export interface FakeClock extends Clock {
  /** Moves time, firing sleeps in order and letting everything they start run before the next one. */
  advance(ms: number): Promise<void>;
  /** Jumps from sleep to sleep until `work` has settled; fails when it waits for something else. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Sleeps that are pending. */
  sleeping(): number;
}

/** A clock that stands still until it is told to move. `date()` moves along with `now()`. */
export function createFakeClock(startAt = Date.UTC(2026, 10, 23)): FakeClock {
  let now = 0;
  let timers: Timer[] = [];

  function next(): Timer | undefined {
    return timers.reduce<Timer | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
  }

  function fire(timer: Timer): void {
    timers = timers.filter((other) => other !== timer);
    now = Math.max(now, timer.at);
    timer.fire();
  }

  return {
    now: () => now,
    date: () => new Date(startAt + now),
    sleeping: () => timers.length,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const timer: Timer = {
          at: now + Math.max(0, ms),
          fire: () => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        const onAbort = () => {
          timers = timers.filter((other) => other !== timer);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        timers.push(timer);
      });
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(); timer !== undefined && timer.at <= until; timer = next()) {
        fire(timer);
        await settle();
      }
      now = Math.max(now, until);
    },
    async run(work) {
      let settled = false;
      let idle = 0;
      const done = () => {
        settled = true;
      };
      work.then(done, done);
      await settle();
      while (!settled) {
        const timer = next();
        if (timer === undefined) {
          // Real I/O (a loopback server) may still be under way.
          await new Promise((resolve) => setTimeout(resolve, 1));
          idle += 1;
          if (!settled && next() === undefined && idle > 5000) throw new Error('nothing left to wait for');
          continue;
        }
        fire(timer);
        await settle();
      }
      return work;
    },
  };
}

/** Lets every promise chain that can move, move. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
