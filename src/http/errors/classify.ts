import type { ServiceErrorFacts } from './service-error.ts';

/** How a failure may be repeated. `idempotent`: only a request that may safely happen twice. */
export type Repeat = 'never' | 'always' | 'idempotent';

export interface Verdict {
  code: string;
  outcome: ServiceErrorFacts['outcome'];
  repeat: Repeat;
}

const refused = (code: string): Verdict => ({ code, outcome: 'refused', repeat: 'never' });
const failed: Verdict = { code: 'SERVICE_FAILED', outcome: 'unknown', repeat: 'idempotent' };
const gaveUp: Verdict = { code: 'TIMEOUT', outcome: 'unknown', repeat: 'idempotent' };

/**
 * What a status says about the request: docs/facts/reliability.md#outcomes, docs/facts/bigcommerce-api.md#statuses.
 * Statuses that are not here go by their class.
 */
const BY_STATUS: Record<number, Verdict> = {
  401: refused('UNAUTHORIZED'),
  403: refused('FORBIDDEN'),
  404: refused('NOT_FOUND'),
  // The service stopped waiting for the request; it may have acted on it.
  408: gaveUp,
  409: refused('CONFLICT'),
  410: refused('NOT_FOUND'),
  413: refused('TOO_LARGE'),
  429: { code: 'RATE_LIMITED', outcome: 'refused', repeat: 'always' },
  499: gaveUp,
  // The method or HTTP version is not supported (501, 505), or the plan's resources are used up (507): the same request
  // will not fare better.
  501: refused('SERVICE_FAILED'),
  505: refused('SERVICE_FAILED'),
  507: refused('SERVICE_FAILED'),
};

/** `undefined` for 2xx. */
export function classifyStatus(status: number): Verdict | undefined {
  if (status >= 200 && status < 300) return undefined;
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  if (status >= 500) return failed;
  return refused(status < 400 ? 'REDIRECTED' : 'INVALID_REQUEST');
}

/** Whether a failure that is already an error may be repeated: by its code, then by what is known of its effect. */
export function classifyFailure(code: string, outcome: ServiceErrorFacts['outcome']): Repeat {
  if (code === 'RATE_LIMITED') return 'always';
  if (code === 'NETWORK' || code === 'TIMEOUT') return outcome === 'not_sent' ? 'always' : 'idempotent';
  if (code === 'BROKEN_BODY') return 'idempotent';
  return code === 'SERVICE_FAILED' && outcome === 'unknown' ? 'idempotent' : 'never';
}

/** Signs that the service itself is ill; a refusal, a 429 among them, is a sign of life. */
export function countsForBreaker(code: string): boolean {
  return code === 'SERVICE_FAILED' || code === 'NETWORK' || code === 'TIMEOUT';
}
