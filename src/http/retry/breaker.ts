import { CircuitState, circuitBreaker, handleWhenResult, type IBackoff, type IBreaker } from 'cockatiel';
import type { Clock } from '../../common/clock.ts';
import { duration } from '../../common/duration.ts';
import { SERVICE_NAMES, ServiceError } from '../errors/service-error.ts';
import { createSlidingLog } from '../limits/sliding-window.ts';
import type { HttpAnswer, Send, Service } from '../send/send.ts';
import type { BreakerState } from '../watch/events.ts';

export interface BreakerOptions {
  service: Service;
  clock: Clock;
  /** While open: fail at once, or wait until it may be tried again. */
  whenOpen: 'fail' | 'wait';
  onState?: (state: BreakerState, ms: number) => void;
}

export interface Breaker {
  wrap(send: Send): Send;
}

/** Fails a request that was let through and still waits in a queue below when the circuit opens. */
export const TURNED_AWAY_BY_BREAKER = Symbol('turned away');

const OPEN_MS = 30_000;

type Result = { answer: HttpAnswer } | { error: unknown };

const TURNED_AWAY: Result = { error: TURNED_AWAY_BY_BREAKER };

/**
 * One service's circuit breaker (docs/facts/reliability.md#circuit-breaker): opens at half of at least 20 calls failing
 * within 60 s, lets one probe through after 30 s. cockatiel is the state machine; it reads the wall clock only through
 * the two plugs given here, so that a change of the machine's clock neither opens nor holds the circuit.
 */
export function createBreaker({ service, clock, whenOpen, onState }: BreakerOptions): Breaker {
  let openedAt = 0;
  const policy = circuitBreaker(
    handleWhenResult((result) => isFailure(result as Result, policy.state === CircuitState.HalfOpen)),
    { breaker: createSample(clock), halfOpenAfter: openFor(() => clock.now() - openedAt >= OPEN_MS) },
  );
  policy.onStateChange((state) => {
    if (state === CircuitState.Open) openedAt = clock.now();
    onState?.(STATES[state], state === CircuitState.Open ? OPEN_MS : 0);
  });

  /** Open, or half open with the probe still under way. */
  function turnsAway(): boolean {
    const { state } = policy;
    return (
      state === CircuitState.HalfOpen || (state === CircuitState.Open && clock.now() - openedAt < OPEN_MS)
    );
  }

  function error(endpoint: string): ServiceError {
    const ms = Math.max(1000, openedAt + OPEN_MS - clock.now());
    return new ServiceError(
      'CIRCUIT_OPEN',
      `${SERVICE_NAMES[service]} keeps failing; ${endpoint} was not sent. It will be tried again in ${duration(ms)}.`,
      { service, endpoint, outcome: 'not_sent' },
      { hint: 'Resume the run when the service is back.' },
    );
  }

  return {
    wrap: (send) => async (request) => {
      for (;;) {
        const result = turnsAway() ? TURNED_AWAY : await policy.execute(() => settle(send(request)));
        if ('answer' in result) return result.answer;
        if (result.error !== TURNED_AWAY_BY_BREAKER) throw result.error;
        if (whenOpen === 'fail') throw error(request.endpoint);
        await clock.sleep(Math.max(1000, openedAt + OPEN_MS - clock.now()), request.signal);
      }
    },
  };
}

const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/** A refusal is a value here: only failures that mean an ill service may count, the rest count as calls. */
async function settle(sending: Promise<HttpAnswer>): Promise<Result> {
  try {
    return { answer: await sending };
  } catch (error) {
    return { error };
  }
}

/** A probe that came to no end (aborted, turned away) proves nothing: the circuit opens again. */
function isFailure(result: Result, probing: boolean): boolean {
  if (!('error' in result)) return false;
  if (!(result.error instanceof ServiceError)) return probing;
  return countsForBreaker(result.error.code);
}

/** Signs that the service itself is ill; a refusal, a 429 among them, is a sign of life. */
function countsForBreaker(code: string): boolean {
  return code === 'SERVICE_FAILED' || code === 'NETWORK' || code === 'TIMEOUT';
}

/** cockatiel compares wall-clock time with `duration`; ours is "for ever" until our own clock says that it is over. */
function openFor(isOver: () => boolean): IBackoff<unknown> {
  const backoff: IBackoff<unknown> = {
    get duration() {
      return isOver() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    },
    next: () => backoff,
  };
  return backoff;
}

const SAMPLE_MS = 60_000;
const SMALLEST_SAMPLE = 20;
const FAILED_PART = 0.5;

/**
 * When to open: half of at least 20 calls within 60 s. cockatiel's own sampling breaker wants more than half, reads the
 * wall clock, and its windows stretch when calls are rare.
 */
function createSample(clock: Clock): IBreaker {
  const calls = createSlidingLog();
  const failures = createSlidingLog();

  function record(failed: boolean): void {
    const now = clock.now();
    for (const times of [calls, failures]) times.dropUntil(now - SAMPLE_MS);
    calls.add(now);
    if (failed) failures.add(now);
  }

  return {
    state: undefined,
    success(state) {
      if (state === CircuitState.HalfOpen) for (const times of [calls, failures]) times.clear();
      record(false);
    },
    failure(state) {
      record(true);
      if (state !== CircuitState.Closed) return true;
      return calls.length >= SMALLEST_SAMPLE && failures.length >= FAILED_PART * calls.length;
    },
  };
}
