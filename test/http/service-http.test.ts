import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TtpdError } from '../../src/common/errors.ts';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import { bigCommerceLimits, type ServiceLimits } from '../../src/http/limits/service-limits.ts';
import { createServiceHttp, type ServiceHttpOptions } from '../../src/http/service-http.ts';
import type { HttpEvent } from '../../src/http/watch/events.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedTransport, type Script } from '../helpers/scripted-transport.ts';
import { order, request } from './requests.ts';

const FAST: ServiceLimits = { perSecond: 1000, capacity: 1000, burst: 1000, groups: {} };
const BASE = 'https://api.example.com/v1';

interface SetUp {
  script?: Script;
  keys?: (string | Error)[];
  options?: Partial<ServiceHttpOptions>;
}

function setUp({ script = [{}], keys = ['key-number-one'], options = {} }: SetUp) {
  const clock = createFakeClock();
  const transport = createScriptedTransport(clock, script);
  const events: HttpEvent[] = [];
  const sentKeys: (string | undefined)[] = [];
  let reads = 0;
  const http = createServiceHttp({
    service: 'finditparts',
    baseUrl: BASE,
    auth: {
      header: 'X-API-Key',
      secret: {
        read: async () => {
          await clock.sleep(20);
          const key = keys[Math.min(reads++, keys.length - 1)];
          if (key instanceof Error) throw key;
          return key ?? '';
        },
        describe: () => 'TTPD_FINDITPARTS_API_KEY',
      },
    },
    limits: FAST,
    clock,
    redactor: createRedactor(),
    meters: createMeters(),
    events: (event) => events.push(event),
    random: () => 0,
    transport: (sign) => async (what) => {
      const headers = sign(new URL(BASE + what.path), what);
      sentKeys.push(headers['X-API-Key']);
      return transport.send({ ...what, headers });
    },
    ...options,
  });
  const run = (what = request()) =>
    clock.run(
      http.send(what).then(
        (answer) => answer.status,
        (error: unknown) => error,
      ),
    );
  return { clock, http, transport, events, sentKeys, run, reads: () => reads };
}

/** A service that accepts some keys only. */
const accepts =
  (good: (key: string | undefined, call: number) => boolean): Script =>
  (what, call) => ({
    status: good(what.headers?.['X-API-Key'], call) ? 200 : 401,
    ms: 50,
  });

