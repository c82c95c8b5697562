import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price } from '../../src/finditparts/supplier.ts';
import { type Priced, priceOf } from '../../src/rules/price.ts';
import type { Rules } from '../../src/rules/schema.ts';
import { DRUM, type PriceInput, parsed } from './prices.ts';

describe('priceOf, for any part and any rules', () => {
  const units = (min: number, places: number) =>
    fc.integer({ min, max: 2_000_000 }).map((n) => new Big(`${n}e-${places}`));
  // Six places are more than the store keeps; what is 0 or less means "not set".
  const amount = fc.oneof(units(1, 2), units(1, 4), units(-50, 6), fc.constant(null));
  const anyPrice: fc.Arbitrary<Price> = fc.record({
    currency: fc.constantFrom(null, 'USD', 'usd'),
    list: amount,
    account: amount,
    map: amount,
    core: amount,
    breaks: fc.array(fc.record({ minimumQuantity: fc.integer({ min: 0, max: 20 }), price: units(-50, 4) }), {
      maxLength: 4,
    }),
    asOf: fc.constant(null),
  });
  const percent = fc.integer({ min: 0, max: 1_100 }).map((tenths) => `${new Big(tenths).div(10).toFixed()}%`);
  const direction = fc.constantFrom<('nearest' | 'up' | 'down')[]>('nearest', 'up', 'down');
  const rounding = fc.oneof(
    fc.record({ to: fc.constantFrom('5', '0.05', '0.01', '0.07', '12.34'), direction }),
    fc.record({ ending: fc.constantFrom('.99', '.00', '.49'), direction }),
  );
  const band = fc.record(
    { from: fc.nat(50), below: fc.integer({ min: 20, max: 300 }) },
    { requiredKeys: [] },
  );
  const rule = fc.record(
    {
      when: fc.record({ cost: band }, { requiredKeys: [] }),
      from: fc.constantFrom<('cost' | 'list' | 'map')[]>('cost', 'list', 'map'),
      markup: percent,
      multiply: fc.integer({ min: 1, max: 3_000 }).map((n) => new Big(n).div(1_000).toFixed()),
      margin: percent,
      add: fc.integer({ min: -2_000, max: 2_000 }).map((cents) => new Big(cents).div(100).toFixed()),
      round: rounding,
    },
    { requiredKeys: [] },
  );
  const anyRules: fc.Arbitrary<PriceInput> = fc.record(
    {
      rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
      floors: fc.record({ map: fc.boolean(), cost: fc.boolean(), margin: percent }, { requiredKeys: [] }),
      ceiling: fc.constantFrom<('list' | 'none')[]>('list', 'none'),
      breaks: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  function holdsForAll(
    check: (result: Priced & { kind: 'priced' }, rules: Rules['price'], price: Price) => void,
  ) {
    let seen = 0;
    fc.assert(
      fc.property(anyRules, anyPrice, (input, price) => {
        const rules = parsed(input);
        const result = priceOf(rules, DRUM, price, 'USD');
        if (result.kind === 'held') return;
        seen++;
        check(result, rules, price);
      }),
      { numRuns: 4_000 },
    );
    // A property of held parts only would say nothing.
    expect(seen).toBeGreaterThan(200);
  }

  it('is more than 0 and keeps to the floors and the ceiling that are set', () => {
    holdsForAll(({ price, map, cost }, rules, given) => {
      expect(price.gt(0)).toBe(true);
      if (rules.floors.map && given.map) expect(price.gte(given.map)).toBe(true);
      if (rules.floors.cost && given.account) expect(price.gt(given.account)).toBe(true);
      if (rules.ceiling === 'list' && given.list?.gt(0)) expect(price.lte(given.list)).toBe(true);
      if (rules.floors.margin !== undefined) {
        if (!given.account) throw new Error('a margin of nothing');
        const floor = new Big(rules.floors.margin.slice(0, -1));
        expect(price.minus(given.account).times(100).gte(price.times(floor))).toBe(true);
      }
      for (const amount of [map, cost]) expect(amount === null || amount.gt(0)).toBe(true);
    });
  });

  it('is whole cents for shoppers, and at most four decimals for the rest that goes to the store', () => {
    holdsForAll(({ price, cost, retail, map, margin, core, bulk }) => {
      for (const amount of [price, retail, map, core, ...bulk.map((each) => each.price)])
        expect(amount === null || amount.round(2).eq(amount)).toBe(true);
      for (const amount of [cost, margin]) expect(amount === null || amount.round(4).eq(amount)).toBe(true);
    });
  });

  it('shows a list price only at or above the price', () => {
    holdsForAll(({ price, retail }) =>
      expect(retail === null || retail.eq(0) || retail.gte(price)).toBe(true),
    );
  });

  it('has bulk prices that go down and keep to the floors', () => {
    holdsForAll(({ price, bulk }, rules, given) => {
      let before = { minimumQuantity: 1, price };
      for (const each of bulk) {
        expect(each.minimumQuantity).toBeGreaterThan(before.minimumQuantity);
        expect(each.price.lt(before.price)).toBe(true);
        expect(each.price.gt(0)).toBe(true);
        if (rules.floors.map && given.map) expect(each.price.gte(given.map)).toBe(true);
        before = each;
        if (!rules.floors.cost) continue;
        const costs = given.breaks.filter(({ minimumQuantity }) => minimumQuantity === each.minimumQuantity);
        expect(costs.some((own) => each.price.gt(own.price))).toBe(true);
      }
    });
  });

  it('is the same for the same part, and changes neither part nor rules', () => {
    fc.assert(
      fc.property(anyRules, anyPrice, (input, price) => {
        const rules = parsed(input);
        const before = JSON.stringify([rules, price]);
        const first = JSON.stringify(priceOf(rules, DRUM, price, 'USD'));
        expect(JSON.stringify(priceOf(rules, DRUM, price, 'USD'))).toBe(first);
        expect(JSON.stringify([rules, price])).toBe(before);
      }),
      { numRuns: 1_000 },
    );
  });
});
