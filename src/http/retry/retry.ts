import type { Clock } from '../../common/clock.ts';
import { ServiceError } from '../errors/service-error.ts';
import type { AttemptRequest, Transport } from '../send/attempt.ts';
import type { Send, Service } from '../send/send.ts';
import type { OnHttpEvent } from '../watch/events.ts';
import { timedOut } from '../wire/answer.ts';
import type { RetryBudget } from './budget.ts';
import { createDeadline } from './deadline.ts';
import { mayRepeat, ruleFor } from './retry-rules.ts';

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

/** Repeats what is safe to repeat, within the budget and the operation's deadline; the last error is the answer. */
export function withRetry(send: Transport | Send, options: RetryOptions): Send {
  const { service, clock, budget, operationTimeoutMs, random = Math.random } = options;

  return async (request) => {
    budget.called();
    const deadline = createDeadline(clock, operationTimeoutMs, request.signal);
    let onWire = false;
    let last: ServiceError | undefined;
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
          last = error;
          onWire = false;
          await beforeNext(error, attempt);
        }
      }
    } catch (error) {
      if (!deadline.expired()) throw error;
      const outcome = onWire ? 'unknown' : (last?.outcome ?? 'not_sent');
      throw timedOut(service, request, operationTimeoutMs, outcome);
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
