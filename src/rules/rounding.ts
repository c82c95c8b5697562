import { Big } from 'big.js';
import type { Rounding } from './price-rule.ts';

const CENTS = { to: '0.01' } as const;
const NONE = new Big(0);

/**
 * The amount over 0 as it is charged: the multiple or ending that is next to it on the asked side, whole cents without a
 * choice. Half way goes up. 0 where there is no such price: less than a step rounded down, or nearer to nothing than to
 * one. Exact.
 */
export function round(
  amount: Big,
  rounding: Rounding | undefined,
  direction = rounding?.direction ?? 'nearest',
): Big {
  const { step, first } = grid(rounding ?? CENTS);
  if (amount.lt(first)) return direction === 'down' ? NONE : first;

  // `mod` is exact, where a quotient of many places could be rounded over the candidate that it is just under.
  const over = amount.minus(first).mod(step);
  const lower = amount.minus(over);
  if (over.eq(0) || direction === 'down') return lower;
  const goesUp = direction === 'up' || over.times(2).gte(step);
  return goesUp ? lower.plus(step) : lower;
}

/** The candidates are `first`, `first + step`, `first + 2 × step` …: multiples from 0 on, endings from `0.99` on. */
function grid(rounding: { to: string } | { ending: string }): { step: Big; first: Big } {
  return 'to' in rounding
    ? { step: new Big(rounding.to), first: NONE }
    : { step: new Big(1), first: new Big(rounding.ending) };
}
