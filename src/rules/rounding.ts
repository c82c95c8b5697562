import { Big } from 'big.js';
import type { Rounding } from './price-rule.ts';

const CENTS: Rounding = { to: '0.01', direction: 'nearest' };

/**
 * The amount as it is charged: to the chosen multiples or ending, to cents without a choice. Half way goes up. Never 0
 * or less: what would be is the smallest price that the rounding knows. Exact.
 */
export function round(amount: Big, rounding: Rounding | undefined): Big {
  const { step, offset, direction } = grid(rounding ?? CENTS);
  const smallest = offset.gt(0) ? offset : step;
  if (amount.lte(smallest)) return smallest;

  // `mod` is exact, where a quotient of many places could be rounded over the candidate that it is just under.
  const over = amount.minus(offset).mod(step);
  const lower = amount.minus(over);
  if (over.eq(0) || direction === 'down') return lower;
  const goesUp = direction === 'up' || over.times(2).gte(step);
  return goesUp ? lower.plus(step) : lower;
}

/** The candidates are `offset`, `offset + step`, `offset + 2 × step` …, those over 0. */
function grid(rounding: Rounding): { step: Big; offset: Big; direction: Rounding['direction'] } {
  const { direction } = rounding;
  return 'to' in rounding
    ? { step: new Big(rounding.to), offset: new Big(0), direction }
    : { step: new Big(1), offset: new Big(rounding.ending), direction };
}
