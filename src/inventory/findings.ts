import type { Big } from 'big.js';

/** What is compared. */
export type Aspect = 'stock' | 'price' | 'visibility';
export const ASPECTS: readonly Aspect[] = ['stock', 'price', 'visibility'];

/**
 * Classes of differences (docs/reconcile.md#classes), in the order in which reports have them. `stock`, `price` and
 * `visibility`: the store says another thing than the supplier. `store-only`: the store sells what the supplier no
 * longer has. `duplicate`: two parts lead to one SKU. `unreadable`: a value is not known, which is not the same as
 * zero. `stale`: the supplier's value is older than the limit. `unmapped`: the rules hold the part back.
 * `supplier-only`: the store does not have it. `unassigned`: it is on no channel that it is to be sold on. `price-list`: a
 * price list shows another price than the one that ttpd writes.
 */
export const CLASSES = [
  'stock',
  'price',
  'visibility',
  'store-only',
  'duplicate',
  'unreadable',
  'stale',
  'unmapped',
  'supplier-only',
  'unassigned',
  'price-list',
] as const;
export type FindingClass = (typeof CLASSES)[number];

/** What `--fail-on` counts: the store promises something that is not so. The rest could not be judged. */
export const DIFFERENCES: readonly FindingClass[] = ['stock', 'price', 'visibility', 'store-only'];

/** One difference, as the reports and the JSON result have it: stable. */
export interface Finding {
  class: FindingClass;
  /** `null` for a part that cannot be read. */
  sku: string | null;
  name: string | null;
  partId: string | null;
  productId: number | null;
  /** What the store should have: pieces, decimal text, or `visible` and `hidden`. `null`: not known, or no such thing. */
  supplier: string | null;
  /** What it has. */
  store: string | null;
  /**
   * What is at stake, in the store's currency, decimal text: wrong pieces × price, wrong price × pieces, or the price of
   * all pieces that cannot be bought or delivered. `null` where nobody can say.
   */
  effect: string | null;
  /** Why it could not be compared. */
  reason: string | null;
  /** Why a person accepts it (`--baseline`). */
  accepted: string | null;
}

export function finding(
  kind: FindingClass,
  facts: Partial<Omit<Finding, 'class' | 'effect'>> & { effect?: Big | null },
): Finding {
  const { effect = null, ...rest } = facts;
  return {
    class: kind,
    sku: null,
    name: null,
    partId: null,
    productId: null,
    supplier: null,
    store: null,
    reason: null,
    accepted: null,
    ...rest,
    effect: effect?.toFixed(2) ?? null,
  };
}

/** What names a finding, whatever its class: BigCommerce compares SKUs without regard to case. */
export function keyOf({ sku, partId }: Pick<Finding, 'sku' | 'partId'>): string {
  return sku?.toLowerCase() ?? `#${partId ?? ''}`;
}

/** Larger than any amount at stake. */
const FAR = 1e12;

/** Worst first: what counts by its amount, then class by class; what is accepted comes last. */
export function orderOf({ class: kind, effect, accepted }: Finding): number {
  const counts = DIFFERENCES.includes(kind);
  const group = accepted !== null ? CLASSES.length : counts ? 0 : CLASSES.indexOf(kind);
  return group * FAR - Math.min(Number(effect ?? 0), FAR / 2);
}
