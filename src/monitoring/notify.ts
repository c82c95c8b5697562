import type { Clock } from '../common/clock.ts';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import { createRetryBudget, withRetry } from '../http/retry/retry.ts';
import type { Send } from '../http/send/send.ts';
import { isLoopback } from '../http/send/url.ts';
import type { Redactor } from '../http/watch/redact.ts';
import { withHttpErrors } from '../http/wire/http-errors.ts';
import { createTransport } from '../http/wire/transport.ts';

export interface NotifyOptions {
  clock: Clock;
  redactor: Redactor;
  /** For one attempt. 10 s: a run must not hang on whom it tells. */
  timeoutMs?: number;
  proxyEnv?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  random?: () => number;
}

/** Tells a text to whoever listens. */
export type Notify = (text: string) => Promise<Problem[]>;

const ENDPOINT = 'POST notification';
const OPERATION_MS = 60_000;

/**
 * Posts Slack's message format (`{"text": …}`), which Mattermost, Rocket.Chat and Discord's `/slack` addresses take too.
 * Up to three attempts. The address is a secret, whoever has it can post: it goes into the redactor at once, and no
 * error and no log has more of it than the host. Failing to tell is a warning and never ends a run: it is the answer.
 * @throws TtpdError NOTIFY_URL (exit 2) when the address is neither https nor on this machine's loopback
 */
export function createNotify(address: string, options: NotifyOptions): Notify {
  const { clock, redactor, signal, random } = options;
  const url = readUrl(address);
  for (const secret of [address, url.href, `${url.pathname}${url.search}`]) redactor.add(secret);

  return async (text) => {
    const transport = createTransport({
      service: 'webhook',
      baseUrl: url.origin,
      sign: () => ({}),
      redactor,
      clock,
      timeoutMs: options.timeoutMs ?? 10_000,
      maxBodyBytes: 64 * 1024,
      userAgent: 'ttpd',
      ...(options.proxyEnv && { proxyEnv: options.proxyEnv }),
    });
    const send = withRetry(
      takingAnyBody(withHttpErrors(transport.send, { service: 'webhook', redactor, clock })),
      {
        service: 'webhook',
        clock,
        budget: createRetryBudget(clock),
        operationTimeoutMs: OPERATION_MS,
        ...(random && { random }),
      },
    );
    try {
      await send({
        method: 'POST',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        endpoint: ENDPOINT,
        json: { text },
        // Twice told is better than not told.
        idempotent: true,
        ...(signal && { signal }),
      });
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [notTold(url.host, error)];
    } finally {
      transport.close();
    }
  };
}

/** Slack answers `ok`, others nothing at all: of a 2xx the body does not matter. */
function takingAnyBody(send: Send): Send {
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'BROKEN_BODY' && error.status !== undefined)
        return { status: error.status, headers: {}, body: undefined };
      throw error;
    }
  };
}

function readUrl(address: string): URL {
  const url = URL.parse(address);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url && safe && url.username === '' && url.password === '') return url;
  throw new TtpdError(
    'NOTIFY_URL',
    'The address for notifications must be a URL that begins with https://.',
    {
      hint: 'Copy the incoming webhook of your chat into TTPD_NOTIFY_URL.',
      exitCode: ExitCode.Usage,
    },
  );
}

function notTold(host: string, { code, status }: ServiceError): Problem {
  const why = status === undefined ? code : `${code}, HTTP ${status}`;
  return {
    code: 'NOT_NOTIFIED',
    severity: 'warning',
    message: `The notification could not be posted to ${host} (${why}).`,
    hint: 'The result is not changed by it. Check the webhook in your chat and TTPD_NOTIFY_URL.',
  };
}
