import type { Clock } from '../../common/clock.ts';
import { ServiceError } from '../errors/service-error.ts';
import type { AttemptRequest, HttpAnswer, Service, Transport } from '../send/send.ts';
import { queryText } from '../send/url.ts';
import type { AuditLine, AuditLog } from './audit.ts';
import type { Meters } from './meters.ts';
import { isPersonal, mask } from './personal.ts';

export interface InstrumentOptions {
  service: Service;
  clock: Clock;
  meters: Meters;
  audit?: AuditLog;
}

/** Innermost layer but the wire: every attempt is metered and leaves one audit line, however it ends. */
export function withInstrumentation(
  send: Transport,
  { service, clock, meters, audit }: InstrumentOptions,
): Transport {
  return async (request) => {
    const startedAt = clock.now();
    try {
      const answer = await send(request);
      record(request, clock.now() - startedAt, factsOf(answer));
      return answer;
    } catch (error) {
      record(request, clock.now() - startedAt, failureOf(error));
      throw error;
    }
  };

  function record(request: AttemptRequest, ms: number, facts: Partial<AuditLine>): void {
    const { endpoint, method, attempt = 1 } = request;
    const ok = facts.code === undefined && facts.status !== undefined && facts.status < 300;
    const { status } = facts;
    meters.attempt(service, endpoint, { ms, ok, ...(status !== undefined && { status }) });
    audit?.write({
      service,
      endpoint,
      method,
      path: pathOf(request),
      ...facts,
      ms: Math.round(ms * 10) / 10,
      attempt,
    });
  }
}

function factsOf({ status, bytes, requestId }: HttpAnswer): Partial<AuditLine> {
  return {
    status,
    ...(bytes !== undefined && { bytes }),
    ...(requestId !== undefined && { requestId }),
  };
}

function failureOf(error: unknown): Partial<AuditLine> {
  if (!(error instanceof ServiceError)) return { code: 'ABORTED' };
  const { code, status, requestId } = error;
  return {
    code,
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** Path and query; whoever was searched for by mail or name stays unreadable. */
function pathOf({ path, query = {} }: AttemptRequest): string {
  const shown = Object.entries(query).map(([name, value]) => [name, isPersonal(name) ? mask(value) : value]);
  const text = queryText(Object.fromEntries(shown));
  return text === '' ? path : `${path}?${text}`;
}
