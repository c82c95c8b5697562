import { Big } from 'big.js';
import type { Price } from '../finditparts/supplier.ts';
import type { PartFacts } from './facts.ts';
import { matches } from './match.ts';
import type { PriceRule, Rounding } from './price-rule.ts';
import { round } from './rounding.ts';
import type { Rules } from './schema.ts';
import { fraction } from './schema-values.ts';

/** One step of an explanation: `{ what: 'markup 55%', value: '150.97' }`. */
export interface Step {
  what: string;
  value: string;
}

export type Priced =
  | {
      kind: 'priced';
      /** The rule's name, or `rule 2` by its place. */
      rule: string;
      price: Big;
      cost: Big | null;
      /** The list price, or 0 where it is below the price: a struck-out price must be the higher one. */
      retail: Big | null;
      map: Big | null;
      /** (price − cost) ÷ price to four decimals; `null` without a cost. */
      margin: Big | null;
      /** From few pieces to many, each cheaper than the one before. */
      bulk: { minimumQuantity: number; price: Big }[];
      core: Big | null;
      steps: Step[];
    }
  | {
      kind: 'held';
      /** NO_PRICE, WRONG_CURRENCY, NO_PRICE_RULE, BELOW_COST, BELOW_MARGIN, BELOW_MAP or PRICE_NOT_POSITIVE. */
      code: string;
      reason: string;
      rule: string | null;
      steps: Step[];
    };

type PriceRules = Rules['price'];
interface Amounts {
  cost: Big | null;
  list: Big | null;
  map: Big | null;
}

/**
 * What a part sells at: the first rule that matches makes a price from cost, list or MAP; it is rounded, raised to MAP
 * and lowered to list, as the rules say. A part that no rule prices, or whose price would be under a floor, is held,
 * never guessed. The core charge is a deposit and no part of the price.
 *
 * Rules match by the cost in `price`, whatever `facts.cost` says: tier and price then come from one answer.
 */
export function priceOf(rules: PriceRules, facts: PartFacts, price: Price | null, currency: string): Priced {
  const steps: Step[] = [];
  const tell = (what: string, value: string) => steps.push({ what, value });
  const taxed = withTax(price, rules.includedTax);
  // All that follows is with tax, where the store's prices are: so is the cost that they are held against.
  const amounts = amountsOf(taxed);
  const { cost, list, map } = amounts;
  const net = given(price?.account);

  const place = rules.rules.findIndex(({ when }) => matches(when, { ...facts, cost: net }));
  const rule = rules.rules[place];
  const name = rule ? (rule.name ?? `rule ${place + 1}`) : null;
  const hold = (code: string, reason: string): Priced => ({ kind: 'held', code, reason, rule: name, steps });

  const foreign = price?.currency && price.currency.toUpperCase() !== currency.toUpperCase();
  const wrongCurrency = `The price is in ${price?.currency}, the store sells in ${currency}.`;
  if (!rule || name === null) {
    if (!price) return hold('NO_PRICE', 'The supplier gives no price for it.');
    if (foreign) return hold('WRONG_CURRENCY', wrongCurrency);
    return hold('NO_PRICE_RULE', `No price rule matches it${cost ? '' : '; its cost is not known'}.`);
  }
  tell('rule', name);
  const base = amounts[rule.from];
  if (!base) return hold('NO_PRICE', `The supplier gives no ${WORDS[rule.from]} for it.`);
  if (foreign) return hold('WRONG_CURRENCY', wrongCurrency);

  const { includedTax } = rules;
  tell(
    includedTax === undefined ? WORDS[rule.from] : `${WORDS[rule.from]}, with ${includedTax} of tax`,
    money(base),
  );
  const made = make(rule, base, ONE, tell);
  if (!made) return hold('PRICE_NOT_POSITIVE', `No price has a margin of ${rule.margin}.`);
  if (made.lte(0)) return hold('PRICE_NOT_POSITIVE', `The rule would price it at ${money(made)}.`);

  const sell = lowered(rules, amounts, raised(rules, rule, amounts, made, tell), tell);
  if (sell.lte(0)) return hold('PRICE_NOT_POSITIVE', `Its list price ${list} is no whole cent.`);
  const under = underFloor(rules.floors, sell, amounts);
  if (under) return hold(under.code, under.reason);
  const margin = cost && sell.minus(cost).div(sell).round(DECIMALS, Big.roundHalfUp);
  if (cost && rule.from !== 'cost') tell(WORDS.cost, money(cost));
  tell('margin', margin ? `${margin.times(100).toFixed(1)} %` : 'unknown: the supplier gives no cost');

  return {
    kind: 'priced',
    rule: name,
    price: sell,
    cost: net?.round(DECIMALS, Big.roundUp) ?? null,
    retail: retailOf(list, sell),
    map: map?.round(CENTS, Big.roundUp) ?? null,
    margin,
    bulk: rules.breaks ? bulkOf(rules, rule, amounts, taxed?.breaks ?? [], sell, tell) : [],
    core: given(taxed?.core?.round(CENTS, Big.roundHalfUp)),
    steps,
  };
}

