import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortAnswer } from '../../../src/catalog/guards/completeness.ts';
import { codeOf, exceeds, NO_FACTS, percentage } from '../../../src/catalog/guards/guard.ts';
import { GUARDS, isWhole } from '../../../src/ledger/journal/plan-notes.ts';

const LIMIT = { share: '20%', min: 20 };

describe('exceeds', () => {
  it.each([
    [21, 100, true],
    [20, 100, false],
    [20, 50, false], // 40 %, but not more than 20 of them
    [21, 105, false], // more than 20, but 20 %
    [22, 105, true],
    [4, 4, false],
    [5, 5, true], // all of them
    [5, 6, false],
    [0, 0, false],
  ])('%i of %i: %s', (count, of, trips) => expect(exceeds(count, of, LIMIT)).toBe(trips));

  it('is switched off by 100%', () => {
    expect(exceeds(1_000, 1_000, { share: '100%', min: 0 })).toBe(false);
  });

  it('is never satisfied by more offenders where fewer were too many', () => {
    const share = fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`);
    const counts = fc.tuple(fc.nat(2_000), fc.nat(2_000), fc.nat(2_000));
    fc.assert(
      fc.property(share, fc.nat(50), counts, (each, min, [count, more, others]) => {
        const of = count + more + others;
        const limit = { share: each, min };
        if (!exceeds(count, of, limit)) return;
        // Some of the others turn into offenders, or offenders come on top.
        expect(exceeds(count + more, of, limit)).toBe(true);
        expect(exceeds(count + more, of + more, limit)).toBe(true);
      }),
    );
  });
});

describe('shortAnswer', () => {
  const facts = { ...NO_FACTS, complete: true };
  const lastGood = { parts: 100, readAt: '2026-11-22T00:00:00Z' };

  it.each([
    [{ total: 100, parts: 100 }, false],
    [{ total: 100, parts: 99 }, true],
    [{ total: 100, parts: 101 }, true],
    [{ total: 95, parts: 95, lastGood }, false],
    [{ total: 94, parts: 94, lastGood }, true],
    [{ total: null, parts: 94, lastGood }, true],
    [{ total: 0, parts: 0, lastGood }, true],
    [{ total: 0, parts: 0 }, false],
    [{ total: 9, parts: 9, lastGood: { ...lastGood, parts: 10 } }, false], // one part fewer
    [{ total: 8, parts: 8, lastGood: { ...lastGood, parts: 10 } }, true],
    [{ total: 0, parts: 0, lastGood: { ...lastGood, parts: 1 } }, true],
    [{ total: 50, parts: 50, lastGood, complete: false }, false], // proves nothing
  ])('%j: %s', (changes, isShort) => {
    expect(shortAnswer({ ...facts, ...changes }, '95%') !== undefined).toBe(isShort);
  });

  it('says what is missing, and of how many', () => {
    expect(shortAnswer({ ...facts, total: 100, parts: 97, repeated: 3 }, '95%')).toEqual({
      guard: 'completeness',
      message: 'The supplier says it has 100 parts here and gave 97, 3 of them twice.',
      offenders: 3,
      of: 100,
    });
    expect(shortAnswer({ ...facts, total: 100, parts: 102 }, '95%')).toEqual({
      guard: 'completeness',
      message: 'The supplier says it has 100 parts here and gave 102.',
      offenders: 2,
      of: 100,
    });
    expect(shortAnswer({ ...facts, total: 60, parts: 60, lastGood }, '95%')).toEqual({
      guard: 'completeness',
      message:
        'The supplier gave 60 parts, and 100 for the same selection on 2026-11-22 (60 %; at least 95% are wanted).',
      offenders: 40,
      of: 100,
    });
  });

  it('is about whole answers only', () => {
    expect(shortAnswer({ ...facts, complete: false, total: 100, parts: 50 }, '95%')).toBeUndefined();
    expect(isWhole({ ...facts, complete: false, total: 100, parts: 50 })).toBe(true);
    expect(isWhole({ ...facts, total: 100, parts: 50 })).toBe(false);
  });

  it('is never whole with fewer parts where more were too few', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), (good, parts, fewer) => {
        const at = (n: number) =>
          shortAnswer(
            { ...facts, total: n, parts: n, lastGood: { parts: good, readAt: '2026-11-22T00:00:00Z' } },
            '95%',
          );
        if (at(parts)) expect(at(Math.max(0, parts - fewer))).toBeDefined();
      }),
    );
  });
});

it.each([
  [1, 3, '33.3 %'],
  [2, 3, '66.7 %'],
  [0, 5, '0 %'],
  [0, 0, '100 %'],
])('%i of %i are %s', (count, of, text) => expect(percentage(count, of)).toBe(text));

it('has a code for each guard, which scripts know it by', () => {
  expect(GUARDS.map(codeOf).sort()).toEqual([
    'GUARD_COMPLETENESS',
    'GUARD_CONTENT',
    'GUARD_HIDING',
    'GUARD_PRICE',
    'GUARD_PRICE_MOVE',
    'GUARD_STOCK_STALE',
    'GUARD_STOCK_UNKNOWN',
    'GUARD_UNREADABLE',
    'GUARD_ZEROING',
  ]);
});
