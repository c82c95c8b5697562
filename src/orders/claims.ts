import { z } from 'zod';
import type { OrderMetafieldWrite } from '../bigcommerce/order-metafields.ts';
import type { OrderMetafield } from '../bigcommerce/order-schema.ts';
import { printableLine } from '../common/printable.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import type { OrderEngine } from './order-engine.ts';

const NAMESPACE = 'ttpd';
const KEY = /^claim_(\d+)_(\d+)$/;
/** For people and other apps: the supplier's numbers of the order. */
const SUPPLIER_ORDER_IDS = 'supplier_order_id';

const claimText = z.object({
  po: z.string().min(1),
  machine: z.string(),
  run: z.string(),
  at: z.string(),
  lines: z.array(z.object({ id: z.number().int(), partId: z.string(), quantity: z.number().int() })),
  supplierOrderId: z.string().nullish().default(null),
});
type ClaimText = z.output<typeof claimText>;

/** One attempt to send one purchase order, as the store's order remembers it: ids and amounts, never an address. */
export interface Claim extends Omit<ClaimText, 'lines'> {
  /** The metafield's. */
  id: number;
  seq: number;
  attempt: number;
  /** `order_product_id`, part and pieces; `null`: somebody has changed the claim beyond recognition. */
  lines: ClaimText['lines'] | null;
}

/** What the store's order remembers of its purchase orders, whoever sent them. */
export interface OrderMemory {
  claims: Claim[];
  supplierOrderIds: string[];
}

export async function memoryOf({ store, giveUp }: OrderEngine, orderId: number): Promise<OrderMemory> {
  return memoryIn(await store.orders.metafields(orderId, { namespace: NAMESPACE }, giveUp));
}

function memoryIn(fields: readonly OrderMetafield[]): OrderMemory {
  const ours = fields.filter(({ namespace }) => namespace === NAMESPACE);
  return {
    claims: ours.flatMap((field) => claimIn(field) ?? []),
    supplierOrderIds: ours
      .filter(({ key }) => key === SUPPLIER_ORDER_IDS)
      .flatMap(({ value }) => value.split(/[\s,]+/).filter(Boolean)),
  };
}

