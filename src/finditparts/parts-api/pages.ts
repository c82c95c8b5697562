import { ServiceError } from '../../http/errors/service-error.ts';
import type { RawPage } from './schema/page.ts';
import { isRecord } from './schema/values.ts';

/** Two empty pages in a row end a listing whatever its total says. */
const EMPTY_PAGES = 2;

/**
 * Asks for page after page, from 1, until the supplier has no more.
 *
 * The size that counts is the one in the answer: a server may cap what was asked for without saying so. With a total,
 * the listing ends when all of it was seen; without one, at the first empty or short page. A page that comes twice
 * ends a listing of unknown length (such servers answer with the last page for ever) and is a `ServiceError`
 * CONTRACT when the total says that there is more: rows would be missing. Of empty pages only the first is passed on.
 */
export async function* pagesOf(
  ask: (page: number) => Promise<RawPage>,
  asked: number,
  endpoint: string,
): AsyncGenerator<RawPage> {
  let seen = 0;
  let empty = 0;
  let largest = 0;
  let total: number | null = null;
  let last: string | undefined;
  for (let number = 1; ; number++) {
    const page = await ask(number);
    total = page.total ?? total;
    const now = signature(page.rows);
    if (page.rows.length > 0 && now === last) {
      if (total === null) return;
      throw repeated(endpoint, number);
    }
    last = now;
    seen += page.rows.length;
    largest = Math.max(largest, page.rows.length);
    empty = page.rows.length === 0 ? empty + 1 : 0;
    if (page.rows.length > 0 || number === 1) yield { ...page, number, total };
    if (empty === EMPTY_PAGES) return;
    if (total !== null ? seen >= total || isPast(page, number, total) : isLast(page, largest, asked)) return;
  }
}

/** Fewer rows came than the total promised, yet there is nothing left to ask for. */
function isPast(page: RawPage, number: number, total: number): boolean {
  return page.rows.length === 0 && page.size !== null && page.size > 0 && number * page.size >= total;
}

function isLast(page: RawPage, largest: number, asked: number): boolean {
  if (page.rows.length === 0) return true;
  const full = page.size ?? largest;
  return page.rows.length < Math.min(full, asked);
}

/** What makes two pages the same: the ids in their order. */
function signature(rows: readonly unknown[]): string {
  return JSON.stringify(rows.map((row) => (isRecord(row) ? (row.id ?? row) : row)));
}

function repeated(endpoint: string, number: number): ServiceError {
  return new ServiceError(
    'CONTRACT',
    `FinditParts answered ${endpoint} with the same page twice (page ${number}), so the rest cannot be read.`,
    { service: 'finditparts', endpoint, outcome: 'unknown' },
    { hint: 'Narrow the search, or tell FinditParts that paging does not work.' },
  );
}
