import { type Context, Hono } from 'hono';
import {
  columnsOf,
  type MetafieldRow,
  ORDER_METAFIELDS,
  showMetafield,
} from '../../bigcommerce/metafields.ts';
import { moveStock } from '../../bigcommerce/orders/order-stock.ts';
import { shipmentsOf, showShipment } from '../../bigcommerce/orders/shipments.ts';
import { showOrder } from '../../bigcommerce/orders/show.ts';
import { lineTotals } from '../../bigcommerce/orders/show-line.ts';
import {
  addressesOf,
  findOrder,
  type LineRow,
  linesOf,
  type OrderDoc,
  type OrderRow,
  touchOrder,
} from '../../bigcommerce/orders/stored.ts';
import { readPage } from '../../bigcommerce/paging.ts';
import type { Database } from '../../database.ts';
import type { World } from '../../world.ts';
import { readBody } from '../body.ts';
import { refuse } from '../refuse.ts';
import { type NewOrders, newOrders, type OrderPatch, orderPatch } from './body.ts';
import { recipeOf } from './kinds.ts';
import { makeOrder } from './make.ts';
import { Picker } from './pick.ts';

/** What a patch changes of lines, and in which column. */
const PIECES = [
  ['refunds', 'quantity_refunded'],
  ['quantities', 'quantity'],
  ['shipped', 'quantity_shipped'],
] as const;

const MOST_PER_PAGE = 1000;
const WHOLE = { consignments: true, lineItems: true, fees: true };

/** Orders as checkout makes them, what a merchant does to them, and what was done with them. */
export function orderAdminRoutes(world: World): Hono {
  const { db } = world;
  return new Hono()
    .post('/', async (c) => {
      const input = await readBody(c, newOrders);
      world.catalogue.changes.refresh();
      const ids = db.transaction(() => makeOrders(world, input));
      return c.json({ orders: ids.map((id) => dump(world, findOrder(db, id))) }, 201);
    })
    .get('/', (c) => {
      const page = readPage(c.req.query(), MOST_PER_PAGE);
      const count = (table: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
      const rows = db.all<OrderRow>(
        'SELECT * FROM orders ORDER BY id LIMIT ? OFFSET ?',
        page.limit,
        page.offset,
      );
      return c.json({
        orders: rows.map((row) => dump(world, row)),
        total: count('orders'),
        effects: { shipments: count('order_shipments'), mails: count('order_mails') },
      });
    })
    .get('/:id{[0-9]+}', (c) => c.json({ order: dump(world, find(c, world)) }))
    .patch('/:id{[0-9]+}', async (c) => {
      const patch = await readBody(c, orderPatch);
      db.transaction(() => {
        const order = find(c, world);
        change(world, order, patch);
        moveStock(db, world.settings, order.id);
      });
      return c.json({ order: dump(world, find(c, world)) });
    });
}

function makeOrders(world: World, given: NewOrders): number[] {
  const { pricesWithTax } = world.settings;
  const taxed = pricesWithTax !== null && { tax_percent: pricesWithTax, is_tax_inclusive_pricing: true };
  const input = { ...taxed, ...given };
  const picker = new Picker(world);
  const kinds = [input.kind].flat();
  const before = world.db.get<{ n: number }>('SELECT count(*) AS n FROM orders')?.n ?? 0;
  return Array.from({ length: input.count }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? 'single';
    picker.nextOrder();
    const recipe = recipeOf(kind, before + n, picker);
    const id = makeOrder(world.db, kind, recipe, input);
    moveStock(world.db, world.settings, id);
    if (recipe.moves) raise(world, picker);
    return id;
  });
}

/** A quarter above what the store sold them for. */
function raise({ catalogue }: World, { taken }: Picker): void {
  for (const { index, price } of taken) {
    const dear = (price * 1.25).toFixed(2);
    catalogue.change(index, { price: { account: dear, list: dear } });
  }
}

function change({ db }: World, row: OrderRow, patch: OrderPatch): void {
  const { payment_status, staff_notes } = patch;
  touchOrder(db, row, {
    ...(patch.status_id !== undefined && { statusId: patch.status_id }),
    doc: {
      ...(payment_status !== undefined && { payment_status }),
      ...(staff_notes !== undefined && { staff_notes }),
    },
  });
  for (const [list, column] of PIECES)
    for (const { id, quantity } of patch[list] ?? []) {
      const sql = `UPDATE order_products SET ${column} = ? WHERE id = ? AND order_id = ?`;
      if (db.run(sql, quantity, id, row.id) === 0) throw refuse(422, `${list}: no line ${id}`);
    }
  giveBack(db, row.id, patch);
  const [first] = addressesOf(db, row.id);
  if (!patch.address || !first) return;
  const doc = JSON.stringify({ ...JSON.parse(first.doc), ...patch.address });
  db.run('UPDATE order_addresses SET doc = ? WHERE id = ?', doc, first.id);
}

/** A refund says how much, and whether all of it was given back. */
function giveBack(db: Database, id: number, { refunds, refunded_amount, payment_status }: OrderPatch): void {
  const row = findOrder(db, id);
  if (!row || (!refunds && refunded_amount === undefined)) return;
  const lines = linesOf(db, id);
  const refunded =
    refunded_amount === undefined
      ? lines.reduce((sum, line) => sum + refundOf(line), 0)
      : Math.round(Number(refunded_amount) * 10_000);
  const isWhole = lines.every(({ quantity, quantity_refunded }) => quantity_refunded >= quantity);
  const doc = { refunded, payment_status: payment_status ?? (isWhole ? 'refunded' : 'partially refunded') };
  touchOrder(db, row, { doc });
}

function refundOf({ quantity_refunded, doc }: LineRow): number {
  return lineTotals({ quantity: quantity_refunded, doc }).total.inc;
}

function find(c: Context, { db }: World): OrderRow {
  const id = c.req.param('id');
  const row = findOrder(db, Number(id));
  if (!row) throw refuse(404, `No order ${id}`);
  return row;
}

/** The order as V2 has it, and what was done with it. */
function dump({ db }: World, row: OrderRow | undefined) {
  if (!row) return undefined;
  const { kind }: OrderDoc = JSON.parse(row.doc);
  const metafields = db.all<MetafieldRow>(
    `SELECT ${columnsOf(ORDER_METAFIELDS)} FROM order_metafields WHERE order_id = ? ORDER BY id`,
    row.id,
  );
  const mails = db.all<object>(
    'SELECT kind, tracking_number, sent FROM order_mails WHERE order_id = ? ORDER BY id',
    row.id,
  );
  return {
    ...showOrder(db, row, WHOLE, ''),
    kind,
    shipments: shipmentsOf(db, row.id).map((shipment) => showShipment(db, row, shipment)),
    metafields: metafields.map((metafield) => showMetafield(ORDER_METAFIELDS, metafield)),
    mails,
  };
}
