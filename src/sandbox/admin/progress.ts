import { z } from 'zod';
import {
  totalsOf,
  type WireOrder,
  type WireOrderLine,
  type WireShipment,
} from '../finditparts/purchase-orders.ts';
import { refuse } from './refuse.ts';

const quantity = z.int().min(0);
const piecesOf = z.strictObject({ part_id: z.string(), quantity: z.int().positive() });

const parcel = z.strictObject({
  carrier: z.string().optional(),
  tracking_number: z.string().optional(),
  shipped_at: z.string().optional(),
  /** What is in it; `null`: the supplier does not say. Where nothing is given, an equal share of what is left. */
  lines: z.array(piecesOf).min(1).nullish(),
});

const line = z.strictObject({
  part_id: z.string(),
  quantity: quantity.optional(),
  confirmed: quantity.optional(),
  backordered: quantity.optional(),
  unit_price: z.string().optional(),
});

/** `POST /_sandbox/supplier-orders/{id}`: what happens at the supplier next. */
export const progress = z.discriminatedUnion('action', [
  /** All that is not on backorder, or as the lines say; prices may change. */
  z.strictObject({ action: z.literal('confirm'), lines: z.array(line).optional() }),
  /** All that has not shipped waits, or as the lines say. */
  z.strictObject({ action: z.literal('backorder'), lines: z.array(line).optional() }),
  /** So many parcels, or these. `backordered` pieces arrive first if `all` is set. */
  z.strictObject({
    action: z.literal('ship'),
    parcels: z.union([z.int().min(1).max(50), z.array(parcel).min(1)]).default(1),
    /** Whether parcels of which nothing is said name their lines. */
    withLines: z.boolean().default(true),
    all: z.boolean().default(false),
  }),
  z.strictObject({ action: z.literal('deliver') }),
  z.strictObject({ action: z.literal('cancel') }),
  z.strictObject({ action: z.literal('return') }),
  /** Parcels that have this number have another: `TBA` becomes one, or a wrong one is put right. */
  z.strictObject({ action: z.literal('renumber'), from: z.string(), to: z.string() }),
  /** Any word at all. */
  z.strictObject({ action: z.literal('status'), status: z.string() }),
]);

export type Progress = z.infer<typeof progress>;
type Ship = Extract<Progress, { action: 'ship' }>;
type Parcel = z.infer<typeof parcel>;

/** The order after it; `shipped` is what each part's parcels hold so far, which the wire does not always tell. */
export function advance(order: WireOrder, shipped: ReadonlyMap<string, number>, step: Progress, id: string) {
  switch (step.action) {
    case 'confirm':
      return { order: relined({ ...order, status: 'confirmed' }, step.lines), sent: [] };
    case 'backorder': {
      const waiting = order.lines.map(({ part_id, quantity: ordered }) => {
        const gone = shipped.get(part_id) ?? 0;
        return { part_id, confirmed: gone, backordered: ordered - gone };
      });
      return { order: relined({ ...order, status: 'backordered' }, step.lines ?? waiting), sent: [] };
    }
    case 'ship':
      return ship(order, shipped, step, id);
    case 'cancel': {
      const none = order.lines.map(({ part_id }) => ({
        part_id,
        confirmed: shipped.get(part_id) ?? 0,
        backordered: 0,
      }));
      return { order: relined({ ...order, status: 'cancelled' }, none), sent: [] };
    }
    case 'deliver':
      return { order: { ...order, status: 'delivered' }, sent: [] };
    case 'return':
      return { order: { ...order, status: 'returned' }, sent: [] };
    case 'renumber': {
      const shipments = order.shipments.map((each) =>
        each.tracking_number === step.from ? { ...each, tracking_number: step.to } : each,
      );
      return { order: { ...order, shipments }, sent: [] };
    }
    case 'status':
      return { order: { ...order, status: step.status }, sent: [] };
  }
}

function relined(order: WireOrder, changes: readonly z.infer<typeof line>[] = []): WireOrder {
  const unknown = changes.find(({ part_id }) => !order.lines.some((each) => each.part_id === part_id));
  if (unknown) throw refuse(422, `lines: ${unknown.part_id} is not in the order`);
  const lines = order.lines.map((each) => {
    const changed = changes.find(({ part_id }) => part_id === each.part_id);
    return { ...each, ...(changed && (JSON.parse(JSON.stringify(changed)) as Partial<WireOrderLine>)) };
  });
  return { ...order, lines, totals: totalsOf(lines) };
}

function ship(order: WireOrder, shipped: ReadonlyMap<string, number>, step: Ship, id: string) {
  const lines = step.all
    ? order.lines.map((each) => ({ ...each, confirmed: each.confirmed + each.backordered, backordered: 0 }))
    : order.lines;
  const parts = [...Map.groupBy(lines, ({ part_id }) => part_id)];
  const sum = (own: readonly WireOrderLine[], field: 'confirmed' | 'quantity') =>
    own.reduce((pieces, each) => pieces + each[field], 0);
  const left = parts
    .map(([part_id, own]) => ({ part_id, quantity: sum(own, 'confirmed') - (shipped.get(part_id) ?? 0) }))
    .filter(({ quantity: pieces }) => pieces > 0);
  const parcels: Parcel[] =
    typeof step.parcels === 'number' ? Array.from({ length: step.parcels }, () => ({})) : step.parcels;
  const shares = shared(left, parcels.length);
  const before = order.shipments.length;
  const sent = parcels.map((each, n) => each.lines ?? shares[n] ?? []);
  if (sent.some((pieces) => pieces.length === 0))
    throw refuse(422, 'parcels: nothing is left for one of them');
  const made = parcels.map((each, n): WireShipment => {
    const named = each.lines ?? (each.lines === null || !step.withLines ? undefined : sent[n]);
    return {
      carrier: each.carrier ?? 'UPS',
      tracking_number:
        each.tracking_number ??
        `1Z999${id.replace(/\D/g, '').padStart(7, '0')}${String(before + n + 1).padStart(4, '0')}`,
      shipped_at: each.shipped_at ?? new Date().toISOString(),
      ...(named && { lines: named }),
    };
  });
  const gone = (part: string) =>
    sent
      .flat()
      .reduce(
        (sum, { part_id, quantity: pieces }) => sum + (part_id === part ? pieces : 0),
        shipped.get(part) ?? 0,
      );
  const isDone = parts.every(([part, own]) => gone(part) >= sum(own, 'quantity'));
  const status = isDone ? 'shipped' : 'partially shipped';
  return { order: { ...order, lines, status, shipments: [...order.shipments, ...made] }, sent: sent.flat() };
}

/** Deals the pieces out: every parcel gets some of the first lines, the last parcel the rest. */
function shared(left: readonly { part_id: string; quantity: number }[], parcels: number) {
  const pieces = left.flatMap(({ part_id, quantity: n }) => Array.from({ length: n }, () => part_id));
  const size = Math.max(1, Math.floor(pieces.length / parcels));
  return Array.from({ length: parcels }, (_, n) => {
    const own = pieces.slice(n * size, n === parcels - 1 ? undefined : (n + 1) * size);
    return [...Map.groupBy(own, (part) => part)].map(([part_id, list]) => ({
      part_id,
      quantity: list.length,
    }));
  });
}
