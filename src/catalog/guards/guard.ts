import { Big } from 'big.js';
import type { GuardFacts, GuardName, Tripped } from '../../ledger/journal/plan-notes.ts';
import { fraction } from '../../rules/schema-values.ts';

export const NO_FACTS: GuardFacts = {
  total: null,
  parts: 0,
  repeated: 0,
  complete: false,
  lastGood: null,
  there: 0,
  inStock: 0,
  tracked: 0,
  dated: 0,
};

/** How often there is what a guard looks for. */
export interface Measure {
  guard: GuardName;
  count: number;
  /** Products that runs of the last days did the same to; they count with those of the plan. */
  past?: number | undefined;
  /** Of how many, those of the past not among them. */
  of: number;
  limit: { share: string; min: number };
  /** `products would be hidden` … */
  says: string;
  /** Of offences one of which is enough, where there are any. */
  saysAlone?: string | undefined;
}

/** A guard that trips, before its offenders are listed. */
export type Exceeded = Pick<Tripped, 'guard' | 'message' | 'offenders' | 'of'>;

/** Those that are over their limit, in the order they were measured. */
export function exceeded(measures: readonly Measure[]): Exceeded[] {
  return measures.flatMap(({ guard, count, past = 0, of, limit, says, saysAlone }) => {
    const isOver = count > 0 && exceeds(count + past, of + past, limit);
    if (saysAlone === undefined && !isOver) return [];
    const [all, whole] = [count + past, of + past];
    const words = [
      `${all} of ${whole} ${says} (${percentage(all, whole)}; the limit is ${limit.share}).`,
      ...(past > 0 ? [`${past} of them did in the last days.`] : []),
      ...(saysAlone ? [`${saysAlone}.`] : []),
    ];
    return [{ guard, message: words.join(' '), offenders: count, of }];
  });
}

export function codeOf(guard: GuardName): string {
  return `GUARD_${guard.toUpperCase().replaceAll('-', '_')}`;
}

/** From how many on "all of them" is reason enough. */
const ALL = 5;

/**
 * More than `share` of them and more than `min` of them; or all, from five on, so that a small selection is guarded
 * too. A share of 100% switches a guard off.
 */
export function exceeds(count: number, of: number, { share, min }: { share: string; min: number }): boolean {
  const limit = fraction(share);
  if (new Big(count).lte(limit.times(of))) return false;
  return count > min || (count >= ALL && count >= of && limit.lt(1));
}

/** `55.9 %`. */
export function percentage(count: number, of: number): string {
  return of === 0 ? '100 %' : `${new Big(count).div(of).times(100).round(1).toString()} %`;
}
