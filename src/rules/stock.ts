import type { Stock, StockLocation } from '../finditparts/supplier.ts';
import type { Step } from './price.ts';
import type { Rules } from './schema.ts';

export interface Stocked {
  /** Pieces that the store may sell; `null` is unknown, never 0. */
  quantity: number | null;
  leadTimeDays: number | null;
  /** Codes of the locations that count and have some. */
  shipsFrom: string[];
  /** Where they are, by the store's location, where the rules write stock at several. */
  levels: ReadonlyMap<number, number> | null;
  /** What is sold of it, in words. */
  sold: string | null;
  steps: Step[];
}

/** What the template of `stock.binPickingNumber` may name. */
export const BIN_FIELDS: readonly string[] = ['partId', 'partNumber', 'locations'];

type StockRules = Rules['stock'];

/**
 * How many the store may sell: what the locations that count have, less what is sold of it, less the buffer, at most the cap, in whole packs. The
 * packs come last, so that a cap leaves none open.
 *
 * @param pack pieces in a pack; `null` is unknown, and then pieces are sold one by one
 * @param sold pieces of these that the store has sold and the supplier does not know of
 */
export function stockOf(rules: StockRules, stock: Stock | null, pack: number | null, sold = 0): Stocked {
  const steps: Step[] = [];
  const tell = (what: string, value: number | string) => steps.push({ what, value: String(value) });
  if (!stock) {
    tell('stock', 'unknown: the supplier gives none');
    return { quantity: null, leadTimeDays: null, shipsFrom: [], levels: null, sold: null, steps };
  }

  const counting = countingLocations(rules, stock);
  const chosen = chosenCodes(rules);
  const onHand = chosen ? inChosen(chosen, stock, counting, tell) : inAll(stock, counting, tell);
  const quantity = onHand === null ? null : sellable(rules, lessSold(onHand, sold, tell), pack, tell);
  return {
    quantity,
    levels: quantity === null ? null : allot(quantity, rules, counting, tell),
    leadTimeDays: shortestLeadTime(counting),
    shipsFrom: counting.filter(({ quantity }) => quantity !== null && quantity > 0).map(({ code }) => code),
    sold: onHand !== null && sold > 0 ? soldWords(onHand, sold) : null,
    steps,
  };
}

type Tell = (what: string, value: number | string) => void;

const sameCode = (code: string) => code.toLowerCase();

/**
 * Each of the store's locations in turn gets what the supplier has at those that lead to it, until none is left: what is
 * sold or kept back is missed at the last ones.
 */
function allot(quantity: number, { locations }: StockRules, counting: StockLocation[], tell: Tell) {
  if (locations === undefined || Array.isArray(locations)) return null;
  const levels = new Map(Object.values(locations).map((location) => [location, 0]));
  let left = quantity;
  for (const [code, location] of Object.entries(locations)) {
    const there = counting.find((each) => sameCode(each.code) === sameCode(code))?.quantity ?? 0;
    const here = Math.min(left, Math.max(0, there));
    levels.set(location, (levels.get(location) ?? 0) + here);
    left -= here;
  }
  if (levels.size < 2) return null;
  for (const [location, pieces] of levels) tell(`at the store's location ${location}`, pieces);
  return levels;
}

function chosenCodes({ locations }: StockRules): string[] | undefined {
  return Array.isArray(locations) ? locations : locations && Object.keys(locations);
}

function countingLocations(rules: StockRules, stock: Stock): StockLocation[] {
  const chosen = chosenCodes(rules)?.map(sameCode);
  return stock.locations.filter(({ code }) => !chosen || chosen.includes(sameCode(code)));
}

function inAll({ total }: Stock, counting: StockLocation[], tell: Tell): number | null {
  if (total !== null) {
    tell("the supplier's total", total);
    return total;
  }
  if (counting.length > 0) return sum(counting, tell);
  tell('stock', 'unknown: neither a total nor locations');
  return null;
}

/** The supplier's total counts other locations too, so it never stands in for the chosen ones. */
function inChosen(chosen: string[], stock: Stock, counting: StockLocation[], tell: Tell): number | null {
  if (stock.locations.length === 0) {
    tell('stock', 'unknown: the supplier names no locations');
    return null;
  }
  const named = new Set(counting.map(({ code }) => sameCode(code)));
  for (const code of chosen)
    if (!named.has(sameCode(code))) tell(`location ${code}`, '0: not among its locations');
  return sum(counting, tell);
}

/** Unknown is not zero: one location that does not say makes the sum unknown. */
function sum(locations: StockLocation[], tell: Tell): number | null {
  let pieces: number | null = 0;
  for (const { code, quantity } of locations) {
    tell(`location ${code}`, quantity ?? 'unknown');
    pieces = pieces === null || quantity === null ? null : pieces + quantity;
  }
  tell('in these locations', pieces ?? 'unknown');
  return pieces;
}

function lessSold(onHand: number, sold: number, tell: Tell): number {
  if (sold > 0) tell(soldWords(onHand, sold), Math.max(0, onHand - sold));
  return Math.max(0, onHand - sold);
}

/** `105 at the supplier − 2 sold and not yet ordered` */
function soldWords(onHand: number, sold: number): string {
  return `${onHand} at the supplier − ${sold} sold and not yet ordered`;
}

function sellable(rules: StockRules, onHand: number, pack: number | null, tell: Tell): number {
  let pieces = Math.max(0, onHand);
  if (rules.buffer > 0) {
    pieces = Math.max(0, pieces - rules.buffer);
    tell(`less a buffer of ${rules.buffer}`, pieces);
  }
  if (rules.cap !== undefined && pieces > rules.cap) {
    pieces = rules.cap;
    tell('at most', pieces);
  }
  if (rules.packs && pack !== null && pack > 1) {
    pieces -= pieces % pack;
    tell(`in whole packs of ${pack}`, pieces);
  }
  return pieces;
}

/**
 * Of the locations that have some, the shortest; when none is known to, the shortest there is. A location that is empty
 * promises nothing for one that has stock and does not say.
 */
function shortestLeadTime(locations: StockLocation[]): number | null {
  const stocked = locations.filter(({ quantity }) => quantity !== null && quantity > 0);
  const days = (stocked.length > 0 ? stocked : locations).flatMap(({ leadTimeDays }) => leadTimeDays ?? []);
  return days.length > 0 ? Math.min(...days) : null;
}
