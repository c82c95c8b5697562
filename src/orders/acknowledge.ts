import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { type Claim, isSuperseded, memoryOf, remember } from './claims.ts';
import { differences } from './confirmation.ts';
import { counted } from './counters.ts';
import { isNewTo } from './findings.ts';
import { type OrderEngine, STATUS } from './order-engine.ts';

/** The supplier has it: written down at once, before anything else is done with it. */
export async function accept(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  order: SupplierOrder,
): Promise<SupplierOrderRecord> {
  const lines = counted(record.lines, order);
  const change = {
    state: 'accepted',
    supplierOrderId: order.id,
    supplierStatus: order.status,
    error: null,
  } as const;
  await engine.ledger.orders.move(
    record,
    { states: ['planned', 'sending', 'unknown', 'refused'] },
    change,
    lines,
  );
  await engine.ledger.reviews.clear(engine.storeKey, record, ['doubt', 'refused']);
  return { ...record, ...change, lines };
}

/**
 * Tells the store that the supplier has the order: its number as a metafield, a staff note, status 9. What the supplier
 * confirmed otherwise than asked is held for a person, with a note, until it is approved. Safe to repeat.
 * @param isRestSent `false`: lines of the order are still to be ordered, so it must be found again
 * @returns why it is held; empty when the store knows
 */
export async function acknowledge(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  supplierOrder: Pick<SupplierOrder, 'id' | 'lines'>,
  isRestSent = true,
): Promise<ReviewReason[]> {
  const { ledger, store, settings, storeKey, clock, giveUp: signal } = engine;
  const { orderId, po } = record;
  const found = differences(record.lines, supplierOrder, settings.priceTolerance);
  const held =
    found.length === 0
      ? found
      : found.filter(isNewTo(await ledger.reviews.released(storeKey, record, 'confirmation')));
  if (held.length > 0)
    await ledger.reviews.open({ store: storeKey, orderId, po, stage: 'confirmation', reasons: held });
  const siblings = await recordsOf(engine, orderId);
  const { claims } = await remember(engine, record, supplierOrder.id);
  const order = await store.orders.get(orderId, signal);
  if (!order) return [{ code: 'ORDER_GONE', message: 'The store has no such order any more.' }];
  const name = `${po} is FinditParts order ${supplierOrder.id}`;
  if (held.length > 0) {
    await addNote(engine, orderId, `${name}, on hold: ${held.map(({ message }) => message).join(' ')}`);
    return held;
  }
  const late = record.lines.reduce((sum, line) => sum + (line.backordered ?? 0), 0);
  const others = {
    records: siblings.filter((each) => each.po !== po),
    claims: claims.filter((each) => each.po !== po),
  };
  const isWaiting =
    isRestSent && areSettled(others.records, others.claims) && order.statusId === STATUS.AwaitingFulfillment;
  const note = `${name}${late > 0 ? `, ${late} on backorder` : ''}.`;
  // By itself, and before the note: a PUT of the notes replaces what a person wrote since they were read.
  if (isWaiting) await store.orders.update(orderId, { statusId: STATUS.AwaitingShipment }, signal);
  await addNote(engine, orderId, note);
  await ledger.reviews.clear(storeKey, record, ['confirmation']);
  const acknowledgedAt = clock.date().toISOString();
  await ledger.orders.move(record, { states: ['accepted', 'done'] }, { acknowledgedAt });
  return [];
}

/**
 * Nothing of the order is left to send: it leaves those that wait once each of its purchase orders has its number. Of one
 * that several runs or machines sent, none of them can tell by what it sent itself.
 */
export async function leaveWaiting(
  engine: OrderEngine,
  order: Pick<StoreOrder, 'id' | 'statusId'>,
): Promise<void> {
  if (order.statusId !== STATUS.AwaitingFulfillment) return;
  const records = await recordsOf(engine, order.id);
  const { claims } = await memoryOf(engine, order.id);
  if (records.length + claims.length === 0 || !areSettled(records, claims)) return;
  await engine.store.orders.update(order.id, { statusId: STATUS.AwaitingShipment }, engine.giveUp);
}

async function recordsOf({ ledger, storeKey }: OrderEngine, orderId: number): Promise<SupplierOrderRecord[]> {
  const records = await ledger.orders.list(storeKey, { orderIds: [orderId] });
  return records.filter(({ state }) => state !== 'abandoned');
}

/** While one of its purchase orders is not settled, an order must be found again: it stays in 11. */
function areSettled(records: readonly SupplierOrderRecord[], claims: readonly Claim[]): boolean {
  return (
    records.every(({ acknowledgedAt }) => acknowledgedAt !== null) &&
    claims.every((each) => isSuperseded(each, claims) || each.supplierOrderId !== null)
  );
}

const NOTE = 'ttpd: ';
/** Characters that the store takes (docs/facts/bigcommerce-orders.md#changing-an-order). */
const LONGEST_NOTES = 65_535;

/**
 * Adds a line to the staff notes, unless it is there. They are replaced as a whole, so they are read right before: the
 * store has no way to write only if nobody else has.
 */
export async function addNote({ store, giveUp }: OrderEngine, orderId: number, note: string): Promise<void> {
  const line = `${NOTE}${note}`;
  const order = await store.orders.get(orderId, giveUp);
  if (!order || order.staffNotes.includes(line)) return;
  const staffNotes = [order.staffNotes, line].filter(Boolean).join('\n').slice(-LONGEST_NOTES);
  await store.orders.update(orderId, { staffNotes }, giveUp);
}
