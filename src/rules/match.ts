import { Big } from 'big.js';
import type { PartFacts } from './facts.ts';
import type { Condition } from './price-rule.ts';

/** Whether every condition that is given holds. What is unknown matches nothing: a cost band needs a known cost. */
export function matches(when: Condition, facts: PartFacts): boolean {
  return (
    isOneOf(when.category, facts.category) &&
    begins(when.vmrs, facts.vmrs) &&
    isOneOf(when.brand, facts.brand) &&
    fits(when.sku, facts.sku) &&
    isOneOf(when.condition, facts.condition) &&
    isWithin(when.cost, facts.cost)
  );
}

/**
 * Whether it is certain that `earlier` matches whatever `later` matches, so that a rule behind it never gets a turn.
 * `false` means "not certain": two earlier rules that only together leave nothing over are not found.
 */
export function covers(earlier: Condition, later: Condition): boolean {
  return (
    holdsAll(listed(earlier.category), listed(later.category)) &&
    vmrsCovers(earlier.vmrs, later.vmrs) &&
    holdsAll(listed(earlier.brand), listed(later.brand)) &&
    skuCovers(earlier.sku, later.sku) &&
    holdsAll(listed(earlier.condition), listed(later.condition)) &&
    costCovers(earlier.cost, later.cost)
  );
}

type Texts = string | readonly string[] | undefined;
type Band = Condition['cost'];

function listed(texts: Texts): string[] | undefined {
  return texts === undefined ? undefined : [texts].flat().map((text) => text.toLowerCase());
}

function isOneOf(wanted: Texts, text: string | null): boolean {
  return wanted === undefined || (text !== null && listed(wanted)?.includes(text.toLowerCase()) === true);
}

function holdsAll(earlier: string[] | undefined, later: string[] | undefined): boolean {
  return earlier === undefined || later?.every((text) => earlier.includes(text)) === true;
}

const plainCode = (code: string) => code.replaceAll('-', '').toLowerCase();

function begins(wanted: Texts, code: string | null): boolean {
  if (wanted === undefined) return true;
  if (code === null) return false;
  const plain = plainCode(code);
  return [wanted].flat().some((beginning) => plain.startsWith(plainCode(beginning)));
}

function vmrsCovers(earlier: Texts, later: Texts): boolean {
  // What begins with the later one begins with the earlier one: the later beginning is itself such a code.
  return (
    earlier === undefined || (later !== undefined && [later].flat().every((code) => begins(earlier, code)))
  );
}

function fits(wanted: Texts, sku: string): boolean {
  return wanted === undefined || [wanted].flat().some((pattern) => fitsPattern(pattern, sku));
}

function skuCovers(earlier: Texts, later: Texts): boolean {
  // A pattern read as text: its `*` can only fall to a `*` of the earlier one, which then takes whatever it stands for.
  // Every part has a SKU, so no pattern is the pattern `*`.
  return [later ?? '*'].flat().every((pattern) => fits(earlier, pattern));
}

/**
 * `*` stands for any characters, none included. Each piece between two stars is looked for once, from where the one
 * before it ended: time grows with the lengths and nothing else, whatever the pattern.
 */
function fitsPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return lower === first;
  if (!lower.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    at = endOf(piece, lower, at);
    if (at < 0) return false;
  }
  return lower.length - at >= last.length && lower.endsWith(last);
}

/** Where the first `piece` from `start` on ends, or -1: Knuth, Morris and Pratt, as `indexOf` can take a product of both. */
function endOf(piece: string, text: string, start: number): number {
  if (piece === '') return start;
  const fallback = fallbacks(piece);
  let matched = 0;
  for (let at = start; at < text.length; at++) {
    while (matched > 0 && piece[matched] !== text[at]) matched = fallback[matched - 1] ?? 0;
    if (piece[matched] === text[at]) matched++;
    if (matched === piece.length) return at + 1;
  }
  return -1;
}

/** For each length of the piece: how much of its beginning its end repeats. */
function fallbacks(piece: string): number[] {
  const table = [0];
  let matched = 0;
  for (let at = 1; at < piece.length; at++) {
    while (matched > 0 && piece[matched] !== piece[at]) matched = table[matched - 1] ?? 0;
    if (piece[matched] === piece[at]) matched++;
    table.push(matched);
  }
  return table;
}

function isWithin(band: Band, cost: Big | null): boolean {
  if (band === undefined) return true;
  // Suppliers write 0 for "not set": it is no cost, and least of all one of the cheapest band.
  if (!cost?.gt(0)) return false;
  return cost.gte(band.from ?? 0) && (band.below === undefined || cost.lt(band.below));
}

function costCovers(earlier: Band, later: Band): boolean {
  if (earlier === undefined) return true;
  if (later === undefined) return false;
  const startsBefore = earlier.from === undefined || new Big(earlier.from).lte(later.from ?? 0);
  const endsAfter =
    earlier.below === undefined || (later.below !== undefined && new Big(earlier.below).gte(later.below));
  return startsBefore && endsAfter;
}
