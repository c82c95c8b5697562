import { type Context, Hono } from 'hono';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { moveStock } from './order-stock.ts';
import { addShipment, changeShipment, removeShipments, shipmentsOf, showShipment } from './shipments.ts';
import { findOrder, type OrderRow, type ShipmentRow } from './stored.ts';
import { answerList, readV2Page, refuseOtherNames, v2NotFound, v2Refusal } from './v2.ts';

/** An order's shipments: each that is made mails the customer (docs/facts/bigcommerce-orders.md#shipments). */
export function shipmentRoutes(world: World): Hono {
  const { db, settings } = world;
  const find = (c: Context): OrderRow => {
    const row = findOrder(db, Number(c.req.param('id')));
    if (!row) throw v2NotFound();
    return row;
  };
  const findOne = (c: Context, order: OrderRow): ShipmentRow => {
    const row = shipmentsOf(db, order.id).find(({ id }) => id === Number(c.req.param('shipment')));
    if (!row) throw v2NotFound();
    return row;
  };
  const body = (c: Context) => jsonBody(c, () => v2Refusal(400, 'The request body is not JSON.'));
  const all = '/:id{[0-9]+}/shipments';
  const one = `${all}/:shipment{[0-9]+}`;
  return new Hono()
    .get(all, (c) => {
      refuseOtherNames(c.req.query(), ['page', 'limit']);
      const order = find(c);
      const { limit, offset } = readV2Page(c.req.query());
      const rows = shipmentsOf(db, order.id, limit, offset);
      return answerList(
        c,
        settings,
        rows.map((row) => showShipment(db, order, row)),
      );
    })
    .post(all, async (c) => {
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
    })
    .delete(all, (c) => {
      db.transaction(() => {
        const order = find(c);
        removeShipments(db, order, shipmentsOf(db, order.id));
      });
      return c.body(null, 204);
    })
    .get(`${all}/count`, (c) => c.json({ count: shipmentsOf(db, find(c).id).length }))
    .get(one, (c) => {
      const order = find(c);
      return c.json(showShipment(db, order, findOne(c, order)));
    })
    .put(one, async (c) => {
      const input = await body(c);
      db.transaction(() => {
        const order = find(c);
        changeShipment(db, order, findOne(c, order), input);
      });
      const order = find(c);
      return c.json(showShipment(db, order, findOne(c, order)));
    })
    .delete(one, (c) => {
      db.transaction(() => {
        const order = find(c);
        removeShipments(db, order, [findOne(c, order)]);
      });
      return c.body(null, 204);
    });
}
