import { type AnswerContext, brokenBody, toAnswer } from './answer.ts';
import type { Transport } from './attempt.ts';
import type { Signer } from './sign.ts';
import { targetUrl } from './target.ts';

export interface FetchTransportOptions extends AnswerContext {
  baseUrl: string;
  sign: Signer;
  maxBodyBytes: number;
  /** Answers a request in this process: a Hono app's `fetch`, a test. Not meant for the network. */
  fetch: (request: Request) => Response | Promise<Response>;
}

/** The same exchange as `createTransport`, without a socket. */
export function createFetchTransport(options: FetchTransportOptions): Transport {
  const { service, maxBodyBytes } = options;
  return async (request) => {
    request.signal?.throwIfAborted();
    const url = targetUrl(options.baseUrl, request, service);
    const response = await options.fetch(
      new Request(url, {
        method: request.method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(request.json !== undefined && { 'content-type': 'application/json' }),
          ...request.headers,
          ...options.sign(url, request),
        },
        ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
        ...(request.signal && { signal: request.signal }),
      }),
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status } = response;
    if (bytes.length > maxBodyBytes) throw brokenBody(service, request, 'is too large', { status });
    return toAnswer({ status, headers: Object.fromEntries(response.headers), bytes }, request, options);
  };
}
