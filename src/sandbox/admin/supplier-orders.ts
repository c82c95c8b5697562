import { type Context, Hono } from 'hono';
import { readPage } from '../bigcommerce/paging.ts';
import {
  findPurchaseOrder,
  type PurchaseOrderRow,
  type StoredOrder,
  showPurchaseOrder,
} from '../finditparts/purchase-orders.ts';
import type { World } from '../world.ts';
import { readBody } from './body.ts';
import { advance, progress } from './progress.ts';
import { refuse } from './refuse.ts';

const MOST_PER_PAGE = 1000;

/** What the supplier took in, whatever became of its answers, and what happens to it next. */
export function supplierOrderAdminRoutes({ db }: World): Hono {
  const find = (c: Context): PurchaseOrderRow => {
    const id = c.req.param('id') ?? '';
    const row = findPurchaseOrder(db, id);
    if (!row) throw refuse(404, `No supplier order ${id}`);
    return row;
  };
  return new Hono()
    .get('/', (c) => {
      const page = readPage(c.req.query(), MOST_PER_PAGE);
      const rows = db.all<PurchaseOrderRow>(
        'SELECT * FROM purchase_orders ORDER BY id LIMIT ? OFFSET ?',
        page.limit,
        page.offset,
      );
      const counts = db.get<{ orders: number; numbers: number; replays: number }>(
        `SELECT count(*) AS orders, count(DISTINCT po_number) AS numbers, coalesce(sum(replays), 0) AS replays
         FROM purchase_orders`,
      );
      return c.json({ orders: rows.map(dump), total: counts?.orders ?? 0, effects: counts });
    })
    .get('/:id', (c) => c.json({ order: dump(find(c)) }))
    .post('/:id', async (c) => {
      const step = await readBody(c, progress);
      db.transaction(() => {
        const row = find(c);
        const { shipped = {}, ...order }: StoredOrder = JSON.parse(row.body);
        const before = new Map(Object.entries(shipped));
        const after = advance(order, before, step, `FO${row.id}`);
        for (const { part_id, quantity } of after.sent)
          before.set(part_id, (before.get(part_id) ?? 0) + quantity);
        const body = { ...after.order, shipped: Object.fromEntries(before) };
        db.run('UPDATE purchase_orders SET body = ? WHERE id = ?', JSON.stringify(body), row.id);
      });
      return c.json({ order: dump(find(c)) });
    });
}

function dump(row: PurchaseOrderRow) {
  const { shipped = {} }: StoredOrder = JSON.parse(row.body);
  return {
    ...showPurchaseOrder(row),
    /** Pieces in parcels by part, also where the parcels do not say. */
    shipped,
    request: JSON.parse(row.request),
    idempotency_key: row.idempotency_key,
    replays: row.replays,
    created: row.created,
  };
}
