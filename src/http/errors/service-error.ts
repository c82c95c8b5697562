import { type ErrorDetails, TtpdError } from '../../common/errors.ts';
import type { Outcome, Service } from '../send/send.ts';

export interface ServiceErrorFacts {
  service: Service;
  /** The request's stable name: `GET /parts/{id}`. */
  endpoint: string;
  outcome: Exclude<Outcome, 'applied' | 'partial'>;
  status?: number;
  /** The service's own error body, parsed where it was JSON; redacted; strings cut to 2,000 characters. */
  body?: unknown;
  requestId?: string;
  /** How long the service asked us to stay away, milliseconds, where it said so. */
  retryAfterMs?: number;
}

/**
 * A call that did not end in a usable answer. Codes: RATE_LIMITED, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT,
 * TOO_LARGE, INVALID_REQUEST (400, 422 and other 4xx), SERVICE_FAILED (5xx), REDIRECTED (3xx), TIMEOUT, NETWORK, TLS,
 * BROKEN_BODY, CIRCUIT_OPEN, BAD_TARGET (an address that must not get our key), CONTRACT (a 2xx whose body lacks what
 * the contract promises).
 */
export class ServiceError extends TtpdError {
  readonly service: Service;
  readonly endpoint: string;
  readonly outcome: ServiceErrorFacts['outcome'];
  readonly status: number | undefined;
  readonly body: unknown;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, facts: ServiceErrorFacts, details: ErrorDetails = {}) {
    super(code, message, details);
    this.name = 'ServiceError';
    this.service = facts.service;
    this.endpoint = facts.endpoint;
    this.outcome = facts.outcome;
    this.status = facts.status;
    this.body = facts.body;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

type FailedOutcome = ServiceErrorFacts['outcome'];

/** From "certainly nothing happened" to "it may have happened". */
const DOUBT: Record<FailedOutcome, number> = { not_sent: 0, refused: 1, unknown: 2 };

export function worseOutcome(one: FailedOutcome, other: FailedOutcome): FailedOutcome {
  return DOUBT[one] >= DOUBT[other] ? one : other;
}

/** The last attempt's error, with the outcome of what came before it where that leaves more in doubt. */
export function afterEarlier(last: ServiceError, earlier: FailedOutcome): ServiceError {
  const outcome = worseOutcome(last.outcome, earlier);
  if (outcome === last.outcome) return last;
  const { service, endpoint, status, body, requestId, retryAfterMs, next, exitCode, cause } = last;
  const doubt =
    outcome === 'unknown'
      ? 'An earlier attempt may have taken effect; look before it is sent again.'
      : undefined;
  const hint = [last.hint, doubt].filter((text) => text !== undefined).join(' ');
  return new ServiceError(
    last.code,
    last.message,
    {
      service,
      endpoint,
      outcome,
      body,
      ...(status !== undefined && { status }),
      ...(requestId !== undefined && { requestId }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    { next: [...next], exitCode, cause, ...(hint !== '' && { hint }) },
  );
}

/** The service's own words, kept with what failed. */
export interface ErrorWords {
  code: string;
  message: string;
  status?: number;
}

export function errorWords(error: ServiceError): ErrorWords {
  return {
    code: error.code,
    message: error.message,
    ...(error.status === undefined ? {} : { status: error.status }),
  };
}

/** Is about the run, not about one item: wrong key, missing scope, nothing left the machine. A 403 may be either. */
export function concernsTheRun(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return true;
  const isRefused = error.code === 'FORBIDDEN' && !isForbiddenItem(error);
  return error.code === 'UNAUTHORIZED' || isRefused || error.outcome === 'not_sent';
}

/**
 * A 403 about one thing, such as another account's metafield, and not about what the key may do: BigCommerce speaks of
 * a scope there, and what stands in front of it in no words of its own (docs/facts/bigcommerce-api.md#accounts).
 */
export function isForbiddenItem({
  service,
  status,
  message,
  body,
}: Pick<ServiceError, 'service' | 'status' | 'message' | 'body'>): boolean {
  const isWorded = typeof body === 'object' && body !== null;
  return service === 'bigcommerce' && status === 403 && isWorded && !isOfScopes(message);
}

/** Whether a 403's words are about what the key may do. */
export function isOfScopes(words: string): boolean {
  return /\bscopes?\b|\bpermission/i.test(words);
}

/** As people write them. */
export const SERVICE_NAMES: Record<Service, string> = {
  finditparts: 'FinditParts',
  bigcommerce: 'BigCommerce',
  webhook: 'The webhook',
};

/** `undefined` for what the service does not know (404). */
export async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
