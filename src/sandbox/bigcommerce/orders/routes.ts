import { type Context, Hono } from 'hono';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { listOrders, readInclusion, readOneOrderQuery } from './list.ts';
import { createOrder } from './order-input.ts';
import { moveStock } from './order-stock.ts';
import { relatedRoutes } from './related-routes.ts';
import { shipmentRoutes } from './shipment-routes.ts';
import { showOrder } from './show.ts';
import { countByStatus } from './statuses.ts';
import { archiveOrders, findOrder, type OrderRow } from './stored.ts';
import { updateOrder } from './update.ts';
import { answerList, refuseOtherNames, storeUrl, v2NotFound, v2Refusal } from './v2.ts';

const NOTHING = { consignments: false, lineItems: false, fees: false };

/** V2 orders (docs/facts/bigcommerce-orders.md). Shoppers make theirs at the admin's door. */
export function orderRoutes(world: World): Hono {
  const { db, settings, stats } = world;
  const find = (c: Context): OrderRow => {
    const row = findOrder(db, Number(c.req.param('id')));
    if (!row) throw v2NotFound();
    return row;
  };
  const body = (c: Context) => jsonBody(c, () => v2Refusal(400, 'The request body is not JSON.'));
  const one = '/:id{[0-9]+}';
  return new Hono()
    .route('/', relatedRoutes(world))
    .route('/', shipmentRoutes(world))
    .get('/', (c) => {
      const include = readInclusion(c.req.query());
      const rows = listOrders(db, c.req.query());
      return answerList(
        c,
        settings,
        rows.map((row) => showOrder(db, row, include, storeUrl(c))),
      );
    })
    .post('/', async (c) => {
      const include = readOneOrderQuery(c.req.query());
      const input = await body(c);
      const id = db.transaction(() => {
        const made = createOrder(db, input);
        moveStock(db, settings, made);
        return made;
      });
      const order = findOrder(db, id);
      if (!order) throw v2NotFound();
      return c.json(showOrder(db, order, include, storeUrl(c)));
    })
    .delete('/', (c) => {
      archiveOrders(db);
      return c.body(null, 204);
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
    .delete(one, (c) => {
      archiveOrders(db, find(c));
      return c.body(null, 204);
    });
}
