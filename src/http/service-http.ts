import type { Clock } from '../common/clock.ts';
import { TtpdError } from '../common/errors.ts';
import { createRateLimiter, withRateLimiter } from './limits/rate-limiter.ts';
import type { ServiceLimits } from './limits/service-limits.ts';
import { createBreaker, TURNED_AWAY_BY_BREAKER } from './retry/breaker.ts';
import { createRetryBudget, withRetry } from './retry/retry.ts';
import type { Auth, Signer } from './send/auth.ts';
import type { Send, Service, Transport } from './send/send.ts';
import type { AuditLog } from './watch/audit.ts';
import type { OnHttpEvent } from './watch/events.ts';
import { withInstrumentation } from './watch/instrument.ts';
import type { Meters, MetersSnapshot } from './watch/meters.ts';
import type { Redactor } from './watch/redact.ts';
import type { ProxyEnv } from './wire/agents.ts';
import { createCredential } from './wire/credential.ts';
import { withHttpErrors } from './wire/http-errors.ts';
import { type ClosableTransport, createTransport, MAX_BODY_BYTES } from './wire/transport.ts';

export interface ServiceHttpOptions {
  service: Service;
  /** https, or http on loopback. Paths of requests go under it. */
  baseUrl: string;
  auth: Auth;
  limits: ServiceLimits;
  /** For one attempt. 30 s (docs/facts/finditparts.md#parts-api). */
  timeoutMs?: number;
  /** For one call with all its retries, from its first departure. 5 min. */
  operationTimeoutMs?: number;
  /** When the breaker is open: `fail` at once (default), or `wait` until the service is tried again. */
  whenOpen?: 'fail' | 'wait';
  clock: Clock;
  redactor: Redactor;
  audit?: AuditLog;
  meters: Meters;
  events?: OnHttpEvent;
  random?: () => number;
  caFile?: string;
  /** Where the proxy variables are looked up. The process's environment. */
  proxyEnv?: ProxyEnv;
  maxBodyBytes?: number;
  userAgent?: string;
  /** Instead of the network: a scripted transport. Gets the signer, so that the key's rules can be tested. */
  transport?: (sign: Signer) => Transport;
}

export interface ServiceHttp {
  send: Send;
  meters(): MetersSnapshot;
  /** What BigCommerce has left us in its window; `undefined` until an answer said so, and for other services. */
  quota(): { left: number; quota: number } | undefined;
  /** Milliseconds until the pause in force ends; 0 when there is none. */
  pausedMs(): number;
  close(): Promise<void>;
}

/**
 * `credential(retry(breaker(httpErrors(rateLimiter(instrumentation(transport))))))` for one service.
 *
 * The folders, each of which knows only those before it: `send` (the contract: requests, answers, keys), `errors` (what
 * a failed call is), `watch` (events, meters, audit log, redactor), `limits` (when a request may leave), `retry` (what
 * is sent again, the circuit breaker), and `wire` (one exchange over the network), which needs neither of the last two.
 */
export function createServiceHttp(options: ServiceHttpOptions): ServiceHttp {
  const { service, baseUrl, auth, clock, redactor, audit, meters, events, whenOpen = 'fail' } = options;

  const credential = createCredential({
    service,
    baseUrl,
    auth,
    redactor,
    onStopped: (error) => limiter.rejectWaiting(error),
  });
  const transport = connect(options, credential.sign);
  const limiter = createRateLimiter({
    limits: options.limits,
    clock,
    onPaused: (pause) => events?.({ type: 'paused', service, ...pause }),
  });
  const breaker = createBreaker({
    service,
    clock,
    whenOpen,
    onState: (state, ms) => {
      events?.({ type: 'breaker', service, state });
      if (state !== 'open') return;
      if (whenOpen === 'wait') events?.({ type: 'paused', service, ms, reason: 'breaker' });
      // What already waits in the queue was let through while the circuit was closed.
      limiter.rejectWaiting(TURNED_AWAY_BY_BREAKER);
    },
  });

  const observed = withInstrumentation(transport.send, { service, clock, meters, ...(audit && { audit }) });
  const paced = withRateLimiter(observed, limiter, clock, (request, ms) =>
    meters.waited(service, request.endpoint, ms),
  );
  const guarded = breaker.wrap(withHttpErrors(paced, { service, redactor, clock }));
  const retried = withRetry(guarded, {
    service,
    clock,
    budget: createRetryBudget(clock),
    operationTimeoutMs: options.operationTimeoutMs ?? 300_000,
    pause: (ms) => limiter.pause(ms, 'rate-limited'),
    onRetry: (request) => meters.retry(service, request.endpoint),
    ...(options.random && { random: options.random }),
    ...(events && { events }),
  });
  const authorized = credential.wrap(retried);
  let closed = false;

  return {
    async send(request) {
      if (closed) throw new TtpdError('CLOSED', `The connection to ${service} has been closed.`);
      meters.call(service, request.endpoint);
      await transport.prepare();
      return authorized(request);
    },
    meters: () => meters.snapshot(service),
    quota: () => limiter.quota(),
    pausedMs: () => limiter.pausedMs(),
    async close() {
      closed = true;
      limiter.rejectWaiting(new TtpdError('CLOSED', `The connection to ${service} has been closed.`));
      transport.close();
    },
  };
}

function connect(options: ServiceHttpOptions, sign: Signer): ClosableTransport {
  const { service, baseUrl, redactor, maxBodyBytes = MAX_BODY_BYTES } = options;
  const inProcess = { close: () => {}, prepare: async () => {} };
  if (options.transport) return { ...inProcess, send: options.transport(sign) };
  return createTransport({
    service,
    redactor,
    baseUrl,
    sign,
    maxBodyBytes,
    timeoutMs: options.timeoutMs ?? 30_000,
    userAgent: options.userAgent ?? 'ttpd',
    clock: options.clock,
    proxyEnv: options.proxyEnv ?? process.env,
    ...(options.caFile !== undefined && { caFile: options.caFile }),
  });
}
