import type { Supplier } from '../../finditparts/supplier.ts';
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
}

/** The list shows what kind of parts they are; `held` has the numbers. */
const EXAMPLES = 100;

/** Maps every part of a selection and counts by which rule; nothing is compared to the store. */
export async function countCoverage({
  supplier,
  mapper,
  selection,
  signal,
}: {
  supplier: Supplier;
  mapper: Mapper;
  selection: Selection;
  signal: AbortSignal;
}): Promise<RuleCoverage> {
  const coverage: RuleCoverage = { parts: 0, priced: {}, held: {}, examples: [] };
  for await (const { parts } of selectParts(supplier, selection, {
    skuOf: (part) => mapper(part).sku,
    signal,
  }))
    for (const part of parts) {
      const mapped = mapper(part);
      coverage.parts += 1;
      if (mapped.kind === 'held') {
        const { sku, name, code, reason } = mapped;
        coverage.held[code] = (coverage.held[code] ?? 0) + 1;
        if (coverage.examples.length < EXAMPLES) coverage.examples.push({ sku, name, code, reason });
      } else {
        const rule = mapped.because.priceRule ?? '';
        coverage.priced[rule] = (coverage.priced[rule] ?? 0) + 1;
      }
    }
  return coverage;
}
