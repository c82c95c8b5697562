import { systemClock } from '../../src/common/clock.ts';
import type { ServiceLimits } from '../../src/http/limits/service-limits.ts';
import type { HttpAnswer, HttpRequest, Send, Service } from '../../src/http/send/send.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';

const UNLIMITED: ServiceLimits = { perSecond: 10_000, capacity: 10_000, burst: 10_000, groups: {} };

interface Exchange {
  request: HttpRequest;
  status: number;
  body: unknown;
}

/** The real HTTP layer, as fast as it goes, and a record of what came back. */
export function httpSend(service: Service, baseUrl: string, key: string) {
  const http = createServiceHttp({
    service,
    baseUrl,
    auth: {
      header: service === 'finditparts' ? 'X-API-Key' : 'X-Auth-Token',
      secret: { read: async () => key, describe: () => 'the test' },
    },
    limits: UNLIMITED,
    clock: systemClock,
    redactor: createRedactor(),
    meters: createMeters(),
    proxyEnv: {},
  });
  const exchanges: Exchange[] = [];
  const send: Send = async (request) => {
    try {
      const answer: HttpAnswer = await http.send(request);
      exchanges.push({ request, status: answer.status, body: answer.body });
      return answer;
    } catch (error) {
      const { status, body } = error as { status?: number; body?: unknown };
      exchanges.push({ request, status: status ?? 0, body });
      throw error;
    }
  };
  return { send, exchanges, close: () => http.close() };
}
