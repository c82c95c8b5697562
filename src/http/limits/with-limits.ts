import type { Clock } from '../../common/clock.ts';
import type { AttemptRequest, Transport } from '../send/attempt.ts';
import type { Limiter } from './limiter.ts';

/** Told with each departure how long the request had queued, milliseconds. */
export type OnWaited = (request: AttemptRequest, ms: number) => void;

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
