import { Hono } from 'hono';
import type { World } from '../../world.ts';
import { notFound } from '../errors.ts';
import { refuseOthers } from '../filters.ts';
import { isoDate } from '../stored/product.ts';
import { totalsOf } from './show.ts';
import { findOrder, linesOf, type OrderDoc } from './stored.ts';

const EVENTS: Readonly<Record<string, string>> = {
  captured: 'purchase',
  paid: 'purchase',
  authorized: 'authorization',
};

/**
 * `GET /v3/orders/{id}/transactions`: one for an order with a payment, else 204
 * (docs/facts/bigcommerce-orders.md#refunds-and-transactions).
 */
export function transactionRoutes({ db }: World): Hono {
  return new Hono().get('/:id{[0-9]+}/transactions', (c) => {
    refuseOthers(c.req.query(), []);
    const order = findOrder(db, Number(c.req.param('id')));
    if (!order) throw notFound('order');
    const doc: OrderDoc = JSON.parse(order.doc);
    const event = EVENTS[doc.payment_status];
    if (event === undefined) return c.body(null, 204);
    const transaction = {
      id: order.id + 9000,
      order_id: String(order.id),
      event,
      method: 'credit_card',
      amount: totalsOf(linesOf(db, order.id), doc).total / 10_000,
      currency: 'USD',
      gateway: 'custom',
      gateway_transaction_id: `sandbox-${order.id}`,
      date_created: isoDate(order.created),
      test: true,
      status: 'ok',
      fraud_review: false,
    };
    const pagination = { total: 1, count: 1, per_page: 50, current_page: 1, total_pages: 1 };
    return c.json({ data: [transaction], meta: { pagination } });
  });
}
