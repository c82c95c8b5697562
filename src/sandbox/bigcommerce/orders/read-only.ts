import { v2Refusal } from './v2.ts';

/** Fields of an order that the specification marks as read-only. */
const OF_ORDERS: readonly string[] = [
  'id',
  'date_modified',
  'date_shipped',
  'cart_id',
  'status',
  'custom_status',
  'subtotal_tax',
  'shipping_cost_tax',
  'shipping_cost_tax_class_id',
  'handling_cost_tax',
  'handling_cost_tax_class_id',
  'wrapping_cost_tax',
  'wrapping_cost_tax_class_id',
  'payment_status',
  'store_credit_amount',
  'gift_certificate_amount',
  'currency_id',
  'currency_code',
  'currency_exchange_rate',
  'default_currency_id',
  'store_default_currency_code',
  'store_default_to_transactional_exchange_rate',
  'coupon_discount',
  'shipping_address_count',
  'is_deleted',
  'total_tax',
  'is_email_opt_in',
  'coupons',
];

const OF_SHIPMENTS: readonly string[] = [
  'id',
  'order_id',
  'customer_id',
  'date_created',
  'billing_address',
  'shipping_address',
  'generated_tracking_link',
  'shipping_provider_display_name',
];

/** @throws a refusal in the words of a real store (docs/facts/bigcommerce-orders.md#shipments) */
export function refuseReadOnly(body: object, fields: readonly string[] = OF_ORDERS): void {
  const written = Object.keys(body).find((field) => fields.includes(field));
  if (written !== undefined)
    throw v2Refusal(
      400,
      `The field '${written}' cannot be written to. Please remove it from your request before trying again.`,
    );
}

/** Items name the order's line; its product follows from that. */
export function refuseReadOnlyOfShipment(body: { items?: unknown }): void {
  refuseReadOnly(body, OF_SHIPMENTS);
  for (const item of Array.isArray(body.items) ? body.items : [])
    if (typeof item === 'object' && item !== null) refuseReadOnly(item, ['product_id']);
}
