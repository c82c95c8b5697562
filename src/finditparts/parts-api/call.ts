import type { z } from 'zod';
import { TtpdError } from '../../common/errors.ts';
import type { HttpRequest, Send } from '../../http/send/send.ts';
import { parseAnswer } from '../../http/wire/answer.ts';

/** Sends one request and reads its answer: a value, or a `ServiceError`. */
export async function call<T>(send: Send, request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  const answer = await send(request);
  return parseAnswer(schema, answer, { service: 'finditparts', endpoint: request.endpoint });
}

/** An id as one segment of a path. A blank or dotted id would turn the call into another one. */
export function segment(id: string): string {
  if (/^\s*\.{0,2}\s*$/.test(id)) {
    throw new TtpdError('INVALID_ID', `${JSON.stringify(id)} is not an id of FinditParts.`);
  }
  return encodeURIComponent(id);
}
