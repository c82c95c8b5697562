import type { Database } from '../database.ts';
import { wholeNumber } from '../json.ts';
import type { Conditions } from './conditions.ts';
import { invalid } from './errors.ts';
import { chooseFields, readFieldChoice } from './field-choice.ts';
import { dates, equal, idIn, textIn } from './filter-kinds.ts';
import { type Filters, type Query, readFilters } from './filters.ts';
import {
  columnsOf,
  type MetafieldHome,
  type MetafieldRow,
  PRODUCT_METAFIELDS,
  showMetafield,
  VISIBLE,
} from './metafields.ts';
import { readDirection } from './order.ts';
import { PAGE_CONTROLS, paged, readPage } from './paging.ts';

const FILTERS: Filters = {
  namespace: equal('namespace'),
  'namespace:in': textIn('namespace'),
  key: equal('key'),
  'key:in': textIn('key'),
  ...dates('date_created', 'created'),
  ...dates('date_modified', 'modified'),
};

/**
 * Not `before`: its spec text and that of `after` swap the cursors, and `after` is enough
 * (docs/facts/bigcommerce-api.md#paging).
 */
const CONTROLS = [...PAGE_CONTROLS, 'direction', 'include_fields', 'after'];

/**
 * Metafields of all products, by namespace, key and date, by page or by cursor
 * (docs/facts/bigcommerce-catalog.md#metafields).
 */
export function listMetafields(db: Database, query: Query, client: string) {
  return list(db, PRODUCT_METAFIELDS, query, readFilters(query, FILTERS, CONTROLS).add(VISIBLE, client));
}

/** One owner's; a product's list alone is documented with `resource_id:in` and `exclude_fields`. */
export function listMetafieldsOf(
  db: Database,
  home: MetafieldHome,
  ownerId: number,
  query: Query,
  client: string,
) {
  const where =
    home.type === 'product'
      ? readFilters(query, { ...FILTERS, 'resource_id:in': idIn(home.owner) }, [
          ...CONTROLS,
          'exclude_fields',
        ])
      : readFilters(query, FILTERS, CONTROLS);
  return list(db, home, query, where.add(`${home.owner} = ?`, ownerId).add(VISIBLE, client));
}

function list(db: Database, home: MetafieldHome, query: Query, where: Conditions) {
  const page = readPage(query);
  const direction = readDirection(query);
  const choice = readFieldChoice(query);
  const total =
    db.get<{ n: number }>(`SELECT count(*) AS n FROM ${home.table} ${where.sql}`, ...where.values)?.n ?? 0;
  const after = readCursor(query.after);
  if (after !== undefined) where.add(direction === 'asc' ? 'id > ?' : 'id < ?', after);
  const rows = db.all<MetafieldRow>(
    `SELECT ${columnsOf(home)} FROM ${home.table} ${where.sql} ORDER BY id ${direction} LIMIT ? OFFSET ?`,
    ...where.values,
    page.limit + 1,
    after === undefined ? page.offset : 0,
  );
  const shown = rows.slice(0, page.limit);
  const data = shown.map((row) => chooseFields(showMetafield(home, row), choice));
  const answer = paged(data, total, page, query);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return answer;
  const next = cursor(last.id);
  // With the filters: a link that dropped them would lead to everything.
  const link = `?${new URLSearchParams({ ...query, after: next, limit: String(page.limit) })}`;
  const cursorPagination = {
    count: shown.length,
    per_page: page.limit,
    start_cursor: cursor(first.id),
    end_cursor: next,
    links: rows.length > shown.length ? { next: link } : {},
  };
  // The first page has both forms, a page by number that one, and a page by cursor the other.
  const { pagination } = answer.meta;
  if (page.page > 1) return answer;
  if (after !== undefined) return { ...answer, meta: { cursor_pagination: cursorPagination } };
  return { ...answer, meta: { pagination, cursor_pagination: cursorPagination } };
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
