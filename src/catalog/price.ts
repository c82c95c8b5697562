import type { Big } from 'big.js';
import type { Price } from '../finditparts/supplier.ts';
import type { ProductFields } from './fields.ts';

export type Priced =
  | { kind: 'priced'; fields: ProductFields }
  | { kind: 'held'; code: string; reason: string };

/**
 * The default price: the supplier's list price, raised to MAP where that is higher, and never at or below cost. A part
 * without a usable price is held, never guessed. The core charge is a deposit and no part of the price.
 */
export function priceFields(price: Price | null, currency: string): Priced {
  const list = positive(price?.list);
  if (!price || !list)
    return { kind: 'held', code: 'NO_PRICE', reason: 'The supplier gives no list price for it.' };
  if (price.currency && price.currency.toUpperCase() !== currency.toUpperCase())
    return {
      kind: 'held',
      code: 'WRONG_CURRENCY',
      reason: `The price is in ${price.currency}, the store sells in ${currency}.`,
    };

  const map = positive(price.map);
  const sell = map?.gt(list) ? map : list;
  const cost = positive(price.account);
  if (cost?.gte(sell))
    return {
      kind: 'held',
      code: 'BELOW_COST',
      reason: `It would sell at ${sell.toFixed(2)} and costs ${cost.toFixed(2)}.`,
    };

  const fields: ProductFields = { price: sell.toFixed(), retailPrice: list.toFixed() };
  if (cost) fields.costPrice = cost.toFixed();
  if (map) fields.mapPrice = map.toFixed();
  return { kind: 'priced', fields };
}

function positive(amount: Big | null | undefined): Big | null {
  return amount?.gt(0) ? amount : null;
}
