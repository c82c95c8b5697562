import { ExitCode, type Problem, TtpdError } from '../errors.ts';
import type { Part, PartQuery, Supplier } from '../finditparts/supplier.ts';
import { nearest } from '../nearest.ts';
import { CATEGORIES } from './categories.ts';
import { partsForSku } from './sku.ts';

/** What a person asked to sync. At least one of the first five. */
export interface Selection {
  category?: string;
  brand?: string;
  query?: string;
  /** SKUs of the store, one by one. */
  skus?: string[];
  all?: boolean;
  /** At most so many parts. */
  limit?: number;
}

export interface SelectedParts {
  parts: Part[];
  problems: Problem[];
  /** Parts that the whole selection has, where the supplier says. */
  total: number | null;
  /** The selection is the supplier's whole answer, so what is missing in it is missing. */
  complete: boolean;
}

/** The supplier's parts of a selection, a page at a time. */
export async function* selectParts(
  supplier: Supplier,
  selection: Selection,
  signal: AbortSignal,
): AsyncIterable<SelectedParts> {
  const pages = selection.skus
    ? partsOfSkus(supplier, selection.skus, signal)
    : partsOfQuery(supplier, selection, signal);
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
  signal: AbortSignal,
): AsyncIterable<SelectedParts> {
  const query: PartQuery = {};
  if (selection.category) query.category = selection.category;
  if (selection.brand) query.brand = selection.brand;
  if (selection.query) query.text = selection.query;
  let found = false;
  for await (const page of supplier.search(query, signal)) {
    if (page.parts.length + page.unreadable.length > 0) found = true;
    else if (!found && selection.category) throw unknownCategory(selection.category);
    yield {
      parts: page.parts,
      total: page.total,
      complete: true,
      problems: page.unreadable.map(({ id, reason }) => ({
        code: 'PART_UNREADABLE',
        severity: 'error',
        message: `The supplier's part ${id ?? '(without id)'} cannot be read: ${reason}.`,
      })),
    };
  }
  if (!found && selection.category) throw unknownCategory(selection.category);
}

async function* partsOfSkus(
  supplier: Supplier,
  skus: readonly string[],
  signal: AbortSignal,
): AsyncIterable<SelectedParts> {
  for (const sku of skus) {
    const parts: Part[] = [];
    for (const { brand, partNumber } of partsForSku(sku)) {
      if (!brand || parts.length > 0) continue;
      for await (const page of supplier.search({ brand, partNumber }, signal))
        parts.push(...page.parts.filter((part) => part.partNumber === partNumber));
    }
    yield {
      parts,
      total: skus.length,
      complete: false,
      problems: parts.length > 0 ? [] : [unknownSku(sku)],
    };
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
