import { ServiceError } from '../../../src/http/errors/service-error.ts';
import { createRetryBudget, withRetry } from '../../../src/http/retry/retry.ts';
import type { HttpEvent } from '../../../src/http/watch/events.ts';
import { createRedactor } from '../../../src/http/watch/redact.ts';
import { withHttpErrors } from '../../../src/http/wire/http-errors.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedTransport, type Script } from '../../helpers/scripted-transport.ts';
import { request } from '../requests.ts';

export function failure(code: string, outcome: 'not_sent' | 'unknown' = 'unknown') {
  return new ServiceError(code, code, { service: 'finditparts', endpoint: 'GET /x', outcome });
}

/** A call through retries to a scripted service, on a clock of its own. */
export function setUp(script: Script, { random = 0, operationTimeoutMs = 600_000 } = {}) {
  const clock = createFakeClock();
  const transport = createScriptedTransport(clock, script);
  const events: HttpEvent[] = [];
  const pauses: number[] = [];
  const service = 'finditparts';
  const send = withRetry(withHttpErrors(transport.send, { service, redactor: createRedactor(), clock }), {
    service,
    clock,
    budget: createRetryBudget(clock),
    operationTimeoutMs,
    random: () => random,
    pause: (ms) => pauses.push(ms),
    events: (event) => events.push(event),
  });
  const times = () => transport.calls.map(({ at }) => at);
  /** Runs one call to its end; a refusal is a value. */
  const run = (what = request()) =>
    clock.run(
      send(what).then(
        (answer) => answer.status,
        (error: unknown) => error,
      ),
    );
  return { clock, transport, events, pauses, send, run, times };
}
