import { Big } from 'big.js';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';
import { fraction } from '../rules/schema-values.ts';

/**
 * What the supplier confirmed, compared with what was asked for (docs/orders.md#what-the-supplier-confirms). Pieces on
 * backorder are no difference: they come later. A lower price is welcome.
 */
export function differences(
  lines: readonly SupplierOrderLine[],
  supplierOrder: Pick<SupplierOrder, 'lines'>,
  priceTolerance: string,
): ReviewReason[] {
  const theirs = Map.groupBy(supplierOrder.lines, ({ partId }) => partId);
  const asked = Map.groupBy(lines, ({ partId }) => partId);
  const found: ReviewReason[] = [];
  for (const [partId, ours] of asked) {
    const [first, ...others] = theirs.get(partId) ?? [];
    const sku = ours[0]?.sku ?? partId;
    const ordered = ours.reduce((sum, line) => sum + line.ordered, 0);
    if (!first) {
      found.push(
        differs('LINE_MISSING', `${sku}: ${ordered} were ordered, and the supplier's order lacks it.`),
      );
      continue;
    }
    const quantity = [first, ...others].reduce((sum, line) => sum + line.quantity, 0);
    const promised = [first, ...others].reduce(
      (sum, line) =>
        sum + (line.confirmed ?? line.quantity) + (line.confirmed === null ? 0 : (line.backordered ?? 0)),
      0,
    );
    if (quantity !== ordered || promised !== ordered)
      found.push(
        differs(
          'QUANTITY',
          `${sku}: ${ordered} were ordered, the supplier confirms ${Math.min(quantity, promised)}.`,
        ),
      );
    const offered = new Big(ours[0]?.unitPrice ?? 0);
    const most = offered.times(fraction(priceTolerance).plus(1));
    const charged = [first, ...others]
      .flatMap((line) => line.unitPrice ?? [])
      .find((price) => price.gt(most));
    if (charged)
      found.push(
        differs(
          'PRICE',
          `${sku}: ${offered.toFixed(2)} was offered for a piece, the supplier charges ${charged.toFixed(2)}.`,
        ),
      );
  }
  for (const [partId] of theirs)
    if (!asked.has(partId))
      found.push(differs('LINE_ADDED', `The supplier's order has ${partId}, which was not ordered.`));
  return found;
}

function differs(code: string, message: string): ReviewReason {
  return { code, message };
}
