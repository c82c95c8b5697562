import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine, SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { addNote } from './acknowledge.ts';
import { type Allocation, allocate } from './allocate.ts';
import { counted } from './counters.ts';
import { isNewTo } from './findings.ts';
import type { OrderEngine } from './order-engine.ts';
import { overshipped, owedNoMore } from './owed.ts';
import {
  adoptParcels,
  type NumberedParcel,
  numbered,
  orphans,
  settleParcel,
  writeParcel,
} from './parcels.ts';
import { neededStatus } from './store-status.ts';
import { inOrderedParts } from './substitutes.ts';
import { progressOf } from './supplier-status.ts';
import { comparable, trackingNumbersIn } from './tracking-numbers.ts';

/** What tracking one purchase order came to. */
export interface Tracked {
  record: SupplierOrderRecord;
  /** Shipments written in this run. */
  shipments: string[];
  /** For a person. */
  findings: ReviewReason[];
  /** For the next run. */
  open: ReviewReason[];
}

const CANCELLED_IN_STORE = 5;
const REFUNDED_IN_STORE = 4;

/**
 * Brings one purchase order up to date: the supplier's counters into the ledger, its parcels into the store as
 * shipments, then the store's status. Cancelled and returned pieces are recorded and shown; nothing is ever refunded.
 */
export async function trackOrder(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  supplierOrder: SupplierOrder,
): Promise<Tracked> {
  const { ledger, store, storeKey, giveUp } = engine;
  const theirs = inOrderedParts(record, supplierOrder);
  const tracked: Tracked = { record, shipments: [], findings: [], open: [] };
  const order = await store.orders.get(record.orderId, giveUp);
  if (!order) tracked.findings.push({ code: 'ORDER_GONE', message: 'The store has no such order any more.' });

  await settleOrphans(engine, record, tracked);
  const before = await shippedLines(engine, record);
  tracked.findings.push(...warnings(theirs, order, counted(before, theirs)));
  if (order && !stops(tracked.findings)) await writeParcels(engine, record, order, theirs, tracked);

  const lines = counted(await shippedLines(engine, record), theirs);
  tracked.findings.push(...overshipped(lines));
  const approved = await engine.ledger.reviews.released(engine.storeKey, record, 'shipping');
  tracked.findings = tracked.findings.filter(isNewTo(approved));
  if (order) await setStatus(engine, order, tracked);
  await review(engine, record, order, tracked);

  const parcels = await ledger.parcels.list(storeKey, record.po);
  const isDone =
    tracked.findings.length === 0 &&
    tracked.open.length === 0 &&
    parcels.every(({ state }) => state === 'written') &&
    lines.every(({ ordered, shipped, cancelled }) => shipped + cancelled >= ordered);
  const change = { supplierStatus: theirs.status, state: isDone ? 'done' : 'accepted' } as const;
  await ledger.orders.move(record, { states: ['accepted', 'done'] }, change, lines);
  return { ...tracked, record: { ...record, ...change, lines } };
}

