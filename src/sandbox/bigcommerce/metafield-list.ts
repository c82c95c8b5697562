import type { Database } from '../database.ts';
import { wholeNumber } from '../json.ts';
import { Conditions } from './conditions.ts';
import { invalid } from './errors.ts';
import { type MetafieldRow, showMetafield } from './metafields.ts';
import { commaList, paged, readPage } from './paging.ts';

/** Metafields by namespace, key and date, by page or by cursor (BigCommerce facts 1, 6). */
export function listMetafields(db: Database, query: Record<string, string>, productId?: number) {
  const page = readPage(query);
  const where = new Conditions()
    .addIn(
      'namespace',
      commaList(query['namespace:in']) ?? (query.namespace === undefined ? undefined : [query.namespace]),
    )
    .addIn('key', commaList(query['key:in']) ?? (query.key === undefined ? undefined : [query.key]));
  if (productId !== undefined) where.add('product_id = ?', productId);
  bound(where, query, 'date_modified:min', 'modified >= ?');
  bound(where, query, 'date_modified:max', 'modified <= ?');
  const total =
    db.get<{ n: number }>(`SELECT count(*) AS n FROM metafields ${where.sql}`, ...where.values)?.n ?? 0;
  const after = readCursor(query.after);
  if (after !== undefined) where.add('id > ?', after);
  const rows = db.all<MetafieldRow>(
    `SELECT * FROM metafields ${where.sql} ORDER BY id LIMIT ? OFFSET ?`,
    ...where.values,
    page.limit + 1,
    after === undefined ? page.offset : 0,
  );
  const shown = rows.slice(0, page.limit);
  const answer = paged(shown.map(showMetafield), total, page, query);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return answer;
  const next = cursor(last.id);
  const links = rows.length > shown.length ? { next: `?after=${next}&limit=${page.limit}` } : {};
  const cursorPagination = {
    count: shown.length,
    per_page: page.limit,
    start_cursor: cursor(first.id),
    end_cursor: next,
    links,
  };
  return { ...answer, meta: { ...answer.meta, cursor_pagination: cursorPagination } };
}

function bound(where: Conditions, query: Record<string, string>, name: string, sql: string): void {
  const text = query[name];
  if (text === undefined) return;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalid({ [name]: 'must be an ISO 8601 date' });
  where.add(sql, ms);
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
