import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/finditparts/supplier.ts';
import type { PartFacts } from '../../src/rules/facts.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { shipsByFreight, weightOf, weightTextProblem } from '../../src/rules/weight.ts';
import { aPart } from '../helpers/parts.ts';

const rulesOf = (weight: RulesInput['weight']) => Rules.parse({ weight }).weight;
const FACTS: PartFacts = {
  category: 'brakes',
  vmrs: null,
  brand: 'Gunite',
  sku: 'GU-1',
  condition: 'new',
  cost: null,
};
const weigh = (weight: Part['weight'], rules: RulesInput['weight'] = {}, storeUnit = 'LBS') => {
  const result = weightOf(rulesOf(rules), FACTS, aPart({ weight }), storeUnit);
  return result.kind === 'known' ? { ...result, weight: result.weight.toFixed() } : result;
};
const measure = (value: string, unit: string) => ({ value: new Big(value), unit });
const DEFAULTS = {
  defaults: [
    { when: { category: 'filters' }, weight: '2 lb' },
    { when: { category: 'brakes' }, weight: '50.5 kg' },
    { when: {}, weight: '1lb' },
  ],
};

describe('weightOf', () => {
  it.each([
    ['pounds as they are', measure('112', 'lb'), 'LBS', '112'],
    ['kilograms in pounds', measure('10', 'kg'), 'LBS', '22.0462'],
    ['pounds in kilograms', measure('10', 'LB'), 'KGS', '4.5359'],
    ['ounces in pounds', measure('8', 'oz'), 'LBS', '0.5'],
    ['pounds in tonnes', measure('2204.62262185', 'lb'), 'Tonnes', '1'],
  ])('gives %s', (_, weight, unit, expected) => {
    expect(weigh(weight, DEFAULTS, unit)).toEqual({ kind: 'known', weight: expected, from: 'supplier' });
  });

  it.each([
    ['none', null],
    ['nothing', measure('0', 'lb')],
    ['less than nothing', measure('-1', 'lb')],
    ['less than the store can say', measure('0.01', 'g')],
  ])('of %s does what the rules say', (_, weight) => {
    expect(weigh(weight)).toEqual({ kind: 'missing', policy: 'hold' });
    expect(weigh(weight, { missing: 'hide' })).toEqual({ kind: 'missing', policy: 'hide' });
  });

  it('takes the first default that matches, in the store’s unit', () => {
    expect(weigh(null, DEFAULTS)).toEqual({ kind: 'known', weight: '111.3334', from: 'default', rule: 1 });
    expect(weigh(measure('0', 'stone'), DEFAULTS, 'KGS')).toMatchObject({ weight: '50.5', from: 'default' });
    expect(weigh(null, { defaults: [{ when: { brand: 'Webb' }, weight: '1 lb' }] })).toMatchObject({
      kind: 'missing',
    });
  });

  it('does not put a default in the place of a unit that nobody knows', () => {
    expect(weigh(measure('1', 'stone'), DEFAULTS)).toEqual({ kind: 'unknown-unit', unit: 'stone' });
    expect(weigh(measure('1', 'lb'), DEFAULTS, 'stone')).toEqual({ kind: 'unknown-unit', unit: 'lb' });
    expect(weigh(null, { defaults: [{ when: {}, weight: '1 stone' }] })).toEqual({
      kind: 'unknown-unit',
      unit: 'stone',
    });
  });
});

describe('shipsByFreight', () => {
  it.each([
    ['150', 'LBS', false],
    ['150.0001', 'LBS', true],
    ['68', 'KGS', false],
    ['68.1', 'KGS', true],
  ])('%s %s over 150 lb: %s', (weight, unit, expected) => {
    expect(shipsByFreight(rulesOf({ freightOver: '150 lb' }), new Big(weight), unit)).toBe(expected);
  });

  it('is nothing without a limit, and an error with one in no unit', () => {
    expect(shipsByFreight(rulesOf({}), new Big('9999'), 'LBS')).toBe(false);
    expect(() => shipsByFreight(rulesOf({ freightOver: '10 stone' }), new Big('1'), 'LBS')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_UNIT', exitCode: 2 }),
    );
  });
});

describe('weightTextProblem', () => {
  it.each([
    ['12 lb', undefined],
    ['12.5kg', undefined],
    ['12 stone', '"stone" is no unit of weight; write lb, kg, oz or g.'],
    ['0 lb', 'A weight is more than zero.'],
  ])('%s: %s', (text, expected) => {
    expect(weightTextProblem(text)).toBe(expected);
  });
});
