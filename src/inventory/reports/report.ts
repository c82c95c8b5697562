import { type Comparison, countDifferences } from '../comparison.ts';
import type { Finding, FindingClass } from '../findings.ts';

/** What every report is made of. Neither the time nor the run is in it: the same two sides give the same bytes. */
export interface Report {
  /** As the store calls itself. */
  store: string;
  currency: string;
  comparison: Comparison;
  /** Why there is no result. Reports then say so, and never look like "no drift". */
  failure: { code: string; message: string } | null;
  /** Worst first. */
  findings(classes: readonly FindingClass[]): AsyncIterable<Finding>;
}

/** Class → number of findings that count, and what people call it. */
export function classCounts({
  drift,
  storeOnly,
  duplicates,
  unreadable,
  stale,
  unmapped,
  supplierOnly,
}: Comparison): Record<FindingClass, number> {
  return {
    ...drift,
    'store-only': storeOnly,
    duplicate: duplicates,
    unreadable,
    stale,
    unmapped,
    'supplier-only': supplierOnly,
  };
}

export const CLASS_WORDS: Record<FindingClass, string> = {
  stock: 'stock differs',
  price: 'price differs',
  visibility: 'visibility differs',
  'store-only': 'in the store only',
  duplicate: 'SKU claimed twice',
  unreadable: 'unreadable',
  stale: 'stale',
  unmapped: 'held by the rules',
  'supplier-only': 'at the supplier only',
};

/** One sentence: the verdict. */
export function verdictOf({ comparison, failure }: Pick<Report, 'comparison' | 'failure'>): string {
  if (failure) return `Could not compare: ${failure.message}`;
  const { compared, equal, accepted } = comparison;
  const differences = countDifferences(comparison);
  const known = accepted > 0 ? `, ${accepted} known and accepted` : '';
  if (differences === 0) return `No drift: ${equal} of ${compared} products compared are equal${known}.`;
  const { drift, storeOnly } = comparison;
  const words = [
    [drift.stock, 'in stock'],
    [drift.price, 'in price'],
    [drift.visibility, 'in visibility'],
    [storeOnly, 'in the store only'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`]));
  const noun = differences === 1 ? 'difference' : 'differences';
  return `${differences} ${noun} in ${compared} products compared: ${words.join(', ')}${known}.`;
}

/** What nobody could judge; `null` when all could. */
export function notJudged({ duplicates, unreadable, stale, unmapped }: Comparison): string | null {
  const words = [
    [unreadable, 'unreadable'],
    [stale, 'stale'],
    [unmapped, 'held by the rules'],
    [duplicates, 'with a SKU claimed twice'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`]));
  return words.length > 0 ? `Not compared: ${words.join(', ')}.` : null;
}

/** `95.4 %`, cut rather than rounded up to 100. */
export function percent(accuracy: number | null): string {
  return accuracy === null ? '–' : `${(Math.floor(accuracy * 1_000) / 10).toFixed(1)} %`;
}
