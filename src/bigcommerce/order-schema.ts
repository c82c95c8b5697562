import { Big } from 'big.js';
import { z } from 'zod';
import { serviceTime } from '../common/service-time.ts';
import { count, decimal, flag, id, maybeDecimal, maybeId, maybeText, text } from './fields.ts';

/**
 * What ttpd reads of a store's orders (docs/facts/bigcommerce-orders.md). Money is in the order's currency
 * (`default_currency_code`) and comes as text with four decimals; inside consignments some of it comes as numbers.
 */

/** RFC 2822 in V2 answers; ISO 8601 from here on, so that times compare as text. `null`: none, or not a time. */
const time = z
  .string()
  .nullish()
  .transform((value) => {
    const ms = serviceTime(value ?? '');
    return Number.isNaN(ms) ? null : new Date(ms).toISOString();
  });

const discount = z.object({ amount: decimal });

const option = z
  .object({ display_name: text, display_value: text })
  .transform((it) => [it.display_name, it.display_value].filter(Boolean).join(': ') || 'an option');

/** A line of an order: `GET /v2/orders/{id}/products`, and inside consignments. */
export const orderLine = z
  .object({
    id,
    product_id: maybeId,
    variant_id: maybeId,
    order_address_id: maybeId,
    sku: text,
    name: text,
    type: text,
    quantity: z.coerce.number().int(),
    quantity_shipped: z.coerce.number().int().nullish(),
    quantity_refunded: z.coerce.number().int().nullish(),
    price_ex_tax: decimal,
    price_inc_tax: maybeDecimal,
    total_ex_tax: maybeDecimal,
    total_inc_tax: maybeDecimal,
    total_tax: maybeDecimal,
    product_options: z.array(option).nullish(),
    applied_discounts: z.array(discount).nullish(),
  })
  .transform((it) => ({
    /** `order_product_id`: what shipments name. */
    id: it.id,
    /** `order_address_id`; `null` for what is not shipped (downloads, pickup, gift certificates). */
    addressId: it.order_address_id,
    /** `null` for a line typed in by hand. */
    productId: it.product_id,
    variantId: it.variant_id,
    sku: it.sku,
    name: it.name,
    /** `physical`, `digital`, `giftcertificate`. */
    type: it.type,
    quantity: it.quantity,
    quantityShipped: it.quantity_shipped ?? 0,
    quantityRefunded: it.quantity_refunded ?? 0,
    /** Of one piece, before discounts. */
    priceExTax: it.price_ex_tax,
    priceIncTax: it.price_inc_tax,
    /** Of the line, before discounts. */
    totalExTax: it.total_ex_tax ?? it.price_ex_tax.times(it.quantity),
    /** `null`: unsaid. */
    totalIncTax: it.total_inc_tax,
    tax: it.total_tax,
    /** What the customer chose of a product's options, as people read it: `Size: L`. */
    options: it.product_options ?? [],
    /** Coupons and manual discounts that fell on this line, together; with tax where the order's prices are. */
    discount: (it.applied_discounts ?? []).reduce((sum, each) => sum.plus(each.amount), new Big(0)),
  }));
export type StoreOrderLine = z.output<typeof orderLine>;

const address = z
  .object({
    id,
    first_name: text,
    last_name: text,
    company: text,
    street_1: text,
    street_2: text,
    city: text,
    state: text,
    zip: text,
    country: text,
    country_iso2: text,
    phone: text,
    email: text,
    shipping_method: text,
    line_items: z.array(orderLine),
  })
  .transform((it) => ({
    lines: it.line_items.map((line) => ({ ...line, addressId: it.id })),
    address: {
      /** `order_address_id`. */
      id: it.id,
      name: `${it.first_name} ${it.last_name}`.trim(),
      company: it.company,
      street1: it.street_1,
      street2: it.street_2,
      city: it.city,
      /** As the shop spells it: `Texas`, rarely `TX`. */
      state: it.state,
      zip: it.zip,
      country: it.country,
      countryIso2: it.country_iso2,
      phone: it.phone,
      email: it.email,
      shippingMethod: it.shipping_method,
    },
  }));
export type StoreOrderAddress = z.output<typeof address>['address'];

const other = z
  .object({ line_items: z.array(orderLine).or(orderLine.transform((one) => [one])) })
  .transform((it) => it.line_items.map((line) => ({ ...line, addressId: null })));
const others = z
  .array(other)
  .nullish()
  .transform((lists) => (lists ?? []).flat());

