import { validateHeaderValue } from 'node:http';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { afterEarlier, SERVICE_NAMES, ServiceError } from '../errors/service-error.ts';
import type { Auth, Signer } from '../send/auth.ts';
import type { HttpAnswer, HttpRequest, Send, Service } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';

export interface CredentialOptions {
  service: Service;
  baseUrl: string;
  auth: Auth;
  redactor: Redactor;
  /** The service has been given up; what still waits should fail with this. */
  onStopped?: (error: TtpdError) => void;
}

export interface Credential {
  sign: Signer;
  /** Wraps the other layers: reads the key before the first request, and once more when it is refused. */
  wrap(send: Send): Send;
}

/** One service's key: read once, bound to one origin, re-read once after a 401, then the service stops. */
export function createCredential(options: CredentialOptions): Credential {
  const { service, auth, redactor } = options;
  const origin = URL.parse(options.baseUrl)?.origin;
  let reading: Promise<string> | undefined;
  let value: string | undefined;
  /** Counts changes of the value, to see whether a refused request was sent with an older one. */
  let version = 0;
  let refreshing: Promise<void> | undefined;
  let stopped: TtpdError | undefined;

  function stop(error: TtpdError): TtpdError {
    stopped ??= error;
    options.onStopped?.(stopped);
    return stopped;
  }

  async function read(): Promise<string> {
    const secret = await auth.secret.read();
    redactor.add(secret);
    try {
      if (secret === '') throw new Error('empty');
      validateHeaderValue(auth.header, secret);
    } catch {
      throw new TtpdError(
        'UNAUTHORIZED',
        `The key from ${auth.secret.describe()} is empty or not a valid key.`,
        {
          exitCode: ExitCode.Unauthorized,
        },
      );
    }
    return secret;
  }

  async function ready(): Promise<void> {
    if (stopped) throw stopped;
    try {
      reading ??= read();
      value ??= await reading;
    } catch (error) {
      throw error instanceof TtpdError ? stop(error) : error;
    }
  }

  async function refresh(): Promise<void> {
    const fresh = await read();
    if (fresh === value) return;
    value = fresh;
    version += 1;
  }

  const sign: Signer = (url, request) => {
    if (stopped) throw stopped;
    if (url.origin !== origin || value === undefined) {
      throw new ServiceError('BAD_TARGET', `The key of ${service} is not for ${url.origin}.`, {
        service,
        endpoint: request.endpoint,
        outcome: 'not_sent',
      });
    }
    return { [auth.header]: auth.header === 'Authorization' ? `Bearer ${value}` : value };
  };

  async function sendWithKey(send: Send, request: HttpRequest, reread = false): Promise<HttpAnswer> {
    const used = version;
    try {
      return await send(request);
    } catch (error) {
      if (!isRefusedKey(error)) throw error;
      try {
        return await sendAgain(send, request, error, used, reread);
      } catch (later) {
        throw later instanceof ServiceError ? afterEarlier(later, error.outcome) : later;
      }
    }
  }

  /** @param used the version of the key that was refused. */
  async function sendAgain(
    send: Send,
    request: HttpRequest,
    refusal: ServiceError,
    used: number,
    reread: boolean,
  ): Promise<HttpAnswer> {
    if (stopped) throw stopped;
    // Another request may have found the new key while this one was under way with the old one.
    if (version !== used) return sendWithKey(send, request, reread);
    if (!reread) await unlessAborted(refreshOnce(), request.signal);
    if (version === used) throw stop(rejected(refusal, service, auth));
    return sendWithKey(send, request, true);
  }

  async function refreshOnce(): Promise<void> {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    // A source that cannot be read has no new key: what the service said is the better story.
    await refreshing.catch(() => {});
  }

  return {
    sign,
    wrap: (send) => async (request) => {
      // A keychain may be asking the user right now.
      await unlessAborted(ready(), request.signal);
      return sendWithKey(send, request);
    },
  };
}

function isRefusedKey(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === 'UNAUTHORIZED';
}

function rejected(refusal: ServiceError, service: Service, auth: Auth): ServiceError {
  const { endpoint, status, body, requestId } = refusal;
  return new ServiceError(
    'UNAUTHORIZED',
    refusal.message,
    {
      service,
      endpoint,
      outcome: 'refused',
      ...(status !== undefined && { status }),
      body,
      ...(requestId !== undefined && { requestId }),
    },
    {
      exitCode: ExitCode.Unauthorized,
      hint: `Check the key of ${SERVICE_NAMES[service]} in ${auth.secret.describe()}; the service no longer accepts it.`,
    },
  );
}

/** The promise's result, unless the signal aborts first: then its reason, at once. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
