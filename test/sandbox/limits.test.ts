import { describe, expect, test } from 'vitest';
import { SlidingWindow } from '../../src/sandbox/limits/sliding-window.ts';
import { StoreWindow } from '../../src/sandbox/limits/store-window.ts';
import { SupplierLimits } from '../../src/sandbox/limits/supplier-limits.ts';
import { TokenBucket } from '../../src/sandbox/limits/token-bucket.ts';
import { start } from './harness.ts';

describe('the supplier’s limits', () => {
  test('a sliding window never holds more than its limit', () => {
    const window = new SlidingWindow(3, 1000);
    const taken: number[] = [];
    for (let now = 0; now < 5000; now += 70) {
      if (window.wait(now) > 0) continue;
      window.spend(now);
      taken.push(now);
    }
    for (const [n, at] of taken.entries())
      expect((taken[n + 3] ?? Infinity) - at).toBeGreaterThanOrEqual(1000);
    expect(taken.length).toBeGreaterThanOrEqual(13);
  });

  test('a bucket starts full, refills steadily, saves no more than its capacity', () => {
    const bucket = new TokenBucket(5, 2);
    bucket.spend(0);
    bucket.spend(0);
    expect(bucket.wait(0)).toBeCloseTo(200);
    expect(bucket.wait(200)).toBe(0);
    bucket.spend(60_000);
    bucket.spend(60_000);
    expect(bucket.wait(60_000)).toBeGreaterThan(0);
  });

  test('ten a second, any second', () => {
    const limits = new SupplierLimits();
    const waits = Array.from({ length: 12 }, (_, n) => limits.take('details', n * 10));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
    expect(limits.take('details', 999)).toBe(1);
    expect(limits.take('details', 1000)).toBe(0);
  });

  test('orders have five a second of their own, and their refusals cost nothing', () => {
    const limits = new SupplierLimits();
    for (let n = 0; n < 5; n++) expect(limits.take('orders', n)).toBe(0);
    for (let n = 0; n < 50; n++) expect(limits.take('orders', 10)).toBeGreaterThan(0);
    for (let n = 0; n < 5; n++) expect(limits.take('details', 20)).toBe(0);
  });

  test('a hundred saved up, then five a second; never above 250 a minute', () => {
    const limits = new SupplierLimits();
    const taken: number[] = [];
    for (let now = 0; now < 120_000; now += 20) if (limits.take('other', now) === 0) taken.push(now);
    const inFirst = (ms: number) => taken.filter((at) => at < ms).length;
    expect(inFirst(10_000)).toBe(100);
    // Ten a second drain the hundred within twenty; then the refill sets the pace, then the minute's 250.
    expect(inFirst(20_000)).toBeGreaterThanOrEqual(198);
    expect(inFirst(40_000)).toBe(250);
    expect(inFirst(60_000)).toBe(250);
    for (const [n, at] of taken.entries())
      expect((taken[n + 250] ?? Infinity) - at).toBeGreaterThanOrEqual(60_000);
  });

  test('the eleventh search in a second is 429 with Retry-After in seconds', async () => {
    const client = await start({ plan: 'pro', parts: 10 });
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => client.supplier('GET', '/parts/search')),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect(refused[0]!.json.error.code).toBe('rate_limited');
    const { json } = await client.admin('GET', '/stats');
    expect(json.services.finditparts).toMatchObject({ total: 15, served429: 5, peakPerSecond: 15 });
  });
});

describe('the store’s window', () => {
  test('is fixed: full again when it is over, not before', () => {
    const window = new StoreWindow();
    const plan = { plan: 'standard', window: null } as const;
    for (let n = 0; n < 150; n++) expect(window.take(plan, 1000 + n).allowed).toBe(true);
    const refused = window.take(plan, 2000);
    expect(refused).toEqual({ allowed: false, quota: 150, left: 0, windowMs: 30_000, resetMs: 29_000 });
    expect(window.take(plan, 30_999).allowed).toBe(false);
    expect(window.take(plan, 31_000)).toMatchObject({ allowed: true, left: 149, resetMs: 30_000 });
  });

  test('every answer carries the four headers, refusals too', async () => {
    const client = await start({ plan: 'pro' });
    const answers = [
      await client.store('GET', '/v2/time'),
      await client.store('GET', '/v3/catalog/products/9'),
      await client.store('GET', '/v2/time', undefined, { 'X-Auth-Token': 'no' }),
      await client.store('DELETE', '/v3/catalog/products?id:in=1'),
      await client.store('PUT', '/v3/inventory/adjustments/absolute', { items: [] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 204, 422]);
    expect(answers.map(({ headers }) => headers.get('x-rate-limit-requests-left'))).toEqual([
      '449',
      '448',
      '447',
      '446',
      '445',
    ]);
    for (const { headers } of answers) {
      expect(headers.get('x-rate-limit-requests-quota')).toBe('450');
      expect(headers.get('x-rate-limit-time-window-ms')).toBe('30000');
      expect(Number(headers.get('x-rate-limit-time-reset-ms'))).toBeGreaterThan(25_000);
    }
  });

  test('over the quota it is 429 with the documented body, and nothing is done', async () => {
    const client = await start({ plan: 'standard' });
    const answers = await Promise.all(Array.from({ length: 160 }, () => client.store('GET', '/v2/time')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]!.json).toEqual({
      status: 429,
      title: 'Too many requests',
      type: '/api-docs/getting-started/api-status-codes',
      errors: {},
    });
    expect(refused[0]!.headers.get('x-rate-limit-requests-left')).toBe('0');
    const reset = Number(refused[0]!.headers.get('x-rate-limit-time-reset-ms'));
    expect(Number(refused[0]!.headers.get('x-retry-after'))).toBe(Math.ceil(reset / 1000));
    await client.store('POST', '/v3/catalog/brands', { name: 'Bendix' });
    expect((await client.admin('GET', '/stats')).json.services.bigcommerce.served429).toBe(11);
    await client.admin('POST', '/settings', { plan: 'unlimited' });
    expect((await client.store('GET', '/v3/catalog/brands')).json.data).toEqual([]);
  });

  test('a shorter window can be set, for tests', async () => {
    const client = await start({ plan: 'pro' });
    await client.admin('POST', '/settings', { window: { quota: 1, ms: 50 } });
    await client.store('GET', '/v2/time');
    for (const end = performance.now() + 2000; performance.now() < end; ) {
      if ((await client.store('GET', '/v2/time')).status === 200) return;
    }
    expect.unreachable('the window never opened again');
  });
});