async function writeParcels(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  order: StoreOrder,
  theirs: SupplierOrder,
  tracked: Tracked,
): Promise<void> {
  const { parcels, findings, waiting } = numbered(theirs.shipments);
  tracked.findings.push(...findings);
  if (waiting > 0)
    tracked.open.push({
      code: 'NO_TRACKING',
      message: `${waiting} of its parcels have no tracking number yet.`,
    });
  const known = await engine.ledger.parcels.list(engine.storeKey, record.po);
  const numbers = new Set(known.flatMap((it) => trackingNumbersIn(it.trackingNumber).map(comparable)));
  const unseen = parcels.filter(({ trackingNumber }) => !numbers.has(comparable(trackingNumber)));
  const adopted = await adoptParcels(
    engine,
    record,
    known,
    unseen.map(({ trackingNumber }) => trackingNumber),
  );
  const fresh = unseen.filter(({ trackingNumber }) => !adopted.has(trackingNumber));
  const changed = await changedNumber(engine, record, parcels, fresh.length + waiting);
  if (changed) {
    tracked.findings.push(changed);
    const approved = await engine.ledger.reviews.released(engine.storeKey, record, 'shipping');
    const isWhole = (await shippedLines(engine, record)).every((line) => line.shipped >= line.ordered);
    // Once a person has seen it, what is still to come goes on.
    if (isWhole || isNewTo(approved)(changed)) return;
  }
  const lines = await shippedLines(engine, record);
  const { items, findings: unclear } = allocation(
    lines,
    theirs,
    await unshared(engine, record, fresh),
    waiting,
  );
  tracked.findings.push(...unclear);
  const lacking = lackingIn(order);
  for (const { trackingNumber, carrier } of fresh) {
    const inside = items.get(trackingNumber);
    if (!inside || engine.drain.aborted) continue;
    const parcel = { trackingNumber, carrier, items: inside };
    const written = await writeParcel(engine, record, parcel, lacking);
    if (written.kind === 'written' && written.isNew) tracked.shipments.push(trackingNumber);
    if (written.kind === 'refused') tracked.findings.push(written.reason);
    if (written.kind === 'later' && written.reason) tracked.open.push(written.reason);
  }
}

/** A number that customers were mailed and that the supplier does not name any more, while it names others. */
async function changedNumber(
  { ledger, storeKey }: OrderEngine,
  { po }: SupplierOrderRecord,
  parcels: readonly NumberedParcel[],
  others: number,
): Promise<ReviewReason | undefined> {
  const named = new Set(parcels.map(({ trackingNumber }) => comparable(trackingNumber)));
  const gone = (await ledger.parcels.list(storeKey, po)).filter(({ trackingNumber }) =>
    trackingNumbersIn(trackingNumber).some((number) => !named.has(comparable(number))),
  );
  if (gone.length === 0 || others === 0) return undefined;
  const written = gone.map(({ trackingNumber }) => trackingNumber).join(', ');
  const now = parcels.map(({ trackingNumber }) => trackingNumber).join(', ') || 'none';
  return {
    code: 'TRACKING_CHANGED',
    message: `FinditParts does not name ${written} any more, which the customer was mailed; it names ${now}.`,
  };
}

/** Of what one parcel with several numbers holds, without what is in those of its parcels that are written. */
async function unshared(
  { ledger, storeKey }: OrderEngine,
  { po, lines }: SupplierOrderRecord,
  fresh: readonly NumberedParcel[],
): Promise<NumberedParcel[]> {
  const known = await ledger.parcels.list(storeKey, po);
  return fresh.map((parcel) => {
    if (!parcel.joined || !parcel.lines) return parcel;
    const joined = new Set(parcel.joined.map(comparable));
    const items = known
      .filter(({ trackingNumber }) => joined.has(comparable(trackingNumber)))
      .flatMap((it) => it.items);
    const inside = parcel.lines.map(({ partId, quantity }) => {
      const ids = lines.filter((line) => line.partId === partId).map((line) => line.orderProductId);
      const written = items.filter((it) => ids.includes(it.orderProductId));
      return { partId, quantity: quantity - written.reduce((sum, it) => sum + it.quantity, 0) };
    });
    return { ...parcel, lines: inside.filter(({ quantity }) => quantity > 0) };
  });
}

function allocation(
  before: readonly SupplierOrderLine[],
  theirs: SupplierOrder,
  fresh: Parameters<typeof allocate>[0],
  waiting: number,
): Allocation {
  const confirmed = counted(before, theirs);
  const open = confirmed.map((line) => ({
    ...line,
    open: Math.max(0, Math.min(line.ordered - line.cancelled, line.confirmed ?? line.ordered) - line.shipped),
  }));
  return allocate(fresh, open, progressOf(theirs.status) === 'shipped' && waiting === 0);
}

