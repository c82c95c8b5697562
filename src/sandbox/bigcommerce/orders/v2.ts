import type { Context } from 'hono';
import { wholeNumber } from '../../json.ts';
import { Refusal } from '../../refusal.ts';
import type { Settings } from '../../settings.ts';
import { STORE_HASH } from '../../world.ts';
import type { Query } from '../filters.ts';
import type { PageRequest } from '../paging.ts';

const MOST_PER_PAGE = 250;

/** V2 refuses with an array: `[{status, message, details?}]` (docs/facts/bigcommerce-api.md#answers). */
export function v2Refusal(
  status: number,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Refusal {
  return new Refusal(status, [{ status, message, ...(details && { details }) }]);
}

export function invalidField(field: string, reason: string): Refusal {
  return v2Refusal(400, `The field '${field}' is invalid.`, { invalid_reason: reason });
}

export function v2NotFound(): Refusal {
  return v2Refusal(404, 'The requested resource was not found.');
}

/** Refuses every query name but those handled, as V3 does here: a filter passed over looks like success. */
export function refuseOtherNames(query: Query, handled: readonly string[]): void {
  const other = Object.keys(query).find((name) => !handled.includes(name));
  if (other !== undefined) throw invalidField(other, 'The filter is not supported.');
}

/** `page` and `limit`: 50 by default; above 250 is a 413 (docs/facts/bigcommerce-api.md#paging). */
export function readV2Page(query: Query): PageRequest {
  const page = query.page === undefined ? 1 : wholeNumber(query.page);
  const limit = query.limit === undefined ? 50 : wholeNumber(query.limit);
  if (page === undefined || page < 1) throw invalidField('page', 'must be a number from 1');
  if (limit === undefined || limit < 1) throw invalidField('limit', 'must be a number from 1');
  if (limit > MOST_PER_PAGE) {
    throw v2Refusal(413, 'The specified limit exceeds the maximum allowed.', { max_limit: MOST_PER_PAGE });
  }
  return { page, limit, offset: (page - 1) * limit };
}

/** A bare array; an empty one is 204 or `[]`, as the sandbox is set (docs/facts/bigcommerce-api.md#answers). */
export function answerList(
  c: Context,
  { emptyLists }: Pick<Settings, 'emptyLists'>,
  rows: readonly unknown[],
) {
  return rows.length === 0 && emptyLists === '204' ? c.body(null, 204) : c.json(rows);
}

/** For links in answers. */
export function storeUrl(c: Context): string {
  return `${new URL(c.req.url).origin}/stores/${STORE_HASH}`;
}

/** `Tue, 05 Mar 2019 21:40:11 +0000`: V2 dates are RFC 2822, always UTC. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}
