import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, withRateLimiter } from '../../../src/http/limits/rate-limiter.ts';
import {
  FINDITPARTS_PRODUCTION,
  FINDITPARTS_TEST,
  type ServiceLimits,
} from '../../../src/http/limits/service-limits.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { request } from '../requests.ts';

interface Seen {
  group: string | undefined;
  index: number;
  left: number;
  counted: number;
}

interface Load {
  limits: ServiceLimits;
  count: number;
  groups?: (string | undefined)[];
  /** Fractions: how long the answer takes (of `slowestMs`) and when in between the service counts. */
  jitter?: { latency: number; counted: number }[];
  slowestMs?: number;
}

/** Sends `count` requests at once; the service counts each somewhere between departure and answer. */
async function drive({ limits, count, groups = [undefined], jitter = [], slowestMs = 0 }: Load) {
  const clock = createFakeClock();
  const seen: Seen[] = [];
  let index = 0;
  const send = withRateLimiter(
    async ({ limitGroup }) => {
      const { latency, counted } = jitter[seen.length % jitter.length] ?? { latency: 0, counted: 0 };
      const ms = latency * slowestMs;
      seen.push({
        group: limitGroup,
        index: index++,
        left: clock.now(),
        counted: clock.now() + ms * counted,
      });
      if (ms > 0) await clock.sleep(ms);
      return { status: 200, headers: {}, body: {} };
    },
    createRateLimiter({ limits, clock }),
    clock,
  );
  const order: number[] = [];
  const sent = Array.from({ length: count }, (_, number) => {
    const limitGroup = groups[number % groups.length];
    return send(
      request({ ...(limitGroup !== undefined && { limitGroup }), onDepart: () => order.push(number) }),
    );
  });
  await clock.run(Promise.all(sent));
  return { seen, order, ms: clock.now() };
}

/** The most that any stretch of `windowMs` holds. */
function busiest(times: number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, time, last) => {
    while (time - (sorted[first] ?? 0) >= windowMs) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

/** Whether a strict bucket at the service, full at the start, would have refused one. */
function bucketHolds(times: number[], perSecond: number, capacity: number): boolean {
  let tokens = capacity;
  let at = 0;
  for (const time of [...times].sort((a, b) => a - b)) {
    tokens = Math.min(capacity, tokens + ((time - at) * perSecond) / 1000);
    at = time;
    if (tokens < 1) return false;
    tokens -= 1;
  }
  return true;
}

const limitsArb: fc.Arbitrary<ServiceLimits> = fc.record({
  perSecond: fc.integer({ min: 1, max: 20 }),
  capacity: fc.integer({ min: 1, max: 50 }),
  burst: fc.integer({ min: 1, max: 15 }),
  perMinute: fc.integer({ min: 10, max: 200 }),
  groups: fc.record({ a: fc.integer({ min: 1, max: 10 }), b: fc.integer({ min: 1, max: 10 }) }),
});
const jitterArb = fc.array(
  fc.record({
    latency: fc.double({ min: 0, max: 1, noNaN: true }),
    counted: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 12 },
);
const groupsArb = fc.array(fc.constantFrom('a', 'b', undefined), { minLength: 1, maxLength: 6 });

describe("limiter, by the service's own clock", () => {
  it('keeps burst, minute, endpoint and bucket limits wherever between departure and answer requests count', async () => {
    await fc.assert(
      fc.asyncProperty(
        limitsArb,
        jitterArb,
        groupsArb,
        fc.integer({ min: 0, max: 3000 }),
        async (limits, jitter, groups, slowestMs) => {
          const { seen } = await drive({ limits, count: 60, groups, jitter, slowestMs });
          const counted = seen.map((each) => each.counted);
          expect(busiest(counted, 1000)).toBeLessThanOrEqual(limits.burst);
          expect(
            busiest(
              seen.map((each) => each.left),
              1000,
            ),
          ).toBeLessThanOrEqual(limits.burst);
          expect(busiest(counted, 60_000)).toBeLessThanOrEqual(limits.perMinute ?? 0);
          expect(bucketHolds(counted, limits.perSecond, limits.capacity)).toBe(true);
          for (const group of ['a', 'b']) {
            const own = seen.filter((each) => each.group === group).map((each) => each.counted);
            expect(busiest(own, 1000)).toBeLessThanOrEqual(limits.groups[group] ?? 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('serves first come, first served, whatever the groups', async () => {
    await fc.assert(
      fc.asyncProperty(limitsArb, jitterArb, groupsArb, async (limits, jitter, groups) => {
        const { order } = await drive({ limits, count: 40, groups, jitter, slowestMs: 700 });
        expect(order).toEqual([...order].sort((a, b) => a - b));
        expect(order).toHaveLength(40);
      }),
      { numRuns: 30 },
    );
  });
});

describe('limiter, throughput', () => {
  const latencies = [
    { latency: 0.2, counted: 0.5 },
    { latency: 1, counted: 0.1 },
    { latency: 0.5, counted: 0.9 },
  ];

  it.each([
    ['test profile, bound by 100 a minute', FINDITPARTS_TEST, 800, 100],
    ['production profile, bound by 250 a minute', FINDITPARTS_PRODUCTION, 2000, 250],
    ['a bucket alone', { perSecond: 5, capacity: 100, burst: 10, groups: {} }, 2200, 300],
  ] as const)(
    '%s: at least 97 %% of what is allowed in the long run',
    async (_, limits, count, perMinute) => {
      const { seen, ms } = await drive({ limits, count, jitter: latencies, slowestMs: 400 });
      // Four minutes, after what the full bucket and the first minute give away.
      const late = seen.filter(({ left }) => left >= 120_000 && left < 360_000);
      expect(ms).toBeGreaterThan(360_000);
      expect(late.length / (4 * perMinute)).toBeGreaterThanOrEqual(0.97);
      expect(late.length / (4 * perMinute)).toBeLessThanOrEqual(1);
    },
  );

  it('lets a full bucket go as fast as the burst allows', async () => {
    const { seen } = await drive({ limits: FINDITPARTS_TEST, count: 20 });
    expect(seen.filter((each) => each.left === 0)).toHaveLength(5);
    expect(seen.at(-1)?.left).toBeLessThan(3200);
  });

  it('holds a ceiling of the user on top of everything', async () => {
    const { seen } = await drive({
      limits: { ...FINDITPARTS_PRODUCTION, ceilingPerSecond: 1 },
      count: 20,
      jitter: latencies,
      slowestMs: 900,
    });
    expect(seen.at(-1)?.left).toBeGreaterThan(18_900);
    expect(seen.at(-1)?.left).toBeLessThan(19_800);
  });
});
