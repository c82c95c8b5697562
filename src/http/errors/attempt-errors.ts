import { duration } from '../../common/duration.ts';
import { printableLine } from '../../common/printable.ts';
import type { HttpRequest, Service } from '../send/send.ts';
import { SERVICE_NAMES, ServiceError } from './service-error.ts';

/** What is taken from a client library's error; the error itself holds the headers and goes no further. */
export interface ConnectionFailure {
  code: string;
  message: string;
  /** The connection (with TLS) stood, so bytes of the request may have left. */
  connected: boolean;
}

/** Failures of the connection itself: no byte of the request has left. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ERR_PROXY_TUNNEL',
  'ERR_PROXY_INVALID_CONFIG',
]);

const EXTRA_CA =
  'If your network has its own authority, name its file in NODE_EXTRA_CA_CERTS or use --use-system-ca.';
const CLOCK = (now: Date) =>
  `This machine's clock says ${now.toISOString().slice(0, 16)} UTC; is that right?`;

/** Codes of Node (measured, docs/facts/reliability.md#connections): what is wrong, and what to do. */
const TLS_PROBLEMS: Record<string, { problem: string; hint: (now: Date) => string }> = {
  CERT_HAS_EXPIRED: { problem: 'its certificate has expired', hint: CLOCK },
  CERT_NOT_YET_VALID: { problem: 'its certificate is not valid yet', hint: CLOCK },
  DEPTH_ZERO_SELF_SIGNED_CERT: { problem: 'its certificate is self-signed', hint: () => EXTRA_CA },
  SELF_SIGNED_CERT_IN_CHAIN: {
    problem: 'its certificate chain ends in an unknown authority',
    hint: () => EXTRA_CA,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    problem: 'its certificate is from an unknown authority',
    hint: () => EXTRA_CA,
  },
  UNABLE_TO_GET_ISSUER_CERT: {
    problem: 'its certificate is from an unknown authority',
    hint: () => EXTRA_CA,
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    problem: 'its certificate is from an unknown authority',
    hint: () => EXTRA_CA,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    problem: 'its certificate is for another host name',
    hint: () => 'Check the base URL in the profile.',
  },
  CERT_REVOKED: { problem: 'its certificate has been revoked', hint: () => 'Ask the service.' },
};

const HANDSHAKE: { problem: string; hint: (now: Date) => string } = {
  problem: 'no secure connection could be agreed on',
  hint: () => 'The service or a proxy on the way must speak TLS 1.2 or newer.',
};

/** A failed exchange as our own error: `TLS` and never retried, or `NETWORK`. */
export function connectionError(
  failure: ConnectionFailure,
  request: HttpRequest,
  service: Service,
  now: Date,
): ServiceError {
  const name = SERVICE_NAMES[service];
  const facts = { service, endpoint: request.endpoint };
  const tls = tlsProblem(failure);
  if (tls !== undefined) {
    return new ServiceError(
      'TLS',
      `${name} was not trusted: ${tls.problem} (${failure.code}).`,
      { ...facts, outcome: 'not_sent' },
      { hint: tls.hint(now) },
    );
  }
  const notSent = !failure.connected || NOT_CONNECTED.has(failure.code);
  const text = printableLine(failure.message);
  return new ServiceError(
    'NETWORK',
    notSent
      ? `${name} could not be reached for ${request.endpoint}: ${text}.`
      : `The connection to ${name} broke during ${request.endpoint}: ${text}.`,
    { ...facts, outcome: notSent ? 'not_sent' : 'unknown' },
    {
      hint: notSent
        ? 'Check the network, the proxy settings and the base URL.'
        : 'Check the network, then run it again.',
    },
  );
}

function tlsProblem({ code, connected }: ConnectionFailure) {
  const known = TLS_PROBLEMS[code];
  if (known !== undefined) return known;
  const handshake = code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
  return handshake && !connected ? HANDSHAKE : undefined;
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

/** A 2xx whose body is not what was agreed. The request has been answered, so its outcome is `unknown`, not failed. */
export function contractBroken(
  { service, endpoint }: { service: Service; endpoint: string },
  difference: string,
  facts: { status?: number; requestId?: string } = {},
): ServiceError {
  return new ServiceError(
    'CONTRACT',
    `${SERVICE_NAMES[service]} answered ${endpoint} differently than agreed: ${difference}.`,
    { service, endpoint, outcome: 'unknown', ...facts },
    { hint: 'The service has changed; look for a newer ttpd, or report this.' },
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
