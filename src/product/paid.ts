import { Big } from 'big.js';
import { isNone, noneIfZero } from './compare.ts';
import { tableRow, variantField, variantOf } from './field-names.ts';
import { type ChangeName, namesIn, type ProductChanges, pick } from './fields.ts';
import { marked } from './table.ts';

/** A price that a shopper pays, before and after a change. */
export interface PriceMove {
  /** Whose price it is: a field's name, or `bulkPrices from N`. */
  price: string;
  before: Big;
  after: Big;
  /** Share of the price before: `-0.125`. */
  change: Big;
}

/** What is paid depends on fields that a change does not name: those of `there` that must be known with it. */
export function paidBeside(there: ProductChanges, after: ProductChanges): ProductChanges {
  const changed = namesIn(after).filter(isPaid);
  if (changed.length === 0) return {};
  const variants = changed.flatMap((name) => variantOf(name)?.sku ?? []);
  const beside = [
    ...marked('paid'),
    ...variants.flatMap((sku) => [variantField(sku, 'price'), variantField(sku, 'salePrice')]),
  ];
  return pick(there, beside);
}

/**
 * The prices that move, farthest first: a product's own, what is paid for it (the sale price where there is one), those
 * of its variants, which have what they lack from the product, and of many pieces. What had no price has none to move from.
 * @param before with what `paidBeside` says
 */
export function priceMoves(before: ProductChanges, after: ProductChanges): PriceMove[] {
  if (!namesIn(after).some(isPaid)) return [];
  const [were, are] = [pricesOf(before, after), pricesOf({ ...before, ...after }, after)];
  return [...are]
    .flatMap(([price, is]): PriceMove[] => {
      const was = were.get(price);
      if (!was?.gt(0) || is.eq(was)) return [];
      return [{ price, before: was, after: is, change: is.minus(was).div(was) }];
    })
    .sort((a, b) => b.change.abs().cmp(a.change.abs()));
}

/** What a shopper pays for one piece of the product itself. */
export function paidPrice(fields: ProductChanges): Big | undefined {
  return amount('salePrice', fields) ?? amount('price', fields);
}

function pricesOf(fields: ProductChanges, changed: ProductChanges): Map<string, Big> {
  const found = new Map<string, Big>();
  const add = (name: string, value: Big | undefined) => {
    if (value) found.set(name, value);
  };
  const price = amount('price', fields);
  add('price', price);
  add('salePrice', paidPrice(fields));
  add('fixedShippingPrice', amount('fixedShippingPrice', fields));
  for (const sku of new Set(namesIn(changed).flatMap((name) => variantOf(name)?.sku ?? []))) {
    const [ofVariant, sale] = [variantField(sku, 'price'), variantField(sku, 'salePrice')];
    const own = amount(ofVariant, fields) ?? price;
    add(ofVariant, own);
    add(sale, amount(sale, fields) ?? amount('salePrice', fields) ?? own);
  }
  for (const { from, price: each } of fields.bulkPrices ?? []) add(`bulkPrices from ${from}`, new Big(each));
  return found;
}

function isPaid(name: string): boolean {
  return tableRow(name)?.paid === true;
}

function amount(field: ChangeName, fields: ProductChanges): Big | undefined {
  const value = noneIfZero(field, fields[field]);
  return isNone(value) ? undefined : new Big(String(value));
}
