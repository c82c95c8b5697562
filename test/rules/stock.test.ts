import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stock, StockLocation } from '../../src/finditparts/supplier.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { stockOf } from '../../src/rules/stock.ts';

const rulesFor = (stock: RulesInput['stock'] = {}) => Rules.parse({ stock }).stock;
const at = (code: string, quantity: number | null, leadTimeDays: number | null = null): StockLocation => ({
  code,
  name: null,
  quantity,
  leadTimeDays,
  cutoff: null,
});
const stockAt = (total: number | null, ...locations: StockLocation[]): Stock => ({
  total,
  locations,
  asOf: null,
});
const quantityOf = (rules: RulesInput['stock'], stock: Stock | null, pack: number | null = null) =>
  stockOf(rulesFor(rules), stock, pack).quantity;

describe('stockOf by default', () => {
  it.each<[string, Stock | null, number | null]>([
    ['the total', stockAt(7), 7],
    ['the total, whatever the locations say', stockAt(7, at('A', 3), at('B', null)), 7],
    ['the sum of locations without a total', stockAt(null, at('A', 3), at('B', 4)), 7],
    ['nothing when one location does not say', stockAt(null, at('A', 3), at('B', null)), null],
    ['nothing when nobody says', stockAt(null), null],
    ['nothing without any stock', null, null],
    ['zero for a negative total', stockAt(-3), 0],
    ['a known zero', stockAt(0), 0],
  ])('takes %s', (_, stock, expected) => {
    expect(quantityOf({}, stock)).toBe(expected);
  });
});

describe('stockOf with chosen locations', () => {
  const chosen = { locations: ['ohio', 'TEXAS'] };

  it.each<[string, Stock, number | null]>([
    ['only what they have', stockAt(99, at('OHIO', 3), at('TEXAS', 4), at('UTAH', 50)), 7],
    ['unknown when one of them does not say', stockAt(99, at('OHIO', 3), at('TEXAS', null)), null],
    ['what is known when another one does not say', stockAt(99, at('OHIO', 3), at('UTAH', null)), 3],
    ['0 for one that the part does not have', stockAt(99, at('OHIO', 3)), 3],
    ['0 when the part is only elsewhere', stockAt(99, at('UTAH', 50)), 0],
    ['unknown when the supplier names no locations', stockAt(99), null],
  ])('counts %s', (_, stock, expected) => {
    expect(quantityOf(chosen, stock)).toBe(expected);
  });

  it('says which of them the part does not have', () => {
    const { steps } = stockOf(rulesFor(chosen), stockAt(99, at('OHIO', 3)), null);
    expect(steps).toContainEqual({ what: 'location TEXAS', value: '0: not among its locations' });
  });
});

describe("stockOf for several of the store's locations", () => {
  const locations = { OHIO: 2, TEXAS: 1, utah: 2 };
  const levelsOf = (rules: RulesInput['stock'], stock: Stock, sold = 0) =>
    stockOf(rulesFor({ locations, ...rules }), stock, null, sold).levels;
  const there = stockAt(99, at('OHIO', 3), at('TEXAS', 4), at('UTAH', 2), at('IOWA', 50));

  it.each<[string, Map<number, number> | null, RulesInput['stock'], number]>([
    [
      'each what leads to it',
      new Map([
        [2, 5],
        [1, 4],
      ]),
      {},
      0,
    ],
    [
      'less at the last for what is sold',
      new Map([
        [2, 4],
        [1, 4],
      ]),
      {},
      1,
    ],
    [
      'less at the last for what is kept back',
      new Map([
        [2, 3],
        [1, 0],
      ]),
      { buffer: 6 },
      0,
    ],
    [
      'nothing more than the cap',
      new Map([
        [2, 3],
        [1, 2],
      ]),
      { cap: 5 },
      0,
    ],
    ['nothing to say for one place alone', null, { locations: { OHIO: 7, TEXAS: 7 } }, 0],
  ])('has %s', (_, expected, rules, sold) => {
    expect(levelsOf(rules, there, sold)).toEqual(expected);
  });

  it('is unknown as a whole when one of them does not say', () => {
    expect(levelsOf({}, stockAt(99, at('OHIO', 3), at('TEXAS', null)))).toBeNull();
  });

  it('has as many in all as without places, and nowhere more than is there', () => {
    const pieces = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(pieces, pieces, pieces, pieces, pieces, pieces, (a, b, c, sold, buffer, cap) => {
        const stock = stockAt(null, at('OHIO', a), at('TEXAS', b), at('UTAH', c));
        const rules = { buffer, cap };
        const levels = levelsOf(rules, stock, sold) ?? new Map<number, number>();
        const codes = Object.keys(locations);
        const total = stockOf(rulesFor({ ...rules, locations: codes }), stock, null, sold).quantity;
        expect([...levels.values()].reduce((sum, each) => sum + each, 0)).toBe(total);
        expect(levels.get(2)).toBeLessThanOrEqual(a + c);
        expect(levels.get(1)).toBeLessThanOrEqual(b);
      }),
    );
  });
});

