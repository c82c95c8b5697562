import { z } from 'zod';
import type { SupplierOrder } from '../../supplier.ts';
import { LIST_ALIASES } from './page.ts';
import {
  amount,
  isRecord,
  object,
  quantity,
  requiredQuantity,
  requiredText,
  strictList,
  text,
} from './values.ts';

const line = object({
  part_id: requiredText,
  quantity: requiredQuantity,
  confirmed: quantity,
  backordered: quantity,
  unit_price: amount,
}).transform((row) => ({
  partId: row.part_id,
  quantity: row.quantity,
  confirmed: row.confirmed,
  backordered: row.backordered,
  unitPrice: row.unit_price,
}));

const shippedLine = object({ part_id: requiredText, quantity: requiredQuantity }).transform((row) => ({
  partId: row.part_id,
  quantity: row.quantity,
}));

const shipment = object({
  carrier: text,
  tracking_number: text,
  shipped_at: text,
  lines: z.array(shippedLine).nullish(),
}).transform((row) => ({
  carrier: row.carrier,
  trackingNumber: row.tracking_number,
  shippedAt: row.shipped_at,
  ...(row.lines && { lines: row.lines }),
}));

/** `totals` is an object with a `total` (tolerated: the amount itself). */
const total = z.preprocess((value) => (isRecord(value) ? value.total : value), amount);

/**
 * docs/finditparts-parts-api.yaml, `Order`. Lines are strict: what was confirmed decides what is sent to the customer.
 */
const order = object({
  id: requiredText,
  po_number: text,
  status: text,
  lines: strictList(line),
  shipments: strictList(shipment),
  totals: total,
}).transform(
  (row): SupplierOrder => ({
    id: row.id,
    poNumber: row.po_number,
    // Not one of the supplier's words: no word came.
    status: row.status ?? 'unknown',
    lines: row.lines,
    shipments: row.shipments,
    total: row.totals,
  }),
);

/** `POST /orders`, `GET /orders/{id}`. */
export const orderAnswer = object({ order }, { order: ['data'] }).transform((answer) => answer.order);

/** `GET /orders?po_number=`. */
export const ordersAnswer = object({ orders: z.array(order) }, { orders: LIST_ALIASES }).transform(
  (answer) => answer.orders,
);
