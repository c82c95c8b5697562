import type { Service } from '../send/send.ts';

/**
 * Why nothing leaves: the service said so (429), its quota is used up, our own limits (a minute's requests are spent),
 * or the breaker is open.
 */
export type PauseReason = 'rate-limited' | 'quota' | 'pace' | 'breaker';

/** What a view may want to show while requests wait. `ms` is from now. */
export type HttpEvent =
  | {
      type: 'paused';
      service: Service;
      ms: number;
      reason: PauseReason;
      quota?: { left: number; quota: number };
    }
  | {
      type: 'retry';
      service: Service;
      endpoint: string;
      /** Number of the attempt that follows: 2 for the first retry. */
      attempt: number;
      ms: number;
      code: string;
      status?: number;
    }
  | { type: 'breaker'; service: Service; state: BreakerState };

export type BreakerState = 'open' | 'half-open' | 'closed';

export type OnHttpEvent = (event: HttpEvent) => void;
