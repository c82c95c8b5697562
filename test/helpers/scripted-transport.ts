import type { Clock } from '../../src/common/clock.ts';
import type { AttemptRequest, HttpAnswer, Transport } from '../../src/http/send/send.ts';

/** What happens to one attempt: an answer (200 and `{}` where silent), or an error; after `ms`. */
export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  error?: unknown;
  ms?: number;
}

export type Script = readonly Scripted[] | ((request: AttemptRequest, call: number) => Scripted);

export interface ScriptedTransport {
  send: Transport;
  /** Each attempt, with the clock's time at which it left. */
  calls: { at: number; request: AttemptRequest }[];
}

/** A transport that plays a list, whose last entry repeats, or asks a function. */
export function createScriptedTransport(clock: Clock, script: Script): ScriptedTransport {
  const calls: ScriptedTransport['calls'] = [];

  async function send(request: AttemptRequest): Promise<HttpAnswer> {
    const index = calls.length;
    calls.push({ at: clock.now(), request });
    const step =
      typeof script === 'function' ? script(request, index) : script[Math.min(index, script.length - 1)];
    const { status = 200, headers = {}, body = {}, error, ms = 0 } = step ?? {};
    request.signal?.throwIfAborted();
    if (ms > 0) await clock.sleep(ms, request.signal);
    if (error !== undefined) throw error;
    return { status, headers, body };
  }

  return { send, calls };
}
