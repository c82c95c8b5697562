import type { SupplierOrder } from '../finditparts/supplier.ts';
import { type Claim, isSuperseded, memoryOf } from './claims.ts';
import type { LineMapper } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import type { Order } from './pieces.ts';

/** A purchase order of another machine, or of a ledger that was lost, of which the store's order tells. */
export interface Remembered {
  po: string;
  seq: number;
  /** Lines of the store's order that it holds: all of them where it does not say. */
  lines: { id: number; partId: string; quantity: number }[];
  supplierOrderId: string | null;
  /** What stands in the store; `null`: only the supplier's number does. */
  claim: Claim | null;
}

/** Those that this ledger does not know. They are believed: what the store remembers is never sent anew. */
export async function rememberedOrders(
  engine: OrderEngine,
  order: Order,
  mapLines: LineMapper,
): Promise<Remembered[]> {
  const { ledger, storeKey } = engine;
  const { claims, supplierOrderIds } = await memoryOf(engine, order.id);
  if (claims.length + supplierOrderIds.length === 0) return [];
  const records = await ledger.orders.list(storeKey, { orderIds: [order.id] });
  const known = records.filter(({ state }) => state !== 'abandoned');
  const claimed = claims
    .filter((it) => !isSuperseded(it, claims) && !known.some(({ po }) => po === it.po))
    .map((claim) => ({ ...claim, lines: claim.lines ?? allOf(order), claim }));
  const ids = new Set([...claims, ...known].map((it) => it.supplierOrderId));
  const bare = supplierOrderIds.filter((id) => !ids.has(id));
  if (bare.length === 0) return claimed;
  const mapped = await mapLines(order.lines);
  const parts = mapped.lines.map(({ line, part }) => ({
    id: line.id,
    partId: part.id,
    quantity: line.quantity - line.pieces.refunded,
  }));
  const numbered = [];
  for (const id of bare) numbered.push(await numberedOrder(engine, order, id, parts));
  return [...claimed, ...numbered];
}

async function numberedOrder(
  { supplier, giveUp }: OrderEngine,
  order: Order,
  supplierOrderId: string,
  parts: Remembered['lines'],
): Promise<Remembered> {
  const theirs = await supplier.order(supplierOrderId, giveUp);
  const lines = theirs ? parts.filter(({ partId }) => holds(theirs, partId)) : [];
  return {
    po: theirs?.poNumber ?? supplierOrderId,
    seq: Number(/-(\d+)$/.exec(theirs?.poNumber ?? '')?.[1] ?? 1),
    lines: lines.length > 0 ? lines : allOf(order),
    supplierOrderId,
    claim: null,
  };
}

function holds({ lines }: SupplierOrder, partId: string): boolean {
  return lines.some((line) => line.partId === partId);
}

function allOf({ lines }: Order): Remembered['lines'] {
  return lines.map(({ id, quantity }) => ({ id, partId: '', quantity }));
}
