import { classifyFailure } from './classify.ts';
import type { ServiceError } from './errors.ts';
import type { HttpRequest } from './send.ts';

/** What follows a failed attempt: a wait, then another one. */
export interface NextTry {
  waitMs: number;
  /** The whole service waits, not only this request. */
  pauseAll: boolean;
}

/** Longer waits than this are cut: rather ask again and be told again than sleep for hours on one header. */
const LONGEST_ASKED_MS = 120_000;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
/** Only ever added, so that nobody comes back before the time. */
const JITTER = 0.2;

/** DESIGN section 5, the table. `attempt` is the one that failed, from 1; `undefined` = give up. */
export function nextTry(
  error: ServiceError,
  attempt: number,
  request: HttpRequest,
  random: () => number,
): NextTry | undefined {
  const repeat = classifyFailure(error.code, error.outcome);
  if (repeat === 'never' || (repeat === 'idempotent' && !isIdempotent(request))) return undefined;
  const jittered = (ms: number) => ms * (1 + JITTER * random());
  const asked = error.retryAfterMs === undefined ? undefined : Math.min(error.retryAfterMs, LONGEST_ASKED_MS);
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
  switch (error.status) {
    case 429:
      return attempt < 3 ? { waitMs: jittered(Math.max(asked ?? 0, backoff)), pauseAll: true } : undefined;
    case 503:
      return attempt < 5 ? { waitMs: jittered(asked ?? 5000 * attempt), pauseAll: false } : undefined;
    case 504:
      return attempt < 2 ? { waitMs: 0, pauseAll: false } : undefined;
    default:
      return attempt < 3 ? { waitMs: jittered(backoff), pauseAll: false } : undefined;
  }
}

export function isIdempotent(request: HttpRequest): boolean {
  return request.idempotent ?? request.method !== 'POST';
}
