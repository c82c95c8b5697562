import { variantIdOf } from '../products/product.ts';
import type { LineDoc, LineRow } from './stored.ts';

/** Money in V2 is text with four decimals (docs/facts/bigcommerce-orders.md#money). */
export function money(tenThousandths: number): string {
  return (tenThousandths / 10_000).toFixed(4);
}

const ZERO = money(0);

export function lineTotal({ quantity, doc }: Pick<LineRow, 'quantity' | 'doc'>): number {
  return (JSON.parse(doc) as LineDoc).price * quantity;
}

/** A line as `GET /v2/orders/{id}/products` has it. No taxes here: prices with and without are the same. */
export function showLine(row: LineRow) {
  const line: LineDoc = JSON.parse(row.doc);
  const price = money(line.price);
  const total = money(line.price * row.quantity);
  const cost = money(line.cost);
  const refunded = money(line.price * row.quantity_refunded);
  return {
    id: row.id,
    order_id: row.order_id,
    product_id: row.product_id,
    variant_id: row.product_id === 0 ? 0 : variantIdOf(row.product_id),
    order_pickup_method_id: 0,
    order_address_id: row.address_id,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: line.upc,
    type: 'physical',
    base_price: price,
    price_ex_tax: price,
    price_inc_tax: price,
    price_tax: ZERO,
    base_total: total,
    total_ex_tax: total,
    total_inc_tax: total,
    total_tax: ZERO,
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
    product_options: [],
    configurable_fields: [],
    gift_certificate_id: null,
    discounted_total_inc_tax: money(line.price * row.quantity - line.discount),
  };
}
