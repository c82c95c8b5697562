import { duration } from '../../common/duration.ts';
import { ServiceError } from '../errors/service-error.ts';
import { SERVICE_NAMES } from '../errors/service-names.ts';
import type { HttpAnswer, HttpRequest, Service } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';
import { excerpt } from './excerpt.ts';
import { readErrorBody, readJson } from './read-body.ts';

const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'cf-ray'];

/** Bytes after inflation, before they are parsed. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Uint8Array;
}

export interface AnswerContext {
  service: Service;
  /** A service may say our own key back to us; what is quoted from it is scrubbed. */
  redactor: Redactor;
}

/**
 * Bytes to an answer of any status. A 2xx whose body cannot be read is `BROKEN_BODY` with outcome `unknown`: the
 * service has probably done what we asked.
 */
export function toAnswer(
  raw: RawAnswer,
  request: HttpRequest,
  { service, redactor }: AnswerContext,
): HttpAnswer {
  const { status, headers, bytes } = raw;
  const id = REQUEST_ID_HEADERS.map((name) => headers[name]).find((value) => value !== undefined);
  const requestId = id === undefined ? undefined : excerpt(redactor.scrub(id));
  const common = { status, headers, bytes: bytes.length, ...(requestId !== undefined && { requestId }) };
  if (status < 200 || status > 299) {
    return { ...common, body: readErrorBody(bytes, headers['content-type']) };
  }
  // A delete without a body has nothing to say; anything else promised one.
  if (bytes.length === 0 && request.method === 'DELETE') return { ...common, body: undefined };
  const read = readJson(bytes, status, headers['content-type']);
  if ('body' in read) return { ...common, body: read.body };
  throw brokenBody(service, request, redactor.scrub(read.problem), {
    status,
    ...(requestId !== undefined && { requestId }),
  });
}

export function brokenBody(
  service: Service,
  request: HttpRequest,
  problem: string,
  facts: { status?: number; requestId?: string } = {},
): ServiceError {
  return new ServiceError(
    'BROKEN_BODY',
    `${SERVICE_NAMES[service]} answered ${request.endpoint}, but the answer ${problem}.`,
    { service, endpoint: request.endpoint, outcome: 'unknown', ...facts },
    {
      hint: 'Try again later. If it stays so, check the base URL and what stands between: a proxy, a sign-in page.',
    },
  );
}

export function timedOut(
  service: Service,
  request: HttpRequest,
  ms: number,
  outcome: 'unknown' | 'not_sent' | 'refused',
): ServiceError {
  return new ServiceError(
    'TIMEOUT',
    `${SERVICE_NAMES[service]} did not finish ${request.endpoint} within ${duration(ms)}.`,
    { service, endpoint: request.endpoint, outcome },
    { hint: 'Try again later, or give it longer with --timeout.' },
  );
}
