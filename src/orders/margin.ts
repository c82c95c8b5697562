import { Big } from 'big.js';
import type { StoreOrderLine } from '../bigcommerce/order-schema.ts';
import { fraction } from '../rules/schema-values.ts';
import type { MappedLine } from './lines.ts';
import type { OrderSettings } from './order-engine.ts';

/** What is left of the paid lines (docs/orders.md#what-is-sent): all amounts in the order's currency, without tax. */
export interface Margin {
  paid: Big;
  cost: Big;
  core: Big;
  freight: Big;
  fee: Big;
  margin: Big;
}

/** What an order says of its money beside its lines. */
export interface OrderMoney {
  /** Discounts are amounts with tax. */
  taxInclusive: boolean;
  /** Given back beside the pieces, without tax. */
  refundedBeside: Big;
}

/**
 * paid pieces − (live cost + core + freight share + minimum-order fee); `null` where a cost is not known. A core charge
 * that the customer paid in a line of its own is paid too.
 */
export function marginOf(
  lines: readonly MappedLine[],
  { taxInclusive, refundedBeside }: OrderMoney,
  settings: Pick<OrderSettings, 'freightShare' | 'minimumOrder' | 'minimumOrderFee'>,
): Margin | null {
  let [paid, cost, core] = [new Big(0).minus(refundedBeside), new Big(0), new Big(0)];
  for (const { line, quantity, offer, coreLines } of lines) {
    const price = offer?.price;
    if (!price?.account) return null;
    paid = paid.plus(netPaid(line, quantity, taxInclusive));
    for (const each of coreLines) paid = paid.plus(netPaid(each.line, each.quantity, taxInclusive));
    cost = cost.plus(price.account.times(quantity));
    core = core.plus((price.core ?? new Big(0)).times(quantity));
  }
  const freight = cost.times(fraction(settings.freightShare)).round(2);
  const isSmall = settings.minimumOrder !== undefined && cost.lt(settings.minimumOrder);
  const fee = isSmall ? new Big(settings.minimumOrderFee) : new Big(0);
  return { paid, cost, core, freight, fee, margin: paid.minus(cost).minus(core).minus(freight).minus(fee) };
}

/** What was paid for so many pieces of a line: without tax, after its discounts. */
export function netPaid(
  { totalExTax, totalIncTax, discount, quantity }: StoreOrderLine,
  pieces: number,
  taxInclusive: boolean,
): Big {
  const gross = taxInclusive && totalIncTax?.gt(0) ? totalIncTax : undefined;
  const net = gross ? discount.times(totalExTax).div(gross) : discount;
  return quantity > 0 ? totalExTax.minus(net).times(pieces).div(quantity) : new Big(0);
}
