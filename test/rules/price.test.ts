import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price } from '../../src/finditparts/supplier.ts';
import type { PartFacts } from '../../src/rules/facts.ts';
import { type Priced, priceOf } from '../../src/rules/price.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';

type PriceInput = NonNullable<RulesInput['price']>;

const DRUM: PartFacts = {
  category: 'brakes',
  vmrs: '013-004-001',
  brand: 'Gunite',
  sku: 'GU-3600AX',
  condition: 'new',
  cost: new Big('97.40'),
};

/** domain.md 5(a). */
const TIERS: PriceInput = {
  rules: [
    { name: 'tier 1', when: { cost: { below: 25 } }, multiply: 1.9, round: { ending: '.99' } },
    { name: 'tier 2', when: { cost: { from: 25, below: 100 } }, multiply: 1.55, round: { ending: '.99' } },
    { name: 'tier 3', when: { cost: { from: 100, below: 500 } }, multiply: 1.35, round: { ending: '.99' } },
    { name: 'tier 4', when: { cost: { from: 500 } }, multiply: 1.22, round: { ending: '.99' } },
  ],
  floors: { margin: '12%' },
};

const parsed = (price: PriceInput) => Rules.parse({ price }).price;
const oneRule = (
  rule: NonNullable<PriceInput['rules']>[number],
  rest: Omit<PriceInput, 'rules'> = {},
): PriceInput => ({ rules: [rule], ...rest });

interface Amounts {
  cost?: string;
  list?: string;
  map?: string;
  core?: string;
  breaks?: [number, string][];
}
function supplied({ cost, list, map, core, breaks = [] }: Amounts): Price {
  const big = (text: string | undefined) => (text === undefined ? null : new Big(text));
  return {
    currency: 'USD',
    account: big(cost),
    list: big(list),
    map: big(map),
    core: big(core),
    breaks: breaks.map(([minimumQuantity, price]) => ({ minimumQuantity, price: new Big(price) })),
    asOf: null,
  };
}
const priceBy = (rules: PriceInput, amounts: Amounts, facts = DRUM) =>
  priceOf(parsed(rules), facts, supplied(amounts), 'USD');

function priced(rules: PriceInput, amounts: Amounts) {
  const result = priceBy(rules, amounts);
  if (result.kind !== 'priced') throw new Error(`held: ${result.code} ${result.reason}`);
  return result;
}
const sells = (rules: PriceInput, amounts: Amounts) => priced(rules, amounts).price.toFixed();

