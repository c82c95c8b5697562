import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceError } from '../../../src/http/errors/service-error.ts';
import { createAuditLog } from '../../../src/http/watch/audit.ts';
import { withInstrumentation } from '../../../src/http/watch/instrument.ts';
import { createMeters } from '../../../src/http/watch/meters.ts';
import { createRedactor } from '../../../src/http/watch/redact.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedTransport, type Script } from '../../helpers/scripted-transport.ts';
import { order, request } from '../requests.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ttpd-audit-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function setUp(script: Script, file = join(folder(), 'logs', 'audit.jsonl')) {
  const clock = createFakeClock();
  const redactor = createRedactor();
  redactor.add('canary-secret');
  const audit = createAuditLog({ file, run: 'run-7', redactor, clock });
  const transport = createScriptedTransport(clock, script);
  const send = withInstrumentation(transport.send, {
    service: 'bigcommerce',
    clock,
    meters: createMeters(),
    audit,
  });
  const run = (what = request()) => clock.run(send(what).catch(() => {}));
  const text = () => readFileSync(file, 'utf8');
  const lines = () =>
    text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  return { audit, file, run, text, lines };
}

describe('audit log', () => {
  it('one line an attempt, with everything that is needed to follow it', async () => {
    const log = setUp(() => ({ status: 207, ms: 120.04 }));
    await log.run(order({ attempt: 2, query: { 'sku:in': 'A,B' } }));
    expect(log.lines()).toEqual([
      {
        time: '2026-11-23T00:00:00.120Z',
        run: 'run-7',
        service: 'bigcommerce',
        endpoint: 'POST /orders',
        method: 'POST',
        path: '/orders?sku:in=A,B',
        status: 207,
        ms: 120,
        attempt: 2,
      },
    ]);
    await log.audit.close();
  });

  it('an attempt without an answer has a code, an aborted one too', async () => {
    const lost = new ServiceError('NETWORK', 'gone', {
      service: 'bigcommerce',
      endpoint: 'GET /x',
      outcome: 'unknown',
    });
    const log = setUp([{ error: lost }, { error: new DOMException('stop', 'AbortError') }]);
    await log.run();
    await log.run();
    expect(log.lines()).toMatchObject([{ code: 'NETWORK' }, { code: 'ABORTED' }]);
    await log.audit.close();
  });

  it('shows neither keys nor whom was asked for', async () => {
    const log = setUp([{}]);
    await log.run(
      request({
        path: '/x/canary-secret',
        query: { email: 'ann.smith@example.com', token: 'canary-secret', q: 'drum' },
      }),
    );
    await log.audit.close();
    expect(log.text()).not.toMatch(/canary-secret|ann\.smith/);
    expect(log.lines()).toMatchObject([{ path: '/x/***?email=a***%40example.com&token=***&q=drum' }]);
  });

  it('only its owner may read it, also when it was there before', async () => {
    const file = join(folder(), 'audit.jsonl');
    writeFileSync(file, '{"old":true}\n', { mode: 0o644 });
    const log = setUp([{}], file);
    await log.run();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(log.lines()).toHaveLength(2);
    await log.audit.close();
  });

  it('a line is in the file when the attempt ends, not when the log is closed', async () => {
    const log = setUp([{}]);
    await log.run();
    expect(log.lines()).toHaveLength(1);
    await log.audit.close();
  });

  it('a file that cannot be opened is a sentence', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => setUp([{}], join(file, 'audit.jsonl'))).toThrow(/audit log .* cannot be opened/);
  });

  it('a full disk is reported once, and throws nothing', async () => {
    const script = `
      import { createAuditLog } from ${JSON.stringify(resolve('src/http/watch/audit.ts'))};
      import { createRedactor } from ${JSON.stringify(resolve('src/http/watch/redact.ts'))};
      import { systemClock } from ${JSON.stringify(resolve('src/common/clock.ts'))};
      const onError = (error) => console.log(error.code);
      const audit = createAuditLog({ file: ${JSON.stringify(join(folder(), 'a.jsonl'))}, run: 'r'.repeat(100), redactor: createRedactor(), clock: systemClock, onError });
      for (let i = 0; i < 50; i += 1) audit.write({ service: 'finditparts', endpoint: 'GET /', method: 'GET', path: '/', ms: 1, attempt: 1 });`;
    const limited = `ulimit -f 1; exec "$0" --input-type=module-typescript -e "$1"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, script], {
      timeout: 8000,
    });
    expect(stdout).toBe('AUDIT_LOG\n');
  });

  it('does not keep the process alive', async () => {
    const script = `
      import { createAuditLog } from ${JSON.stringify(resolve('src/http/watch/audit.ts'))};
      import { createRedactor } from ${JSON.stringify(resolve('src/http/watch/redact.ts'))};
      import { systemClock } from ${JSON.stringify(resolve('src/common/clock.ts'))};
      const audit = createAuditLog({ file: ${JSON.stringify(join(folder(), 'a.jsonl'))}, run: 'r', redactor: createRedactor(), clock: systemClock });
      audit.write({ service: 'finditparts', endpoint: 'GET /', method: 'GET', path: '/', ms: 1, attempt: 1 });`;
    await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', script], {
      timeout: 8000,
    });
  });
});
