import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { priceOf } from '../../src/rules/price.ts';
import {
  type Amounts,
  DRUM,
  oneRule,
  type PriceInput,
  parsed,
  priceBy,
  priced,
  sells,
  supplied,
  TIERS,
} from './prices.ts';

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
    ['a list price in whole cents', oneRule({ from: 'list' }), { list: '146.205' }, '146.21'],
    ['a list price by no rule', {}, { list: '146.2049' }, '146.2'],
    [
      'cents of a margin, up',
      oneRule({ margin: '30%' }, { floors: { margin: '30%' } }),
      { cost: '1' },
      '1.43',
    ],
    ['MAP in cents, up', oneRule({ multiply: 2 }), { cost: '1', map: '3.141' }, '3.15'],
    [
      'a list ceiling in cents, down',
      oneRule({ markup: '80%' }, { ceiling: 'list' }),
      { cost: '100', list: '146.2059' },
      '146.2',
    ],
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
    [
      'less than one step, rounded down',
      oneRule({ markup: '35%', round: { to: 5, direction: 'down' } }),
      { cost: '3.05' },
      'PRICE_NOT_POSITIVE',
      'rule 1',
    ],
    [
      'less than the first ending, rounded down',
      oneRule({ markup: '35%', round: { ending: '.99', direction: 'down' } }),
      { cost: '0.50' },
      'PRICE_NOT_POSITIVE',
      'rule 1',
    ],
    [
      'what is nearer to nothing than to one step',
      oneRule({ from: 'list', round: { to: 100 } }),
      { list: '40' },
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
    expect(priced(rules, { cost: '10', list: '19.99' }).retail?.toFixed()).toBe('0');
    expect(priced(rules, { cost: '10' }).retail).toBeNull();
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
    expect(said({ cost: '10', list: '18.5' })).toEqual(['lowered to list price 18.50: 18.50']);
    expect(said({ cost: '10' })).toEqual(['list price: unknown: no ceiling']);
  });

  it('shows whole cents, and keeps of the cost what the store can', () => {
    const { cost, map, retail, core } = priced(oneRule({ multiply: 2 }), {
      cost: '1.00001',
      map: '1.00001',
      list: '3.99999',
      core: '0.005',
    });
    expect([cost, map, retail, core].map((each) => each?.toFixed())).toEqual(['1.0001', '1.01', '4', '0.01']);
  });

  it('leaves the core charge out of the price', () => {
    const result = priced(oneRule({ multiply: 2 }), { cost: '10', core: '75' });
    expect([result.price.toFixed(), result.core?.toFixed()]).toEqual(['20', '75']);
    expect(priced(oneRule({ multiply: 2 }), { cost: '10', core: '0' }).core).toBeNull();
  });
});