describe('priceOf', () => {
  it.each([
    ['12', '22.99'], // 22.80
    ['24.99', '46.99'], // 47.481; half way is 47.49
    ['25', '38.99'], // 38.75
    ['97.40', '150.99'], // 150.97
    ['100', '134.99'], // 135.00
    ['500', '609.99'], // 610.00
  ])('prices a cost of %s by its tier at %s', (cost, expected) => {
    expect(sells(TIERS, { cost })).toBe(expected);
  });

  it('explains each step', () => {
    expect(priced(TIERS, { cost: '97.40', map: '120' }).steps).toEqual([
      { what: 'rule', value: 'tier 2' },
      { what: 'cost', value: '97.40' },
      { what: '× 1.55', value: '150.97' },
      { what: 'rounded to .99', value: '150.99' },
      { what: 'MAP 120.00', value: 'respected' },
      { what: 'margin', value: '35.5 %' },
    ]);
  });

  it.each<[string, PriceInput, Amounts, string]>([
    ['a markup', oneRule({ markup: '55%' }), { cost: '97.40' }, '150.97'],
    ['a margin', oneRule({ margin: '30%' }), { cost: '70' }, '100'],
    ['a margin that does not divide evenly', oneRule({ margin: '30%' }), { cost: '10' }, '14.29'],
    [
      'markup, factor and margin together',
      oneRule({ markup: '10%', multiply: 2, margin: '50%' }),
      { cost: '5' },
      '22',
    ],
    ['an amount added after the factor', oneRule({ multiply: 2, add: '-0.5' }), { cost: '5' }, '9.5'],
    ['a rounding after what is added', oneRule({ add: '2.30', round: { to: 5 } }), { cost: '71' }, '75'],
    ['a list price as it is', oneRule({ from: 'list' }), { list: '146.205' }, '146.205'],
    ['a share of list', oneRule({ from: 'list', multiply: '0.9' }), { list: '99.99' }, '89.99'],
    ['MAP itself', oneRule({ from: 'map' }), { map: '80' }, '80'],
    ['MAP where it is higher', oneRule({ markup: '10%' }), { cost: '100', map: '120' }, '120'],
    [
      'MAP rounded up',
      oneRule({ markup: '10%', round: { ending: '.99', direction: 'down' } }),
      { cost: '100', map: '120' },
      '120.99',
    ],
    [
      'below MAP when MAP is no floor',
      oneRule({ markup: '10%' }, { floors: { map: false } }),
      { cost: '100', map: '120' },
      '110',
    ],
    [
      'list when that is the ceiling',
      oneRule({ markup: '90%' }, { ceiling: 'list' }),
      { cost: '100', list: '150' },
      '150',
    ],
    [
      'list when MAP rounded up exceeds it',
      oneRule({ multiply: 1.1, round: { to: 5 } }, { ceiling: 'list' }),
      { cost: '100', list: '121', map: '121' },
      '121',
    ],
    ['above list without a ceiling', oneRule({ markup: '90%' }), { cost: '100', list: '150' }, '190'],
    [
      'without a ceiling where list is not known',
      oneRule({ markup: '90%' }, { ceiling: 'list' }),
      { cost: '100' },
      '190',
    ],
    [
      'below cost when cost is no floor',
      oneRule({ multiply: '0.9' }, { floors: { cost: false } }),
      { cost: '100' },
      '90',
    ],
    [
      'a margin that is just enough',
      oneRule({ multiply: 2 }, { floors: { margin: '50%' } }),
      { cost: '10' },
      '20',
    ],
  ])('makes the price from %s', (_, rules, amounts, expected) => {
    expect(sells(rules, amounts)).toBe(expected);
  });

  it.each<[string, PriceInput, Amounts, string, string | null]>([
    ['no cost to start from', oneRule({ markup: '50%' }), { list: '10' }, 'NO_PRICE', 'rule 1'],
    ['a cost of 0', oneRule({ markup: '50%' }), { cost: '0' }, 'NO_PRICE', 'rule 1'],
    ['no rule for it', TIERS, { list: '10' }, 'NO_PRICE_RULE', null],
    ['less than nothing', oneRule({ add: -20 }), { cost: '10' }, 'PRICE_NOT_POSITIVE', 'rule 1'],
    [
      'nothing',
      oneRule({ add: -10, round: { ending: '.99' } }),
      { cost: '10' },
      'PRICE_NOT_POSITIVE',
      'rule 1',
    ],
    ['a margin of all of it', oneRule({ margin: '100%' }), { cost: '10' }, 'PRICE_NOT_POSITIVE', 'rule 1'],
    ['a price at cost', oneRule({ multiply: 1 }), { cost: '10' }, 'BELOW_COST', 'rule 1'],
    [
      'a rounding down to cost',
      oneRule({ markup: '10%', round: { to: 5, direction: 'down' } }),
      { cost: '20' },
      'BELOW_COST',
      'rule 1',
    ],
    [
      'a list ceiling below cost',
      oneRule({ markup: '50%' }, { ceiling: 'list' }),
      { cost: '20', list: '19' },
      'BELOW_COST',
      'rule 1',
    ],
    [
      'a list ceiling below MAP',
      oneRule({ markup: '50%' }, { ceiling: 'list' }),
      { cost: '20', list: '25', map: '26' },
      'BELOW_MAP',
      'rule 1',
    ],
    [
      'a list ceiling below the margin',
      oneRule({ markup: '50%' }, { ceiling: 'list', floors: { margin: '30%' } }),
      { cost: '20', list: '28' },
      'BELOW_MARGIN',
      'rule 1',
    ],
    [
      'too small a margin',
      oneRule({ markup: '10%' }, { floors: { margin: '12%' } }),
      { cost: '20' },
      'BELOW_MARGIN',
      'rule 1',
    ],
    [
      'a margin that nobody knows',
      oneRule({ from: 'list' }, { floors: { margin: '12%' } }),
      { list: '20' },
      'BELOW_MARGIN',
      'rule 1',
    ],
  ])('holds %s', (_, rules, amounts, code, rule) => {
    expect(priceBy(rules, amounts)).toMatchObject({ kind: 'held', code, rule });
  });

  it('holds another currency, also where no rule matches', () => {
    const price = { ...supplied({ list: '10' }), currency: 'CAD' };
    expect(priceOf(parsed({}), DRUM, price, 'USD')).toMatchObject({ kind: 'held', code: 'WRONG_CURRENCY' });
    expect(priceOf(parsed(TIERS), DRUM, price, 'USD')).toMatchObject({
      kind: 'held',
      code: 'WRONG_CURRENCY',
    });
    expect(priceOf(parsed({}), DRUM, price, 'cad')).toMatchObject({ kind: 'priced' });
  });

  it('says what a margin is short of without rounding it up to enough', () => {
    const result = priceBy(oneRule({ from: 'list' }, { floors: { margin: '12%' } }), {
      cost: '88.01',
      list: '100.01',
    });
    expect(result).toMatchObject({ reason: expect.stringContaining('11.99 %; the margin must be 12%') });
  });

  it('finds the tier by the cost that comes with the price', () => {
    const stale = { ...DRUM, cost: new Big('600') };
    expect(priceBy(TIERS, { cost: '12' }, stale)).toMatchObject({ rule: 'tier 1' });
  });

  it('takes the first rule that matches and calls it by its place without a name', () => {
    const rules = [{ when: { brand: 'Webb' } }, { when: { sku: 'GU-*' }, multiply: 2 }, { multiply: 3 }];
    expect(priced({ rules }, { cost: '10' })).toMatchObject({ rule: 'rule 2', price: new Big(20) });
  });

  it('gives a list price only where it is not below the price', () => {
    const rules = oneRule({ multiply: 2 });
    expect(priced(rules, { cost: '10', list: '20' }).retail?.toFixed()).toBe('20');
    expect(priced(rules, { cost: '10', list: '19.99' }).retail).toBeNull();
  });

  it('says what became of MAP and list', () => {
    const rules = oneRule({ multiply: 2 }, { ceiling: 'list' });
    const said = (amounts: Amounts) =>
      priced(rules, amounts)
        .steps.slice(3, -1)
        .map(({ what, value }) => `${what}: ${value}`);
    expect(said({ cost: '10', map: '22', list: '30' })).toEqual([
      'raised to MAP 22.00: 22.00',
      'list price 30.00: not exceeded',
    ]);
    expect(said({ cost: '10', list: '20' })).toEqual(['list price 20.00: not exceeded']);
    expect(said({ cost: '10', list: '18.5' })).toEqual(['lowered to list price: 18.50']);
    expect(said({ cost: '10' })).toEqual(['list price: unknown: no ceiling']);
  });

  it('takes amounts finer than the store keeps so that floors rise and ceilings fall', () => {
    const { cost, map, retail } = priced(oneRule({ multiply: 2 }), {
      cost: '1.00001',
      map: '1.00001',
      list: '3.99999',
    });
    expect([cost?.toFixed(), map?.toFixed(), retail?.toFixed()]).toEqual(['1.0001', '1.0001', '3.9999']);
  });

  it('never ends at 0 by a rounding finer than the store keeps', () => {
    const rules = oneRule({ multiply: '0.01', round: { to: '0.000003' } }, { floors: { cost: false } });
    expect(sells(rules, { cost: '0.0001' })).toBe('0.0001');
  });

  it('leaves the core charge out of the price', () => {
    const result = priced(oneRule({ multiply: 2 }), { cost: '10', core: '75' });
    expect([result.price.toFixed(), result.core?.toFixed()]).toEqual(['20', '75']);
    expect(priced(oneRule({ multiply: 2 }), { cost: '10', core: '0' }).core).toBeNull();
  });
});

