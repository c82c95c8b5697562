import type { Database } from '../database.ts';
import { wholeNumber } from '../json.ts';
import type { Conditions } from './conditions.ts';
import { invalid } from './errors.ts';
import type { Query } from './filters.ts';
import { readDirection } from './order.ts';
import { PAGE_CONTROLS, paged, readPage } from './paging.ts';

/**
 * Not `before`: its spec text and that of `after` swap the cursors, and `after` is enough
 * (docs/facts/bigcommerce-api.md#paging).
 */
export const CURSOR_CONTROLS = [...PAGE_CONTROLS, 'after'];

/**
 * One page of a list by page or by cursor, in order of ids (docs/facts/bigcommerce-api.md#paging). `from` is a table, or
 * a query in brackets, that has an `id`.
 */
export function cursorPage<Row extends { id: number }, Shown>(
  db: Database,
  from: string,
  query: Query,
  where: Conditions,
  show: (row: Row) => Shown,
) {
  const page = readPage(query);
  const direction = readDirection(query);
  const total =
    db.get<{ n: number }>(`SELECT count(*) AS n FROM ${from} ${where.sql}`, ...where.values)?.n ?? 0;
  const after = readCursor(query.after);
  if (after !== undefined) where.add(direction === 'asc' ? 'id > ?' : 'id < ?', after);
  const rows = db.all<Row>(
    `SELECT * FROM ${from} ${where.sql} ORDER BY id ${direction} LIMIT ? OFFSET ?`,
    ...where.values,
    page.limit + 1,
    after === undefined ? page.offset : 0,
  );
  const shown = rows.slice(0, page.limit);
  const answer = paged(shown.map(show), total, page, query);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return answer;
  const next = cursor(last.id);
  // With the filters: a link that dropped them would lead to everything.
  const link = `?${new URLSearchParams({ ...query, after: next, limit: String(page.limit) })}`;
  const byCursor = {
    count: shown.length,
    per_page: page.limit,
    start_cursor: cursor(first.id),
    end_cursor: next,
    links: rows.length > shown.length ? { next: link } : {},
  };
  // The first page has both forms, a page by number that one, and a page by cursor the other.
  if (page.page > 1) return answer;
  if (after !== undefined) return { ...answer, meta: { cursor_pagination: byCursor } };
  return { ...answer, meta: { ...answer.meta, cursor_pagination: byCursor } };
}

function cursor(id: number): string {
  return Buffer.from(`id:${id}`).toString('base64url');
}

function readCursor(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const id = wholeNumber(Buffer.from(text, 'base64url').toString().replace('id:', ''));
  if (id === undefined) throw invalid({ after: 'is not a cursor' });
  return id;
}
