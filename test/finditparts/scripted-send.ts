import { ServiceError } from '../../src/http/errors/service-error.ts';
import type { HttpRequest, Send, Service } from '../../src/http/send/send.ts';

export interface Scripted {
  send: Send;
  /** What was asked, in order. */
  requests: HttpRequest[];
}

/** A body answers 200; `reply(status, body)` answers with another status. */
export type Script = (request: HttpRequest, index: number) => unknown;

class Reply {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

export function reply(status: number, body?: unknown): Reply {
  return new Reply(status, body);
}

const CODES: Record<number, string> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
};

/** A `Send` without a network: answers and `ServiceError`s as the real one gives them. */
export function scriptedSend(service: Service, script: Script): Scripted {
  const requests: HttpRequest[] = [];
  return {
    requests,
    async send(request) {
      request.signal?.throwIfAborted();
      requests.push(request);
      const given = await script(request, requests.length - 1);
      const { status, body } = given instanceof Reply ? given : new Reply(200, given);
      if (status < 300) return { status, headers: {}, body };
      const code = CODES[status] ?? (status < 500 ? 'INVALID_REQUEST' : 'SERVICE_FAILED');
      throw new ServiceError(code, `${service} answered ${status}`, {
        service,
        endpoint: request.endpoint,
        outcome: status < 500 ? 'refused' : 'unknown',
        status,
        body,
      });
    },
  };
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
