import type { ClientRequest } from 'node:http';
import type { Clock } from '../../common/clock.ts';
import { brokenBody, connectionError, timedOut } from '../errors/attempt-errors.ts';
import { ServiceError } from '../errors/service-error.ts';
import type { Signer } from '../send/auth.ts';
import type { AttemptRequest, HttpAnswer, HttpRequest, Service, Transport } from '../send/send.ts';
import { isLoopback, queryText } from '../send/url.ts';
import { type AgentOptions, createAgents } from './agents.ts';
import { type AnswerContext, type RawAnswer, toAnswer } from './answer.ts';

export interface TransportOptions extends AgentOptions, AnswerContext {
  sign: Signer;
  /** For one attempt as a whole, from connecting to the last byte. */
  timeoutMs: number;
  /** Bytes of one answer after inflation; more is `BROKEN_BODY`. */
  maxBodyBytes: number;
  userAgent: string;
  clock: Clock;
}

export interface ClosableTransport {
  /** Loads what the first request needs, so that loading is not metered as the service's slowness. */
  prepare(): Promise<void>;
  send: Transport;
  /** Drops the idle connections. */
  close(): void;
}

/** Bodies that inflate to more than this are refused (measured, docs/facts/reliability.md#bodies). */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * One exchange over the network. The only file that knows got: its errors carry the headers, and with them the key,
 * so nothing of them leaves this file but code and text.
 */
export function createTransport(options: TransportOptions): ClosableTransport {
  const { service, timeoutMs, maxBodyBytes } = options;
  const agents = createAgents(options);
  // Loaded with the first request: commands that send nothing never pay for it.
  let loading: Promise<typeof import('got')> | undefined;

  function load() {
    loading ??= import('got');
    return loading;
  }

  async function send(request: AttemptRequest): Promise<HttpAnswer> {
    const url = targetUrl(options.baseUrl, request, service);
    const { default: got, TimeoutError } = await load();
    request.signal?.throwIfAborted();
    const exchange = got.stream(url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        'user-agent': options.userAgent,
        ...request.headers,
        ...options.sign(url, request),
      },
      ...(request.json !== undefined && { json: request.json }),
      agent: { http: agents.http, https: agents.https },
      // Said outright: NODE_TLS_REJECT_UNAUTHORIZED=0 and --tls-min-v1.0 would weaken what is left to the defaults.
      https: { rejectUnauthorized: true, minVersion: 'TLSv1.2', certificateAuthority: agents.ca },
      // got repeats X-Auth-Token and X-API-Key to a foreign origin (measured); retries are ours alone.
      followRedirect: false,
      throwHttpErrors: false,
      retry: { limit: 0 },
      timeout: { request: timeoutMs },
      ...(request.signal && { signal: request.signal }),
    });
    // got waits for a body where the method may have one.
    if (request.json === undefined && request.method !== 'GET') exchange.end();
    const answer: Partial<RawAnswer> & { chunks: Uint8Array[] } = { chunks: [] };
    let connected = false;
    let switched = false;
    exchange.once('request', (sent: ClientRequest) => {
      whenConnected(sent, url, () => {
        connected = true;
      });
      // 101: Node takes the socket away from the request, which would then wait for ever.
      sent.once('upgrade', (_, socket) => {
        switched = true;
        socket.on('error', () => {});
        socket.destroy();
        exchange.destroy();
      });
    });
    exchange.once('response', (response) => {
      answer.status = response.statusCode;
      answer.headers = flatten(response.headers);
    });
    try {
      let bytes = 0;
      for await (const chunk of exchange) {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) break;
        answer.chunks.push(chunk);
      }
      if (switched) throw protocolSwitched();
      return finish(answer, bytes > maxBodyBytes ? `is larger than ${megabytes(maxBodyBytes)}` : undefined);
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (switched) throw protocolSwitched();
      if (error instanceof ServiceError || !hasCode(error)) throw error;
      if (error instanceof TimeoutError) {
        throw timedOut(service, request, timeoutMs, connected ? 'unknown' : 'not_sent');
      }
      if (answer.status !== undefined) return finish(answer, 'was cut off or damaged on the way');
      const failure = { code: error.code, message: options.redactor.scrub(error.message), connected };
      throw connectionError(failure, request, service, options.clock.date());
    } finally {
      exchange.destroy();
    }

    function protocolSwitched(): ServiceError {
      return brokenBody(service, request, 'switches to another protocol', { status: 101 });
    }

    /** A damaged body matters only where the body is the answer: a refusal's status stands. */
    function finish({ status = 0, headers = {}, chunks }: typeof answer, damage?: string): HttpAnswer {
      if (damage !== undefined && status >= 200 && status < 300) {
        throw brokenBody(service, request, damage, { status });
      }
      return toAnswer({ status, headers, bytes: Buffer.concat(chunks) }, request, options);
    }
  }

  return {
    send,
    close: agents.close,
    async prepare() {
      await load();
    },
  };
}

/**
 * Where a request goes. Refuses (`BAD_TARGET`, nothing sent) everything that could carry the key to somewhere else
 * than the configured service: other origins, plain http to another machine, credentials in the address.
 */
export function targetUrl(baseUrl: string, request: HttpRequest, service: Service): URL {
  const refuse = (problem: string) =>
    new ServiceError('BAD_TARGET', problem, { service, endpoint: request.endpoint, outcome: 'not_sent' });
  const base = URL.parse(baseUrl);
  if (base === null) throw refuse(`The base URL of ${service} is not a URL.`);
  if (base.username !== '' || base.password !== '') {
    throw refuse(`The base URL of ${service} contains a user name or password; take it out.`);
  }
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base))) {
    throw refuse(
      `${service} must be reached by https: ${base.protocol}//${base.host} would show the key to others.`,
    );
  }
  if (!request.path.startsWith('/'))
    throw refuse(`The path of ${request.endpoint} does not begin with a slash.`);
  // Joined as text: after a slash, neither `//host` nor `http://host` in a path can name another host.
  const url = URL.parse(base.origin + base.pathname.replace(/\/+$/, '') + request.path);
  if (url === null) throw refuse(`The path of ${request.endpoint} is not part of a URL.`);
  url.search = queryText(request.query);
  return url;
}

/**
 * Only a connection that stood, TLS and all, can have carried a byte of the request. Through a proxy the socket is
 * handed over before TLS is done: that counts as connected, since the careful reading of a failure is "unknown".
 */
function whenConnected(sent: ClientRequest, url: URL, done: () => void): void {
  sent.once('socket', (socket) => {
    if (!socket.connecting) done();
    else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', done);
  });
}

/** got's errors and the stream's own have one; anything else is a bug of ours. */
function hasCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** Repeated headers become one, comma-separated, as HTTP allows. */
function flatten(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
