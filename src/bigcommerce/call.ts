import type { z } from 'zod';
import type { HttpAnswer, HttpRequest, Send } from '../http/send/send.ts';
import { parseAnswer } from '../http/wire/answer.ts';

/** Sends one request and reads its answer: a value, or a `ServiceError`. */
export async function call<T>(send: Send, request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  return read(await send(request), request, schema);
}

export function read<T>(answer: HttpAnswer, request: HttpRequest, schema: z.ZodType<T>): T {
  return parseAnswer(schema, answer, { service: 'bigcommerce', endpoint: request.endpoint });
}

export function chunksOf<T>(rows: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}
