import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { createAuditLog } from '../../src/http/watch/audit.ts';
import type { HttpEvent } from '../../src/http/watch/events.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { order, request } from './requests.ts';
import { serve } from './servers.ts';

const CANARY = 'canary+/key="0123456789';
const FORMS = [
  CANARY,
  encodeURIComponent(CANARY),
  Buffer.from(CANARY).toString('base64').slice(0, -2),
  JSON.stringify(CANARY).slice(1, -1),
];

describe('a service that gives our key back', () => {
  it('cannot make us print, log or report it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ttpd-canary-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'audit.jsonl');
    const port = await serve((req, res) => {
      const key = String(req.headers['x-auth-token']);
      const status = Number(/\d{3}/.exec(req.url ?? '')?.[0]);
      if (status === 0) {
        req.socket.destroy();
        return;
      }
      res.writeHead(status, {
        'content-type': 'application/json',
        'x-request-id': encodeURIComponent(key),
        location: `https://evil.test/?k=${encodeURIComponent(key)}`,
      });
      res.end(
        JSON.stringify({
          title: `bad key ${key}`,
          errors: { [key]: [key, Buffer.from(key).toString('base64'), encodeURIComponent(key)] },
        }).repeat(status === 200 ? 2 : 1),
      );
    });
    const redactor = createRedactor();
    const audit = createAuditLog({ file, run: 'r', redactor, clock: systemClock });
    const events: HttpEvent[] = [];
    const everything: string[] = [];
    for (const status of ['400', '401', '403', '404', '409', '422', '500', '302', '200', '000']) {
      const http = createServiceHttp({
        service: 'bigcommerce',
        baseUrl: `http://localhost:${port}`,
        auth: {
          header: 'X-Auth-Token',
          secret: { read: async () => CANARY, describe: () => 'BIGCOMMERCE_ACCESS_TOKEN' },
        },
        limits: { perSecond: 1000, capacity: 1000, burst: 1000, groups: {} },
        clock: systemClock,
        redactor,
        audit,
        meters: createMeters(),
        events: (event) => events.push(event),
      });
      for (const what of [
        order({ path: `/${status}` }),
        request({ method: 'POST', path: `/${status}/x`, query: { k: CANARY } }),
      ]) {
        const error = await http.send(what).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Error);
        everything.push(
          inspect(error, { depth: 30, showHidden: true }),
          JSON.stringify(error),
          String((error as Error).stack),
        );
      }
      everything.push(JSON.stringify(http.meters()), inspect(http, { depth: 10, showHidden: true }));
      await http.close();
    }
    await audit.close();
    everything.push(readFileSync(file, 'utf8'), JSON.stringify(events));
    for (const form of FORMS) expect(everything.filter((text) => text.includes(form))).toEqual([]);
  });
});
