import type { Clock } from '../../common/clock.ts';
import type { AttemptRequest, Transport } from '../send/send.ts';
import type { PauseReason } from '../watch/events.ts';
import { createRateLimitPolicy } from './policy.ts';
import type { Release } from './rate-limit.ts';
import type { ServiceLimits } from './service-limits.ts';

export interface RateLimiterOptions {
  limits: ServiceLimits;
  clock: Clock;
  /** Told once for each stop of at least a second that a pause or the quota causes. */
  onPaused?: (pause: { ms: number; reason: PauseReason; quota?: { left: number; quota: number } }) => void;
}

/** One service's queue: first come, first served, each request let go when every limit allows it. */
export interface RateLimiter {
  /** Resolves when the request may leave; its token is spent then. Call the result when the answer is there. */
  acquire(group: string | undefined, signal?: AbortSignal): Promise<Release>;
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
  resolve: (release: Release) => void;
  reject: (reason: unknown) => void;
}

/** A reason of our own: without one, abort() builds an exception with a stack each time. */
const REPLACED = Symbol('replaced');
const WORTH_TELLING_MS = 1000;
/** Our own pace makes everyone wait a little all the time. */
const PACE_WORTH_TELLING_MS = 5000;

export function createRateLimiter({ limits, clock, onPaused }: RateLimiterOptions): RateLimiter {
  const rules = createRateLimitPolicy(limits);
  const queue = new Set<Waiter>();
  let pausedUntil = 0;
  let pausedFor: PauseReason = 'quota';
  let toldUntil = 0;
  let alarm: AbortController | undefined;

  function dispatch(): void {
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
      const releases = rules.of(waiter.group).map((rule) => rule.depart(now));
      waiter.resolve((at, headers) => {
        for (const release of releases) release(at, headers);
        dispatch();
      });
    }
  }

  function wakeAfter(ms: number): void {
    const mine = new AbortController();
    alarm = mine;
    // Fractions leave waits of 1e-12 ms, which on some clocks is no time at all.
    clock.sleep(Math.max(ms, 0.1), mine.signal).then(dispatch, () => {});
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
    // The same stop is met again at every dispatch; half a second of drift in its end does not make it another.
    if (ms === Number.POSITIVE_INFINITY || now + ms <= toldUntil + 500) return;
    toldUntil = now + ms;
    const quota = rules.quota?.current(now);
    onPaused?.({ ms, reason, ...(quota && { quota }) });
  }

  return {
    acquire(group, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const waiter: Waiter = {
          group,
          resolve: (release) => {
            signal?.removeEventListener('abort', onAbort);
            resolve(release);
          },
          reject: (reason) => {
            signal?.removeEventListener('abort', onAbort);
            reject(reason);
          },
        };
        const onAbort = () => {
          queue.delete(waiter);
          reject(signal?.reason);
          dispatch();
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        queue.add(waiter);
        if (queue.size === 1) dispatch();
      });
    },
    pause(ms, reason) {
      const until = clock.now() + ms;
      if (until <= pausedUntil) return;
      pausedUntil = until;
      pausedFor = reason;
      tell(clock.now(), ms);
      dispatch();
    },
    pausedMs: () => Math.max(0, pausedUntil - clock.now()),
    rejectWaiting(reason) {
      const waiters = [...queue];
      queue.clear();
      for (const waiter of waiters) waiter.reject(reason);
      // Nobody waits for the alarm any more, and it would keep the process alive.
      dispatch();
    },
    quota: () => rules.quota?.current(clock.now()),
  };
}

/** Told with each departure how long the request had queued, milliseconds. */
export type OnWaited = (request: AttemptRequest, ms: number) => void;

/** Every exchange waits for its turn; retries come through here again, so they pay as well. */
export function withRateLimiter(
  send: Transport,
  limiter: RateLimiter,
  clock: Clock,
  onWaited?: OnWaited,
): Transport {
  return async (request) => {
    const queuedAt = clock.now();
    const release = await limiter.acquire(request.limitGroup, request.signal);
    onWaited?.(request, clock.now() - queuedAt);
    let headers: Record<string, string> | undefined;
    try {
      request.onDepart?.();
      const answer = await send(request);
      headers = answer.headers;
      return answer;
    } finally {
      release(clock.now(), headers);
    }
  };
}
