import type { Database } from '../../database.ts';
import { linkTo, showConsignment } from './show-address.ts';
import { lineTotals, money, showLine, type Taxed, threefold } from './show-line.ts';
import { statusLabel } from './statuses.ts';
import {
  addressesOf,
  type LineDoc,
  type LineRow,
  type LineType,
  linesOf,
  type OrderDoc,
  type OrderRow,
} from './stored.ts';
import { rfc2822 } from './v2.ts';

const DOLLARS = { shown: 'USD', paid: 'USD', rate: '1.0000000000' };
const PICKUP = {
  pickup_method_id: 1,
  pickup_method_display_name: 'Counter',
  collection_instructions: '',
  collection_time_description: '',
};

export interface Inclusion {
  consignments: boolean;
  lineItems: boolean;
  fees: boolean;
}

/**
 * An order as V2 answers it; `base` is the store's URL, for its links
 * (docs/facts/bigcommerce-orders.md#reading-orders).
 */
export function showOrder(db: Database, row: OrderRow, include: Inclusion, base: string) {
  const doc: OrderDoc = JSON.parse(row.doc);
  const lines = linesOf(db, row.id);
  const addresses = addressesOf(db, row.id);
  const { subtotal, discount, total, totalExTax } = totalsOf(lines, doc);
  const { shown, paid, rate } = doc.currency ?? DOLLARS;
  const link = (name: string) => ({
    url: `${base}/v2/orders/${row.id}/${name}`,
    resource: `/orders/${row.id}/${name}`,
  });
  const label = statusLabel(row.status_id);
  return {
    id: row.id,
    customer_id: row.customer_id,
    date_created: rfc2822(row.created),
    date_modified: rfc2822(row.modified),
    date_shipped: doc.shipped_at === null ? '' : rfc2822(doc.shipped_at),
    status_id: row.status_id,
    status: label,
    custom_status: label,
    ...threefold('subtotal', subtotal),
    ...cost('shipping', doc.shipping_cost),
    ...cost('handling', 0),
    ...cost('wrapping', 0),
    total_ex_tax: money(totalExTax),
    total_inc_tax: money(total),
    total_tax: money(total - totalExTax),
    items_total: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    items_shipped: lines.reduce((sum, { quantity_shipped }) => sum + quantity_shipped, 0),
    payment_method: row.payment_method,
    payment_provider_id: '',
    payment_status: doc.payment_status,
    refunded_amount: money(doc.refunded),
    order_is_digital: false,
    store_credit_amount: money(0),
    gift_certificate_amount: money(0),
    ip_address: '',
    ip_address_v6: '',
    geoip_country: doc.billing.country,
    geoip_country_iso2: doc.billing.country_iso2,
    currency_id: 1,
    currency_code: shown,
    currency_exchange_rate: rate,
    default_currency_id: 1,
    default_currency_code: paid,
    store_default_currency_code: 'USD',
    store_default_to_transactional_exchange_rate: '1.0000000000',
    staff_notes: doc.staff_notes,
    customer_message: doc.customer_message,
    customer_locale: 'en',
    discount_amount: money(0),
    coupon_discount: money(discount),
    shipping_address_count: addresses.length,
    is_deleted: doc.is_deleted ?? false,
    is_tax_inclusive_pricing: doc.tax_inclusive ?? false,
    is_email_opt_in: false,
    order_source: 'www',
    channel_id: row.channel_id,
    cart_id: row.cart_id,
    ebay_order_id: '0',
    credit_card_type: null,
    external_id: null,
    external_merchant_id: null,
    external_order_id: row.external_order_id ?? '',
    external_source: doc.external_source,
    tax_provider_id: 'BasicTaxProvider',
    billing_address: { ...doc.billing, form_fields: [] },
    products: link('products'),
    shipping_addresses: link('shippingaddresses'),
    coupons: link('coupons'),
    consignments: include.consignments
      ? showConsignments(db, row, include.lineItems, base)
      : link('consignments'),
    fees: include.fees ? [] : link('fees'),
  };
}

/** How an order reaches its customer, each line in one of them; `withLines`: whole, else as links. */
export function showConsignments(db: Database, row: OrderRow, withLines: boolean, base: string) {
  const doc: OrderDoc = JSON.parse(row.doc);
  const lines = linesOf(db, row.id);
  const addresses = addressesOf(db, row.id);
  const cost = addresses.length === 0 ? 0 : Math.round(doc.shipping_cost / addresses.length);
  const others = (type: LineType, head: object) => {
    const own = lines.filter((line) => (JSON.parse(line.doc) as LineDoc).type === type);
    if (own.length === 0) return [];
    return [{ ...head, line_items: own.map((line) => (withLines ? showLine(line) : linkTo(line, base))) }];
  };
  const mailed = { recipient_email: doc.billing.email };
  return {
    pickups: others('pickup', { id: row.id, ...PICKUP }),
    shipping: addresses.map((address) => showConsignment(address, lines, { cost, base, withLines })),
    downloads: others('digital', mailed),
    email: { gift_certificates: others('giftcertificate', mailed) },
  };
}

export function totalsOf(lines: readonly Pick<LineRow, 'quantity' | 'doc'>[], { shipping_cost }: OrderDoc) {
  const subtotal: Taxed = { ex: 0, inc: 0 };
  const off: Taxed = { ex: 0, inc: 0 };
  for (const line of lines) {
    const { total, discount } = lineTotals(line);
    for (const side of ['ex', 'inc'] as const) {
      subtotal[side] += total[side];
      off[side] += discount[side];
    }
  }
  const discount = lines.reduce((sum, { doc }) => sum + (JSON.parse(doc) as LineDoc).discount, 0);
  return {
    subtotal,
    discount,
    total: subtotal.inc - off.inc + shipping_cost,
    totalExTax: subtotal.ex - off.ex + shipping_cost,
  };
}

function cost(name: string, amount: number) {
  return {
    [`base_${name}_cost`]: money(amount),
    ...threefold(`${name}_cost`, { ex: amount, inc: amount }),
    [`${name}_cost_tax_class_id`]: 0,
  };
}
