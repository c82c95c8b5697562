import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { createTransport, type TransportOptions } from '../../src/http/wire/transport.ts';
import { request } from './requests.ts';

export const KEY = 'canary-0123456789';

/** A real transport; what it sends resolves with the answer or the error. */
export function sender(baseUrl: string, options: Partial<TransportOptions> = {}) {
  const transport = createTransport({
    service: 'finditparts',
    baseUrl,
    sign: () => ({ 'X-API-Key': KEY }),
    timeoutMs: 5000,
    maxBodyBytes: 1024 * 1024,
    userAgent: 'ttpd/test',
    clock: systemClock,
    redactor: createRedactor(),
    ...options,
  });
  onTestFinished(transport.close);
  return (what = request()) => transport.send(what).catch((error: unknown) => error);
}
