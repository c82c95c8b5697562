import { lineTotals, money, taxed } from './show-line.ts';
import type { LineDoc, LineRow, OrderRow } from './stored.ts';

/** Coupons on single lines, together as the one that shoppers have here. */
const PER_ITEM = 0;

export function couponsOf({ id }: OrderRow, lines: readonly LineRow[]) {
  const discount = lines.reduce((sum, { doc }) => sum + (JSON.parse(doc) as LineDoc).discount, 0);
  if (discount === 0) return [];
  const amount = money(discount);
  return [
    { id, coupon_id: 1, order_id: id, code: 'SAVE', amount, type: PER_ITEM, discount: discount / 10_000 },
  ];
}

/** A row for each line with tax; `details` adds which line it is of. */
export function taxesOf({ id }: OrderRow, lines: readonly LineRow[], details: boolean) {
  return lines.flatMap((line) => {
    const doc: LineDoc = JSON.parse(line.doc);
    if (!doc.tax) return [];
    const { total } = lineTotals(line);
    const off = taxed(doc.discount, doc);
    const amount = money(total.inc - total.ex - (off.inc - off.ex));
    return [
      {
        id: line.id,
        order_id: id,
        order_address_id: line.address_id,
        tax_rate_id: 1,
        sales_tax_id: 'sandbox',
        tax_class_id: 0,
        name: 'Tax',
        class: 'Default Tax Class',
        rate: doc.tax.percent.toFixed(4),
        priority: 0,
        priority_amount: amount,
        line_amount: amount,
        order_pickup_method_id: 0,
        ...(details && { order_product_id: String(line.id), line_item_type: 'item' }),
      },
    ];
  });
}
