import { wholeNumber } from '../json.ts';
import { invalid, storeRefusal } from './errors.ts';
import type { Query } from './filters.ts';

export interface PageRequest {
  page: number;
  limit: number;
  offset: number;
}

export const PAGE_CONTROLS = ['page', 'limit'];

/**
 * `page` and `limit` (docs/facts/bigcommerce-api.md#paging): catalog 50 by default and 250 at most, inventory 1,000.
 */
export function readPage(query: Query, most = 250): PageRequest {
  const page = query.page === undefined ? 1 : wholeNumber(query.page);
  const limit = query.limit === undefined ? 50 : wholeNumber(query.limit);
  if (page === undefined || page < 1) throw invalid({ page: 'must be a number from 1' });
  if (limit === undefined || limit < 1) throw invalid({ limit: 'must be a number from 1' });
  if (limit > most)
    throw storeRefusal(413, 'The specified limit exceeds the maximum allowed.', { limit: `at most ${most}` });
  return { page, limit, offset: (page - 1) * limit };
}

/**
 * `{data, meta}` with links as relative query strings; no `next` on the last page
 * (docs/facts/bigcommerce-api.md#paging).
 */
export function paged<T>(data: T[], total: number, { page, limit }: PageRequest, query: Query) {
  const pages = Math.ceil(total / limit);
  const link = (number: number) =>
    `?${new URLSearchParams({ ...query, page: String(number), limit: String(limit) })}`;
  const links = {
    ...(page > 1 ? { previous: link(page - 1) } : {}),
    current: link(page),
    ...(page < pages ? { next: link(page + 1) } : {}),
  };
  const pagination = {
    total,
    count: data.length,
    per_page: limit,
    current_page: page,
    total_pages: pages,
    links,
  };
  return { data, meta: { pagination } };
}

/** A comma list from the query. */
export function commaList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

/** A comma list of ids; anything else in it is refused. */
export function idList(name: string, text: string): number[] {
  return commaList(text).map((item) => {
    const id = wholeNumber(item);
    if (id === undefined) throw invalid({ [name]: 'must be a list of ids' });
    return id;
  });
}
