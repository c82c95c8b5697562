import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import { nearest } from '../../common/nearest.ts';
import type { Part, PartPage, PartQuery, Supplier } from '../../finditparts/supplier.ts';
import type { Scope } from '../../ledger/journal/presence.ts';
import { CATEGORIES } from '../../rules/known-categories.ts';
import { readSku } from '../../rules/sku.ts';
import { findVehicles } from './vehicles.ts';

/** What a person asked to sync. At least one, beside the limit. */
export interface Selection {
  category?: string;
  brand?: string;
  query?: string;
  /** Year, make and model: `2018 Freightliner Cascadia`. */
  vehicle?: string;
  /** SKUs of the store, one by one. */
  skus?: string[];
  all?: boolean;
  /** At most so many parts. */
  limit?: number;
}

export interface SelectOptions {
  /** The SKU that the rules give a part. */
  skuOf: (part: Part) => string;
  /** It has had parts before, so that an empty answer is no misspelling. */
  isKnown?: boolean;
  signal: AbortSignal;
}

export interface SelectedParts {
  parts: Part[];
  /** Parts of which too little can be read. */
  unreadable: PartPage['unreadable'];
  problems: Problem[];
  /** Parts that the whole selection has, where the supplier says. */
  total: number | null;
  /** The selection is the supplier's whole answer, so what is missing in it is missing. */
  complete: boolean;
}

export interface Coverage {
  /** The same for the same selection, whose answers can then be compared; `null` where they say nothing of each other. */
  key: string | null;
  /** `null` where a part that the answer lacks may well be somewhere else. */
  scope: Scope | null;
}

/** What the answer to a selection says beside the parts that it has. */
export function coverageOf({ category, brand, query, vehicle, skus, all, limit }: Selection): Coverage {
  if (vehicle || skus || limit !== undefined) return { key: null, scope: null };
  const [ofCategory, ofBrand, words] = [category, brand, query].map((word) => word?.toLowerCase() ?? null);
  const isScope = !query && (category || brand || all);
  return {
    key: JSON.stringify([ofCategory, ofBrand, words]),
    scope: isScope ? { category: ofCategory ?? null, brand: ofBrand ?? null } : null,
  };
}

/** The supplier's parts of a selection, a page at a time. */
export async function* selectParts(
  supplier: Supplier,
  selection: Selection,
  { skuOf, isKnown = false, signal }: SelectOptions,
): AsyncIterable<SelectedParts> {
  const pages = selection.skus
    ? partsOfSkus(supplier, selection.skus, { skuOf, signal })
    : selection.vehicle
      ? partsOfVehicle(supplier, { ...selection, vehicle: selection.vehicle }, signal)
      : partsOfQuery(supplier, selection, { isKnown, signal });
  const limit = selection.limit ?? Number.POSITIVE_INFINITY;
  let seen = 0;
  for await (const page of pages) {
    const parts = page.parts.slice(0, limit - seen);
    seen += parts.length;
    const cut = page.total !== null && page.total > limit;
    yield {
      ...page,
      parts,
      total: page.total === null ? null : Math.min(page.total, limit),
      complete: page.complete && !cut,
    };
    if (seen >= limit) return;
  }
}

async function* partsOfQuery(
  supplier: Supplier,
  selection: Selection,
  { isKnown, signal }: { isKnown: boolean; signal: AbortSignal },
): AsyncIterable<SelectedParts> {
  const query = queryOf(selection);
  let found = isKnown;
  for await (const page of supplier.search(query, signal)) {
    if (page.parts.length + page.unreadable.length > 0) found = true;
    else if (!found && selection.category) throw unknownCategory(selection.category);
    yield {
      parts: page.parts,
      total: page.total,
      complete: true,
      unreadable: page.unreadable,
      problems: page.unreadable.map(unreadable),
    };
  }
  if (!found && selection.category) throw unknownCategory(selection.category);
}

/** Each SKU is a search of its own; the store is then asked for many of them at a time. */
const SKUS_A_PAGE = 100;

async function* partsOfSkus(
  supplier: Supplier,
  skus: readonly string[],
  options: SelectOptions,
): AsyncIterable<SelectedParts> {
  const empty = (): SelectedParts => ({
    parts: [],
    unreadable: [],
    problems: [],
    total: skus.length,
    complete: false,
  });
  let page = empty();
  for (const [i, sku] of skus.entries()) {
    const { parts } = await searchSku(supplier, sku, options);
    if (parts.length > 0) page.parts.push(...parts);
    else page.problems.push(unknownSku(sku));
    if ((i + 1) % SKUS_A_PAGE > 0 && i + 1 < skus.length) continue;
    yield page;
    page = empty();
  }
}

/** The parts that lead to a SKU, and what the searches for it answered that cannot be read. */
export async function searchSku(
  supplier: Supplier,
  sku: string,
  { skuOf, signal }: SelectOptions,
): Promise<Pick<SelectedParts, 'parts' | 'unreadable'>> {
  const isIt = (part: Part) => skuOf(part).toLowerCase() === sku.toLowerCase();
  const unreadable: PartPage['unreadable'] = [];
  for (const query of queriesForSku(sku)) {
    const parts: Part[] = [];
    for await (const page of supplier.search(query, signal)) {
      parts.push(...page.parts.filter(isIt));
      unreadable.push(...page.unreadable);
    }
    if (parts.length > 0) return { parts, unreadable };
  }
  return { parts: [], unreadable };
}

function queryOf({ category, brand, query }: Selection): PartQuery {
  return {
    ...(category ? { category } : {}),
    ...(brand ? { brand } : {}),
    ...(query ? { text: query } : {}),
  };
}

function unreadable({ id, reason }: { id: string | null; reason: string }): Problem {
  return {
    code: 'PART_UNREADABLE',
    severity: 'error',
    message: `The supplier's part ${id ?? '(without id)'} cannot be read: ${reason}.`,
  };
}

/** Likeliest first: the brands whose prefix it begins with, then the number whatever its brand. */
function queriesForSku(sku: string): PartQuery[] {
  const { brands, partNumber } = readSku(sku);
  return [...brands.map((brand) => ({ brand, partNumber })), { partNumber }, { text: partNumber }];
}

/** `2018 Freightliner Cascadia`: the parts of every such vehicle, whatever its engine. */
async function* partsOfVehicle(
  supplier: Supplier,
  { vehicle, ...selection }: Selection & { vehicle: string },
  signal: AbortSignal,
): AsyncIterable<SelectedParts> {
  const seen = new Set<string>();
  for (const { id } of await findVehicles(supplier, vehicle, signal))
    for await (const page of supplier.search({ ...queryOf(selection), vehicleId: id }, signal)) {
      const parts = page.parts.filter((part) => !seen.has(part.id));
      for (const part of parts) seen.add(part.id);
      const problems = page.unreadable.map(unreadable);
      yield { parts, unreadable: page.unreadable, problems, total: null, complete: false };
    }
}

function unknownSku(sku: string): Problem {
  return {
    code: 'SKU_UNKNOWN',
    severity: 'error',
    sku,
    message: 'The supplier has no part that leads to this SKU.',
    hint: 'A SKU is the brand\'s prefix, a dash and the part number: "GU-3600AX". See ttpd search.',
  };
}

function unknownCategory(category: string): TtpdError {
  const near = nearest(category, CATEGORIES);
  return new TtpdError('CATEGORY_UNKNOWN', `The supplier has nothing in a category "${category}".`, {
    hint:
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known categories: ${CATEGORIES.join(', ')}.`,
    exitCode: ExitCode.Usage,
  });
}
