import type { Clock } from '../clock.ts';
import type { AttemptRequest, Transport } from './attempt.ts';
import type { PauseReason } from './events.ts';
import type { Limit, Settle } from './limit.ts';
import type { ServiceLimits } from './limits.ts';
import { createQuota, type Quota } from './quota.ts';
import { createTokenBucket } from './token-bucket.ts';
import { createWindow } from './window.ts';

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

const WORTH_TELLING_MS = 1000;

export function createLimiter({ limits, clock, onPaused }: LimiterOptions): Limiter {
  const rules = createRules(limits);
  const queue = new Set<Waiter>();
  let pausedUntil = 0;
  let pausedFor: PauseReason = 'quota';
  let toldUntil = 0;
  let alarm: AbortController | undefined;

  function pump(): void {
    alarm?.abort();
    alarm = undefined;
    for (const waiter of queue) {
      const now = clock.now();
      const waitMs = Math.max(pausedUntil - now, ...rules.of(waiter.group).map((rule) => rule.waitMs(now)));
      if (waitMs > 0) {
        tell(now);
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

  function tell(now: number): void {
    const quotaMs = rules.quota?.waitMs(now) ?? 0;
    const byPause = pausedUntil - now >= quotaMs;
    const ms = Math.max(pausedUntil - now, quotaMs);
    // The same stop is met again at every pump; half a second of drift in its end does not make it another.
    if (ms < WORTH_TELLING_MS || now + ms <= toldUntil + 500) return;
    toldUntil = now + ms;
    const quota = rules.quota?.current(now);
    onPaused?.({ ms, reason: byPause ? pausedFor : 'quota', ...(quota && { quota }) });
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
      tell(clock.now());
      pump();
    },
    pausedMs: () => Math.max(0, pausedUntil - clock.now()),
    rejectWaiting(reason) {
      const waiters = [...queue];
      queue.clear();
      for (const waiter of waiters) waiter.reject(reason);
    },
    quota: () => rules.quota?.current(clock.now()),
  };
}

interface Rules {
  quota: Quota | undefined;
  of(group: string | undefined): readonly Limit[];
}

function createRules(limits: ServiceLimits): Rules {
  const quota = limits.quota && createQuota(limits.quota);
  const bucket = createTokenBucket(limits);
  const common: Limit[] = [
    quota ? until(bucket, () => quota.perSecond() !== undefined) : bucket,
    // Where a quota rules, the burst is our politeness and must not keep us from using a big quota.
    createWindow({
      limit: () => Math.max(limits.burst, Math.ceil((quota?.perSecond() ?? 0) * 1.5)),
      windowMs: 1000,
      heldFrom: quota ? 'departure' : 'answer',
    }),
  ];
  if (quota) common.push(quota);
  if (limits.perMinute !== undefined) {
    common.push(createWindow({ limit: limits.perMinute, windowMs: 60_000, heldFrom: 'answer' }));
  }
  if (limits.ceilingPerSecond !== undefined) {
    const perSecond = limits.ceilingPerSecond;
    common.push(onSending(createTokenBucket({ perSecond, capacity: Math.max(1, perSecond) })));
  }
  const byGroup = new Map(
    Object.entries(limits.groups).map(([group, limit]) => [
      group,
      [...common, createWindow({ limit, windowMs: 1000, heldFrom: 'answer' })],
    ]),
  );
  return { quota, of: (group) => (group === undefined ? common : (byGroup.get(group) ?? common)) };
}

/** The same limit until `over`; it goes on counting. */
function until(limit: Limit, over: () => boolean): Limit {
  return { waitMs: (now) => (over() ? 0 : limit.waitMs(now)), depart: limit.depart };
}

/** The same limit on what we send: a slow answer holds nothing back. */
function onSending(limit: Limit): Limit {
  return {
    waitMs: limit.waitMs,
    depart: (now) => {
      limit.depart(now)(now);
      return () => {};
    },
  };
}

/** Every exchange waits for its turn; retries come through here again, so they pay as well. */
export function withLimits(send: Transport, limiter: Limiter, clock: Clock, onWaited?: OnWaited): Transport {
  return async (request) => {
    const queuedAt = clock.now();
    const settle = await limiter.enter(request.limitGroup, request.signal);
    onWaited?.(request, clock.now() - queuedAt);
    let headers: Record<string, string> | undefined;
    try {
      request.onDepart?.();
      const answer = await send(request);
      headers = answer.headers;
      return answer;
    } finally {
      settle(clock.now(), headers);
    }
  };
}

type OnWaited = (request: AttemptRequest, ms: number) => void;
