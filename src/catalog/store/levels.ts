import type { Adjustment } from '../../bigcommerce/inventory.ts';
import type { InventoryItem } from '../../bigcommerce/schema.ts';
import { type Level, level } from '../../ledger/journal/operation.ts';
import type { ProductChanges, ProductFields } from '../../product/fields.ts';
import { type Levels, levelsFrom, levelsText, sumOf, withTotal } from '../../product/levels.ts';
import type { Places } from '../engine/places.ts';

/** What has a level of its own: a product, or one variant of a product whose stock is counted by variant. */
export interface Counted {
  productId: number;
  variantId?: number | undefined;
}

/** What the store has of one item at ttpd's locations; pieces that are kept back there are among them. */
export interface ItemLevels {
  productId: number;
  variantId: number | null;
  levels: [location: number, pieces: number][];
}

/** Items of the store that have a level at one of the places at least. */
export function itemLevels(items: readonly InventoryItem[], { locations }: Places): ItemLevels[] {
  return items.flatMap(({ productId, variantId, locations: at }) => {
    const levels = locations.flatMap((location): [number, number][] => {
      const there = at.find(({ locationId }) => locationId === location);
      return there ? [[location, there.onHand]] : [];
    });
    return productId !== null && levels.length > 0 ? [{ productId, variantId, levels }] : [];
  });
}

/** Of a product all that its items have; undefined where the store tells nothing of it. */
export function levelsOf(
  items: readonly ItemLevels[],
  { productId, variantId }: Counted,
): Levels | undefined {
  const own = items.filter(
    (item) => item.productId === productId && (variantId === undefined || item.variantId === variantId),
  );
  if (own.length === 0) return undefined;
  const sums = new Map<number, number>();
  for (const { levels } of own)
    for (const [location, pieces] of levels) sums.set(location, (sums.get(location) ?? 0) + pieces);
  return sums;
}

/** The fields that say it; where the pieces are is one of them only where there are several places. */
export function levelFields(
  levels: Levels | undefined,
  { locations }: Places,
): Pick<ProductFields, 'stock' | 'stockByLocation'> {
  if (!levels) return {};
  const stock = sumOf(levels);
  if (locations.length === 1) return { stock };
  const whole = new Map(locations.map((location) => [location, levels.get(location) ?? 0]));
  return { stock, stockByLocation: levelsText(whole) };
}

/** What sets the level of one thing as the fields have it. */
export function adjustments(
  { productId, variantId }: Counted,
  { stock, stockByLocation }: Pick<ProductChanges, 'stock' | 'stockByLocation'>,
  places: Places,
): Adjustment[] {
  const item = variantId === undefined ? { productId } : { variantId };
  const [first, ...others] = places.locations;
  const nowhere = new Map([first, ...others].map((location) => [location, 0]));
  const levels = stockByLocation ? levelsFrom(stockByLocation) : withTotal(nowhere, stock ?? 0);
  return [...levels].map(([locationId, quantity]) => ({ ...item, locationId, quantity }));
}

/** The same places with another number of pieces. */
export function restocked(
  { stockByLocation }: Pick<ProductChanges, 'stockByLocation'>,
  stock: number,
): Level {
  return level(stock, stockByLocation && levelsText(withTotal(levelsFrom(stockByLocation), stock)));
}
