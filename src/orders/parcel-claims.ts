import { createHash } from 'node:crypto';
import { z } from 'zod';
import { printableLine } from '../common/printable.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import type { OrderEngine } from './order-engine.ts';
import { comparable } from './tracking-numbers.ts';

const NAMESPACE = 'ttpd';
/** How long another machine's parcel is taken for work under way, milliseconds. */
const UNDER_WAY_MS = 15 * 60_000;

const parcelText = z.object({ machine: z.string(), run: z.string(), at: z.string() });

/**
 * Claims a parcel in the store before its shipment is written, as purchase orders are claimed
 * (docs/orders.md#several-machines): two machines that track one order mail its customer once.
 * @returns who has it; `undefined`: this run
 * @throws ServiceError when the store refuses, or does not answer
 */
export async function claimParcel(
  { store, machine, owner: run, clock, giveUp }: OrderEngine,
  { orderId, po }: SupplierOrderRecord,
  trackingNumber: string,
): Promise<{ reason: ReviewReason; isOld: boolean } | undefined> {
  const key = keyOf(po, trackingNumber);
  const now = clock.date();
  const value = JSON.stringify({ machine, run, at: now.toISOString() });
  const field = { namespace: NAMESPACE, key, value, permissionSet: 'read' } as const;
  let failure: ServiceError | undefined;
  try {
    await store.orders.createMetafield(orderId, field, giveUp);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    failure = error;
  }
  const claims = await store.orders.metafields(orderId, { namespace: NAMESPACE, key }, giveUp);
  const ours = claims.find((it) => it.value === value);
  const other = claims.find((it) => it !== ours);
  if (ours && other) await store.orders.deleteMetafield(orderId, ours.id, giveUp);
  if (!ours && !other && failure) throw failure;
  if (!other) return undefined;
  const { data: by } = parcelText.safeParse(parsed(other.value));
  const since = Date.parse(by?.at ?? '') || 0;
  return {
    isOld: now.getTime() - since > UNDER_WAY_MS,
    reason: {
      code: 'PARCEL_CLAIMED',
      message: `Parcel ${trackingNumber} is in the hands of another ttpd (machine ${printableLine(by?.machine ?? 'unknown', 60)}), and the store does not have it yet.`,
    },
  };
}

/** The shipment was certainly not written: by this run, or by the one that the parcel belonged to. */
export async function releaseParcel(
  { store, giveUp }: OrderEngine,
  { orderId, po, owner }: Pick<SupplierOrderRecord, 'orderId' | 'po' | 'owner'>,
  trackingNumber: string,
): Promise<void> {
  const key = keyOf(po, trackingNumber);
  for (const { id, value } of await store.orders.metafields(orderId, { namespace: NAMESPACE, key }, giveUp))
    if (parcelText.safeParse(parsed(value)).data?.run === owner)
      await store.orders.deleteMetafield(orderId, id, giveUp);
}

/** A key has 64 characters at most, and not every character of a number. */
function keyOf(po: string, trackingNumber: string): string {
  const hash = createHash('sha256')
    .update(`${po} ${comparable(trackingNumber)}`)
    .digest('hex');
  return `parcel_${hash.slice(0, 24)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
