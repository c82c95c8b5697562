import { Big } from 'big.js';
import type { MappedLine } from './lines.ts';
import type { OrderSettings } from './order-engine.ts';

/** What is left of the paid lines (docs/orders.md#what-is-sent): all amounts in the order's currency. */
export interface Margin {
  paid: Big;
  cost: Big;
  core: Big;
  freight: Big;
  fee: Big;
  margin: Big;
}

/** paid lines − (live cost + core + freight share + minimum-order fee); `null` where a cost is not known. */
export function marginOf(
  lines: readonly MappedLine[],
  settings: Pick<OrderSettings, 'freightShare' | 'minimumOrder' | 'minimumOrderFee'>,
): Margin | null {
  let [paid, cost, core] = [new Big(0), new Big(0), new Big(0)];
  for (const { line, offer } of lines) {
    const price = offer?.price;
    if (!price?.account) return null;
    paid = paid.plus(line.totalExTax).minus(line.discount);
    cost = cost.plus(price.account.times(line.quantity));
    core = core.plus((price.core ?? new Big(0)).times(line.quantity));
  }
  const freight = cost.times(share(settings.freightShare)).round(2);
  const isSmall = settings.minimumOrder !== undefined && cost.lt(settings.minimumOrder);
  const fee = isSmall ? new Big(settings.minimumOrderFee) : new Big(0);
  return { paid, cost, core, freight, fee, margin: paid.minus(cost).minus(core).minus(freight).minus(fee) };
}

/** `12%` → 0.12 */
export function share(percent: string): Big {
  return new Big(percent.replace('%', '')).div(100);
}