type Tell = (what: string, value: string) => void;

const ONE = new Big(1);
const NONE = new Big(0);
const WORDS = { cost: 'cost', list: 'list price', map: 'MAP' } as const;
/** BigCommerce keeps four decimals (docs/facts/bigcommerce-api.md#answers). */
const DECIMALS = 4;
/** What shoppers read and pay is whole cents. */
const CENTS = 2;

/** What a supplier gives without tax, as a store has it that enters its prices with tax. Not rounded. */
function withTax(price: Price | null, tax: string | undefined): Price | null {
  if (!price || tax === undefined) return price;
  const taxed = (amount: Big | null) => amount && grossOf(amount, tax);
  return {
    ...price,
    ...{
      list: taxed(price.list),
      account: taxed(price.account),
      map: taxed(price.map),
      core: taxed(price.core),
    },
    breaks: price.breaks.map((each) => ({ ...each, price: grossOf(each.price, tax) })),
  };
}

/** @param tax `20%`; absent: none */
export function grossOf(net: Big, tax: string | undefined): Big {
  return tax === undefined ? net : net.times(ONE.plus(fraction(tax)));
}

/** As exact as the supplier gives them. */
function amountsOf(price: Price | null): Amounts {
  return { cost: given(price?.account), list: given(price?.list), map: given(price?.map) };
}

/** `null` for 0 and less, too: suppliers write 0 for "not set". */
function given(amount: Big | null | undefined): Big | null {
  return amount?.gt(0) ? amount : null;
}

/**
 * What the rule makes of `base ÷ divisor`; 0 or less when the rule takes more away than there is, `null` for a margin
 * that no price has. There is one division, at the end, so that nothing is rounded twice.
 */
function make(rule: PriceRule, base: Big, divisor: Big, tell: Tell): Big | null {
  const left = rule.margin === undefined ? ONE : ONE.minus(fraction(rule.margin));
  if (left.lte(0)) return null;

  let amount = base;
  if (rule.markup !== undefined) {
    amount = amount.times(ONE.plus(fraction(rule.markup)));
    tell(`markup ${rule.markup}`, money(amount));
  }
  if (rule.multiply !== undefined) {
    amount = amount.times(rule.multiply);
    tell(`× ${rule.multiply}`, money(amount));
  }
  const whole = divisor.times(left);
  if (!whole.eq(ONE)) amount = amount.div(whole);
  if (rule.margin !== undefined) tell(`for a margin of ${rule.margin}`, money(amount));
  if (rule.add !== undefined) {
    amount = amount.plus(rule.add);
    tell(`add ${rule.add}`, money(amount));
  }
  if (amount.lte(0)) return amount;
  const direction = directionOf(rule);
  const rounded = round(amount, rule.round, direction);
  if (!rounded.eq(amount)) tell(roundingWords(rule.round, direction), money(rounded));
  return rounded;
}

/** A margin that is asked for is kept: to cents it goes up, or half of the parts would have a little less of it. */
function directionOf({ round: rounding, margin }: PriceRule): Rounding['direction'] {
  return rounding?.direction ?? (margin === undefined ? 'nearest' : 'up');
}

/** To the smallest price that the rule's rounding knows and that is not below MAP. */
function raised(rules: PriceRules, rule: PriceRule, { map }: Amounts, price: Big, tell: Tell): Big {
  if (!map || !rules.floors.map) return price;
  if (map.lte(price)) {
    tell(`MAP ${money(map)}`, 'respected');
    return price;
  }
  const up = round(map, rule.round, 'up');
  tell(`raised to MAP ${money(map)}`, money(up));
  return up;
}

function lowered(rules: PriceRules, { list }: Amounts, price: Big, tell: Tell): Big {
  if (rules.ceiling === 'none') return price;
  if (list?.lt(price)) {
    const down = list.round(CENTS, Big.roundDown);
    tell(`lowered to list price ${money(list)}`, money(down));
    return down;
  }
  tell(list ? `list price ${money(list)}` : 'list price', list ? 'not exceeded' : 'unknown: no ceiling');
  return price;
}