async function settleOrphans(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  tracked: Tracked,
): Promise<void> {
  const parcels = await engine.ledger.parcels.list(engine.storeKey, record.po);
  for (const { trackingNumber, owner } of orphans(parcels, engine)) {
    const settled = await settleParcel(engine, record, trackingNumber, owner);
    if (settled.kind === 'written') tracked.shipments.push(trackingNumber);
  }
}

/** The lines with what the parcels in the ledger hold, also those under way. */
async function shippedLines(
  { ledger, storeKey }: OrderEngine,
  { po, lines }: SupplierOrderRecord,
): Promise<SupplierOrderLine[]> {
  const items = (await ledger.parcels.list(storeKey, po)).flatMap((parcel) => parcel.items);
  return lines.map((line) => ({
    ...line,
    shipped: items
      .filter(({ orderProductId }) => orderProductId === line.orderProductId)
      .reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

function warnings(
  { status, id }: SupplierOrder,
  order: StoreOrder | undefined,
  lines: readonly SupplierOrderLine[],
): ReviewReason[] {
  const progress = progressOf(status);
  const findings: ReviewReason[] = [];
  const cancelled = lines.filter((line) => line.cancelled > 0);
  if (progress === 'unknown')
    findings.push({
      code: 'UNKNOWN_STATUS',
      message: `FinditParts says "${status}" of order ${id}, a word that ttpd does not know.`,
    });
  if (progress === 'returned')
    findings.push({
      code: 'RETURNED',
      message: `Order ${id} was returned to FinditParts. A refund is yours to decide.`,
    });
  if (cancelled.length > 0)
    findings.push({
      code: 'CANCELLED',
      message: `FinditParts cancelled ${cancelled.map((line) => `${line.cancelled} × ${line.sku}`).join(', ')}. A refund is yours to decide.`,
    });
  if (!order || progress === 'cancelled') return findings;
  if ([CANCELLED_IN_STORE, REFUNDED_IN_STORE].includes(order.statusId))
    findings.push({
      code: 'CANCELLED_IN_STORE',
      message: `The order is "${order.status}" in the store, and FinditParts is still to deliver ${id}: ask it to cancel.`,
    });
  else findings.push(...owedNoMore(order, lines, { supplierOrderId: id, hasLeft: progress === 'shipped' }));
  return findings;
}

/** After these nothing is shipped to the customer before a person has looked. */
function stops(findings: readonly ReviewReason[]): boolean {
  return findings.some(({ code }) => code === 'UNKNOWN_STATUS' || code === 'CANCELLED_IN_STORE');
}

/** What each line of the store's order still lacks, whoever ordered it where. */
function lackingIn({ lines }: StoreOrder): Map<number, number> {
  return new Map(lines.map((line) => [line.id, line.quantity - line.quantityShipped]));
}

/** By the order as it is now: shipments may have moved its status already, and a person may have while we waited. */
async function setStatus({ store, giveUp }: OrderEngine, before: StoreOrder, { shipments }: Tracked) {
  if (shipments.length === 0 && neededStatus(before) === undefined) return;
  const order = await store.orders.get(before.id, giveUp);
  const statusId = order && neededStatus(order);
  if (statusId !== undefined) await store.orders.update(before.id, { statusId }, giveUp);
}

async function review(
  engine: OrderEngine,
  { orderId, po }: SupplierOrderRecord,
  order: StoreOrder | undefined,
  { findings }: Tracked,
): Promise<void> {
  const { ledger, storeKey } = engine;
  if (findings.length === 0) return ledger.reviews.clear(storeKey, { orderId, po }, ['shipping']);
  await ledger.reviews.open({
    store: storeKey,
    orderId,
    po,
    stage: 'shipping',
    reasons: findings,
  });
  if (order) await addNote(engine, orderId, `${po}: ${findings.map(({ message }) => message).join(' ')}`);
}
