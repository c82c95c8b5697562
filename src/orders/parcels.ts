import type { StoreShipment } from '../bigcommerce/order-schema.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Parcel, ParcelItem } from '../ledger/orders/parcels.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { providerOf } from './carriers.ts';
import { concernsAllOrders } from './failures.ts';
import type { OrderEngine } from './order-engine.ts';
import { claimParcel, releaseParcel } from './parcel-claims.ts';
import { comparable, trackingNumbersIn } from './tracking-numbers.ts';

/** Characters that the store takes (docs/facts/bigcommerce-orders.md#shipments). */
const LONGEST_TRACKING = 50;

type SupplierParcel = SupplierOrder['shipments'][number];

/** A parcel of the supplier's with its number, and with those that it wrote together with it. */
export type NumberedParcel = SupplierParcel & { trackingNumber: string; joined?: string[] };

/** The supplier's parcels by tracking number; one without a number has not left yet, as far as is known. */
export function numbered(shipments: readonly SupplierParcel[]) {
  const parcels = new Map<string, NumberedParcel>();
  const findings: ReviewReason[] = [];
  let waiting = 0;
  for (const shipment of shipments) {
    const numbers = trackingNumbersIn(shipment.trackingNumber);
    if (numbers.length === 0) waiting += 1;
    for (const trackingNumber of numbers) {
      if (trackingNumber.length > LONGEST_TRACKING) {
        findings.push({
          code: 'TRACKING_TOO_LONG',
          message: `The tracking number ${trackingNumber} has more than ${LONGEST_TRACKING} characters, and would have to be cut.`,
        });
        continue;
      }
      const known = parcels.get(comparable(trackingNumber));
      // Listed line by line: it is one parcel all the same.
      const lines =
        known?.lines && shipment.lines ? [...known.lines, ...shipment.lines] : (known ?? shipment).lines;
      parcels.set(comparable(trackingNumber), {
        ...shipment,
        trackingNumber,
        ...(lines && { lines }),
        ...(numbers.length > 1 && { joined: numbers }),
      });
    }
  }
  return { parcels: [...parcels.values()], findings, waiting };
}

export type Written =
  | { kind: 'written'; items: ParcelItem[]; isNew: boolean }
  /** Another run has it, or the next run will try again. */
  | { kind: 'later'; reason?: ReviewReason }
  | { kind: 'refused'; reason: ReviewReason };

/**
 * One shipment in the store for one parcel, exactly once: each makes a mail to the customer. The store was asked for the
 * tracking number before; the ledger has the parcel before its POST leaves, and a lost answer is settled by looking.
 * @param lacking pieces that each line of the store's order still lacks; taken from
 */
export async function writeParcel(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  parcel: { trackingNumber: string; carrier: string | null; items: ParcelItem[] },
  lacking: Map<number, number>,
): Promise<Written> {
  const { ledger, store, storeKey, owner, settings, giveUp } = engine;
  const { trackingNumber, carrier, items } = parcel;
  const key = { store: storeKey, po: record.po, trackingNumber };
  if (items.some((it) => it.quantity > (lacking.get(it.orderProductId) ?? 0)))
    return refused('OVERSHIPPED', `Parcel ${trackingNumber} has more than the store's order still lacks.`);
  if (!(await ledger.parcels.claim({ ...key, owner, items }))) return { kind: 'later' };
  const orderAddressId = record.lines[0]?.orderAddressId ?? 0;
  const other = await claimParcel(engine, record, trackingNumber);
  if (other) {
    await ledger.parcels.release(key);
    return other.isOld ? { kind: 'refused', reason: other.reason } : { kind: 'later', reason: other.reason };
  }
  try {
    const made = await store.orders.createShipment(
      record.orderId,
      {
        orderAddressId,
        items,
        trackingNumber,
        shippingProvider: providerOf(carrier, settings.carriers),
        ...(carrier && { comments: carrier }),
      },
      giveUp,
    );
    await ledger.parcels.written(key, made.id);
    for (const it of items)
      lacking.set(it.orderProductId, (lacking.get(it.orderProductId) ?? 0) - it.quantity);
    return { kind: 'written', items, isNew: true };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.outcome === 'unknown') return settleParcel(engine, record, trackingNumber);
    await releaseParcel(engine, { ...record, owner }, trackingNumber);
    await ledger.parcels.release(key);
    const reason = { code: error.code, message: error.message };
    if (error.code === 'RATE_LIMITED' || error.code === 'FORBIDDEN') return { kind: 'later', reason };
    if (concernsAllOrders(error)) throw error;
    return refused('SHIPMENT_REFUSED', error.message);
  }
}

