import { Big } from 'big.js';
import type { Floor } from '../../../ledger/journal/plan-notes.ts';
import { isNone, noneIfZero } from '../../../product/compare.ts';
import { variantField } from '../../../product/field-names.ts';
import { namesIn, type ProductChanges } from '../../../product/fields.ts';
import { variantsIn } from '../../../product/nested-fields.ts';
import { grossOf, underFloor } from '../../../rules/price.ts';
import type { Rules } from '../../../rules/schema.ts';
import type { Report } from './row-problems.ts';

export type Floors = Rules['price']['floors'];

/** The floors of `ttpd.yaml` without those that somebody insists to go below. */
export function floorsFor({ map, cost, margin }: Floors, allowed: readonly Floor[]): Floors {
  return {
    map: map && !allowed.includes('map'),
    cost: cost && !allowed.includes('cost'),
    ...(margin === undefined || allowed.includes('margin') ? {} : { margin }),
  };
}

/** A price that a row writes. */
interface Priced {
  column: 'price' | 'salePrice' | 'variants';
  price: Big;
  cost: Big | null;
}

/**
 * Holds a row whose prices a shopper should not pay: 0, or under a floor. A hidden product may wait for its price.
 * @param after what the row changes
 * @param there what the store has
 * @param tax that is in its prices and not in its costs
 */
export function checkPrices(
  after: ProductChanges,
  there: ProductChanges,
  floors: Floors,
  report: Report,
  tax?: string,
): void {
  const is: ProductChanges = { ...there, ...after };
  const isSeen = is.visible ?? true;
  const isShown = after.visible === true && there.visible === false;
  if (isSeen && (after.price !== undefined || isShown) && amount(is.price)?.eq(0))
    report.error('PRICE_NOT_POSITIVE', 'It would sell at 0.', {
      column: 'price',
      hint: 'Write its price, or hide it.',
    });
  const map = worth('mapPrice', is.mapPrice);
  for (const { column, price, cost } of pricesOf(after, is)) {
    if (price.eq(0)) continue;
    const under = underFloor(floors, price, { cost: cost && grossOf(cost, tax), map });
    if (under)
      report.error(under.code, under.reason, {
        column,
        value: price.toFixed(),
        hint: `If that is right: --allow-below ${under.code.replace('BELOW_', '').toLowerCase()}.`,
      });
  }
}

function pricesOf(after: ProductChanges, is: ProductChanges): Priced[] {
  const own = worth('costPrice', is.costPrice);
  const prices: Priced[] = [];
  const add = (column: Priced['column'], value: unknown, cost: Big | null) => {
    const price = amount(value);
    if (price) prices.push({ column, price, cost });
  };
  add('price', after.price, own);
  add('salePrice', noneIfZero('salePrice', after.salePrice), own);
  for (const [sku, field, value] of variantsIn(after))
    if (field === 'price' || field === 'salePrice')
      add(
        'variants',
        noneIfZero(field, value),
        worth('costPrice', is[variantField(sku, 'costPrice')]) ?? own,
      );
  for (const { fields } of after.variants ?? [])
    for (const field of ['price', 'salePrice'] as const)
      add('variants', noneIfZero(field, fields[field]), worth('costPrice', fields.costPrice) ?? own);
  return prices;
}

/** Zero is none. */
function worth(field: string, value: unknown): Big | null {
  return amount(noneIfZero(field, value)) ?? null;
}

function amount(value: unknown): Big | undefined {
  return isNone(value) ? undefined : new Big(String(value));
}

/** All that the rows of one product change. */
export function changesOf(operations: readonly { after?: ProductChanges | undefined }[]): ProductChanges {
  const all: ProductChanges = {};
  for (const { after = {} } of operations)
    for (const name of namesIn(after)) Object.assign(all, { [name]: after[name] });
  return all;
}
