import type { Clock } from '../../common/clock.ts';
import type { PauseReason } from '../watch/events.ts';
import type { Settle } from './limit.ts';
import { createLimitRules } from './limit-rules.ts';
import type { ServiceLimits } from './service-limits.ts';

export interface LimiterOptions {
  limits: ServiceLimits;
  clock: Clock;
  /** Told once for each stop of at least a second that a pause or the quota causes. */
  onPaused?: (pause: { ms: number; reason: PauseReason; quota?: { left: number; quota: number } }) => void;
}

/** One service's queue: first come, first served, each request let go when every limit allows it. */
export interface Limiter {
  /** Resolves when the request may leave; its token is spent then. Call the result when the answer is there. */
  enter(group: string | undefined, signal?: AbortSignal): Promise<Settle>;
  /** Nothing leaves for `ms`. A shorter pause never ends a longer one. */
  pause(ms: number, reason: PauseReason): void;
  /** Milliseconds until the pause in force ends; 0 when there is none. */
  pausedMs(): number;
  /** Everything that still waits fails with `reason`: the breaker opened, or the key was refused. */
  rejectWaiting(reason: unknown): void;
  quota(): { left: number; quota: number } | undefined;
}

interface Waiter {
  group: string | undefined;
  resolve: (settle: Settle) => void;
  reject: (reason: unknown) => void;
}

/** A reason of our own: without one, abort() builds an exception with a stack each time. */
const REPLACED = Symbol('replaced');
const WORTH_TELLING_MS = 1000;
/** Our own pace makes everyone wait a little all the time. */
const PACE_WORTH_TELLING_MS = 5000;

export function createLimiter({ limits, clock, onPaused }: LimiterOptions): Limiter {
  const rules = createLimitRules(limits);
  const queue = new Set<Waiter>();
  let pausedUntil = 0;
  let pausedFor: PauseReason = 'quota';
  let toldUntil = 0;
  let alarm: AbortController | undefined;

  function pump(): void {
    alarm?.abort(REPLACED);
    alarm = undefined;
    for (const waiter of queue) {
      const now = clock.now();
      const waitMs = Math.max(pausedUntil - now, ...rules.of(waiter.group).map((rule) => rule.waitMs(now)));
      if (waitMs > 0) {
        tell(now, waitMs);
        if (waitMs !== Number.POSITIVE_INFINITY) wakeAfter(waitMs);
        return;
      }
      queue.delete(waiter);
      const settles = rules.of(waiter.group).map((rule) => rule.depart(now));
      waiter.resolve((at, headers) => {
        for (const settle of settles) settle(at, headers);
        pump();
      });
    }
  }

  function wakeAfter(ms: number): void {
    const mine = new AbortController();
    alarm = mine;
    // Fractions leave waits of 1e-12 ms, which on some clocks is no time at all.
    clock.sleep(Math.max(ms, 0.1), mine.signal).then(pump, () => {});
  }

  function tell(now: number, waitMs: number): void {
    const pauseMs = pausedUntil - now;
    const quotaMs = rules.quota?.waitMs(now) ?? 0;
    const ms = Math.max(pauseMs, quotaMs);
    if (ms < WORTH_TELLING_MS) {
      if (waitMs >= PACE_WORTH_TELLING_MS) announce(now, waitMs, 'pace');
    } else announce(now, ms, pauseMs >= quotaMs ? pausedFor : 'quota');
  }

  function announce(now: number, ms: number, reason: PauseReason): void {
    // The same stop is met again at every pump; half a second of drift in its end does not make it another.
    if (ms === Number.POSITIVE_INFINITY || now + ms <= toldUntil + 500) return;
    toldUntil = now + ms;
    const quota = rules.quota?.current(now);
    onPaused?.({ ms, reason, ...(quota && { quota }) });
  }

  return {
    enter(group, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const waiter: Waiter = {
          group,
          resolve: (settle) => {
            signal?.removeEventListener('abort', onAbort);
            resolve(settle);
          },
          reject: (reason) => {
            signal?.removeEventListener('abort', onAbort);
            reject(reason);
          },
        };
        const onAbort = () => {
          queue.delete(waiter);
          reject(signal?.reason);
          pump();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(waiter);
        if (queue.size === 1) pump();
      });
    },
    pause(ms, reason) {
      const until = clock.now() + ms;
      if (until <= pausedUntil) return;
      pausedUntil = until;
      pausedFor = reason;
      tell(clock.now(), ms);
      pump();
    },
    pausedMs: () => Math.max(0, pausedUntil - clock.now()),
    rejectWaiting(reason) {
      const waiters = [...queue];
      queue.clear();
      for (const waiter of waiters) waiter.reject(reason);
      // Nobody waits for the alarm any more, and it would keep the process alive.
      pump();
    },
    quota: () => rules.quota?.current(clock.now()),
  };
}
