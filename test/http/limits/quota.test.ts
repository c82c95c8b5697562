import { describe, expect, it } from 'vitest';
import { createQuota, readQuota } from '../../../src/http/limits/quota.ts';

const headersOf = (left: number, resetMs: number, quota = 450, windowMs = 30_000) => ({
  'x-rate-limit-requests-left': String(left),
  'x-rate-limit-requests-quota': String(quota),
  'x-rate-limit-time-window-ms': String(windowMs),
  'x-rate-limit-time-reset-ms': String(resetMs),
});

describe('quota, how long to wait', () => {
  it('knows nothing before the first answer', () => {
    const quota = createQuota({ share: 0.7 });
    quota.depart(0)(50);

    expect(quota.waitMs(60)).toBe(0);
    expect(quota.perSecond()).toBeUndefined();
    expect(quota.current(60)).toBeUndefined();
  });

  it('spreads what is left over what remains of the window, but for two answers’ time', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(300, 20_000));
    quota.depart(1_000);

    // The window ends at the latest at 100 + 20,000, and 10 of slack; an answer took 100.
    expect(quota.waitMs(1_000)).toBeCloseTo((20_110 - 200 - 1_000) / 299, 9);
    expect(quota.waitMs(1_030)).toBeCloseTo((20_110 - 200 - 1_030) / 299 - 30, 9);
    expect(quota.waitMs(1_100)).toBe(0);
  });

  it('forgets a slow answer by and by', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(300, 20_000));
    quota.depart(1_000)(1_010);

    expect(quota.waitMs(1_010)).toBeCloseTo((20_110 - 180 - 1_010) / 299 - 10, 9);
  });

  it('keeps at most a fifth of the window for answers under way', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(5_000, headersOf(300, 20_000));
    quota.depart(5_000);

    expect(quota.waitMs(5_000)).toBeCloseTo((25_010 - 6_000 - 5_000) / 299, 9);
  });

  it('does not hold back what is left in the last moments of the window', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(300, 20_000));
    quota.depart(20_000);

    expect(quota.waitMs(20_000)).toBe(0);
  });

  it.each([
    [226, 0],
    [225, 20_010],
    [0, 20_010],
  ])('with a share of 0.5 of 450, where %i are left, waits %i ms', (left, ms) => {
    const quota = createQuota({ share: 0.5 });
    quota.depart(-90_000)(0, headersOf(left, 20_000));

    expect(quota.waitMs(0)).toBe(ms);
    expect(quota.perSecond()).toBe(7.5);
  });

  it.each([
    [1, 20_010],
    [2, 0],
  ])('starts nothing that an unanswered request might have taken: %i left', (left, ms) => {
    const quota = createQuota({ share: 1 });
    quota.depart(-90_000);
    quota.depart(-90_000)(0, headersOf(left, 20_000));

    expect(quota.waitMs(0)).toBe(ms);
  });

  it('counts what left since the reading, and never below nothing', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(0, headersOf(2, 20_000));
    expect(quota.current(0)).toEqual({ left: 2, quota: 450 });
    for (const left of [1, 0, 0]) {
      quota.depart(0);
      expect(quota.current(0)?.left).toBe(left);
    }
    expect(quota.waitMs(0)).toBe(20_010);
  });
});

describe('quota, the end of a window', () => {
  const ofOne = () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(0, headersOf(0, 500, 1, 1_000));
    return quota;
  };

  it('is the start of the next, as full as the quota', () => {
    const quota = ofOne();

    expect([quota.waitMs(0), quota.waitMs(509)]).toEqual([510, 1]);
    // Spread over the whole window, from the last departure on.
    expect([quota.waitMs(510), quota.waitMs(1_000)]).toEqual([490, 0]);
    expect(quota.current(1_000)).toEqual({ left: 1, quota: 1 });
    quota.depart(1_000)(1_000);
    expect([quota.waitMs(1_000), quota.waitMs(1_509), quota.waitMs(1_510)]).toEqual([510, 1, 490]);
  });

  it('finds the window that it is in after several', () => {
    const quota = ofOne();
    // Unanswered at the end of its window: the service may count it in the next.
    quota.depart(10);

    expect(quota.waitMs(3_010)).toBe(500);
    expect(quota.waitMs(3_509)).toBe(1);
    expect(quota.waitMs(3_510)).toBe(1_000);
  });

  it('is seen by what leaves and what is answered, too', () => {
    const left = ofOne();
    left.depart(600);
    expect(left.current(600)).toEqual({ left: 0, quota: 1 });

    const answered = createQuota({ share: 1 });
    answered.depart(0)(0, headersOf(5, 500));
    const slow = answered.depart(400);
    slow(600, headersOf(7, 29_990));
    expect(answered.current(600)).toEqual({ left: 7, quota: 450 });
  });

  it('is known the better, the more answers say when it is', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(9, 20_000));
    quota.depart(200)(210, headersOf(0, 19_830));
    expect(quota.waitMs(1_000)).toBe(20_050 - 1_000);
    // A slow answer says less, and takes nothing back.
    quota.depart(300)(900, headersOf(0, 19_500));
    expect(quota.waitMs(1_000)).toBe(20_050 - 1_000);
  });
});

