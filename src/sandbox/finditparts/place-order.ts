import type { Catalogue } from '../catalogue/catalogue.ts';
import type { World } from '../world.ts';
import { partNotFound, supplierRefusal } from './errors.ts';
import type { OrderRequest } from './order-request.ts';
import { type PurchaseOrderRow, totalsOf, type WireOrder, type WireOrderLine } from './purchase-orders.ts';

/** Pieces that are left of each part, by its index; `null` where the supplier does not say. */
type Stock = Map<number, number | null>;

/** Takes an order in: what stock covers is confirmed, the rest is on backorder; the price is the account's own. */
export function placeOrder(
  { db, catalogue, settings }: World,
  request: OrderRequest,
  { key, fingerprint }: { key: string | null; fingerprint: string },
): Pick<PurchaseOrderRow, 'id' | 'body'> {
  catalogue.changes.refresh();
  const stock: Stock = new Map();
  const lines = request.lines.map((line) =>
    confirm(catalogue, stock, { ...line, part_id: settings.substitutes[line.part_id] ?? line.part_id }),
  );
  const order: WireOrder = {
    po_number: request.po_number,
    status: 'received',
    lines,
    shipments: [],
    totals: totalsOf(lines),
  };
  const body = JSON.stringify(order);
  const id = db.insert(
    `INSERT INTO purchase_orders (po_number, idempotency_key, fingerprint, request, body, created)
     VALUES (?, ?, ?, ?, ?, ?)`,
    request.po_number,
    key,
    fingerprint,
    JSON.stringify(request),
    body,
    Date.now(),
  );
  // Last, when nothing can be refused any more: the catalogue keeps its changes in memory too.
  if (settings.ordersTakeStock) {
    for (const [index, left] of stock) if (left !== null) catalogue.change(index, { inventory: left });
  }
  return { id, body };
}

function confirm(
  catalogue: Catalogue,
  stock: Stock,
  { part_id, quantity, unit_price }: OrderRequest['lines'][number],
): WireOrderLine {
  const index = catalogue.locate(part_id);
  if (index < 0) throw partNotFound(part_id);
  const { pack_quantity, status } = catalogue.part(index);
  if (status === 'discontinued') throw supplierRefusal(422, 'unavailable', `${part_id} is discontinued`);
  if (quantity % pack_quantity !== 0) {
    throw supplierRefusal(422, 'pack_quantity', `${part_id} is sold in packs of ${pack_quantity}`);
  }
  const left = stock.has(index) ? (stock.get(index) ?? null) : catalogue.inventory(index).total;
  const confirmed = Math.min(quantity, left ?? 0);
  stock.set(index, left === null ? null : left - confirmed);
  const price = catalogue.price(index).account ?? String(unit_price);
  return { part_id, quantity, confirmed, backordered: quantity - confirmed, unit_price: price };
}
