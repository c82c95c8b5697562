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
  unassigned,
  priceLists,
}: Comparison): Record<FindingClass, number> {
  return {
    ...drift,
    'store-only': storeOnly,
    duplicate: duplicates,
    unreadable,
    stale,
    unmapped,
    'supplier-only': supplierOnly,
    unassigned,
    'price-list': priceLists,
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
  unassigned: 'on no channel',
  'price-list': 'price hidden by a price list',
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

/** What stands beside the verdict: what nobody could judge, and what shoppers see otherwise; `null` where nothing does. */
export function restOf(comparison: Comparison): string | null {
  const { duplicates, unreadable, stale, unmapped, unassigned, priceLists } = comparison;
  const sentences = [
    sentence('Not compared', [
      [unreadable, 'unreadable'],
      [stale, 'stale'],
      [unmapped, 'held by the rules'],
      [duplicates, 'with a SKU claimed twice'],
    ]),
    sentence('Not shown to shoppers so', [
      [unassigned, 'on no channel'],
      [priceLists, 'with another price by a price list'],
    ]),
  ].filter((each) => each !== null);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

function sentence(what: string, counts: readonly (readonly [n: number, words: string])[]): string | null {
  const words = counts.flatMap(([n, each]) => (n === 0 ? [] : [`${n} ${each}`]));
  return words.length > 0 ? `${what}: ${words.join(', ')}.` : null;
}

/** `95.4 %`, cut rather than rounded up to 100. */
export function percent(accuracy: number | null): string {
  return accuracy === null ? '–' : `${(Math.floor(accuracy * 1_000) / 10).toFixed(1)} %`;
}
