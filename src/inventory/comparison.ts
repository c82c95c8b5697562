import { Big } from 'big.js';
import type { Ledger } from '../ledger/ledger.ts';
import { ASPECTS, type Aspect, type FindingClass } from './findings.ts';

/** What a comparison came to, in numbers. */
export interface Comparison {
  /** SKUs whose values were compared: the equal ones and those with a difference. */
  compared: number;
  equal: number;
  /** `equal ÷ compared`, to six decimals; `null` when nothing was compared. */
  accuracy: number | null;
  /** SKUs by what differs; accepted differences are not among them. */
  drift: Record<Aspect, number>;
  storeOnly: number;
  supplierOnly: number;
  duplicates: number;
  unreadable: number;
  stale: number;
  unmapped: number;
  /** On no channel that new products are put on. */
  unassigned: number;
  /** Whose price a price list hides. */
  priceLists: number;
  /** Differences that the baseline accepts. */
  accepted: number;
  /** Both sides were read to their end. */
  complete: boolean;
}

export async function summarize(
  { findings }: Pick<Ledger, 'findings'>,
  { equal, complete }: Pick<Comparison, 'equal' | 'complete'>,
): Promise<Comparison> {
  const rows = await findings.counts();
  const open = (kind: FindingClass) => rows.find((row) => row.class === kind && !row.accepted)?.count ?? 0;
  const compared = equal + (await findings.countKeys(ASPECTS));
  return {
    compared,
    equal,
    accuracy: accuracyOf(equal, compared),
    drift: { stock: open('stock'), price: open('price'), visibility: open('visibility') },
    storeOnly: open('store-only'),
    supplierOnly: open('supplier-only'),
    duplicates: open('duplicate'),
    unreadable: open('unreadable'),
    stale: open('stale'),
    unmapped: open('unmapped'),
    unassigned: open('unassigned'),
    priceLists: open('price-list'),
    accepted: rows.filter(({ accepted }) => accepted).reduce((sum, { count }) => sum + count, 0),
    complete,
  };
}

export function accuracyOf(equal: number, compared: number): number | null {
  return compared === 0 ? null : new Big(equal).div(compared).round(6, Big.roundDown).toNumber();
}

/** When differences fail the run: any, none, or more than a share (0 to 1) of what was looked at. */
export type FailOn = 'any' | 'none' | { share: Big };

/** Differences that count, one a SKU and class. */
export function countDifferences({ drift, storeOnly }: Comparison): number {
  return drift.stock + drift.price + drift.visibility + storeOnly;
}

export function fails(comparison: Comparison, failOn: FailOn): boolean {
  const differences = countDifferences(comparison);
  if (failOn === 'none' || differences === 0) return false;
  if (failOn === 'any') return true;
  return failOn.share.times(comparison.compared + comparison.storeOnly).lt(differences);
}

/** Not one product could be judged: that is no proof of anything. */
export function provesNothing(comparison: Comparison): boolean {
  return comparison.compared + comparison.accepted + countDifferences(comparison) === 0;
}
