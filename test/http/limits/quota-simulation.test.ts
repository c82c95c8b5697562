import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/common/clock.ts';
import { createRateLimiter, withRateLimiter } from '../../../src/http/limits/rate-limiter.ts';
import { bigCommerceLimits } from '../../../src/http/limits/service-limits.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { request } from '../requests.ts';

interface Shop {
  quota: number;
  windowMs: number;
  /** Window at the service's clock that begins this much after our start. */
  phaseMs: number;
  slowestMs: number;
  seed: number;
  /** What other apps spend, requests a second. */
  others?: (now: number) => number;
}

/** A store with a fixed window, counted at some moment between departure and answer. */
function createShop(clock: Clock, { quota, windowMs, phaseMs, slowestMs, seed, others = () => 0 }: Shop) {
  const random = mulberry32(seed);
  const used = new Map<number, number>();
  const refused: number[] = [];
  let othersAt = 0;
  const windowAt = (now: number) => Math.floor((now + windowMs - phaseMs) / windowMs);
  const spend = (window: number) => used.set(window, (used.get(window) ?? 0) + 1);

  function otherApps(now: number): void {
    for (; othersAt < now; othersAt += 1000 / Math.max(0.001, others(othersAt))) spend(windowAt(othersAt));
  }

  return {
    used: (window: number) => used.get(window) ?? 0,
    refused,
    send: async () => {
      const ms = slowestMs * random();
      const before = ms * random();
      if (before > 0) await clock.sleep(before);
      const now = clock.now();
      otherApps(now);
      const window = windowAt(now);
      const ok = (used.get(window) ?? 0) < quota;
      if (ok) spend(window);
      else refused.push(now);
      const headers = {
        'x-rate-limit-requests-left': String(Math.max(0, quota - (used.get(window) ?? 0))),
        'x-rate-limit-requests-quota': String(quota),
        'x-rate-limit-time-window-ms': String(windowMs),
        'x-rate-limit-time-reset-ms': String(
          Math.floor((window + 1) * windowMs - (now + windowMs - phaseMs)),
        ),
      };
      if (ms - before > 0) await clock.sleep(ms - before);
      return { status: ok ? 200 : 429, headers, body: {} };
    },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Keeps `concurrency` requests under way for `forMs`. */
async function drive(shop: Shop, share: number, forMs: number, concurrency = 40) {
  const clock = createFakeClock();
  const server = createShop(clock, shop);
  const limiter = createRateLimiter({ limits: bigCommerceLimits(share), clock });
  const send = withRateLimiter(server.send, limiter, clock);
  const worker = async () => {
    while (clock.now() < forMs) await send(request());
  };
  await clock.run(Promise.all(Array.from({ length: concurrency }, worker)));
  return server;
}

const PRO = { quota: 450, windowMs: 30_000, phaseMs: 11_000, seed: 1 };

describe('quota, a fixed window of 450 in 30 s', () => {
  it.each([0, 100, 300, 1000, 2000])(
    'share 1, answers up to %i ms: at least 97 %% used, none refused',
    async (slowestMs) => {
      const server = await drive({ ...PRO, slowestMs }, 1, 221_000);
      for (const window of [2, 3, 4, 5, 6]) {
        expect(server.used(window) / 450).toBeGreaterThanOrEqual(0.97);
      }
      expect(server.refused).toEqual([]);
    },
  );

  it('share 1, any phase and jitter: none refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 29_999 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1, max: 60 }),
        async (seed, phaseMs, slowestMs, concurrency) => {
          const server = await drive({ ...PRO, seed, phaseMs, slowestMs }, 1, 95_000, concurrency);
          expect(server.refused).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('share 0.7 leaves the shop its 30 %', async () => {
    const server = await drive({ ...PRO, slowestMs: 200 }, 0.7, 161_000);
    for (const window of [2, 3, 4]) {
      expect(server.used(window)).toBeGreaterThanOrEqual(0.97 * 315);
      expect(server.used(window)).toBeLessThanOrEqual(316);
    }
  });

  it('slows down when others spend the quota, and is refused nothing', async () => {
    const others = (now: number) => (now > 60_000 && now < 100_000 ? 10 : 0);
    const server = await drive({ ...PRO, slowestMs: 200, others }, 0.9, 161_000);
    expect(server.refused).toEqual([]);
    expect(server.used(3)).toBeLessThanOrEqual(450);
  });
});

describe('quota, the smallest plan (150 in 30 s)', () => {
  it('five a second until the first answer', async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ limits: bigCommerceLimits(1), clock });
    let left = 0;
    const send = withRateLimiter(
      async () => {
        left += 1;
        await clock.sleep(10_000);
        return { status: 200, headers: {}, body: {} };
      },
      limiter,
      clock,
    );
    const sent = Array.from({ length: 30 }, () => send(request()));
    await clock.advance(9999);
    expect(left).toBeLessThanOrEqual(5);
    await clock.run(Promise.all(sent));
  });
});
