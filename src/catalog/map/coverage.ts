import { nearest } from '../../common/nearest.ts';
import type { Supplier } from '../../finditparts/supplier.ts';
import { compileIdentity } from '../../rules/identity.ts';
import type { Condition } from '../../rules/price-rule.ts';
import type { Rules } from '../../rules/schema.ts';
import { type Selection, selectParts } from '../supply/select.ts';
import type { Mapper } from './map.ts';

export interface RuleCoverage {
  parts: number;
  /** Parts that each price rule priced. */
  priced: Record<string, number>;
  /** Parts that are held, by reason. */
  held: Record<string, number>;
  /** Held parts, the first of them. */
  examples: { sku: string; name: string; code: string; reason: string }[];
  /** Price rules and categories that took no part, by their place in ttpd.yaml. */
  unused: UnusedRule[];
}

export interface UnusedRule {
  /** `price.rules[0]`. */
  place: string;
  name: string | null;
  why: string;
}

/** The list shows what kind of parts they are; `held` has the numbers. */
const EXAMPLES = 100;

/** Maps every part of a selection and counts by which rule; nothing is compared to the store. */
export async function countCoverage({
  supplier,
  mapper,
  rules,
  selection,
  signal,
}: {
  supplier: Supplier;
  mapper: Mapper;
  rules: Rules;
  selection: Selection;
  signal: AbortSignal;
}): Promise<RuleCoverage> {
  const coverage: RuleCoverage = { parts: 0, priced: {}, held: {}, examples: [], unused: [] };
  const seen: Seen = {
    priceRules: new Set(),
    categoryRules: new Set(),
    brands: new Set(),
    categories: new Set(),
  };
  const identify = compileIdentity(rules);
  for await (const { parts } of selectParts(supplier, selection, {
    skuOf: (part) => mapper(part).sku,
    signal,
  }))
    for (const part of parts) {
      const mapped = mapper(part);
      coverage.parts += 1;
      seen.priceRules.add(mapped.because.priceRule);
      seen.categoryRules.add(mapped.because.categoryRule);
      seen.brands.add(identify(part.brand, part.partNumber).brand);
      if (part.category) seen.categories.add(part.category);
      if (mapped.kind === 'held') {
        const { sku, name, code, reason } = mapped;
        coverage.held[code] = (coverage.held[code] ?? 0) + 1;
        if (coverage.examples.length < EXAMPLES) coverage.examples.push({ sku, name, code, reason });
      } else {
        const rule = mapped.because.priceRule ?? '';
        coverage.priced[rule] = (coverage.priced[rule] ?? 0) + 1;
      }
    }
  return { ...coverage, unused: unusedRules(rules, seen) };
}

interface Seen {
  /** By name. */
  priceRules: Set<string | null>;
  /** By place. */
  categoryRules: Set<number | null>;
  brands: Set<string>;
  categories: Set<string>;
}

function unusedRules({ price, categories }: Rules, seen: Seen): UnusedRule[] {
  return [
    ...price.rules.flatMap(({ name, when }, i) =>
      seen.priceRules.has(name ?? `rule ${i + 1}`)
        ? []
        : [{ place: `price.rules[${i}]`, name: name ?? null, why: whyUnused(when, seen) }],
    ),
    ...categories.map.flatMap(({ when }, i) =>
      seen.categoryRules.has(i)
        ? []
        : [{ place: `categories.map[${i}]`, name: null, why: whyUnused(when, seen) }],
    ),
  ];
}

/** A name that none of the parts has says more than that no part meets all conditions. */
function whyUnused(when: Condition, { brands, categories }: Seen): string {
  return (
    missing('brand', when.brand, [...brands]) ??
    missing('category', when.category, [...categories]) ??
    'no part meets it, or an earlier one takes all that do'
  );
}

function missing(
  what: string,
  written: string | string[] | undefined,
  there: readonly string[],
): string | undefined {
  const names = [written ?? []].flat();
  const isThere = (name: string) => there.some((each) => each.toLowerCase() === name.toLowerCase());
  if (names.length === 0 || names.some(isThere)) return undefined;
  const near = names.flatMap((name) => nearest(name, there, 1));
  return `no part has the ${what} ${names.join(' or ')}${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`;
}
