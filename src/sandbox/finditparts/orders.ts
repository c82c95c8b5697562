import { Hono } from 'hono';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { canonical } from '../json.ts';
import { jsonBody } from '../json-body.ts';
import type { World } from '../world.ts';
import { partNotFound, supplierRefusal } from './errors.ts';
import { type OrderRequest, readOrder } from './order-request.ts';

interface OrderRow {
  id: number;
  po_number: string;
  idempotency_key: string | null;
  fingerprint: string;
  body: string;
  created: number;
}

/** Orders, each placed once: by `Idempotency-Key`, and by purchase order number (FinditParts facts 1). */
export function orderRoutes({ db, catalogue, settings }: World): Hono {
  const show = (row: OrderRow) => ({ order: { id: `FO${row.id}`, ...JSON.parse(row.body) } });
  return new Hono()
    .post('/', async (c) => {
      const key = c.req.header('Idempotency-Key') ?? null;
      const request = readOrder(
        await jsonBody(c, () => supplierRefusal(400, 'invalid_json', 'The body is not JSON')),
      );
      const fingerprint = canonical(request);
      return db.transaction(() => {
        const known = db.get<OrderRow>(
          'SELECT * FROM supplier_orders WHERE po_number = ? OR idempotency_key = ?',
          request.po_number,
          key,
        );
        if (known) {
          if (known.fingerprint === fingerprint && known.idempotency_key === key)
            return c.json(show(known), 200);
          const what = known.po_number === request.po_number ? 'PO number' : 'Idempotency-Key';
          throw supplierRefusal(409, 'order_conflict', `This ${what} belongs to order FO${known.id}`);
        }
        const body = JSON.stringify(confirm(request, catalogue));
        const id = db.insert(
          'INSERT INTO supplier_orders (po_number, idempotency_key, fingerprint, body, created) VALUES (?, ?, ?, ?, ?)',
          request.po_number,
          key,
          fingerprint,
          body,
          Date.now(),
        );
        return c.json({ order: { id: `FO${id}`, ...JSON.parse(body) } }, 201);
      });
    })
    .get('/:id', (c) => {
      const id = /^FO(\d{1,15})$/.exec(c.req.param('id'))?.[1] ?? '0';
      const row = db.get<OrderRow>('SELECT * FROM supplier_orders WHERE id = ?', Number(id));
      if (!row) throw supplierRefusal(404, 'order_not_found', `No order has the id ${c.req.param('id')}`);
      return c.json(show(row));
    })
    .get('/', (c) => {
      const po = c.req.query('po_number');
      if (settings.orderLookup === 'none') throw supplierRefusal(404, 'not_found', 'Orders cannot be listed');
      if (po === undefined) throw supplierRefusal(422, 'missing_po_number', 'po_number is required');
      const rows = db.all<OrderRow>('SELECT * FROM supplier_orders WHERE po_number = ?', po);
      return c.json({ orders: rows.map((row) => show(row).order) });
    });
}

/** What stock covers is confirmed, the rest is on backorder; the price charged is the account's own. */
function confirm({ po_number, lines }: OrderRequest, catalogue: Catalogue) {
  let cents = 0;
  const confirmed = lines.map(({ part_id, quantity, unit_price }) => {
    const index = catalogue.locate(part_id);
    if (index < 0) throw partNotFound(part_id);
    const { pack_quantity, status } = catalogue.part(index);
    if (status === 'discontinued') throw supplierRefusal(422, 'unavailable', `${part_id} is discontinued`);
    if (quantity % pack_quantity !== 0) {
      throw supplierRefusal(422, 'pack_quantity', `${part_id} is sold in packs of ${pack_quantity}`);
    }
    const inStock = Math.min(quantity, catalogue.inventory(index).total ?? 0);
    const price = catalogue.price(index).account ?? String(unit_price);
    cents += Math.round(Number(price) * 100) * quantity;
    return { part_id, quantity, confirmed: inStock, backordered: quantity - inStock, unit_price: price };
  });
  const total = (cents / 100).toFixed(2);
  const totals = { currency: 'USD', subtotal: total, shipping: '0.00', total };
  return { po_number, status: 'received', lines: confirmed, shipments: [], totals };
}
