import { variantIdOf } from '../stored/product.ts';
import type { LineDoc, LineRow } from './stored.ts';

/** Money in V2 is text with four decimals (docs/facts/bigcommerce-orders.md#money). */
export function money(tenThousandths: number): string {
  return (tenThousandths / 10_000).toFixed(4);
}

const ZERO = money(0);

/** An amount as it was entered, without tax and with it; ten-thousandths. */
export interface Taxed {
  ex: number;
  inc: number;
}

export function taxed(amount: number, { tax }: Pick<LineDoc, 'tax'>): Taxed {
  if (!tax) return { ex: amount, inc: amount };
  const factor = 1 + tax.percent / 100;
  return tax.inclusive
    ? { ex: Math.round(amount / factor), inc: amount }
    : { ex: amount, inc: Math.round(amount * factor) };
}

/** What the customer paid for a line, and what was taken off it. */
export function lineTotals({ quantity, doc }: Pick<LineRow, 'quantity' | 'doc'>) {
  const line: LineDoc = JSON.parse(doc);
  return { total: taxed(line.price * quantity, line), discount: taxed(line.discount, line) };
}

export function threefold(name: string, { ex, inc }: Taxed) {
  return { [`${name}_ex_tax`]: money(ex), [`${name}_inc_tax`]: money(inc), [`${name}_tax`]: money(inc - ex) };
}

function option(row: LineRow, { name, value }: { name: string; value: string }, nth: number) {
  return {
    id: row.id * 100 + nth,
    option_id: nth + 1,
    order_product_id: row.id,
    product_option_id: nth + 1,
    display_name: name,
    display_name_customer: name,
    display_name_merchant: name,
    display_value: value,
    display_value_customer: value,
    display_value_merchant: value,
    value,
    type: 'Multiple choice',
    name,
    display_style: 'Rectangle',
  };
}

/** A line as `GET /v2/orders/{id}/products` has it. */
export function showLine(row: LineRow) {
  const line: LineDoc = JSON.parse(row.doc);
  const price = money(line.price);
  const total = money(line.price * row.quantity);
  const cost = money(line.cost);
  const refunded = money(taxed(line.price * row.quantity_refunded, line).inc);
  const type = line.type ?? 'physical';
  return {
    id: row.id,
    order_id: row.order_id,
    product_id: row.product_id,
    variant_id: line.variant_id ?? (row.product_id === 0 ? 0 : variantIdOf(row.product_id)),
    order_pickup_method_id: type === 'pickup' ? 1 : 0,
    order_address_id: row.address_id,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: line.upc,
    type: type === 'pickup' ? 'physical' : type,
    base_price: price,
    ...threefold('price', taxed(line.price, line)),
    base_total: total,
    ...threefold('total', taxed(line.price * row.quantity, line)),
    weight: line.weight.toFixed(4),
    width: line.width.toFixed(4),
    height: line.height.toFixed(4),
    depth: line.depth.toFixed(4),
    quantity: row.quantity,
    base_cost_price: cost,
    cost_price_inc_tax: cost,
    cost_price_ex_tax: cost,
    cost_price_tax: ZERO,
    is_refunded: row.quantity_refunded >= row.quantity,
    quantity_refunded: row.quantity_refunded,
    refund_amount: refunded,
    return_id: 0,
    wrapping_id: 0,
    wrapping_name: null,
    base_wrapping_cost: ZERO,
    wrapping_cost_ex_tax: ZERO,
    wrapping_cost_inc_tax: ZERO,
    wrapping_cost_tax: ZERO,
    wrapping_message: '',
    quantity_shipped: row.quantity_shipped,
    event_name: null,
    event_date: null,
    fixed_shipping_cost: ZERO,
    ebay_item_id: '',
    ebay_transaction_id: '',
    option_set_id: null,
    parent_order_product_id: null,
    is_bundled_product: false,
    bin_picking_number: line.bin,
    external_id: null,
    brand: line.brand,
    applied_discounts:
      line.discount === 0
        ? []
        : [{ id: 'coupon', amount: money(line.discount), name: 'Coupon', code: 'SAVE', target: 'product' }],
    product_options: (line.options ?? []).map((each, nth) => option(row, each, nth)),
    configurable_fields: [],
    gift_certificate_id: null,
    discounted_total_inc_tax: money(taxed(line.price * row.quantity - line.discount, line).inc),
  };
}
