import { type Context, Hono } from 'hono';
import { jsonBody } from '../../json-body.ts';
import { STORE_HASH, type World } from '../../world.ts';
import { listOrders, readInclusion, readOneOrderQuery } from './list.ts';
import { moveStock } from './order-stock.ts';
import { addShipment, shipmentsOf, showShipment } from './shipments.ts';
import { showOrder } from './show.ts';
import { showAddress } from './show-address.ts';
import { showLine } from './show-line.ts';
import { countByStatus } from './statuses.ts';
import { addressesOf, findOrder, linesOf, type OrderDoc, type OrderRow } from './stored.ts';
import { updateOrder } from './update.ts';
import { answerList, readV2Page, refuseOtherNames, v2NotFound, v2Refusal } from './v2.ts';

const PAGING = ['page', 'limit'];
const NOTHING = { consignments: false, lineItems: false, fees: false };

/** V2 orders (docs/facts/bigcommerce-orders.md). They are made by shoppers: see the admin's door. */
export function orderRoutes(world: World): Hono {
  const { db, settings, stats } = world;
  const find = (c: Context): OrderRow => {
    const row = findOrder(db, Number(c.req.param('id')));
    if (!row) throw v2NotFound();
    return row;
  };
  const page = <T>(c: Context, rows: readonly T[]): T[] => {
    refuseOtherNames(c.req.query(), PAGING);
    const { limit, offset } = readV2Page(c.req.query());
    return rows.slice(offset, offset + limit);
  };
  const body = (c: Context) => jsonBody(c, () => v2Refusal(400, 'The request body is not JSON.'));
  const one = '/:id{[0-9]+}';
  return new Hono()
    .get('/', (c) => {
      const include = readInclusion(c.req.query());
      const rows = listOrders(db, c.req.query());
      return answerList(
        c,
        settings,
        rows.map((row) => showOrder(db, row, include, storeUrl(c))),
      );
    })
    .get('/count', (c) => {
      refuseOtherNames(c.req.query(), []);
      return c.json(countByStatus(db));
    })
    .get(one, (c) => {
      const include = readOneOrderQuery(c.req.query());
      return c.json(showOrder(db, find(c), include, storeUrl(c)));
    })
    .put(one, async (c) => {
      const changes = await body(c);
      db.transaction(() => {
        const order = find(c);
        updateOrder(db, stats, order, changes);
        moveStock(db, settings, order.id);
      });
      return c.json(showOrder(db, find(c), NOTHING, storeUrl(c)));
    })
    .get(`${one}/products`, (c) => answerList(c, settings, page(c, linesOf(db, find(c).id)).map(showLine)))
    .get(`${one}/shipping_addresses`, (c) => {
      const order = find(c);
      const addresses = addressesOf(db, order.id);
      const lines = linesOf(db, order.id);
      const { shipping_cost }: OrderDoc = JSON.parse(order.doc);
      const cost = Math.round(shipping_cost / Math.max(1, addresses.length));
      const shown = page(c, addresses).map((address) => showAddress(address, lines, cost, storeUrl(c)));
      return answerList(c, settings, shown);
    })
    .get(`${one}/shipments`, (c) => {
      const order = find(c);
      const shown = page(c, shipmentsOf(db, order.id)).map((row) => showShipment(db, order, row));
      return answerList(c, settings, shown);
    })
    .post(`${one}/shipments`, async (c) => {
      const input = await body(c);
      const id = db.transaction(() => {
        const shipped = find(c);
        const made = addShipment(world, shipped, input);
        moveStock(db, settings, shipped.id);
        return made;
      });
      const order = find(c);
      const made = shipmentsOf(db, order.id).find((row) => row.id === id);
      return c.json(made && showShipment(db, order, made), 201);
    });
}

function storeUrl(c: Context): string {
  return `${new URL(c.req.url).origin}/stores/${STORE_HASH}`;
}
