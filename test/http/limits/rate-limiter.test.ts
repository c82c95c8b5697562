import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, withRateLimiter } from '../../../src/http/limits/rate-limiter.ts';
import { bigCommerceLimits, type ServiceLimits } from '../../../src/http/limits/service-limits.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { request } from '../requests.ts';

describe('limiter, pauses and the end of waiting', () => {
  const unlimited: ServiceLimits = { perSecond: 1000, capacity: 1000, burst: 1000, groups: {} };

  it('a pause holds the whole queue until its time, and a shorter one does not end it', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits: unlimited, clock });
    limiter.pause(12_000, 'rate-limited');
    limiter.pause(3000, 'rate-limited');
    expect(limiter.pausedMs()).toBe(12_000);

    const entered: number[] = [];
    const waiting = [1, 2, 3].map(() => limiter.acquire(undefined).then(() => entered.push(clock.now())));
    await clock.advance(11_999);
    expect(entered).toEqual([]);
    await clock.run(Promise.all(waiting));

    expect(entered).toEqual([12_000, 12_000, 12_000]);
    expect(limiter.pausedMs()).toBe(0);
  });

  it('an aborted request leaves the queue at once and spends nothing', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits: { ...unlimited, burst: 1 }, clock });
    const release = await limiter.acquire(undefined);
    release(0);
    const abort = new AbortController();
    const aborted = limiter.acquire(undefined, abort.signal);
    const next = limiter.acquire(undefined).then(() => clock.now());
    const reason = new Error('second Ctrl-C');
    abort.abort(reason);

    await expect(aborted).rejects.toBe(reason);
    expect(await clock.run(next)).toBe(1010);
    await expect(limiter.acquire(undefined, abort.signal)).rejects.toBe(reason);
  });

  it('rejectWaiting fails what waits, and later requests are served', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits: unlimited, clock });
    limiter.pause(5000, 'quota');
    const waiting = limiter.acquire(undefined);
    limiter.rejectWaiting(new Error('given up'));
    await expect(waiting).rejects.toThrow('given up');
    expect(clock.sleeping()).toBe(0);
    await clock.run(limiter.acquire(undefined));
    expect(clock.now()).toBe(5000);
  });

  it('tells of a pause once, with its length and reason', async () => {
    const clock = createFakeClock();
    const told: unknown[] = [];
    const limiter = createRateLimiter({ limits: unlimited, clock, onPaused: (pause) => told.push(pause) });
    limiter.pause(12_000, 'rate-limited');
    await clock.run(Promise.all([limiter.acquire(undefined), limiter.acquire(undefined)]));
    limiter.pause(400, 'rate-limited');
    expect(told).toEqual([{ ms: 12_000, reason: 'rate-limited' }]);
  });

  it('tells when the minute is spent, but not of the everyday pace', async () => {
    const clock = createFakeClock();
    const told: unknown[] = [];
    const limits = { ...unlimited, burst: 2, perMinute: 6 };
    const limiter = createRateLimiter({ limits, clock, onPaused: (pause) => told.push(pause) });
    const all = Array.from({ length: 7 }, () =>
      limiter.acquire(undefined).then((release) => release(clock.now())),
    );
    await clock.run(Promise.all(all));
    expect(told).toEqual([{ ms: expect.closeTo(57_990, 0), reason: 'pace' }]);
  });
});