describe("priceOf's bulk prices", () => {
  const bulk = (rules: PriceInput, amounts: Amounts) =>
    priced({ breaks: true, ...rules }, amounts).bulk.map((each) => [
      each.minimumQuantity,
      each.price.toFixed(),
    ]);
  const breaks: [number, string][] = [
    [50, '8'],
    [10, '9'],
  ];

  it('go through the same rule', () => {
    expect(bulk(oneRule({ multiply: 2, round: { ending: '.99' } }), { cost: '10', breaks })).toEqual([
      [10, '17.99'],
      [50, '15.99'],
    ]);
  });

  it('go down in proportion where the price is made from list', () => {
    expect(bulk(oneRule({ from: 'list' }), { cost: '10', list: '15', breaks })).toEqual([
      [10, '13.5'],
      [50, '12'],
    ]);
  });

  it('are none unless asked for', () => {
    expect(priced(oneRule({ multiply: 2 }), { cost: '10', breaks }).bulk).toEqual([]);
  });

  it.each<[string, PriceInput, Amounts, [number, string][]]>([
    [
      'no lower than the price',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '10'],
          [9, '9'],
        ],
      },
      [[9, '18']],
    ],
    [
      'no lower than the one before',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '8'],
          [9, '9'],
          [20, '7'],
        ],
      },
      [
        [5, '16'],
        [20, '14'],
      ],
    ],
    [
      'below MAP',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        map: '17',
        breaks: [
          [5, '9'],
          [9, '8'],
        ],
      },
      [[5, '18']],
    ],
    [
      'at its own cost',
      oneRule({ add: 1, round: { to: 1, direction: 'down' } }),
      {
        cost: '10',
        breaks: [
          [5, '9.5'],
          [9, '0.3'],
        ],
      },
      [
        [5, '10'],
        [9, '1'],
      ],
    ],
    [
      'under the margin',
      oneRule({ multiply: 2, add: -3 }, { floors: { margin: '37%' } }),
      {
        cost: '10',
        breaks: [
          [5, '9'],
          [9, '7'],
        ],
      },
      [[5, '15']],
    ],
    [
      'from one piece',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [1, '9'],
          [0, '8'],
        ],
      },
      [],
    ],
    [
      'a second one for a quantity',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '7'],
          [5, '9'],
        ],
      },
      [[5, '18']],
    ],
    [
      'a second one, even where the first is no lower',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '1'],
          [5, '10'],
        ],
      },
      [],
    ],
    ['0', oneRule({ multiply: 2 }), { cost: '10', breaks: [[5, '0']] }, []],
    ['without a cost to compare it with', oneRule({ from: 'list' }), { list: '10', breaks: [[5, '9']] }, []],
  ])('leave out what is %s, and say so', (_, rules, amounts, expected) => {
    expect(bulk(rules, amounts)).toEqual(expected);
    const said = priced({ breaks: true, ...rules }, amounts).steps.filter(({ what }) =>
      what.startsWith('price from'),
    );
    expect(said).toHaveLength(amounts.breaks?.length ?? 0);
  });
});

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
    fc.record({ to: fc.constantFrom('5', '0.05', '0.0001', '0.000003', '1.2345678'), direction }),
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
      if (rules.ceiling === 'list' && given.list?.gte('0.0001')) expect(price.lte(given.list)).toBe(true);
      if (rules.floors.margin !== undefined) {
        if (!given.account) throw new Error('a margin of nothing');
        const floor = new Big(rules.floors.margin.slice(0, -1));
        expect(price.minus(given.account).times(100).gte(price.times(floor))).toBe(true);
      }
      for (const amount of [map, cost]) expect(amount === null || amount.gt(0)).toBe(true);
    });
  });

  it('is exact to at most four decimals, with all that goes to the store', () => {
    holdsForAll(({ price, cost, retail, map, margin, core, bulk }) => {
      for (const amount of [price, cost, retail, map, margin, core, ...bulk.map((each) => each.price)])
        expect(amount === null || amount.round(4).eq(amount)).toBe(true);
    });
  });

  it('shows a list price only at or above the price', () => {
    holdsForAll(({ price, retail }) => expect(retail === null || retail.gte(price)).toBe(true));
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
