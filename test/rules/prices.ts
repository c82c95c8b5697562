import { Big } from 'big.js';
import type { Price } from '../../src/finditparts/supplier.ts';
import type { PartFacts } from '../../src/rules/facts.ts';
import { priceOf } from '../../src/rules/price.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';

export type PriceInput = NonNullable<RulesInput['price']>;

export const DRUM: PartFacts = {
  category: 'brakes',
  vmrs: '013-004-001',
  brand: 'Gunite',
  sku: 'GU-3600AX',
  condition: 'new',
  cost: new Big('97.40'),
};

/** The tiers of examples/brakes. */
export const TIERS: PriceInput = {
  rules: [
    { name: 'tier 1', when: { cost: { below: 25 } }, multiply: 1.9, round: { ending: '.99' } },
    { name: 'tier 2', when: { cost: { from: 25, below: 100 } }, multiply: 1.55, round: { ending: '.99' } },
    { name: 'tier 3', when: { cost: { from: 100, below: 500 } }, multiply: 1.35, round: { ending: '.99' } },
    { name: 'tier 4', when: { cost: { from: 500 } }, multiply: 1.22, round: { ending: '.99' } },
  ],
  floors: { margin: '12%' },
};

export const parsed = (price: PriceInput) => Rules.parse({ price }).price;
export const oneRule = (
  rule: NonNullable<PriceInput['rules']>[number],
  rest: Omit<PriceInput, 'rules'> = {},
): PriceInput => ({ rules: [rule], ...rest });

export interface Amounts {
  cost?: string;
  list?: string;
  map?: string;
  core?: string;
  breaks?: [number, string][];
}
export function supplied({ cost, list, map, core, breaks = [] }: Amounts): Price {
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
export const priceBy = (rules: PriceInput, amounts: Amounts, facts = DRUM) =>
  priceOf(parsed(rules), facts, supplied(amounts), 'USD');

export function priced(rules: PriceInput, amounts: Amounts) {
  const result = priceBy(rules, amounts);
  if (result.kind !== 'priced') throw new Error(`held: ${result.code} ${result.reason}`);
  return result;
}
export const sells = (rules: PriceInput, amounts: Amounts) => priced(rules, amounts).price.toFixed();
