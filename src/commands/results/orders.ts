import { z } from 'zod';
import { count, Reason, signed, text, values } from './values.ts';

const RowLine = z.strictObject({ orderProductId: z.int(), sku: text, quantity: count });
const LeftOut = RowLine.extend({ code: text, message: text });

const OrderRow = z.strictObject({
  orderId: z.int(),
  poNumber: text.nullable(),
  state: z.enum(['submitted', 'ready', 'review', 'failed', 'skipped']),
  supplierOrderId: text.nullable(),
  margin: signed,
  reasons: z.array(Reason),
  warnings: z.array(Reason).describe('to know: nothing waits for them'),
  lines: z.array(RowLine).describe('pieces that are ordered, or wait'),
  leftOut: z.array(LeftOut).describe('pieces that are never ordered, and why'),
});

const LineCounters = z.strictObject({
  orderProductId: z.int(),
  sku: text,
  ordered: count,
  confirmed: count.nullable().describe('null: the supplier has not said'),
  backordered: count.nullable(),
  shipped: count,
  cancelled: count,
});

const OrderReview = z.strictObject({
  id: z.int(),
  store: text,
  orderId: z.int(),
  po: text.nullable(),
  stage: z.enum(['check', 'refused', 'doubt', 'confirmation', 'shipping']),
  reasons: z.array(
    Reason.extend({ value: text.optional(), of: text.optional(), canRelease: z.literal(false).optional() }),
  ),
  since: z.iso.datetime(),
  resolution: z.enum(['approved', 'rejected', 'linked', 'retried', 'cleared']).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  resolvedBy: text.nullable(),
  note: text.nullable(),
});
const Decided = z.strictObject({ reviews: z.array(OrderReview) });

const purchaseOrderState = z.enum([
  'planned',
  'sending',
  'unknown',
  'refused',
  'accepted',
  'done',
  'abandoned',
]);

/** Orders to the supplier. */
export const ORDERS = {
  'order list': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        state: z.enum(['ready', 'waiting', 'review', 'rejected', 'claimed', 'foreign', 'settled']),
        created: z.iso.datetime().nullable(),
        customer: text.nullable().describe('masked, unless --show-personal-data'),
        total: text,
        currency: text,
        payment: text,
        warnings: z.array(Reason),
        waiting: z.array(RowLine),
        leftOut: z.array(LeftOut),
        next: text.describe('what a person does next'),
        lines: count,
        foreign: count,
        margin: signed,
        blockers: z.array(Reason),
      }),
    ),
  }),
  'order submit': z.strictObject({
    orders: z.array(OrderRow),
    submitted: count,
    review: count,
    failed: count,
  }),
  'order status': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        state: purchaseOrderState,
        supplierOrderId: text.nullable(),
        supplierStatus: text.nullable(),
        margin: signed,
        lines: z.array(LineCounters),
        trackingNumbers: z.array(text),
        reasons: z.array(Reason),
      }),
    ),
    cores: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        sku: text,
        quantity: count,
        core: text,
        since: z.iso.datetime(),
      }),
    ),
  }),
  'order track': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        supplierOrderId: text.nullable(),
        supplierStatus: text.nullable(),
        state: z.enum(['done', 'open', 'review', 'failed']),
        shipments: z.array(text).describe('tracking numbers written in this run'),
        lines: z.array(LineCounters),
        reasons: z.array(Reason),
      }),
    ),
    shipments: count,
    review: count,
    failed: count,
  }),
  'order review list': Decided,
  'order review show': z.strictObject({
    orderId: z.int(),
    status: text.nullable(),
    reviews: z.array(OrderReview),
    records: z.array(values),
    addresses: z.array(values).describe('masked, unless --show-personal-data'),
    order: z
      .strictObject({
        payment: text,
        total: text,
        currency: text,
        lines: z.array(
          z.strictObject({
            sku: text,
            name: text,
            quantity: count,
            price: text.describe('of one piece, without tax'),
            quantityRefunded: count,
            quantityShipped: count,
          }),
        ),
      })
      .nullable(),
  }),
  'order review approve': Decided,
  'order review reject': Decided,
  'order review retry': Decided,
  'order review link': OrderRow,
};
