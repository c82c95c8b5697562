import type { Part } from '../../finditparts/supplier.ts';
import type { Engine } from '../engine/engine.ts';
import type { MappedProduct, Mapper } from './map.ts';

/** The product with what is sold of it, and not yet ordered, taken off its stock (docs/rules.md#stock). */
export function lessSold(
  { openOrders }: Pick<Engine, 'openOrders'>,
  mapper: Mapper,
  { part, mapped, productId }: { part: Part; mapped: MappedProduct; productId: number | null },
): MappedProduct {
  if (mapped.fields.stock === undefined) return mapped;
  const sold = openOrders?.of({ productId, sku: mapped.sku }, part.offer?.stock?.asOf ?? null);
  if (!sold) return mapped;
  const less = sold.pieces > 0 ? mapper(part, sold) : mapped;
  return less.kind === 'product' ? { ...less, sold } : mapped;
}
