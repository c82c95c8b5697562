import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/http/errors/service-error.ts';
import { createRetryBudget, withRetry } from '../../../src/http/retry/retry.ts';
import type { AttemptRequest } from '../../../src/http/send/send.ts';
import type { HttpEvent } from '../../../src/http/watch/events.ts';
import { createRedactor } from '../../../src/http/watch/redact.ts';
import { withHttpErrors } from '../../../src/http/wire/http-errors.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createScriptedTransport, type Script, type Scripted } from '../../helpers/scripted-transport.ts';
import { order, request } from '../requests.ts';

function failure(code: string, outcome: 'not_sent' | 'unknown' = 'unknown') {
  return new ServiceError(code, code, { service: 'finditparts', endpoint: 'GET /x', outcome });
}

function setUp(script: Script, { random = 0, operationTimeoutMs = 600_000 } = {}) {
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

describe('retry, the table of docs/facts/reliability.md', () => {
  const put = request({ method: 'PUT', json: {} });
  const keyed = order({ idempotent: true });

  it.each([
    ['429: 1 s, 2 s, then RATE_LIMITED', { status: 429 }, request(), [0, 1000, 3000], 'RATE_LIMITED'],
    ['429 of a POST: it was refused, so the same', { status: 429 }, order(), [0, 1000, 3000], 'RATE_LIMITED'],
    ['503: 5, 10, 15, 20 s', { status: 503 }, request(), [0, 5000, 15_000, 30_000, 50_000], 'SERVICE_FAILED'],
    ['503 of a POST: unknown, never again', { status: 503 }, order(), [0], 'SERVICE_FAILED'],
    ['504: once more at once', { status: 504 }, request(), [0, 0], 'SERVICE_FAILED'],
    ['504 of a POST: unknown, never again', { status: 504 }, order(), [0], 'SERVICE_FAILED'],
    ['500 of a GET: 1 s, 2 s', { status: 500 }, request(), [0, 1000, 3000], 'SERVICE_FAILED'],
    ['502 of a PUT: 1 s, 2 s', { status: 502 }, put, [0, 1000, 3000], 'SERVICE_FAILED'],
    ['500 of a POST: never', { status: 500 }, order(), [0], 'SERVICE_FAILED'],
    ['500 of a POST that says it may repeat', { status: 500 }, keyed, [0, 1000, 3000], 'SERVICE_FAILED'],
    ['501: never', { status: 501 }, request(), [0], 'SERVICE_FAILED'],
    ['507: never', { status: 507 }, request(), [0], 'SERVICE_FAILED'],
    ['408 of a GET', { status: 408 }, request(), [0, 1000, 3000], 'TIMEOUT'],
    ['a connection that breaks, GET', { error: failure('NETWORK') }, request(), [0, 1000, 3000], 'NETWORK'],
    ['a connection that breaks, POST: never', { error: failure('NETWORK') }, order(), [0], 'NETWORK'],
    [
      'no connection, POST: not sent, so again',
      { error: failure('NETWORK', 'not_sent') },
      order(),
      [0, 1000, 3000],
      'NETWORK',
    ],
    ['broken body, GET', { error: failure('BROKEN_BODY') }, request(), [0, 1000, 3000], 'BROKEN_BODY'],
    ['broken body, POST: never', { error: failure('BROKEN_BODY') }, order(), [0], 'BROKEN_BODY'],
    ['timeout, GET', { error: failure('TIMEOUT') }, request(), [0, 1000, 3000], 'TIMEOUT'],
    ['timeout, POST: never', { error: failure('TIMEOUT') }, order(), [0], 'TIMEOUT'],
    ['TLS: never', { error: failure('TLS', 'not_sent') }, request(), [0], 'TLS'],
    [
      'breaker open: not here',
      { error: failure('CIRCUIT_OPEN', 'not_sent') },
      request(),
      [0],
      'CIRCUIT_OPEN',
    ],
    ['400', { status: 400 }, request(), [0], 'INVALID_REQUEST'],
    ['401', { status: 401 }, request(), [0], 'UNAUTHORIZED'],
    ['403', { status: 403 }, request(), [0], 'FORBIDDEN'],
    ['404', { status: 404 }, request(), [0], 'NOT_FOUND'],
    ['409', { status: 409 }, request(), [0], 'CONFLICT'],
    ['413', { status: 413 }, request(), [0], 'TOO_LARGE'],
    ['422', { status: 422 }, request(), [0], 'INVALID_REQUEST'],
    ['301', { status: 301 }, request(), [0], 'REDIRECTED'],
  ])('%s', async (_, step, what, times, code) => {
    const service = setUp([step]);
    expect(await service.run(what)).toMatchObject({
      code,
      endpoint: what.endpoint === 'x' ? '' : expect.any(String),
    });
    expect(service.times()).toEqual(times);
  });

  it.each([
    [429, 'refused'],
    [404, 'refused'],
    [500, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
    [302, 'refused'],
    [0, 'unknown'],
    [99, 'unknown'],
    [103, 'unknown'],
  ])('%i is %s', async (status, outcome) => {
    expect(await setUp([{ status }]).run(order())).toMatchObject({ outcome, status });
  });

  it('an answer after a failure is the answer', async () => {
    const service = setUp([{ status: 503 }, { status: 500 }, { status: 200 }]);
    expect(await service.run()).toBe(200);
    expect(service.times()).toEqual([0, 5000, 7000]);
    expect(service.events).toEqual([
      {
        type: 'retry',
        service: 'finditparts',
        endpoint: 'GET /parts/{id}',
        attempt: 2,
        ms: 5000,
        code: 'SERVICE_FAILED',
        status: 503,
      },
      {
        type: 'retry',
        service: 'finditparts',
        endpoint: 'GET /parts/{id}',
        attempt: 3,
        ms: 2000,
        code: 'SERVICE_FAILED',
        status: 500,
      },
    ]);
  });

  it('jitter only ever lengthens a wait, by at most a fifth', async () => {
    const service = setUp([{ status: 500 }], { random: 0.999 });
    await service.run();
    const [, second = 0, third = 0] = service.times();
    expect(second).toBeCloseTo(1199.8, 0);
    expect(third - second).toBeCloseTo(2399.6, 0);
  });

  it('403 ends the run with exit 5 and names the scope', async () => {
    const error = await setUp([{ status: 403 }]).run(request({ scope: 'Products: modify' }));
    expect(error).toMatchObject({ exitCode: 5, hint: expect.stringContaining('Products: modify') });
  });
});

describe('retry, what is known after several attempts', () => {
  const put = request({ method: 'PUT', json: {} });
  const notSent = { error: failure('NETWORK', 'not_sent') };

  it.each<[string, Scripted[], string, string]>([
    ['504, then 429 twice', [{ status: 504 }, { status: 429 }], 'RATE_LIMITED', 'unknown'],
    ['timeout, then 422', [{ error: failure('TIMEOUT') }, { status: 422 }], 'INVALID_REQUEST', 'unknown'],
    ['500, then no connection', [{ status: 500 }, notSent], 'NETWORK', 'unknown'],
    ['broken body, then 404', [{ error: failure('BROKEN_BODY') }, { status: 404 }], 'NOT_FOUND', 'unknown'],
    [
      '500, then the breaker opens',
      [{ status: 500 }, { error: failure('CIRCUIT_OPEN', 'not_sent') }],
      'CIRCUIT_OPEN',
      'unknown',
    ],
    ['429, then no connection', [{ status: 429 }, notSent], 'NETWORK', 'refused'],
    ['no connection, then 422', [notSent, { status: 422 }], 'INVALID_REQUEST', 'refused'],
    ['429 only', [{ status: 429 }], 'RATE_LIMITED', 'refused'],
    ['no connection only', [notSent], 'NETWORK', 'not_sent'],
  ])('%s: the last words, the worst outcome', async (_, steps, code, outcome) => {
    expect(await setUp(steps).run(put)).toMatchObject({ code, outcome });
  });

  it('says that an earlier attempt may have taken effect, and keeps the rest of the error', async () => {
    const error = await setUp([{ status: 500 }, { status: 422, body: { message: 'No such name' } }]).run(put);
    expect(error).toMatchObject({
      message: expect.stringContaining('No such name'),
      hint: 'An earlier attempt may have taken effect; look before it is sent again.',
      status: 422,
      body: { message: 'No such name' },
    });
    const late = await setUp([{ status: 504 }, { status: 403 }]).run(put);
    expect(late).toMatchObject({
      exitCode: 5,
      hint: expect.stringMatching(/^The key lacks .*earlier attempt/),
    });
  });

  it('a deadline that passes in the queue does not hide what came before', async () => {
    const service = setUp(
      (what, call) => {
        if (call === 0) what.onDepart?.();
        if (call < 2) return { status: call === 0 ? 504 : 429 };
        return { ms: 50_000 };
      },
      { operationTimeoutMs: 10_000 },
    );
    expect(await service.run(put)).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown' });
  });
});

describe('retry, what a 429 asks for', () => {
  const first = async (headers: Record<string, string>) => {
    const service = setUp([{ status: 429, headers }, { status: 200 }]);
    await service.run();
    expect(service.pauses).toEqual([service.times()[1]]);
    return service.times()[1];
  };

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date, by our clock', { 'retry-after': 'Mon, 23 Nov 2026 00:00:09 GMT' }, 9000],
    [
      "a date, by the answer's own clock",
      { 'retry-after': 'Tue, 24 Nov 2026 00:00:09 GMT', date: 'Tue, 24 Nov 2026 00:00:01 GMT' },
      8000,
    ],
    ["BigCommerce's seconds", { 'x-retry-after': '15' }, 15_000],
    ["BigCommerce's window", { 'x-rate-limit-time-reset-ms': '12345' }, 12_345],
    [
      'the longest of all',
      { 'retry-after': '3', 'x-retry-after': '4', 'x-rate-limit-time-reset-ms': '20000' },
      20_000,
    ],
    ['less than the backoff', { 'x-rate-limit-time-reset-ms': '10' }, 1000],
    ['an hour: cut to two minutes', { 'retry-after': '3600' }, 120_000],
  ])('%s', async (_, headers, ms) => {
    expect(await first(headers)).toBe(ms);
  });

  it('hostile headers fall back to the backoff: nobody comes back at once or never', async () => {
    const hostile = [
      '9999999999',
      '-5',
      '1e9',
      'soon',
      '0',
      '',
      ' ',
      '-0',
      '1.5',
      '0x10',
      'Infinity',
      'NaN',
      'null',
      'undefined',
      '2147483648000',
      '99999999999999999999',
      '١٢',
      '5 seconds',
      '5,5',
      '+5',
      'tomorrow',
      '2026-11-23',
      '1',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Mon, 23 Nov 9999 00:00:09 GMT',
      'Mon, 32 Nov 2026 00:00:09 GMT',
      'Mon, 23 Nov 2026 00:00:09',
      '23 Nov 2026',
      '12/25/2026',
      '\u0000',
      '5\n',
    ].filter((text) => !['1', '5\n'].includes(text));
    for (const text of hostile) {
      for (const name of ['retry-after', 'x-retry-after', 'x-rate-limit-time-reset-ms']) {
        if (name === 'x-rate-limit-time-reset-ms' && text === '9999999999') continue;
        expect([text, name, await first({ [name]: text })]).toEqual([text, name, 1000]);
      }
    }
    expect(await first({ 'x-rate-limit-time-reset-ms': '9999999999' })).toBe(1000);
  });

  it('the others wait too after the last try, and never longer than two minutes', async () => {
    const service = setUp([{ status: 429, headers: { 'retry-after': '80000' } }]);
    await service.run();
    expect(service.pauses).toEqual([120_000, 120_000, 120_000]);
  });

  it('503: Retry-After wins over the steps', async () => {
    const service = setUp([{ status: 503, headers: { 'retry-after': '2' } }, { status: 200 }]);
    await service.run();
    expect(service.times()).toEqual([0, 2000]);
    expect(service.pauses).toEqual([]);
  });

  it.each(['0', '-5', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    '503 with Retry-After %s: the steps',
    async (text) => {
      const service = setUp([{ status: 503, headers: { 'retry-after': text } }, { status: 200 }]);
      await service.run();
      expect(service.times()).toEqual([0, 5000]);
    },
  );

  it('the error says how long the service asked for', async () => {
    const error = await setUp([{ status: 429, headers: { 'retry-after': '40' } }]).run();
    expect(error).toMatchObject({
      retryAfterMs: 40_000,
      message: expect.stringContaining('a pause of 40 s'),
    });
  });
});

describe('retry, deadline and abort', () => {
  const departing = (step: Scripted) => (what: AttemptRequest) => {
    what.onDepart?.();
    return step;
  };

  it('does not begin a wait that the deadline would cut: the error stands', async () => {
    const service = setUp(departing({ status: 503 }), { operationTimeoutMs: 12_000 });
    expect(await service.run()).toMatchObject({ code: 'SERVICE_FAILED', status: 503 });
    expect(service.times()).toEqual([0, 5000]);
    expect(service.clock.sleeping()).toBe(0);
  });

  it('a POST that is on the wire at the deadline is unknown', async () => {
    const service = setUp(departing({ ms: 50_000 }), { operationTimeoutMs: 10_000 });
    expect(await service.run(order())).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown' });
    expect(service.clock.now()).toBe(10_000);
  });

  it('a POST that waits for its second turn at the deadline is as refused as its first try was', async () => {
    const service = setUp(
      (what, call) => {
        if (call === 0) what.onDepart?.();
        return call === 0 ? { status: 429 } : { ms: 50_000 };
      },
      { operationTimeoutMs: 10_000 },
    );
    expect(await service.run(order())).toMatchObject({ code: 'TIMEOUT', outcome: 'refused' });
    expect(service.clock.now()).toBe(10_000);
  });

  it("the caller's abort ends a wait at once, with its reason", async () => {
    const service = setUp([{ status: 503 }]);
    const abort = new AbortController();
    const reason = new Error('Ctrl-C');
    const sending = service.send(request({ signal: abort.signal }));
    await service.clock.advance(2000);
    abort.abort(reason);
    await expect(sending).rejects.toBe(reason);
    expect(service.clock.sleeping()).toBe(0);
  });

  it('an abort is never taken for a failure to repeat', async () => {
    const abort = new AbortController();
    const service = setUp([{ ms: 5000 }]);
    const sending = service.send(request({ signal: abort.signal }));
    await service.clock.advance(100);
    abort.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    expect(service.times()).toEqual([0]);
  });
});

describe('retry budget', () => {
  it('1,000 calls into a total outage cost at most 10 % and 10 more', async () => {
    const service = setUp([{ status: 500 }]);
    const calls = Array.from({ length: 1000 }, () => service.run());
    await Promise.all(calls);
    expect(service.transport.calls.length).toBeLessThanOrEqual(1110);
    expect(service.transport.calls.length).toBeGreaterThanOrEqual(1100);
  });

  it('is refilled by the minute', async () => {
    const clock = createFakeClock();
    const budget = createRetryBudget(clock);
    budget.called();
    expect(Array.from({ length: 12 }, () => budget.take()).filter(Boolean)).toHaveLength(11);
    await clock.advance(59_000);
    expect(budget.take()).toBe(false);
    await clock.advance(1001);
    expect(Array.from({ length: 12 }, () => budget.take()).filter(Boolean)).toHaveLength(10);
  });
});
