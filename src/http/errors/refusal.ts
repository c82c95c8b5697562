import { duration } from '../../common/duration.ts';
import { type ErrorDetails, ExitCode } from '../../common/errors.ts';
import { retryAfterMs } from '../retry/retry-after.ts';
import type { HttpAnswer, HttpRequest, Service } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';
import { bodyText } from '../wire/describe.ts';
import { shorten } from '../wire/shorten.ts';
import type { Verdict } from './classify.ts';
import { ServiceError } from './service-error.ts';
import { SERVICE_NAMES } from './service-names.ts';

export interface RefusalContext {
  service: Service;
  redactor: Redactor;
  /** The wall clock, for dates in `Retry-After`. */
  now: Date;
}

/** An answer that is not a 2xx as the error it is, with the service's own words, scrubbed. */
export function refusalError(
  answer: HttpAnswer,
  verdict: Verdict,
  request: HttpRequest,
  { service, redactor, now }: RefusalContext,
): ServiceError {
  const body = shorten(redactor.scrubValue(answer.body));
  const asked =
    answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.headers, now) : undefined;
  return new ServiceError(
    verdict.code,
    redactor.scrub(sentence(answer, verdict, request, service, body, asked)),
    {
      service,
      endpoint: request.endpoint,
      outcome: verdict.outcome,
      status: answer.status,
      body,
      ...(answer.requestId !== undefined && { requestId: answer.requestId }),
      ...(asked !== undefined && { retryAfterMs: asked }),
    },
    details(verdict, request, service),
  );
}

function sentence(
  { status, headers }: HttpAnswer,
  { code }: Verdict,
  { endpoint }: HttpRequest,
  service: Service,
  body: unknown,
  asked: number | undefined,
): string {
  const name = SERVICE_NAMES[service];
  const said = bodyText(body);
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

function details({ code }: Verdict, request: HttpRequest, service: Service): ErrorDetails {
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
