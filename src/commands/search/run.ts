import { CATEGORIES } from '../../catalog/supply/categories.ts';
import { findVehicles } from '../../catalog/supply/vehicles.ts';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import { nearest } from '../../common/nearest.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { Part } from '../../finditparts/supplier.ts';
import { compileIdentity } from '../../rules/identity.ts';
import { partsText, shownPart } from '../shared/parts-text.ts';

interface SearchFlags {
  category?: string;
  brand?: string;
  vehicle?: string;
  inStock?: boolean;
  limit: number;
  all?: boolean;
  format: 'table' | 'json' | 'ndjson' | 'csv';
}

export async function runSearch(
  context: Context,
  query: string | undefined,
  flags: SearchFlags,
): Promise<Outcome> {
  const asked = {
    ...(query ? { text: query } : {}),
    ...(flags.category ? { category: flags.category } : {}),
    ...(flags.brand ? { brand: flags.brand } : {}),
    ...(flags.inStock ? { inStock: true } : {}),
  };
  if (Object.keys(asked).length === 0 && !flags.vehicle && !flags.all)
    throw new TtpdError('NOTHING_SELECTED', 'Say what to look for.', {
      hint: 'Give words, --category, --brand, --vehicle, or --all.',
      next: ['ttpd search "brake drum" --brand Gunite'],
      exitCode: ExitCode.Usage,
    });
  const { rules } = await context.rules();
  const { supplier } = await context.services();
  const signal = context.stop.drain;
  const vehicles = flags.vehicle ? await findVehicles(supplier, flags.vehicle, signal) : [undefined];
  const limit = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
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
  const rows = [...found.values()].map((part) => shownPart(part, identify));
  return {
    exitCode: ExitCode.Done,
    result: { total, parts: rows },
    problems: found.size === 0 && flags.category ? await unknownCategory(flags.category) : [],
    text: await partsText(rows, { total, format: flags.format, columns: context.columns }),
  };
}

/** Nothing found is an answer; a category that is no known one is perhaps a slip, and worth a word. */
async function unknownCategory(category: string): Promise<Problem[]> {
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