describe('limiter, what it tells', () => {
  const wide: ServiceLimits = { perSecond: 1000, capacity: 1000, burst: 1000, groups: {} };
  const listening = (limits: ServiceLimits) => {
    const clock = createFakeClock();
    const told: { ms: number; reason: string; quota?: { left: number; quota: number } }[] = [];
    const limiter = createRateLimiter({ limits, clock, onPaused: (pause) => told.push(pause) });
    return { clock, told, limiter };
  };
  const spent = (left: number) => ({
    'x-rate-limit-requests-left': String(left),
    'x-rate-limit-requests-quota': '450',
    'x-rate-limit-time-window-ms': '30000',
    'x-rate-limit-time-reset-ms': '20000',
  });

  it('is a stop of a second or more, and the same stop only once', () => {
    const { told, limiter } = listening(wide);
    limiter.pause(999, 'rate-limited');
    expect(told).toEqual([]);
    limiter.pause(1_000, 'rate-limited');
    expect(told).toEqual([{ ms: 1_000, reason: 'rate-limited' }]);
    limiter.pause(1_500, 'rate-limited');
    expect(told).toHaveLength(1);
    limiter.pause(1_501, 'breaker');
    expect(told[1]).toEqual({ ms: 1_501, reason: 'breaker' });
  });

  it.each([
    [55_010, [{ ms: 5_000, reason: 'pace' }]],
    [55_011, []],
  ])('is a wait of our own from five seconds on (asked at %i)', async (at, expected) => {
    const { clock, told, limiter } = listening({ ...wide, perMinute: 1 });
    (await limiter.acquire(undefined))(0);
    await clock.advance(at);
    const next = limiter.acquire(undefined);
    expect(told).toEqual(expected);
    (await clock.run(next))(clock.now());
    expect(clock.now()).toBe(60_010);
  });

  it.each([
    [5_000, { ms: 20_010, reason: 'quota', quota: { left: 0, quota: 450 } }],
    [20_010, { ms: 20_010, reason: 'rate-limited', quota: { left: 0, quota: 450 } }],
    [25_000, { ms: 25_000, reason: 'rate-limited', quota: { left: 0, quota: 450 } }],
  ])('is the longer of a pause (%i ms) and of a quota that is spent', async (ms, expected) => {
    const { told, limiter } = listening({ ...bigCommerceLimits(1), burst: 1000 });
    (await limiter.acquire(undefined))(0, spent(0));
    expect(limiter.quota()).toEqual({ left: 0, quota: 450 });

    limiter.pause(ms, 'rate-limited');

    expect(told).toEqual([expected]);
  });

  it('says nothing of a wait of which it does not know the end, and sets no alarm', async () => {
    const { clock, told, limiter } = listening({ ...wide, groups: { orders: 1 } });
    const release = await limiter.acquire('orders');
    const next = limiter.acquire('orders');
    await clock.advance(60_000);

    expect(told).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    release(clock.now());
    expect(clock.sleeping()).toBe(1);
    await clock.run(next);
    expect(clock.now()).toBe(61_010);
  });

  it('knows no quota where the service has none', () => {
    expect(listening(wide).limiter.quota()).toBeUndefined();
  });
});

describe('limiter, the queue', () => {
  const limits: ServiceLimits = { perSecond: 1000, capacity: 1000, burst: 1000, groups: { orders: 1 } };

  it('lets the next go at once when the one that held it up is aborted', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits, clock });
    await limiter.acquire('orders');
    const abort = new AbortController();
    const held = limiter.acquire('orders', abort.signal);
    const free = limiter.acquire(undefined).then(() => clock.now());
    abort.abort(new Error('enough'));

    await expect(held).rejects.toThrow('enough');
    expect(await free).toBe(0);
  });

  it('leaves no listener on the signal, however it ends', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits, clock });
    const { signal } = new AbortController();
    await limiter.acquire('orders', signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);

    const held = limiter.acquire('orders', signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    limiter.rejectWaiting(new Error('given up'));
    await expect(held).rejects.toThrow('given up');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('has one alarm at a time, and none when nobody waits', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits, clock });
    limiter.pause(1_000, 'rate-limited');
    const waiting = [limiter.acquire(undefined), limiter.acquire('orders')];
    limiter.pause(2_000, 'rate-limited');
    expect(clock.sleeping()).toBe(1);
    await clock.run(Promise.all(waiting));
    expect(clock.now()).toBe(2_000);
    expect(clock.sleeping()).toBe(0);
  });

  it('needs no one who is told of pauses', () => {
    const limiter = createRateLimiter({ limits, clock: createFakeClock() });
    limiter.pause(60_000, 'rate-limited');
    expect(limiter.pausedMs()).toBe(60_000);
  });
});

describe('a transport with a limiter', () => {
  it('tells how long each has queued, gives the slot back also after a failure, and passes the headers on', async () => {
    const clock = createFakeClock();
    const limits = { ...bigCommerceLimits(1), groups: { orders: 1 } };
    const limiter = createRateLimiter({ limits, clock });
    const waited: number[] = [];
    const said: string[] = [];
    const answers = [
      () => Promise.reject(new Error('broken')),
      () => {
        said.push('sent');
        const headers = {
          'x-rate-limit-requests-left': '400',
          'x-rate-limit-requests-quota': '450',
          'x-rate-limit-time-window-ms': '30000',
          'x-rate-limit-time-reset-ms': '20000',
        };
        return Promise.resolve({ status: 200, headers, body: {} });
      },
    ];
    const send = withRateLimiter(
      () => answers.shift()?.() ?? Promise.reject(new Error('one too many')),
      limiter,
      clock,
      (_, ms) => waited.push(ms),
    );

    const [first, second] = [1, 2].map(() =>
      send(request({ limitGroup: 'orders', onDepart: () => said.push('departs') })),
    );

    await expect(first).rejects.toThrow('broken');
    expect(await clock.run(second ?? Promise.reject())).toMatchObject({ status: 200 });
    expect(waited).toEqual([0, 1_010]);
    expect(said).toEqual(['departs', 'departs', 'sent']);
    expect(limiter.quota()).toEqual({ left: 400, quota: 450 });
  });
});