function retailOf(list: Big | null, price: Big): Big | null {
  const retail = list?.round(CENTS, Big.roundHalfUp);
  if (!retail) return null;
  return retail.gte(price) ? retail : NONE;
}

/** A margin of an unknown cost is not known to be enough. An unknown cost alone holds nothing: there is no floor. */
export function underFloor(
  floors: PriceRules['floors'],
  price: Big,
  { cost, map }: Omit<Amounts, 'list'>,
): { code: string; reason: string } | null {
  if (floors.map && map?.gt(price))
    return { code: 'BELOW_MAP', reason: `It would sell at ${money(price)}, below MAP ${money(map)}.` };
  if (floors.cost && cost?.gte(price))
    return { code: 'BELOW_COST', reason: `It would sell at ${money(price)} and costs ${money(cost)}.` };
  if (floors.margin === undefined) return null;

  const wanted = `the margin must be ${floors.margin}`;
  if (!cost) return { code: 'BELOW_MARGIN', reason: `Its cost is not known, and ${wanted}.` };
  // Multiplied out, as a quotient of many places would not be exact.
  if (price.minus(cost).gte(price.times(fraction(floors.margin)))) return null;
  const margin = price.minus(cost).times(100).div(price).toFixed(2, Big.roundDown);
  return {
    code: 'BELOW_MARGIN',
    reason: `It would sell at ${money(price)} with a margin of ${margin} %; ${wanted}.`,
  };
}

/**
 * The supplier's price breaks through the same rule. They are account prices: what so many cost us, each. A price from
 * list or MAP goes down in proportion. What is no lower than the price before it, or under a floor, is left out and said.
 */
function bulkOf(
  rules: PriceRules,
  rule: PriceRule,
  amounts: Amounts,
  breaks: Price['breaks'],
  price: Big,
  tell: Tell,
): { minimumQuantity: number; price: Big }[] {
  const bulk: { minimumQuantity: number; price: Big }[] = [];
  let lowest = price;
  let from = 1;
  // Of two prices for one quantity only the higher one is looked at: the lower one may be the mistake.
  const inOrder = breaks.toSorted((a, b) => a.minimumQuantity - b.minimumQuantity || b.price.cmp(a.price));
  for (const { minimumQuantity, price: each } of inOrder) {
    const made =
      minimumQuantity > from
        ? breakPrice(rules, rule, amounts, each, lowest)
        : `there is a price from ${from} already`;
    from = Math.max(from, minimumQuantity);
    if (typeof made === 'string') {
      tell(`price from ${minimumQuantity}`, `left out: ${made}`);
    } else {
      tell(`price from ${minimumQuantity}`, money(made));
      bulk.push({ minimumQuantity, price: made });
      lowest = made;
    }
  }
  return bulk;
}

/** Or why there is none. The floors are those of the cost at that quantity. */
function breakPrice(
  rules: PriceRules,
  rule: PriceRule,
  amounts: Amounts,
  each: Big,
  below: Big,
): Big | string {
  const cost = given(each);
  if (!cost) return 'the supplier gives no price for it';
  const base = rule.from === 'cost' ? ONE : amounts[rule.from];
  const divisor = rule.from === 'cost' ? ONE : amounts.cost;
  if (!base || !divisor) return 'without a cost for one, its share is not known';
  const made = make(rule, cost.times(base), divisor, () => {});
  if (!made?.gt(0)) return 'the rule makes no price of it';
  if (made.gte(below)) return `${money(made)} is not below ${money(below)}`;
  return underFloor(rules.floors, made, { cost, map: amounts.map })?.reason ?? made;
}

/** `12.5%` → 0.125. */

/** To be read: at least cents, at most four decimals. */
function money(amount: Big): string {
  const text = amount.round(DECIMALS, Big.roundHalfUp).toFixed();
  return /\.\d\d/.test(text) ? text : amount.toFixed(2);
}

function roundingWords(rounding: PriceRule['round'], direction: Rounding['direction']): string {
  const rounded = direction === 'nearest' ? 'rounded' : `rounded ${direction}`;
  if (!rounding) return `${rounded} to cents`;
  return 'to' in rounding ? `${rounded} to a multiple of ${rounding.to}` : `${rounded} to ${rounding.ending}`;
}
