import { z } from 'zod';
import { isStatus } from '../../bigcommerce/orders/statuses.ts';

/** What orders can be made as; each but the first two is a trap for whoever forwards orders. */
export const KINDS = [
  'single',
  'multi-line',
  'two-addresses',
  'foreign-lines',
  'all-foreign',
  'partial-stock',
  'no-postcode',
  'long-street',
  'long-po',
  'hazmat-by-air',
  'price-moved',
  'unpaid',
  'pending',
  'declined',
  'disputed',
  'manual-verification',
] as const;

export type Kind = (typeof KINDS)[number];

const amount = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d{1,4})?$/)]);

const address = z
  .strictObject({
    first_name: z.string(),
    last_name: z.string(),
    company: z.string(),
    street_1: z.string(),
    street_2: z.string(),
    city: z.string(),
    state: z.string(),
    zip: z.string(),
    country: z.string(),
    country_iso2: z.string(),
    phone: z.string(),
    email: z.string(),
  })
  .partial();

/** A line by the store's SKU or product id; by neither, it is typed in by hand, and `sku` is free text. */
const line = z.strictObject({
  sku: z.string().optional(),
  product_id: z.int().positive().optional(),
  name: z.string().optional(),
  quantity: z.int().positive().default(1),
  price: amount.optional(),
  /** Coupons on the whole line. */
  discount: amount.optional(),
  /** How the shopper gets it; what is not physical goes to no address. */
  type: z.enum(['physical', 'digital', 'giftcertificate', 'pickup']).default('physical'),
  /** What was chosen of the product's options; a variant's own are known by its id. */
  options: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  variant_id: z.int().positive().optional(),
  /** Which of the addresses it goes to, from 0. */
  address: z.int().min(0).default(0),
});

const status = z.custom<number>(isStatus, 'is not a status');

const currency = z.string().regex(/^[A-Z]{3}$/);

/** `POST /_sandbox/orders`: so many orders of a kind, or of several in turn; any field here wins over the kind's. */
export const newOrders = z.strictObject({
  kind: z.union([z.enum(KINDS), z.array(z.enum(KINDS)).min(1)]).default('single'),
  count: z.int().min(1).max(1000).default(1),
  /** How long ago they were placed. */
  ageMinutes: z.number().min(0).default(60),
  lines: z.array(line).min(1).optional(),
  addresses: z.array(address).min(1).optional(),
  shipping_method: z.string().optional(),
  shipping_cost: amount.optional(),
  status_id: status.optional(),
  payment_status: z.string().optional(),
  payment_method: z.string().optional(),
  customer_message: z.string().optional(),
  staff_notes: z.string().optional(),
  external_order_id: z.string().optional(),
  /** What the shopper looked at; amounts are in `default_currency_code`. */
  currency_code: currency.optional(),
  default_currency_code: currency.optional(),
  currency_exchange_rate: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .optional(),
  /** Percent on every line; in the prices and discounts where they are shown with tax. */
  tax_percent: z.number().min(0).max(100).optional(),
  is_tax_inclusive_pricing: z.boolean().optional(),
});

export type NewOrders = z.infer<typeof newOrders>;
export type LineInput = z.infer<typeof line>;
export type AddressInput = z.infer<typeof address>;

const pieces = z.strictObject({ id: z.int(), quantity: z.int().min(0) });
/** Orders that another system has written have been seen with parts of a piece. */
const anyPieces = z.strictObject({ id: z.int(), quantity: z.number().min(0) });

/** `PATCH /_sandbox/orders/{id}`: what a merchant or a customer does meanwhile. */
export const orderPatch = z.strictObject({
  status_id: status.optional(),
  payment_status: z.string().optional(),
  staff_notes: z.string().optional(),
  /** `order_product_id` and how many of it were refunded. */
  refunds: z.array(pieces).optional(),
  /** Money given back in all; without it, what refunded pieces cost. */
  refunded_amount: amount.optional(),
  /** Lines whose pieces are other now, and lines that another hand has shipped. */
  quantities: z.array(anyPieces).optional(),
  shipped: z.array(pieces).optional(),
  /** Goes into the first address. */
  address: address.optional(),
});

export type OrderPatch = z.infer<typeof orderPatch>;