function claimIn({ id, key, value }: OrderMetafield): Claim | undefined {
  const [, seq, attempt] = KEY.exec(key) ?? [];
  if (seq === undefined) return undefined;
  const numbers = { id, seq: Number(seq), attempt: Number(attempt) };
  const { data } = claimText.safeParse(parsed(value));
  return data
    ? { ...data, ...numbers }
    : { ...numbers, po: key, machine: 'unknown', run: '', at: '', lines: null, supplierOrderId: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Claimed =
  | { kind: 'ours' }
  /** Another machine has the lines, or this very attempt. */
  | { kind: 'theirs'; claim: Claim }
  /** The answer is lost, and the store does not show it: it may still come. */
  | { kind: 'unclear' };

/**
 * Claims one attempt at a purchase order in the store, before its POST may leave (docs/orders.md#several-machines). The
 * key is unique for an API account, so that of all who try one succeeds. Then the claims are read: who finds another
 * account's, or an older one, for the same lines, gives way; as each writes before it reads, at most one goes on.
 * @throws ServiceError when the store refuses, or cannot be asked
 */
export async function claim(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  attempt: number,
): Promise<Claimed> {
  const { store, giveUp } = engine;
  const { orderId, seq } = record;
  const key = `claim_${seq}_${attempt}`;
  const value = textOf(engine, record, null);
  const refusal = await tried(store.orders.createMetafield(orderId, fieldOf(key, value), giveUp));
  const fields = await store.orders.metafields(orderId, { namespace: NAMESPACE }, giveUp);
  const ours = fields.find((each) => each.key === key && each.value === value);
  const rival = memoryIn(fields).claims.find(
    (each) => each.id !== ours?.id && isRival(each, record, attempt),
  );
  if (rival) {
    if (ours) await store.orders.deleteMetafield(orderId, ours.id, giveUp);
    return { kind: 'theirs', claim: rival };
  }
  if (ours) return { kind: 'ours' };
  if (refusal?.outcome === 'refused' && refusal.code !== 'CONFLICT') throw refusal;
  return { kind: 'unclear' };
}

/** Another machine's claim for lines of a purchase order of which nothing was sent. */
export async function claimOfOther(
  engine: OrderEngine,
  record: SupplierOrderRecord,
): Promise<Claim | undefined> {
  const { claims } = await memoryOf(engine, record.orderId);
  return claims.findLast((it) => isRival(it, record, 1));
}

/** A claim that was not answered, or was refused, is looked for; what concerns the key or the network is thrown. */
async function tried(writing: Promise<unknown>): Promise<ServiceError | undefined> {
  try {
    await writing;
    return undefined;
  } catch (error) {
    const isLooked = error instanceof ServiceError && error.outcome !== 'not_sent';
    if (!isLooked || error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN') throw error;
    return error;
  }
}

/** What the supplier is known to have made of a purchase order, by whichever machine. */
export function numberOf(claims: readonly Claim[], po: string): string | undefined {
  return claims.find((it) => it.po === po && it.supplierOrderId !== null)?.supplierOrderId ?? undefined;
}

/** Earlier attempts at the same purchase order are what this one goes on from, unless one of them was taken. */
function isRival(claim: Claim, { po, seq, lines }: SupplierOrderRecord, attempt: number): boolean {
  if (claim.po === po && claim.attempt < attempt) return claim.supplierOrderId !== null;
  if (claim.lines === null || (claim.seq === seq && claim.attempt === attempt)) return true;
  const ids = new Set(claim.lines.map(({ id }) => id));
  return lines.some(({ orderProductId }) => ids.has(orderProductId));
}

/** A later attempt at the same purchase order says more. */
export function isSuperseded({ po, attempt }: Claim, claims: readonly Claim[]): boolean {
  return claims.some((it) => it.po === po && it.attempt > attempt);
}

export function claimedElsewhere({ po, machine, at, supplierOrderId }: Claim): ReviewReason {
  if (supplierOrderId !== null) {
    const by = `machine ${printableLine(machine, 60)}`;
    return {
      code: 'CLAIMED_ELSEWHERE',
      message: `${po} is FinditParts order ${supplierOrderId}: another ttpd (${by}) sent it.`,
    };
  }
  const since = at ? ` since ${at.slice(0, 16).replace('T', ' ')} UTC` : '';
  return {
    code: 'CLAIMED_ELSEWHERE',
    message: `${po} is in the hands of another ttpd (machine ${printableLine(machine, 60)}${since}): it may have sent it.`,
  };
}

/** Takes back what this run, or the one that the record belongs to, has claimed for a purchase order. */
export function releaseOwn(engine: OrderEngine, record: SupplierOrderRecord): Promise<void> {
  return release(engine, record.orderId, (it) => it.po === record.po && it.run === record.owner);
}

/** Certain that nothing of it is at the supplier: by the supplier's refusal, or a person's word. */
export async function release(
  engine: Pick<OrderEngine, 'store' | 'giveUp'>,
  orderId: number,
  which: (claim: Claim) => boolean,
): Promise<void> {
  const { store, giveUp } = engine;
  const fields = await store.orders.metafields(orderId, { namespace: NAMESPACE }, giveUp);
  for (const { id } of memoryIn(fields).claims.filter(which))
    await store.orders.deleteMetafield(orderId, id, giveUp);
}

/**
 * Writes the supplier's number into the purchase order's claim, and with all that the order has into a metafield of its
 * own. Safe to repeat.
 * @returns what the store remembers afterwards
 */
export async function remember(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  supplierOrderId: string,
): Promise<OrderMemory> {
  const { store, giveUp } = engine;
  const { orderId, po, seq } = record;
  const before = await memoryOf(engine, orderId);
  const own = before.claims.filter((it) => it.po === po);
  if (!own.some((it) => it.supplierOrderId === supplierOrderId)) {
    const attempt = Math.max(1, record.attempt, ...own.map((it) => it.attempt));
    const value = textOf(engine, record, supplierOrderId);
    await store.orders.setMetafield(orderId, fieldOf(`claim_${seq}_${attempt}`, value), giveUp);
  }
  const memory = await memoryOf(engine, orderId);
  const ids = memory.claims.flatMap((it) => it.supplierOrderId ?? []);
  const value = [...new Set([...memory.supplierOrderIds, ...ids])].join(', ');
  await store.orders.setMetafield(orderId, fieldOf(SUPPLIER_ORDER_IDS, value), giveUp);
  return memory;
}

/** Other accounts may read it: what they claim does not collide with ours, and is found by reading. */
function fieldOf(key: string, value: string): OrderMetafieldWrite {
  return { namespace: NAMESPACE, key, value, permissionSet: 'read' };
}

function textOf(
  { machine, owner: run, clock }: OrderEngine,
  { po, lines }: SupplierOrderRecord,
  supplierOrderId: string | null,
): string {
  const text: ClaimText = {
    po,
    machine,
    run,
    at: clock.date().toISOString(),
    lines: lines.map((line) => ({ id: line.orderProductId, partId: line.partId, quantity: line.ordered })),
    supplierOrderId,
  };
  return JSON.stringify(text);
}