describe('quota, answers that overtake each other', () => {
  it('an earlier request that answers later does not raise what is left', () => {
    const quota = createQuota({ share: 1 });
    const slow = quota.depart(0);
    const fast = quota.depart(10);
    fast(100, headersOf(20, 20_000));
    slow(200, headersOf(400, 19_900));
    expect(quota.current(200)).toEqual({ left: 20, quota: 450 });
  });

  it('but lowers it when it promises less', () => {
    const quota = createQuota({ share: 1 });
    const slow = quota.depart(0);
    const fast = quota.depart(10);
    fast(100, headersOf(400, 20_000));
    slow(200, headersOf(20, 19_900));
    expect(quota.current(200)?.left).toBeLessThanOrEqual(20);
  });

  it("a reading of the window before is not this window's", () => {
    const quota = createQuota({ share: 1 });
    const slow = quota.depart(0);
    quota.depart(10)(100, headersOf(3, 1000));
    quota.depart(1200)(1300, headersOf(449, 29_800));
    slow(2000, headersOf(2, 500));
    expect(quota.current(2000)).toEqual({ left: 449, quota: 450 });
  });

  it('a new window begins at the latest moment its reset can be, and is full', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(0, 1000));
    expect(quota.waitMs(500)).toBe(610);
    expect(quota.waitMs(1110)).toBe(0);
    expect(quota.current(1110)?.left).toBe(450);
  });

  it('garbage after a good reading changes nothing', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(300, 20_000));
    quota.depart(200)(300, { ...headersOf(0, 20_000), 'x-rate-limit-requests-quota': 'unlimited' });
    quota.depart(400)(500);
    expect(quota.current(500)).toEqual({ left: 298, quota: 450 });
  });

  it('counts the later one where both promise the same', () => {
    const quota = createQuota({ share: 1 });
    const slow = quota.depart(0);
    quota.depart(10)(100, headersOf(20, 20_000));
    slow(200, headersOf(20, 19_900));

    expect(quota.current(200)).toEqual({ left: 20, quota: 450 });
  });

  it.each([
    ['a little', 19_700, 300],
    ['by more than half of it', 4_000, 20],
  ])('where the service has moved its window %s', (_, resetMs, left) => {
    const quota = createQuota({ share: 1 });
    const slow = quota.depart(0);
    quota.depart(10)(20, headersOf(20, 20_000));
    slow(30, headersOf(300 + 1, resetMs));

    expect(quota.current(30)?.left).toBe(left);
  });

  it('by one of a new window that is not over yet by our clock', () => {
    const quota = createQuota({ share: 1 });
    quota.depart(0)(100, headersOf(3, 1_000));
    const slow = quota.depart(200);
    quota.depart(1_000)(1_050, headersOf(440, 30_000));
    slow(1_060, headersOf(2, 40));

    expect(quota.current(1_060)).toEqual({ left: 440, quota: 450 });
  });
});

describe('readQuota', () => {
  const good = {
    'x-rate-limit-requests-left': '35',
    'x-rate-limit-requests-quota': '150',
    'x-rate-limit-time-window-ms': '30000',
    'x-rate-limit-time-reset-ms': '15000',
  };

  it("reads BigCommerce's four headers", () => {
    expect(readQuota(good)).toEqual({ left: 35, quota: 150, windowMs: 30_000, resetMs: 15_000 });
  });

  it.each([
    [
      'left',
      'x-rate-limit-requests-left',
      ['-1', '', 'many', '1e3', '151', '99999999999', 'NaN', '3.5', '١٢'],
    ],
    ['quota', 'x-rate-limit-requests-quota', ['0', '-150', 'unlimited', '']],
    ['window', 'x-rate-limit-time-window-ms', ['0', '-30000', '1', '99999999', 'soon']],
    ['reset', 'x-rate-limit-time-reset-ms', ['-5', '30001', 'undefined', '1e9', '']],
  ])('ignores the whole reading when %s is garbage', (_, name, values) => {
    for (const value of values) expect(readQuota({ ...good, [name]: value })).toBeUndefined();
    const { [name as keyof typeof good]: _gone, ...missing } = good;
    expect(readQuota(missing)).toBeUndefined();
  });

  it('takes a full quota, a window that has just begun, and spaces', () => {
    expect(
      readQuota({ ...good, 'x-rate-limit-requests-left': ' 150 ', 'x-rate-limit-time-reset-ms': '30000' }),
    ).toEqual({ left: 150, quota: 150, windowMs: 30_000, resetMs: 30_000 });
  });

  it.each([
    ['999', false],
    ['1000', true],
    ['3600000', true],
    ['3600001', false],
  ])('of a window of %s ms: %s', (windowMs, isRead) => {
    const read = readQuota({
      ...good,
      'x-rate-limit-time-window-ms': windowMs,
      'x-rate-limit-time-reset-ms': '500',
    });

    expect(read !== undefined).toBe(isRead);
  });
});