/** A parcel whose POST was never answered: written if the store has it; free again when two looks both missed it. */
export async function settleParcel(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  trackingNumber: string,
  owner: string = engine.owner,
): Promise<Written> {
  const { ledger, storeKey, clock, settings, drain } = engine;
  const key = { store: storeKey, po: record.po, trackingNumber };
  let found = await inStore(engine, record, trackingNumber);
  if (!found) {
    await clock.sleep(settings.settleSeconds * 1_000, drain);
    found = await inStore(engine, record, trackingNumber);
  }
  if (found) {
    await ledger.parcels.written(key, found.id);
    return { kind: 'written', items: found.items, isNew: true };
  }
  await releaseParcel(engine, { ...record, owner }, trackingNumber);
  await ledger.parcels.release(key);
  return {
    kind: 'later',
    reason: { code: 'SHIPMENT_LOST', message: `The store did not take the shipment ${trackingNumber}.` },
  };
}

function refused(code: string, message: string): Written {
  return { kind: 'refused', reason: { code, message } };
}

/**
 * Takes parcels that the store has already: written by another machine, or by a person who knew what was in them. One
 * whose number a person corrected keeps what is in it.
 */
export async function adoptParcels(
  { ledger, store, storeKey, owner, giveUp }: OrderEngine,
  record: SupplierOrderRecord,
  known: readonly Parcel[],
  trackingNumbers: readonly string[],
): Promise<Set<string>> {
  const adopted = new Set<string>();
  if (trackingNumbers.length === 0) return adopted;
  const shipments = await store.orders.shipments(record.orderId, giveUp);
  for (const trackingNumber of trackingNumbers) {
    const shipment = shipments.find(isParcelOf(record, trackingNumber));
    if (!shipment) continue;
    const key = { store: storeKey, po: record.po, trackingNumber };
    const before = known.find(({ storeShipmentId }) => storeShipmentId === shipment.id);
    if (before) await ledger.parcels.renumber(before, trackingNumber);
    else {
      await ledger.parcels.claim({ ...key, owner, items: ownItems(record, shipment) });
      await ledger.parcels.written(key, shipment.id);
    }
    adopted.add(trackingNumber);
  }
  return adopted;
}

/** Parcels whose run died before it knew what became of them. */
export function orphans(parcels: readonly Parcel[], { owner, isGone }: OrderEngine): Parcel[] {
  return parcels.filter((it) => it.state === 'sending' && it.owner !== owner && isGone(it.owner));
}

async function inStore(
  { store, giveUp }: OrderEngine,
  record: SupplierOrderRecord,
  trackingNumber: string,
): Promise<StoreShipment | undefined> {
  const shipments = await store.orders.shipments(record.orderId, giveUp);
  return shipments.find(isParcelOf(record, trackingNumber));
}

/** By its number, and by what is in it: freight of two purchase orders may travel under one number. */
function isParcelOf(
  record: SupplierOrderRecord,
  trackingNumber: string,
): (shipment: StoreShipment) => boolean {
  const addressId = record.lines[0]?.orderAddressId;
  return (shipment) =>
    comparable(shipment.trackingNumber) === comparable(trackingNumber) &&
    (shipment.orderAddressId === null || shipment.orderAddressId === addressId) &&
    ownItems(record, shipment).length > 0;
}

function ownItems({ lines }: SupplierOrderRecord, { items }: StoreShipment): ParcelItem[] {
  return items.filter((it) => lines.some(({ orderProductId }) => orderProductId === it.orderProductId));
}