const consignments = z
  .object({
    shipping: z.array(address),
    pickups: others,
    downloads: others,
    email: z
      .object({ gift_certificates: others })
      .nullish()
      // PHP's empty object arrives as an empty list.
      .or(z.array(z.unknown()).transform(() => null)),
  })
  .transform((it) => ({
    lines: [
      ...it.shipping.flatMap((each) => each.lines),
      ...it.pickups,
      ...it.downloads,
      ...(it.email?.gift_certificates ?? []),
    ],
    addresses: it.shipping.map((each) => each.address),
  }));

const headFields = z.object({
  id,
  status_id: z.coerce.number().int(),
  status: text,
  total_inc_tax: decimal,
  total_tax: maybeDecimal,
  shipping_cost_tax: maybeDecimal,
  is_tax_inclusive_pricing: flag,
  subtotal_ex_tax: maybeDecimal,
  shipping_cost_ex_tax: maybeDecimal,
  refunded_amount: maybeDecimal,
  /** What the shopper looked at: no amount is in it. */
  currency_code: text,
  default_currency_code: text,
  items_total: count,
  items_shipped: count,
  date_created: time,
  date_modified: time,
  billing_address: z.object({ phone: text }).nullish(),
  payment_method: text,
  payment_status: text,
  staff_notes: text,
  customer_message: text,
  external_order_id: maybeText,
  is_deleted: flag,
});

function headOf(it: z.output<typeof headFields>) {
  return {
    id: it.id,
    /** docs/facts/bigcommerce-orders.md#statuses: labels can be renamed, so nothing but this says what it is. */
    statusId: it.status_id,
    /** The shop's own label. */
    status: it.status,
    /** What the customer sees and pays. */
    total: it.total_inc_tax,
    subtotalExTax: it.subtotal_ex_tax,
    shippingExTax: it.shipping_cost_ex_tax,
    refunded: it.refunded_amount ?? new Big(0),
    /** Of every amount: what the customer pays in. */
    currency: it.default_currency_code || it.currency_code,
    totalTax: it.total_tax ?? new Big(0),
    shippingTax: it.shipping_cost_tax ?? new Big(0),
    /** Prices were shown with tax, and discounts are amounts with tax. */
    taxInclusive: it.is_tax_inclusive_pricing,
    billingPhone: it.billing_address?.phone ?? '',
    /** Pieces. */
    itemsTotal: it.items_total,
    itemsShipped: it.items_shipped,
    /** ISO 8601. */
    dateCreated: it.date_created,
    /** ISO 8601; moves on any change, ours too. */
    dateModified: it.date_modified,
    paymentMethod: it.payment_method,
    /** `authorized`, `captured`, `paid`, `pending`, `declined`, `held for review`, `refunded`, `void` …; `''`: unsaid. */
    paymentStatus: it.payment_status,
    staffNotes: it.staff_notes,
    customerMessage: it.customer_message,
    externalOrderId: it.external_order_id,
    /** Archived. */
    isDeleted: it.is_deleted,
  };
}

/** An order without its lines and addresses: what an update answers. */
export const orderHead = headFields.transform(headOf);
export type StoreOrderHead = z.output<typeof orderHead>;

/** An order asked for with `include=consignments.line_items&consignment_structure=object`. */
export const order = headFields.extend({ consignments }).transform((it) => ({
  ...headOf(it),
  lines: it.consignments.lines,
  addresses: it.consignments.addresses,
  /** Of the first address. */
  shippingMethod: it.consignments.addresses[0]?.shippingMethod ?? '',
}));
export type StoreOrder = z.output<typeof order>;

export const shipment = z
  .object({
    id,
    order_id: id,
    order_address_id: maybeId,
    date_created: time,
    tracking_number: text,
    tracking_carrier: text,
    tracking_link: text,
    shipping_provider: text,
    shipping_method: text,
    comments: text,
    items: z.array(
      z
        .object({ order_product_id: id, quantity: z.coerce.number().int() })
        .transform((it) => ({ orderProductId: it.order_product_id, quantity: it.quantity })),
    ),
  })
  .transform((it) => ({
    id: it.id,
    orderId: it.order_id,
    orderAddressId: it.order_address_id,
    dateCreated: it.date_created,
    trackingNumber: it.tracking_number,
    trackingCarrier: it.tracking_carrier,
    trackingLink: it.tracking_link,
    shippingProvider: it.shipping_provider,
    shippingMethod: it.shipping_method,
    comments: it.comments,
    items: it.items,
  }));
export type StoreShipment = z.output<typeof shipment>;

export const orderMetafield = z
  .object({
    id,
    resource_id: id,
    namespace: z.string(),
    key: z.string(),
    value: z.string(),
    permission_set: text,
  })
  .transform((it) => ({
    id: it.id,
    orderId: it.resource_id,
    namespace: it.namespace,
    key: it.key,
    value: it.value,
    permissionSet: it.permission_set,
  }));
export type OrderMetafield = z.output<typeof orderMetafield>;
