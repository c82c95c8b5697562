import type { Big } from 'big.js';

/** How far apart two values may be and still count as equal. */
export interface Tolerance {
  /** Pieces, or a share of the supplier's stock (0 to 1). */
  stock: { pieces: number } | { share: Big };
  /** In the store's currency. */
  price: Big;
}

export function stockWithin({ stock }: Tolerance, supplier: number, store: number): boolean {
  const apart = Math.abs(supplier - store);
  return 'pieces' in stock ? apart <= stock.pieces : stock.share.times(supplier).gte(apart);
}

export function priceWithin({ price }: Tolerance, supplier: Big, store: Big): boolean {
  return supplier.minus(store).abs().lte(price);
}
