import { z } from 'zod';
import type { Offer, Price, Stock } from '../../supplier.ts';
import {
  amount,
  isRecord,
  object,
  quantity,
  readable,
  requiredAmount,
  requiredQuantity,
  requiredText,
  strictList,
  text,
  whole,
} from './values.ts';

const priceShape = {
  currency: text,
  list: amount,
  account: amount,
  map: amount,
  core: amount,
  breaks: strictList(object({ min_qty: requiredQuantity, price: requiredAmount })),
  as_of: text,
};

/** docs/finditparts-parts-api.yaml, `GET /parts/{id}/price`; the same object rides on search rows as `price`. */
export const price = object(priceShape).transform(
  (row): Price => ({
    currency: row.currency,
    list: row.list,
    account: row.account,
    map: row.map,
    core: row.core,
    breaks: row.breaks.map((each) => ({ minimumQuantity: each.min_qty, price: each.price })),
    asOf: row.as_of,
  }),
);

const location = object({ code: requiredText, name: text, quantity, lead_time_days: whole, cutoff: text });

/**
 * docs/finditparts-parts-api.yaml, `GET /parts/{id}/inventory`; the same object rides on search rows as `inventory`.
 */
export const stock = object({ total: quantity, locations: readable(location), as_of: text }).transform(
  (row): Stock => ({
    total: row.total,
    locations: row.locations.map((each) => ({
      code: each.code,
      name: each.name,
      quantity: each.quantity,
      leadTimeDays: each.lead_time_days,
      cutoff: each.cutoff,
    })),
    asOf: row.as_of,
  }),
);

/** The answer must be about the part that was asked for: another part's price is worse than none. */
function about<Of extends z.ZodType>(id: string, answer: Of) {
  return z
    .unknown()
    .refine((body) => !isRecord(body) || body.part_id == null || String(body.part_id) === id, {
      path: ['part_id'],
      message: 'is not the part that was asked for',
    })
    .pipe(answer);
}

export const priceOf = (id: string) => about(id, price);
export const stockOf = (id: string) => about(id, stock);

/** `undefined` when the row carries neither key: the offer must then be asked for. A key with null is a known unknown. */
export function offerOf(row: { price?: Price | null; inventory?: Stock | null }): Offer | undefined {
  if (row.price === undefined && row.inventory === undefined) return undefined;
  return { price: row.price ?? null, stock: row.inventory ?? null };
}
