import { findVehicles } from '../catalog/supply/vehicles.ts';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { withoutUndefined } from '../common/without-undefined.ts';
import type { Part } from '../finditparts/supplier.ts';
import { compileIdentity, type Identity } from '../rules/identity.ts';
import { CATEGORIES } from '../rules/known-categories.ts';
import type { Session } from '../session/session.ts';
import type { Outcome } from './outcome.ts';

/** At least one of what narrows the search, or `all`. */
export interface SearchRequest {
  /** Words, a part number or a brand. */
  text?: string | undefined;
  /** One of the supplier's categories: `brakes`. */
  category?: string | undefined;
  brand?: string | undefined;
  /** Year, make and model: `2018 Freightliner Cascadia`. */
  vehicle?: string | undefined;
  inStock?: boolean | undefined;
  /** At most so many parts; default 20. */
  limit?: number | undefined;
  /** Without a limit. */
  all?: boolean | undefined;
}

/** A part in the result of search and show. Stable. Money is decimal text in `currency`; `null` is not known. */
export interface ShownPart {
  id: string;
  /** As the rules in force name it. */
  sku: string;
  brand: string;
  partNumber: string;
  name: string | null;
  category: string | null;
  condition: string | null;
  status: string | null;
  list: string | null;
  /** What this account pays. */
  cost: string | null;
  /** Deposit on the old unit. */
  core: string | null;
  currency: string | null;
  /** Pieces at all locations. */
  stock: number | null;
  /** Number and unit: `81.5 lb`. */
  weight: string | null;
}

export interface SearchResult {
  /** All that there are, where the supplier says. */
  total: number | null;
  parts: ShownPart[];
}

const LIMIT = 20;

/**
 * Looks in the supplier's catalogue.
 * @throws TtpdError NOTHING_SELECTED (exit 2)
 */
export async function searchParts(session: Session, request: SearchRequest): Promise<Outcome<SearchResult>> {
  const { text, category, brand, inStock } = request;
  const asked = withoutUndefined({
    text: text || undefined,
    category: category || undefined,
    brand: brand || undefined,
    inStock: inStock || undefined,
  });
  if (Object.keys(asked).length === 0 && !request.vehicle && !request.all)
    throw new TtpdError('NOTHING_SELECTED', 'Say what to look for.', {
      hint: 'Give words, --category, --brand, --vehicle, or --all.',
      next: ['ttpd search "brake drum" --brand Gunite'],
      exitCode: ExitCode.Usage,
    });
  const { rules } = await session.rules();
  const { supplier } = await session.services();
  const signal = session.stop.drain;
  const vehicles = request.vehicle ? await findVehicles(supplier, request.vehicle, signal) : [undefined];
  const limit = request.all ? Number.POSITIVE_INFINITY : (request.limit ?? LIMIT);
  const found = new Map<string, Part>();
  let total: number | null = null;
  for (const vehicle of vehicles)
    for await (const page of supplier.search(
      { ...asked, ...(vehicle ? { vehicleId: vehicle.id } : {}) },
      signal,
    )) {
      // A vehicle's engines have most of their parts in common, so their totals do not add up.
      total = vehicle && vehicles.length > 1 ? null : page.total;
      for (const part of page.parts) if (found.size < limit) found.set(part.id, part);
      if (found.size >= limit) break;
    }
  const identify = compileIdentity(rules);
  return {
    exitCode: ExitCode.Done,
    result: { total, parts: [...found.values()].map((part) => shownPart(part, identify)) },
    problems: found.size === 0 && category ? unknownCategory(category) : [],
  };
}

export function shownPart(part: Part, identify: (brand: string, partNumber: string) => Identity): ShownPart {
  const { price, stock } = part.offer ?? {};
  return {
    id: part.id,
    sku: identify(part.brand, part.partNumber).sku,
    brand: part.brand,
    partNumber: part.partNumber,
    name: part.name,
    category: part.category,
    condition: part.condition,
    status: part.status,
    list: price?.list?.toFixed(2) ?? null,
    cost: price?.account?.toFixed(2) ?? null,
    core: price?.core?.toFixed(2) ?? null,
    currency: price?.currency ?? null,
    stock: stock?.total ?? null,
    weight: part.weight ? `${part.weight.value.toFixed()} ${part.weight.unit}` : null,
  };
}

/** Nothing found is an answer; a category that is no known one is perhaps a slip, and worth a word. */
function unknownCategory(category: string): Problem[] {
  if (CATEGORIES.includes(category)) return [];
  const near = nearest(category, CATEGORIES);
  const known =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known ones: ${CATEGORIES.join(', ')}.`;
  return [
    {
      code: 'CATEGORY_UNKNOWN',
      severity: 'warning',
      message: `The supplier has nothing in a category "${category}". ${known}`,
    },
  ];
}
