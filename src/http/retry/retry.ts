import type { Clock } from '../../common/clock.ts';
import { timedOut } from '../errors/attempt-errors.ts';
import { afterEarlier, ServiceError, type ServiceErrorFacts, worseOutcome } from '../errors/service-error.ts';
import { createSlidingLog } from '../limits/sliding-window.ts';
import type { AttemptRequest, Send, Service, Transport } from '../send/send.ts';
import type { OnHttpEvent } from '../watch/events.ts';
import { mayRepeat, ruleFor } from './retry-policy.ts';

export interface RetryOptions {
  service: Service;
  clock: Clock;
  budget: RetryBudget;
  /** For one call with all its attempts and waits, milliseconds. */
  operationTimeoutMs: number;
  /** Holds the whole service's queue: a 429 is about all of us. */
  pause?: (ms: number) => void;
  random?: () => number;
  events?: OnHttpEvent;
  onRetry?: (request: AttemptRequest, error: ServiceError) => void;
}

/**
 * Repeats what is safe to repeat, within the budget and the operation's deadline. The last error is the answer, but a
 * write is as much in doubt as the worst of its attempts: a refusal says nothing about the one that got lost before it.
 */
export function withRetry(send: Transport | Send, options: RetryOptions): Send {
  const { service, clock, budget, operationTimeoutMs, random = Math.random } = options;

  return async (request) => {
    budget.called();
    const deadline = createDeadline(clock, operationTimeoutMs, request.signal);
    let onWire = false;
    let earlier: ServiceErrorFacts['outcome'] = 'not_sent';
    const onDepart = () => {
      onWire = true;
      deadline.start();
    };
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await send(attemptOf(attempt));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          onWire = false;
          await beforeNext(error, attempt);
          earlier = worseOutcome(earlier, error.outcome);
        }
      }
    } catch (error) {
      const last = deadline.expired()
        ? timedOut(service, request, operationTimeoutMs, onWire ? 'unknown' : 'not_sent')
        : error;
      // A read has no effect that could be in doubt.
      throw last instanceof ServiceError && request.method !== 'GET' ? afterEarlier(last, earlier) : last;
    } finally {
      deadline.end();
    }

    function attemptOf(attempt: number): AttemptRequest {
      return { ...request, attempt, signal: deadline.signal, onDepart };
    }

    async function beforeNext(error: ServiceError, attempt: number): Promise<void> {
      const { waitMs, attempts } = ruleFor(error, attempt, random);
      // The others are told to wait even when this request has had its last try.
      if (error.status === 429) options.pause?.(waitMs);
      if (attempt >= attempts || !mayRepeat(error, request)) throw error;
      // A wait past the deadline would only turn this error into a vaguer one.
      if (waitMs >= deadline.leftMs() || !budget.take()) throw error;
      options.onRetry?.(request, error);
      options.events?.({
        type: 'retry',
        service,
        endpoint: request.endpoint,
        attempt: attempt + 1,
        ms: waitMs,
        code: error.code,
        ...(error.status !== undefined && { status: error.status }),
      });
      await clock.sleep(waitMs, deadline.signal);
    }
  };
}

/** The time one operation may take with all its attempts, from the moment the first one leaves the queue. */
export interface Deadline {
  /** Aborts with the caller's signal, or with `EXPIRED` when the time is up. */
  signal: AbortSignal;
  /** The first call starts the time. Waiting in our own queue does not count: it is as long as the work is. */
  start(): void;
  expired(): boolean;
  leftMs(): number;
  end(): void;
}

/** A reason of our own: without one, abort() builds an exception with a stack each time. */
const EXPIRED = Symbol('deadline');

export function createDeadline(clock: Clock, ms: number, outer: AbortSignal | undefined): Deadline {
  const abort = new AbortController();
  const timer = new AbortController();
  const onOuter = () => abort.abort(outer?.reason);
  if (outer?.aborted) onOuter();
  outer?.addEventListener('abort', onOuter, { once: true });
  let startedAt: number | undefined;
  return {
    signal: abort.signal,
    start() {
      if (startedAt !== undefined) return;
      startedAt = clock.now();
      clock.sleep(ms, timer.signal).then(
        () => abort.abort(EXPIRED),
        () => {},
      );
    },
    expired: () => abort.signal.reason === EXPIRED,
    leftMs: () => (startedAt === undefined ? ms : startedAt + ms - clock.now()),
    end() {
      outer?.removeEventListener('abort', onOuter);
      timer.abort(EXPIRED);
    },
  };
}

/** Bounds what retries may cost a service that is down (docs/facts/reliability.md#retry-budget). */
export interface RetryBudget {
  /** A call (not an attempt) begins. */
  called(): void;
  /** Takes one retry, or says that there is none left. */
  take(): boolean;
}

const MINUTE_MS = 60_000;
/** Of the calls of the last minute, as in the AWS SDK's retry quota … */
const PART_OF_CALLS = 0.1;
/** … and some for a run that has only just begun. */
const ALWAYS_A_MINUTE = 10;

export function createRetryBudget(clock: Clock): RetryBudget {
  const calls = createSlidingLog();
  const retries = createSlidingLog();

  return {
    called() {
      const now = clock.now();
      calls.dropUntil(now - MINUTE_MS);
      calls.add(now);
    },
    take() {
      const now = clock.now();
      for (const times of [calls, retries]) times.dropUntil(now - MINUTE_MS);
      if (retries.length >= ALWAYS_A_MINUTE + PART_OF_CALLS * calls.length) return false;
      retries.add(now);
      return true;
    },
  };
}