describe('key', () => {
  it('is read once, with the first request', async () => {
    const service = setUp({});
    expect(service.reads()).toBe(0);
    await Promise.all([service.run(), service.run(), service.run()]);
    expect(service.reads()).toBe(1);
    expect(service.sentKeys).toEqual(['key-number-one', 'key-number-one', 'key-number-one']);
  });

  it('401: ten requests share one re-read, and go on with the new key', async () => {
    const service = setUp({
      keys: ['key-number-one', 'key-number-two'],
      script: accepts((key) => key === 'key-number-two'),
    });
    const all = await Promise.all(Array.from({ length: 10 }, () => service.run(order())));
    expect(all).toEqual(Array(10).fill(200));
    expect(service.reads()).toBe(2);
    expect(service.transport.calls).toHaveLength(20);
  });

  it('401 and the same key again: UNAUTHORIZED, exit 5, names the source, and the service stops', async () => {
    const service = setUp({ script: [{ status: 401, ms: 50 }] });
    const all = await Promise.all(Array.from({ length: 10 }, () => service.run()));
    expect(service.reads()).toBe(2);
    expect(service.transport.calls).toHaveLength(10);
    for (const error of all) {
      expect(error).toMatchObject({
        code: 'UNAUTHORIZED',
        exitCode: 5,
        hint: expect.stringContaining('TTPD_FINDITPARTS_API_KEY'),
      });
    }
    expect(await service.run()).toBe(all[0]);
    expect(service.transport.calls).toHaveLength(10);
  });

  it('401 with a new key that is refused as well: stops after one more try', async () => {
    const service = setUp({
      keys: ['key-number-one', 'key-number-two', 'key-number-three'],
      script: [{ status: 401 }],
    });
    expect(await service.run()).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(service.reads()).toBe(2);
    expect(service.transport.calls).toHaveLength(2);
  });

  it('a new key that is refused does not hide that the first try may have taken effect', async () => {
    const script = [{ status: 500 }, { status: 401 }, { status: 422 }];
    const service = setUp({ keys: ['key-number-one', 'key-number-two'], script });
    expect(await service.run(request({ method: 'PUT', json: {} }))).toMatchObject({
      code: 'INVALID_REQUEST',
      outcome: 'unknown',
    });
    const same = setUp({ script: [{ status: 500 }, { status: 401 }] });
    expect(await same.run(request({ method: 'PUT', json: {} }))).toMatchObject({
      code: 'UNAUTHORIZED',
      outcome: 'unknown',
    });
  });

  it('expires at any call: one re-read each time, nothing lost', async () => {
    const keys = Array.from({ length: 6 }, (_, index) => `key-number-${index}`);
    const service = setUp({
      keys,
      script: accepts((key, call) => key === `key-number-${Math.min(5, Math.floor(call / 10))}`),
    });
    for (let call = 0; call < 50; call += 1) expect(await service.run()).toBe(200);
    expect(service.reads()).toBe(6);
  });

  it('what waits in the queue when the key is refused is not sent', async () => {
    const service = setUp({ script: [{ status: 401, ms: 50 }], options: { limits: { ...FAST, burst: 2 } } });
    const all = await Promise.all(Array.from({ length: 30 }, () => service.run()));
    expect(all.every((error) => error instanceof ServiceError && error.code === 'UNAUTHORIZED')).toBe(true);
    expect(service.transport.calls).toHaveLength(2);
    expect(service.clock.now()).toBeLessThan(100);
  });

  it.each([
    ['empty', ''],
    ['with a line end', 'key-number\nX-Evil: 1'],
  ])('%s: UNAUTHORIZED before anything is sent, and the message does not show it', async (_, key) => {
    const service = setUp({ keys: [key] });
    const error = await service.run();
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', exitCode: 5 });
    expect(inspect(error)).not.toContain('X-Evil');
    expect(service.transport.calls).toEqual([]);
  });

  it('an abort wins over a keychain that asks the user', async () => {
    const secret = { read: () => new Promise<string>(() => {}), describe: () => 'the keychain' };
    const service = setUp({ options: { auth: { header: 'X-API-Key', secret } } });
    const abort = new AbortController();
    const sending = service.http.send(request({ signal: abort.signal }));
    setTimeout(() => abort.abort(new Error('Ctrl-C')), 5);
    await expect(sending).rejects.toThrow('Ctrl-C');
  });

  it('an abort that came before leaves no rejection of the key source behind', async () => {
    const secret = { read: () => Promise.reject(new TtpdError('LOCKED', 'Locked.')), describe: () => 'x' };
    const service = setUp({ options: { auth: { header: 'X-API-Key', secret } } });
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(service.http.send(request({ signal }))).rejects.toThrow('Ctrl-C');
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('a source that cannot be read speaks for itself', async () => {
    const locked = new TtpdError('KEYCHAIN_LOCKED', 'The keychain is locked.');
    const service = setUp({ keys: [locked] });
    expect(await service.run()).toBe(locked);
    expect(await service.run()).toBe(locked);
    expect(service.reads()).toBe(1);
  });

  it('is not signed for another origin', async () => {
    let outcome: unknown;
    const service = setUp({
      options: {
        transport: (sign) => async (what) => {
          try {
            sign(new URL('https://api.example.com.evil.test/v1/parts/1'), what);
          } catch (error) {
            outcome = error;
          }
          return { status: 200, headers: {}, body: {} };
        },
      },
    });
    await service.run();
    expect(outcome).toMatchObject({ code: 'BAD_TARGET', outcome: 'not_sent' });
  });
});

describe('429 and quota, the whole stack', () => {
  it('pauses the whole service until the time asked for, and says so', async () => {
    const service = setUp({
      script: (_, call) =>
        call === 0
          ? { status: 429, headers: { 'x-rate-limit-time-reset-ms': '12000' } }
          : { status: 200, ms: 10 },
    });
    const first = service.run();
    await service.clock.advance(25);
    const others = Array.from({ length: 5 }, () => service.run());
    expect(service.http.pausedMs()).toBe(11_995);
    expect(await Promise.all([first, ...others])).toEqual(Array(6).fill(200));
    expect(service.transport.calls.slice(1).every(({ at }) => at >= 12_000)).toBe(true);
    expect(service.events).toContainEqual({
      type: 'paused',
      service: 'finditparts',
      ms: 12_000,
      reason: 'rate-limited',
    });
  });

  it("shows BigCommerce's quota, and announces the wait when it is used up", async () => {
    const headers = {
      'x-rate-limit-requests-left': '1',
      'x-rate-limit-requests-quota': '150',
      'x-rate-limit-time-window-ms': '30000',
      'x-rate-limit-time-reset-ms': '12000',
    };
    const service = setUp({ script: [{ headers }], options: { limits: bigCommerceLimits(0.7) } });
    expect(service.http.quota()).toBeUndefined();
    await service.run();
    expect(service.http.quota()).toEqual({ left: 1, quota: 150 });
    await service.run();
    expect(service.transport.calls[1]?.at).toBeGreaterThanOrEqual(12_000);
    expect(service.events[0]).toMatchObject({
      type: 'paused',
      reason: 'quota',
      quota: { left: 1, quota: 150 },
    });
  });
});

describe('total outage', () => {
  it('1,000 calls cost at most 1.1 times as many, and at most 32 in the first minute', async () => {
    const service = setUp({ script: [{ status: 500, ms: 20 }] });
    const worker = async () => {
      for (let call = 0; call < 100; call += 1) {
        await service.http.send(request()).catch(() => {});
        await service.clock.sleep(600);
      }
    };
    await service.clock.run(Promise.all(Array.from({ length: 10 }, worker)));
    expect(service.transport.calls.length).toBeLessThanOrEqual(1100);
    expect(service.transport.calls.filter(({ at }) => at < 60_000).length).toBeLessThanOrEqual(32);
    expect(service.http.meters().totals.calls).toBe(1000);
  });

  it('fails what waits in the queue when the circuit opens', async () => {
    const service = setUp({ script: [{ status: 500, ms: 20 }], options: { limits: { ...FAST, burst: 10 } } });
    const all = await Promise.all(Array.from({ length: 100 }, () => service.run(order())));
    expect(service.transport.calls.length).toBeLessThanOrEqual(30);
    expect(all.at(-1)).toMatchObject({ code: 'CIRCUIT_OPEN', outcome: 'not_sent', endpoint: 'POST /orders' });
  });
});

describe('metering', () => {
  it('counts calls, attempts, retries, refusals and waits by endpoint', async () => {
    const service = setUp({ script: [{ status: 429 }, { status: 500, ms: 30 }, { status: 200, ms: 70 }] });
    expect(await service.run()).toBe(200);
    await service.run(order());
    const { totals, endpoints } = service.http.meters();
    expect(totals).toMatchObject({ calls: 2, attempts: 4, errors: 2, retries: 2, rateLimited: 1 });
    expect(endpoints.map(({ endpoint, calls, attempts }) => [endpoint, calls, attempts])).toEqual([
      ['GET /parts/{id}', 1, 3],
      ['POST /orders', 1, 1],
    ]);
    expect(totals.ms.max).toBeCloseTo(70, 0);
    expect(JSON.parse(JSON.stringify(totals))).toEqual(totals);
  });
});

describe('close', () => {
  it('fails what waits, and everything after it', async () => {
    const service = setUp({ options: { limits: { ...FAST, burst: 1 } } });
    await service.run();
    const waiting = service.http.send(request());
    const rejected = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
    await new Promise((resolve) => setImmediate(resolve));
    await service.http.close();
    await rejected;
    expect(await service.run()).toMatchObject({ code: 'CLOSED' });
  });
});
