import type { ServiceError } from '../errors/service-error.ts';
import type { HttpRequest } from '../send/send.ts';

/** What follows a failed attempt that may be repeated. */
export interface Rule {
  waitMs: number;
  /** How many attempts there are in all. */
  attempts: number;
}

/** Longer waits than this are cut: rather ask again and be told again than sleep for hours on one header. */
const LONGEST_ASKED_MS = 120_000;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
/** Only ever added, so that nobody comes back before the time. */
const JITTER = 0.2;

/** docs/facts/reliability.md#retries. `attempt` is the one that failed, from 1. */
export function ruleFor({ status, retryAfterMs }: ServiceError, attempt: number, random: () => number): Rule {
  const jittered = (ms: number) => ms * (1 + JITTER * random());
  const asked = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, LONGEST_ASKED_MS);
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
  switch (status) {
    case 429:
      return { waitMs: jittered(Math.max(asked ?? 0, backoff)), attempts: 3 };
    case 503:
      return { waitMs: jittered(asked ?? 5000 * attempt), attempts: 5 };
    case 504:
      return { waitMs: 0, attempts: 2 };
    default:
      return { waitMs: jittered(backoff), attempts: 3 };
  }
}

/** Whether sending it again can do no harm: by what went wrong, then by what is known of its effect. */
export function mayRepeat({ code, outcome }: ServiceError, request: HttpRequest): boolean {
  const idempotent = request.idempotent ?? request.method !== 'POST';
  switch (code) {
    case 'RATE_LIMITED':
      return true;
    case 'NETWORK':
    case 'TIMEOUT':
      return outcome === 'not_sent' || idempotent;
    case 'BROKEN_BODY':
      return idempotent;
    default:
      return code === 'SERVICE_FAILED' && outcome === 'unknown' && idempotent;
  }
}
