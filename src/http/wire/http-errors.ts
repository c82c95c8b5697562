import type { Clock } from '../../common/clock.ts';
import { duration } from '../../common/duration.ts';
import { type ErrorDetails, ExitCode } from '../../common/errors.ts';
import { isOfScopes, SERVICE_NAMES, ServiceError, type ServiceErrorFacts } from '../errors/service-error.ts';
import type { HttpAnswer, HttpRequest, Send, Service, Transport } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';
import { errorText, truncated } from './error-text.ts';
import { namedIn } from './personal-refusal.ts';
import { retryAfterMs } from './retry-after.ts';

/** From answers of any status to the contract of `Send`: a 2xx, or a `ServiceError`. */
export function withHttpErrors(
  send: Transport,
  { service, redactor, clock }: { service: Service; redactor: Redactor; clock: Clock },
): Send {
  return async (request) => {
    const answer = await send(request);
    const verdict = classifyStatus(answer.status);
    if (verdict === undefined) return answer;
    throw httpError(answer, verdict, request, { service, redactor, now: clock.date() });
  };
}

export interface HttpErrorContext {
  service: Service;
  redactor: Redactor;
  /** The wall clock, for dates in `Retry-After`. */
  now: Date;
}

/** An answer that is not a 2xx as the error it is, with the service's own words, scrubbed. */
export function httpError(
  answer: HttpAnswer,
  verdict: Verdict,
  request: HttpRequest,
  { service, redactor, now }: HttpErrorContext,
): ServiceError {
  const body = request.isPersonal ? undefined : truncated(redactor.scrubValue(answer.body));
  const said = request.isPersonal ? namedIn(answer.body, request.json) : errorText(body);
  const asked =
    answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.headers, now) : undefined;
  return new ServiceError(
    verdict.code,
    redactor.scrub(sentence(answer, verdict, request, service, said, asked)),
    {
      service,
      endpoint: request.endpoint,
      outcome: verdict.outcome,
      status: answer.status,
      body,
      ...(answer.requestId !== undefined && { requestId: answer.requestId }),
      ...(asked !== undefined && { retryAfterMs: asked }),
    },
    details(verdict, request, service, said),
  );
}

function sentence(
  { status, headers }: HttpAnswer,
  { code }: Verdict,
  { endpoint }: HttpRequest,
  service: Service,
  said: string | undefined,
  asked: number | undefined,
): string {
  const name = SERVICE_NAMES[service];
  const reason = said === undefined ? '.' : `: ${said}`;
  switch (code) {
    case 'REDIRECTED':
      return `${name} redirected ${endpoint} to ${originOf(headers.location)}; ttpd does not follow redirects.`;
    case 'RATE_LIMITED':
      return `${name} refused ${endpoint} for too many requests${asked === undefined ? '.' : ` and asked for a pause of ${duration(asked)}.`}`;
    case 'UNAUTHORIZED':
      return `${name} did not accept the key (${status} on ${endpoint})${reason}`;
    case 'FORBIDDEN':
      return `${name} does not allow this key to ${endpoint} (${status})${reason}`;
    case 'NOT_FOUND':
      return `${name} has nothing at ${endpoint} (${status})${reason}`;
    case 'SERVICE_FAILED':
    case 'TIMEOUT':
      return `${name} failed on ${endpoint} (${status})${reason}`;
    default:
      return `${name} refused ${endpoint} (${status})${reason}`;
  }
}

function details(
  { code }: Verdict,
  request: HttpRequest,
  service: Service,
  said: string | undefined,
): ErrorDetails {
  if (code === 'FORBIDDEN' && service === 'bigcommerce' && said !== undefined && !isOfScopes(said))
    return { hint: 'It belongs to another app or API account, or the store does not let any change it.' };
  if (code === 'FORBIDDEN') {
    const scope = request.scope ?? 'the one this call needs';
    return {
      exitCode: ExitCode.Unauthorized,
      hint: `The key lacks a permission (${scope}); add it to the API account at ${SERVICE_NAMES[service]}.`,
    };
  }
  if (code === 'RATE_LIMITED') return { hint: 'Lower --rate, or try again later.' };
  if (code === 'SERVICE_FAILED') return { hint: 'Try again later.' };
  if (code === 'UNAUTHORIZED') return { exitCode: ExitCode.Unauthorized };
  if (code === 'REDIRECTED')
    return { hint: 'Set the base URL to the address it redirects to, if you trust it.' };
  return {};
}

function originOf(location: string | undefined): string {
  const origin = URL.parse(location ?? '')?.origin;
  return origin === undefined || origin === 'null' ? 'another path' : origin;
}

export interface Verdict {
  code: string;
  outcome: ServiceErrorFacts['outcome'];
}

const refused = (code: string): Verdict => ({ code, outcome: 'refused' });
const failed: Verdict = { code: 'SERVICE_FAILED', outcome: 'unknown' };
const gaveUp: Verdict = { code: 'TIMEOUT', outcome: 'unknown' };

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
  429: { code: 'RATE_LIMITED', outcome: 'refused' },
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
  // No answer at all is no refusal either.
  if (status >= 500 || status < 200) return failed;
  return refused(status < 400 ? 'REDIRECTED' : 'INVALID_REQUEST');
}
