import type { HttpRequest } from '../http/send/send.ts';
import { queryText } from '../http/send/url.ts';

/** Longest URL that ttpd sends (docs/facts/bigcommerce-api.md#requests: the store's own limit is not published). */
const MAX_URL = 2_000;
/** `https://api.bigcommerce.com/stores/{hash}/v3/catalog/products?sku:in=`, with room for a long hash and the page. */
const URL_HEAD = 120;
/** A page holds 250, so a longer list would need a second one. */
export const MAX_LIST = 250;

/** The HTTP layer leaves it bare. */
const COMMA = ','.length;

/**
 * Splits values for a comma list (`sku:in`, `id:in`) so that each encoded URL stays under 2 kB and each list within
 * `most`. `query` are the other parameters of the call. A value that is too long for any URL goes alone.
 */
export function* urlLists(
  values: readonly (string | number)[],
  query: HttpRequest['query'] = {},
  most: number = MAX_LIST,
): Generator<string> {
  const room = MAX_URL - URL_HEAD - queryText(query).length;
  let list: string[] = [];
  let used = 0;
  for (const value of values) {
    const cost = queryText({ '': value }).length - 1 + COMMA;
    if (list.length > 0 && (list.length === most || used + cost > room)) {
      yield list.join(',');
      list = [];
      used = 0;
    }
    list.push(String(value));
    used += cost;
  }
  if (list.length > 0) yield list.join(',');
}
