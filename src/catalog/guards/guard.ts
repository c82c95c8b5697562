import { Big } from 'big.js';

/** As `--override-guard` takes them; docs/guards.md says what each is for. */
export const GUARDS = [
  'completeness',
  'unreadable',
  'price',
  'price-move',
  'zeroing',
  'hiding',
  'stock-unknown',
  'stock-stale',
] as const;
export type GuardName = (typeof GUARDS)[number];

/** What was counted while both sides were read. Guards measure the plan's rows against it. */
export interface GuardFacts {
  /** Parts that the supplier says there are; `null` when it does not say. */
  total: number | null;
  /** Distinct parts seen, unreadable ones among them. */
  parts: number;
  /** Parts that came twice. */
  repeated: number;
  /** The selection is the supplier's whole answer, so that what is missing in it is missing. */
  complete: boolean;
  /** The last good run of the same selection. */
  lastGood: { parts: number; readAt: string } | null;
  /** Products of the plan's parts that the store has. */
  there: number;
  /** Of these, with stock; and whose stock the store counts at all. */
  inStock: number;
  tracked: number;
  /** Parts whose stock says of when it is. */
  dated: number;
}

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

/** Why a guard trips, as one line of the list. */
export interface Offender {
  sku: string;
  name: string;
  before: string | null;
  after: string | null;
  reason: string;
}

/** A guard that a plan tripped. Kept with the plan, and part of the JSON result: stable. */
export interface Tripped {
  guard: GuardName;
  /** `GUARD_PRICE_MOVE`. */
  code: string;
  /** A sentence with counts. */
  message: string;
  offenders: number;
  /** Of how many. */
  of: number;
  /** The first ten. */
  first: Offender[];
  /** A CSV with all of them. */
  file: string | null;
  /** The user told it to let this plan pass. */
  overridden: boolean;
}

/** How often there is what a guard looks for. */
export interface Measure {
  guard: GuardName;
  count: number;
  /** Of how many. */
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
  return measures.flatMap(({ guard, count, of, limit, says, saysAlone }) => {
    if (saysAlone === undefined && !exceeds(count, of, limit)) return [];
    const message = `${count} of ${of} ${says} (${percentage(count, of)}; the limit is ${limit.share}).`;
    return [{ guard, message: saysAlone ? `${message} ${saysAlone}.` : message, offenders: count, of }];
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

/** `30%` → 0.3. */
export function fraction(percent: string): Big {
  return new Big(percent.slice(0, -1)).div(100);
}

/** `55.9 %`. */
export function percentage(count: number, of: number): string {
  return of === 0 ? '100 %' : `${new Big(count).div(of).times(100).round(1).toString()} %`;
}
