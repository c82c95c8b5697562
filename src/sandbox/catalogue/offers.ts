import { between, hash, SALT, unit } from './hash.ts';
import type { Kind } from './kinds/kind.ts';
import { WAREHOUSES } from './warehouses.ts';

export interface WirePrice {
  part_id: string;
  currency: string;
  list: string | null;
  account: string | null;
  map: string | null;
  core: string | null;
  breaks: { min_qty: number; price: string }[];
  as_of: string;
}

export interface WireInventory {
  part_id: string;
  total: number | null;
  locations: {
    code: string;
    name: string;
    quantity: number | null;
    lead_time_days: number;
    cutoff: string;
  }[];
  as_of: string;
}

export interface PriceFacts {
  id: string;
  kind: Kind;
  rebuilt: boolean;
  /** What repricing has made of prices so far. */
  factor: number;
  asOf: string;
}

/**
 * Amounts are text with a point, for one piece (docs/facts/finditparts.md#unknown-is-not-zero). 1 % have none at all.
 */
export function priceOf(index: number, { id, kind, rebuilt, factor, asOf }: PriceFacts): WirePrice {
  const head = { part_id: id, currency: 'USD' };
  if (unit(index, SALT.noPrice) < 0.01) {
    return { ...head, list: null, account: null, map: null, core: null, breaks: [], as_of: asOf };
  }
  const [low, high] = kind.cost;
  const plain = Math.round((low + (high - low) * unit(index, SALT.cost)) * 100);
  const account = Math.round(plain * factor);
  const list = Math.round(plain * (1.4 + 0.25 * unit(index, SALT.margin)) * factor);
  // A rebuilt part's deposit is 10 to 35 % of its price (docs/facts/parts-domain.md#the-sandboxs-catalogue).
  const core = rebuilt ? Math.round(plain * (0.1 + 0.25 * unit(index, SALT.core))) : null;
  return {
    ...head,
    list: money(list),
    account: money(account),
    map: unit(index, SALT.map) < 0.4 ? money(Math.round(account * 1.2)) : null,
    core: core === null ? null : money(core),
    breaks: unit(index, SALT.breaks) < 0.2 ? [{ min_qty: 10, price: money(Math.round(account * 0.95)) }] : [],
    as_of: asOf,
  };
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** `null` = the supplier does not know. */
export function stockOf(index: number): number | null {
  if (unit(index, SALT.stockUnknown) < 0.005) return null;
  if (unit(index, SALT.stock) < 0.12) return 0;
  return between(1, 180, index, SALT.stock + 1000);
}

/** 15 % ship from several places (docs/facts/parts-domain.md#the-sandboxs-catalogue). */
export function inventoryOf(index: number, id: string, asOf: string): WireInventory {
  const total = stockOf(index);
  const places = unit(index, SALT.places) < 0.15 ? between(2, 4, index, SALT.place) : 1;
  const first = hash(index, SALT.place) % WAREHOUSES.length;
  const locations = Array.from({ length: places }, (_, n) => {
    const { code, name, cutoff } = WAREHOUSES[
      (first + n * 3) % WAREHOUSES.length
    ] as (typeof WAREHOUSES)[number];
    const each = total === null ? null : Math.floor(total / places);
    const quantity = each !== null && total !== null && n === 0 ? total - each * (places - 1) : each;
    return { code, name, quantity, lead_time_days: 1 + (hash(index, SALT.lead + n * 50) % 5), cutoff };
  });
  return { part_id: id, total, locations, as_of: asOf };
}
