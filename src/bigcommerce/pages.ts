import { z } from 'zod';
import { ServiceError } from '../http/errors/service-error.ts';
import type { HttpAnswer, HttpRequest, Send } from '../http/send/send.ts';
import { call, read } from './call.ts';
import { meta } from './schema.ts';

export type ListRequest = Pick<HttpRequest, 'path' | 'endpoint' | 'limitGroup' | 'query' | 'signal'>;

/** One page of a V3 list: its rows, and how many rows the whole answer has (`null` when it does not say). */
export async function page<T>(send: Send, request: ListRequest, item: z.ZodType<T>) {
  const answer = await call(send, { method: 'GET', ...request }, z.object({ data: z.array(item), meta }));
  return { rows: answer.data, total: answer.meta?.pagination?.total ?? null };
}

/**
 * Pages of a V3 list until every row that `total` promises was seen, or a page is empty: `total_pages` and the page size
 * asked for are not trusted, since `include=options` shrinks pages to 10 (docs/facts/bigcommerce-api.md#paging). The
 * same page twice is a `ServiceError` CONTRACT: what comes after it cannot be reached.
 */
export async function* pages<T>(
  send: Send,
  request: ListRequest,
  item: z.ZodType<T>,
  limit: number,
): AsyncGenerator<T[]> {
  for await (const { rows } of countedPages(send, request, item, limit)) yield rows;
}

async function* countedPages<T>(send: Send, request: ListRequest, item: z.ZodType<T>, limit: number) {
  let seen = 0;
  let last: string | undefined;
  for (let number = 1; ; number++) {
    const query = { ...request.query, page: number, limit };
    const { rows, total } = await page(send, { ...request, query }, item);
    if (rows.length === 0) return;
    if (endsOf(rows) === last) throw repeatedPage(request.endpoint, number);
    last = endsOf(rows);
    seen += rows.length;
    yield { rows, total };
    if (total !== null && seen >= total) return;
  }
}

/** How often a list is read anew because rows came or went while it was read. */
const READINGS = 3;

/**
 * Every row of a list that can only be read by page numbers. A row that comes or goes meanwhile moves the others, so that
 * one is hidden or shown twice: the number of rows tells it, and the list is read again.
 */
export async function steadyList<T extends { id: number }>(
  send: Send,
  request: ListRequest,
  item: z.ZodType<T>,
  limit: number,
): Promise<T[]> {
  for (let reading = 1; ; reading++) {
    const byId = new Map<number, T>();
    const totals = new Set<number | null>();
    let seen = 0;
    for await (const { rows, total } of countedPages(send, request, item, limit)) {
      for (const row of rows) byId.set(row.id, row);
      totals.add(total);
      seen += rows.length;
    }
    const [total = null] = totals;
    const isWhole = totals.size < 2 && byId.size === seen && (total === null || total === seen);
    if (isWhole || reading === READINGS) return [...byId.values()];
  }
}

/**
 * One page of a V2 list: a bare array, no totals, and 204 without a body where there is nothing
 * (docs/facts/bigcommerce-api.md#answers). `readAt`: by the store's clock, where it says so.
 */
export async function pageV2<T>(send: Send, request: ListRequest, item: z.ZodType<T>) {
  const asked = { method: 'GET', ...request } as const;
  const answer = await send(asked);
  const rows = answer.status === 204 ? [] : read(answer, asked, z.array(item));
  return { rows, readAt: answeredAt(answer) };
}

/** By the store's clock. `null`: the answer does not say. */
export function answeredAt({ headers }: Pick<HttpAnswer, 'headers'>): Date | null {
  const at = Date.parse(headers.date ?? '');
  return Number.isNaN(at) ? null : new Date(at);
}

/** Pages of a V2 list, until one is not full. */
export async function* pagesV2<T>(
  send: Send,
  request: ListRequest,
  item: z.ZodType<T>,
  limit: number,
): AsyncGenerator<T[]> {
  let last: string | undefined;
  for (let number = 1; ; number++) {
    const query = { ...request.query, page: number, limit };
    const { rows } = await pageV2(send, { ...request, query }, item);
    if (rows.length === 0) return;
    if (endsOf(rows) === last) throw repeatedPage(request.endpoint, number);
    last = endsOf(rows);
    yield rows;
    if (rows.length < limit) return;
  }
}

/** Enough to tell a page from the one before it. */
function endsOf(rows: readonly unknown[]): string {
  return JSON.stringify([rows[0], rows.at(-1)]);
}

export function repeatedPage(endpoint: string, number: number): ServiceError {
  return new ServiceError(
    'CONTRACT',
    `BigCommerce answered ${endpoint} with the same rows twice (page ${number}), so the rest cannot be read.`,
    { service: 'bigcommerce', endpoint, outcome: 'unknown' },
  );
}

/** Every row of a list that is known to be short. */
export async function allOf<T>(lists: AsyncIterable<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const some of lists) rows.push(...some);
  return rows;
}
