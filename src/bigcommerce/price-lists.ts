import { z } from 'zod';
import type { Send } from '../http/send/send.ts';
import { flag, id, maybeDecimal, maybeId, maybeText, text } from './fields.ts';
import { pages } from './pages.ts';
import { urlLists } from './url-list.ts';

const LISTS = '/v3/pricelists';
const PAGE = 250;

const list = z
  .object({ id, name: text, active: flag })
  .transform((it) => ({ id: it.id, name: it.name, isActive: it.active }));

const assignment = z
  .object({ price_list_id: id, customer_group_id: maybeId, channel_id: maybeId })
  .transform((it) => ({
    listId: it.price_list_id,
    /** `null`: everybody. */
    groupId: it.customer_group_id,
    channelId: it.channel_id,
  }));

const record = z
  .object({ sku: maybeText, currency: text, price: maybeDecimal, sale_price: maybeDecimal })
  .transform((it) => ({ sku: it.sku, currency: it.currency, price: it.price, salePrice: it.sale_price }));

/** docs/facts/bigcommerce-catalog.md#price-lists: prices that go before the catalogue's. Read only. */
export function createPriceLists(send: Send) {
  const request = (path: string, signal?: AbortSignal) => ({ path, endpoint: `GET ${path}`, signal });
  return {
    list: (signal?: AbortSignal) => pages(send, request(LISTS, signal), list, PAGE),
    assignments: (signal?: AbortSignal) =>
      pages(send, request(`${LISTS}/assignments`, signal), assignment, PAGE),

    /** What a list has of these products. */
    async *records(listId: number, productIds: readonly number[], signal?: AbortSignal) {
      for (const ids of urlLists(productIds)) {
        const path = `${LISTS}/${listId}/records`;
        const query = { 'product_id:in': ids };
        yield* pages(send, { path, endpoint: `GET ${LISTS}/{id}/records`, query, signal }, record, PAGE);
      }
    },
  };
}
