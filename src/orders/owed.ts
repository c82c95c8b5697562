import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';
import { countOf, labelOf } from './pieces.ts';

/**
 * Line by line: pieces that were refunded, or taken out of the store's order, after they were ordered. While FinditParts
 * is still to deliver them it can be asked to cancel; what it has shipped all the same is for a person, too.
 * @param hasLeft FinditParts says that everything is shipped
 */
export function owedNoMore(
  order: Pick<StoreOrder, 'lines'>,
  lines: readonly SupplierOrderLine[],
  { supplierOrderId, hasLeft }: { supplierOrderId: string; hasLeft: boolean },
): ReviewReason[] {
  return lines.flatMap((line) => {
    const wanted = order.lines.find(({ id }) => id === line.orderProductId);
    const owed = wanted ? wanted.quantity - wanted.quantityRefunded : 0;
    const more = line.ordered - line.cancelled - Math.max(0, owed);
    if (more <= 0) return [];
    const what = `${countOf(more, { label: labelOf({ sku: line.sku, name: '' }) })} ${more === 1 ? 'was' : 'were'} refunded or taken out in the store`;
    const isOnItsWay = hasLeft || line.shipped + line.cancelled >= line.ordered;
    return {
      code: 'REFUNDED_IN_STORE',
      message: isOnItsWay
        ? `${what}, and FinditParts has shipped ${supplierOrderId}: it must come back, or be paid for.`
        : `${what}, and FinditParts is still to deliver ${supplierOrderId}: ask it to cancel.`,
      value: String(more),
    };
  });
}

/** A line of which more came than was ordered and not cancelled. */
export function overshipped(lines: readonly SupplierOrderLine[]): ReviewReason[] {
  return lines
    .filter(({ ordered, shipped, cancelled }) => shipped + cancelled > ordered)
    .map((line) => ({
      code: 'OVERSHIPPED',
      message: `${countOf(line.shipped, { label: labelOf({ sku: line.sku, name: '' }) })} are in parcels, and ${line.ordered - line.cancelled} were to come.`,
    }));
}
