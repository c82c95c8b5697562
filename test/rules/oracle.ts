/**
 * What docs/rules.md says of rules and prices, once more and apart from src/rules: nothing is imported, and amounts are
 * fractions of whole numbers, so that no library's rounding is trusted on both sides.
 */

export interface OraclePart {
  brand: string;
  category: string | null;
  vmrs: string | null;
  sku: string;
  condition: 'new' | 'reman' | 'used' | null;
  /** Decimal text, or null where the supplier does not say. */
  cost: string | null;
  list: string | null;
  map: string | null;
}

export interface OracleWhen {
  brand?: string[];
  category?: string[];
  vmrs?: string[];
  sku?: string[];
  condition?: string[];
  cost?: { from?: string; below?: string };
}

export interface OracleRule {
  when?: OracleWhen;
  from?: 'cost' | 'list' | 'map';
  /** A share as decimal text: 0.35 for 35%. */
  markup?: string;
  multiply?: string;
  margin?: string;
  add?: string;
  round?: { to: string; direction?: 'up' | 'down' } | { ending: string; direction?: 'up' | 'down' };
}

export interface OracleTerms {
  /** Absent: the supplier's list price. */
  rules?: OracleRule[];
  floors: { map: boolean; cost: boolean; margin?: string };
  ceiling: 'list' | 'none';
}

export interface OraclePrice {
  /** Position of the rule that matched, from 0; -1 for none. */
  rule: number;
  /** Whole cents, or null for a part that is held. */
  cents: bigint | null;
}

export function oraclePrice({ rules, floors, ceiling }: OracleTerms, part: OraclePart): OraclePrice {
  const list = rules ?? [{ from: 'list' }];
  const rule = list.findIndex(({ when }) => takes(when ?? {}, part));
  const held = { rule, cents: null };
  const chosen = list[rule];
  if (!chosen) return held;

  const base = amount(part[chosen.from ?? 'cost']);
  if (!base) return held;
  const price = made(chosen, base);
  if (price.top <= 0n) return held;
  let cents = rounded(chosen, price);
  if (cents <= 0n) return held;

  const map = amount(part.map);
  if (floors.map && map && less(whole(cents), map)) cents = smallestFrom(chosen.round, map);
  const most = ceiling === 'list' ? amount(part.list) : null;
  if (most && less(most, whole(cents))) cents = floorCents(most);

  if (cents <= 0n) return held;
  if (floors.map && map && less(whole(cents), map)) return held;
  const cost = amount(part.cost);
  if (floors.cost && cost && !less(cost, whole(cents))) return held;
  // price - cost < margin * price
  if (floors.margin !== undefined) {
    const kept = times(whole(cents), minus(ONE, exact(floors.margin)));
    if (!cost || less(kept, cost)) return held;
  }
  return { rule, cents };
}

function takes(when: OracleWhen, part: OraclePart): boolean {
  const said = (wanted: string[] | undefined, has: string | null, fits: (w: string, h: string) => boolean) =>
    wanted === undefined ||
    (has !== null && wanted.some((each) => fits(each.toLowerCase(), has.toLowerCase())));
  const same = (wanted: string, has: string) => wanted === has;
  return (
    said(when.brand, part.brand, same) &&
    said(when.category, part.category, same) &&
    said(when.vmrs, part.vmrs, (wanted, has) => has.startsWith(wanted)) &&
    said(when.sku, part.sku, like) &&
    said(when.condition, part.condition, same) &&
    between(when.cost, part.cost)
  );
}

function like(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function between(range: OracleWhen['cost'], cost: string | null): boolean {
  if (!range) return true;
  const is = amount(cost);
  if (!is) return false;
  return (
    (range.from === undefined || !less(is, exact(range.from))) &&
    (range.below === undefined || less(is, exact(range.below)))
  );
}

function made(rule: OracleRule, base: Fraction): Fraction {
  let price = base;
  if (rule.markup !== undefined) price = times(base, plus(ONE, exact(rule.markup)));
  if (rule.multiply !== undefined) price = times(base, exact(rule.multiply));
  if (rule.margin !== undefined) price = over(base, minus(ONE, exact(rule.margin)));
  return rule.add === undefined ? price : plus(price, exact(rule.add));
}

/** Every price is whole cents; which ones are allowed is said by `round`. */
function rounded(rule: OracleRule, price: Fraction): bigint {
  const cents = times(price, HUNDRED);
  const { round } = rule;
  if (!round) return rule.margin === undefined ? nearest(cents) : ceil(cents);
  const [first, step] = grid(round);
  const steps = over(minus(cents, fraction(first)), fraction(step));
  const count =
    round.direction === 'down' ? floor(steps) : round.direction === 'up' ? ceil(steps) : nearest(steps);
  const result = first + count * step;
  // No price is below zero: the smallest with this ending is the nearest to all that is less.
  return result < 0n && round.direction !== 'down' ? first : result;
}

/** The allowed prices: cents of the first that is not below zero, and how far apart they are. */
function grid(round: NonNullable<OracleRule['round']>): [bigint, bigint] {
  return 'to' in round ? [0n, toCents(round.to)] : [toCents(round.ending), 100n];
}

function smallestFrom(round: OracleRule['round'], least: Fraction): bigint {
  const cents = times(least, HUNDRED);
  if (!round) return ceil(cents);
  const [first, step] = grid(round);
  return first + ceil(over(minus(cents, fraction(first)), fraction(step))) * step;
}

interface Fraction {
  top: bigint;
  /** Above zero. */
  bottom: bigint;
}

const ONE = fraction(1n);
const HUNDRED = fraction(100n);

function fraction(top: bigint, bottom = 1n): Fraction {
  return bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom };
}

function exact(text: string): Fraction {
  const [, sign = '', units = '', parts = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const top = BigInt(units + parts || '0');
  return fraction(sign === '-' ? -top : top, 10n ** BigInt(parts.length));
}

/** Zero is no amount: a supplier who says 0 does not say. */
function amount(text: string | null): Fraction | null {
  const value = text === null ? null : exact(text);
  return value && value.top > 0n ? value : null;
}

function plus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
}

function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, fraction(-b.top, b.bottom));
}

function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.top, a.bottom * b.bottom);
}

function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.top * b.bottom, a.bottom * b.top);
}

function less(a: Fraction, b: Fraction): boolean {
  return a.top * b.bottom < b.top * a.bottom;
}

function floor({ top, bottom }: Fraction): bigint {
  const quotient = top / bottom;
  return top < 0n && quotient * bottom !== top ? quotient - 1n : quotient;
}

function ceil(value: Fraction): bigint {
  return -floor(fraction(-value.top, value.bottom));
}

/** A half goes up. */
function nearest(value: Fraction): bigint {
  return floor(plus(value, fraction(1n, 2n)));
}

function whole(cents: bigint): Fraction {
  return fraction(cents, 100n);
}

function floorCents(value: Fraction): bigint {
  return floor(times(value, HUNDRED));
}

function toCents(text: string): bigint {
  return floorCents(exact(text));
}
