import { isObject } from '../json.ts';
import type { WireInventory, WirePrice } from './offers.ts';

/** A price set by hand, moved by the repricings since; `null` makes all amounts unknown. */
export function applyPrice(price: WirePrice, patch: unknown, factor: number): WirePrice {
  if (patch === null) return { ...price, list: null, account: null, map: null, core: null, breaks: [] };
  if (!isObject(patch)) return price;
  const moved = { ...price, ...patch, part_id: price.part_id };
  for (const field of ['list', 'account'] as const) {
    const amount = patch[field];
    if (field in patch && amount !== null)
      moved[field] = factor === 1 ? String(amount) : times(amount, factor);
  }
  return moved;
}

function times(amount: unknown, factor: number): string {
  return (Math.round(Number(amount) * 100 * factor) / 100).toFixed(2);
}

/** Stock set by hand. A total alone (or a bare number) all lies at the part's first place. */
export function applyInventory(inventory: WireInventory, patch: unknown): WireInventory {
  if (patch === null) return applyInventory(inventory, { total: null });
  if (typeof patch === 'number') return applyInventory(inventory, { total: patch });
  if (!isObject(patch)) return inventory;
  const changed = { ...inventory, ...patch, part_id: inventory.part_id };
  if ('total' in patch && !('locations' in patch)) {
    changed.locations = inventory.locations.map((location, n) => ({
      ...location,
      quantity: changed.total === null ? null : n === 0 ? changed.total : 0,
    }));
  }
  return changed;
}