describe('stockOf with a buffer, packs and a cap', () => {
  it.each<[string, RulesInput['stock'], number, number | null, number]>([
    ['the buffer', { buffer: 2 }, 12, null, 10],
    ['a buffer above the stock', { buffer: 20 }, 12, null, 0],
    ['whole packs', { packs: true }, 11, 4, 8],
    ['no packs unless asked', {}, 11, 4, 11],
    ['a pack of unknown size', { packs: true }, 11, null, 11],
    ['the cap', { cap: 10 }, 12, null, 10],
    ['a cap of 0', { cap: 0 }, 12, null, 0],
    ['the buffer before the packs', { buffer: 2, packs: true }, 13, 4, 8],
    ['no open pack at the cap', { cap: 10, packs: true }, 20, 4, 8],
  ])('respects %s', (_, rules, total, pack, expected) => {
    expect(quantityOf(rules, stockAt(total), pack)).toBe(expected);
  });

  it('keeps unknown unknown, and every bound', () => {
    const pieces = fc.option(fc.integer({ min: -5, max: 40 }));
    const locations = fc.array(
      fc.record({ code: fc.constantFrom('A', 'B', 'C'), quantity: pieces, lead: fc.option(fc.nat(9)) }),
      { maxLength: 4 },
    );
    const rules = fc.record(
      {
        locations: fc.array(fc.constantFrom('a', 'B', 'X'), { minLength: 1 }),
        buffer: fc.nat(10),
        packs: fc.boolean(),
        cap: fc.nat(30),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        rules,
        pieces,
        locations,
        fc.option(fc.integer({ min: 1, max: 6 })),
        (input, total, rows, pack) => {
          const stock = stockAt(total, ...rows.map((row) => at(row.code, row.quantity, row.lead)));
          const { quantity, leadTimeDays } = stockOf(rulesFor(input), stock, pack);
          const counting = rows.filter(
            ({ code }) => !input.locations || input.locations.some((chosen) => chosen.toUpperCase() === code),
          );

          const silent = counting.some((row) => row.quantity === null);
          const unknown = input.locations
            ? rows.length === 0 || silent
            : total === null && (rows.length === 0 || silent);
          expect(quantity === null).toBe(unknown);
          const days = counting.map(({ lead }) => lead);
          expect(leadTimeDays === null || days.includes(leadTimeDays)).toBe(true);
          if (quantity === null) return;
          expect(quantity).toBeGreaterThanOrEqual(0);
          expect(quantity).toBeLessThanOrEqual(input.cap ?? Number.MAX_SAFE_INTEGER);
          if (input.packs && pack) expect(quantity % pack).toBe(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("stockOf's lead time", () => {
  it.each<[string, RulesInput['stock'], StockLocation[], number | null]>([
    ['the shortest of those with stock', {}, [at('A', 0, 1), at('B', 4, 3), at('C', 4, 2)], 2],
    ['the shortest known when none has stock', {}, [at('A', 0, 4), at('B', null, 3), at('C', 0)], 3],
    ['unknown when the one with stock does not say', {}, [at('A', 0, 1), at('B', 4)], null],
    ['only that of chosen locations', { locations: ['B'] }, [at('A', 9, 1), at('B', 4, 5)], 5],
    ['unknown without locations', {}, [], null],
  ])('is %s', (_, rules, locations, expected) => {
    expect(stockOf(rulesFor(rules), stockAt(8, ...locations), null).leadTimeDays).toBe(expected);
  });
});
