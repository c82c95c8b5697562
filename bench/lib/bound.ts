export interface Upsert {
  /** Parts that the supplier has. */
  parts: number;
  /** Products that the store has beforehand. */
  storeTotal: number;
  create: number;
  update: number;
  stock: number;
  /** Values, of all products together. */
  metafields: number;
}

/**
 * The fewest calls (bench/README.md#budgets): look-ups, one a create, a tenth an update, two thousand stock levels and
 * fifty metafields a call.
 */
export function bound({ parts, storeTotal, create, update, stock, metafields }: Upsert): {
  lookUps: number;
  calls: number;
} {
  const scan = Math.max(1, Math.ceil(storeTotal / 250));
  const lists = Math.ceil(parts / 120);
  const lookUps = Math.min(scan, lists);
  const writes = create + Math.ceil(update / 10) + Math.ceil(stock / 2_000) + Math.ceil(metafields / 50);
  return { lookUps, calls: lookUps + writes };
}
