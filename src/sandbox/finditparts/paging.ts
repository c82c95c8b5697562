import { supplierRefusal } from './errors.ts';

export interface PageRequest {
  page: number;
  size: number;
}

const MOST_PER_PAGE = 100;
const DEFAULT_PER_PAGE = 50;

/** `page` from 1, `per_page` up to 100 (docs/finditparts-parts-api.yaml). */
export function readPage(query: Record<string, string>): PageRequest {
  const page = whole(query.page ?? '1');
  const size = whole(query.per_page ?? String(DEFAULT_PER_PAGE));
  if (page === undefined || page < 1)
    throw supplierRefusal(422, 'invalid_page', 'page must be a number from 1');
  if (size === undefined || size < 1 || size > MOST_PER_PAGE) {
    throw supplierRefusal(422, 'invalid_per_page', `per_page must be a number from 1 to ${MOST_PER_PAGE}`);
  }
  return { page, size };
}

function whole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
