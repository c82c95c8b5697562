import { type Context, Hono } from 'hono';
import type { Settings } from '../../settings.ts';
import type { World } from '../../world.ts';
import { couponsOf, taxesOf } from './related.ts';
import { showConsignments } from './show.ts';
import { showAddress } from './show-address.ts';
import { showLine } from './show-line.ts';
import { addressesOf, findOrder, linesOf, type OrderDoc, type OrderRow } from './stored.ts';
import { answerList, invalidField, readV2Page, refuseOtherNames, storeUrl, v2NotFound } from './v2.ts';

const PAGING = ['page', 'limit'];
const MESSAGE_FILTERS = [
  ...PAGING,
  ...['min_id', 'max_id', 'customer_id', 'min_date_created', 'max_date_created', 'is_flagged', 'status'],
];

/** What hangs on an order: its lines, addresses, coupons, taxes, fees, messages, and all that its links lead to. */
export function relatedRoutes({ db, settings }: World): Hono {
  const find = (c: Context): OrderRow => {
    const row = findOrder(db, Number(c.req.param('id')));
    if (!row) throw v2NotFound();
    return row;
  };
  const list = (c: Context, rows: readonly unknown[], names: readonly string[] = PAGING) =>
    page(c, settings, rows, names);
  const addresses = (c: Context) => {
    const order = find(c);
    const all = addressesOf(db, order.id);
    const lines = linesOf(db, order.id);
    const { shipping_cost }: OrderDoc = JSON.parse(order.doc);
    const cost = Math.round(shipping_cost / Math.max(1, all.length));
    return all.map((address) => showAddress(address, lines, cost, storeUrl(c)));
  };
  const lines = (c: Context) => linesOf(db, find(c).id).map(showLine);
  /** Quotes are of the storefront's checkout, which nobody walks through here. */
  const quotes = (c: Context) => {
    one(c, addresses(c), 'address');
    return c.body(null, 204);
  };
  const order = '/:id{[0-9]+}';
  const address = ':address{[0-9]+}';
  return (
    new Hono()
      .get(`${order}/products`, (c) => list(c, lines(c)))
      .get(`${order}/products/:line{[0-9]+}`, (c) => c.json(one(c, lines(c), 'line')))
      .get(`${order}/shipping_addresses`, (c) => list(c, addresses(c)))
      .get(`${order}/shipping_addresses/${address}`, (c) => c.json(one(c, addresses(c), 'address')))
      .get(`${order}/shipping_addresses/${address}/shipping_quotes`, quotes)
      // As an order's own link has it.
      .get(`${order}/shippingaddresses`, (c) => list(c, addresses(c)))
      .get(`${order}/shippingaddresses/${address}/shippingquotes`, quotes)
      .get(`${order}/consignments`, (c) => {
        const { include } = c.req.query();
        refuseOtherNames(c.req.query(), ['include']);
        if (include !== undefined && include !== 'consignments.line_items')
          throw invalidField('include', 'must be consignments.line_items');
        return c.json(showConsignments(db, find(c), include !== undefined, storeUrl(c)));
      })
      .get(`${order}/consignments/shipping/${address}/shipping_quotes`, quotes)
      .get(`${order}/coupons`, (c) => {
        const row = find(c);
        return list(c, couponsOf(row, linesOf(db, row.id)));
      })
      .get(`${order}/taxes`, (c) => {
        const row = find(c);
        const rows = taxesOf(row, linesOf(db, row.id), c.req.query('details') === 'true');
        return list(c, rows, [...PAGING, 'details']);
      })
      .get(`${order}/fees`, (c) => {
        find(c);
        return c.json({ fees: [] });
      })
      .get(`${order}/messages`, (c) => {
        find(c);
        return list(c, [], MESSAGE_FILTERS);
      })
  );
}

function page(c: Context, settings: Settings, rows: readonly unknown[], names: readonly string[]) {
  refuseOtherNames(c.req.query(), names);
  const { limit, offset } = readV2Page(c.req.query());
  return answerList(c, settings, rows.slice(offset, offset + limit));
}

function one<Row extends { id: number }>(c: Context, rows: readonly Row[], parameter: string): Row {
  const row = rows.find(({ id }) => id === Number(c.req.param(parameter)));
  if (!row) throw v2NotFound();
  return row;
}
