import type { z } from 'zod';
import { printableLine } from '../../common/printable.ts';
import { brokenBody, contractBroken } from '../errors/attempt-errors.ts';
import type { HttpAnswer, HttpRequest, Service } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';
import { readErrorBody, readJson } from './json-body.ts';

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
  const requestId = id === undefined ? undefined : printableLine(redactor.scrub(id));
  const common = { status, headers, bytes: bytes.length, ...(requestId !== undefined && { requestId }) };
  if (status < 200 || status > 299) {
    return { ...common, body: readErrorBody(bytes, headers['content-type'], redactor) };
  }
  // A delete without a body has nothing to say; anything else promised one.
  if (bytes.length === 0 && request.method === 'DELETE') return { ...common, body: undefined };
  const read = readJson(bytes, status, headers['content-type'], redactor, !request.isPersonal);
  if ('body' in read) return { ...common, body: read.body };
  const facts = { status, ...(requestId !== undefined && { requestId }) };
  throw 'difference' in read
    ? contractBroken({ service, endpoint: request.endpoint }, read.difference, facts)
    : brokenBody(service, request, read.problem, facts);
}

/**
 * The body as the schema's type. Throws a `ServiceError` CONTRACT that names the field when the service no longer keeps
 * its contract; the request itself has been answered, so its outcome is `unknown`, not failed.
 */
export function parseAnswer<T extends z.ZodType>(
  schema: T,
  answer: HttpAnswer,
  call: { service: Service; endpoint: string },
): z.output<T> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const [issue, ...others] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? 'the body' : `field ${fieldPath(issue.path)}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw contractBroken(call, `${at}: ${printableLine(issue?.message ?? '')}${more}`, {
    status: answer.status,
    ...(answer.requestId !== undefined && { requestId: answer.requestId }),
  });
}

/** `data[3].price` */
function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${printableLine(String(part), 60)}`,
    )
    .join('');
}
