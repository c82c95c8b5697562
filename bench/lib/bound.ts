export interface Upsert {
  /** Parts that the supplier has. */
  parts: number;
  /** Products that the store has beforehand. */
  storeTotal: number;
  create: number;
  update: number;
  stock: number;
}

/** The fewest calls that DESIGN section 11 allows for: look-ups, one a create, a tenth an update, stock in thousands. */
export function bound({ parts, storeTotal, create, update, stock }: Upsert): {
  lookUps: number;
  calls: number;
} {
  const scan = Math.max(1, Math.ceil(storeTotal / 250));
  const lists = Math.ceil(parts / 120);
  const lookUps = Math.min(scan, lists);
  return { lookUps, calls: lookUps + create + Math.ceil(update / 10) + Math.ceil(stock / 2_000) };
}
