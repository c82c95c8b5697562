import { Hono } from 'hono';
import { canonical } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { supplierRefusal } from './errors.ts';
import { readOrder } from './order-request.ts';
import { placeOrder } from './place-order.ts';
import { findPurchaseOrder, type PurchaseOrderRow, showPurchaseOrder } from './purchase-orders.ts';

/** Orders, each placed once: by `Idempotency-Key`, and by purchase order number (docs/finditparts-parts-api.yaml). */
export function orderRoutes(world: World): Hono {
  const { db, settings } = world;
  return new Hono()
    .post('/', async (c) => {
      const key = c.req.header('Idempotency-Key') ?? null;
      const request = readOrder(
        await jsonBody(c, () => supplierRefusal(400, 'invalid_json', 'The body is not JSON')),
        settings.poNumberLength,
      );
      const fingerprint = canonical(request);
      return db.transaction(() => {
        const known = settings.idempotentOrders ? findKnown(request.po_number, key) : undefined;
        if (!known) {
          const row = placeOrder(world, request, { key, fingerprint });
          return c.json({ order: showPurchaseOrder(row) }, 201);
        }
        if (known.fingerprint !== fingerprint || known.idempotency_key !== key) {
          const what = known.po_number === request.po_number ? 'PO number' : 'Idempotency-Key';
          throw supplierRefusal(409, 'order_conflict', `This ${what} belongs to order FO${known.id}`);
        }
        db.run('UPDATE purchase_orders SET replays = replays + 1 WHERE id = ?', known.id);
        return c.json({ order: showPurchaseOrder(known) }, 200);
      });
    })
    .get('/:id', (c) => {
      const row = findPurchaseOrder(db, c.req.param('id'));
      if (!row) throw supplierRefusal(404, 'order_not_found', `No order has the id ${c.req.param('id')}`);
      return c.json({ order: showPurchaseOrder(row) });
    })
    .get('/', (c) => {
      const po = c.req.query('po_number');
      if (settings.orderLookup === 'none') throw supplierRefusal(404, 'not_found', 'Orders cannot be listed');
      if (po === undefined) throw supplierRefusal(422, 'missing_po_number', 'po_number is required');
      const rows = db.all<PurchaseOrderRow>(
        'SELECT * FROM purchase_orders WHERE po_number = ? AND created <= ? ORDER BY id',
        po,
        Date.now() - settings.orderListingLagMs,
      );
      return c.json({ orders: rows.map(showPurchaseOrder) });
    });

  function findKnown(po: string, key: string | null): PurchaseOrderRow | undefined {
    const sql = 'SELECT * FROM purchase_orders WHERE po_number = ? OR idempotency_key = ? ORDER BY id';
    return db.get<PurchaseOrderRow>(sql, po, key);
  }
}
