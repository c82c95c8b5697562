import { systemClock } from '../../src/common/clock.ts';
import type { ServiceLimits } from '../../src/http/limits/service-limits.ts';
import type { Auth } from '../../src/http/send/auth.ts';
import type { HttpRequest, Service } from '../../src/http/send/send.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';

export interface Drive {
  service: Service;
  baseUrl: string;
  auth: { header: Auth['header']; secret: string };
  limits: ServiceLimits;
  request: HttpRequest;
  /** Requests under way at once: ttpd's own default. */
  workers?: number;
}

/** Sends as fast as the limits let it and says how many answers came within `ms` of the first departure. */
export async function drive(options: Drive, ms: number): Promise<number> {
  const { service, baseUrl, auth, limits, request, workers = 8 } = options;
  const http = createServiceHttp({
    service,
    baseUrl,
    auth: {
      header: auth.header,
      secret: { read: () => Promise.resolve(auth.secret), describe: () => "the sandbox's key" },
    },
    limits,
    clock: systemClock,
    redactor: createRedactor(),
    meters: createMeters(),
    proxyEnv: {},
  });
  const stop = AbortSignal.timeout(ms);
  let answers = 0;
  const work = async () => {
    while (!stop.aborted) {
      try {
        await http.send({ ...request, signal: stop });
        answers += 1;
      } catch (error) {
        if (!stop.aborted) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  await http.close();
  return answers;
}
