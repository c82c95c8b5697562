import { describe, expect, it } from 'vitest';
import { createRetryBudget } from '../../../src/http/retry/retry.ts';
import type { AttemptRequest } from '../../../src/http/send/send.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import type { Scripted } from '../../helpers/scripted-transport.ts';
import { order, request } from '../requests.ts';
import { setUp } from './retrying.ts';

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
