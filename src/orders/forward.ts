import type { SupplierOrder } from '../finditparts/supplier.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { NewSupplierOrder, SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { accept, acknowledge } from './acknowledge.ts';
import { claimedElsewhere, release, releaseOwn } from './claims.ts';
import { concernsAllOrders } from './failures.ts';
import type { OrderEngine } from './order-engine.ts';
import type { OrderRow, OrderState } from './order-rows.ts';
import type { Prepared } from './prepare.ts';
import { hashOf, requestOf } from './request.ts';
import { type Sent, sendOrder, settle, settleAtOnce } from './send.ts';

/**
 * Claims the purchase orders of an order that passed its checks, all in one step, and sends them. Nothing happens where
 * another process was faster: it is its order now.
 */
export async function forward(engine: OrderEngine, { order, consignments }: Prepared): Promise<OrderRow[]> {
  const { ledger, storeKey } = engine;
  await ledger.reviews.clear(storeKey, { orderId: order.id, po: null }, ['check']);
  const claims = consignments.map((consignment) => claimOf(engine, order.id, consignment));
  if (engine.drain.aborted || !(await ledger.orders.claim(claims))) return [];
  const rows: OrderRow[] = [];
  // One that another machine had may be given back by it: then nobody has sent it.
  let isRestSent = true;
  for (const { po } of claims) {
    const record = await ledger.orders.get(storeKey, po);
    if (!record) {
      isRestSent = false;
      continue;
    }
    try {
      const row = await finish(engine, record, await sendOrder(engine, record), isRestSent);
      isRestSent &&= row.state === 'submitted';
      rows.push(row);
    } catch (error) {
      if (error instanceof ServiceError) await giveBack(engine, record);
      throw error;
    }
  }
  return rows;
}

/**
 * Nothing of it was sent: its lines are free, to be checked anew. Where the store cannot be told, it stays for the next
 * run: a claim that nobody stands for would keep all others away.
 * @returns `false`: it stays
 */
export async function giveBack(engine: OrderEngine, record: SupplierOrderRecord): Promise<boolean> {
  const { ledger, owner, storeKey } = engine;
  const now = await ledger.orders.get(storeKey, record.po);
  if (now?.state !== 'planned' || now.owner !== record.owner) return true;
  try {
    if (now.attempt > 0) await releaseOwn(engine, record);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return false;
  }
  if (await ledger.orders.move(record, { states: ['planned'], owner: record.owner }, { owner }))
    await ledger.orders.release(record, owner);
  return true;
}

function claimOf(
  { storeKey, owner, settings }: OrderEngine,
  orderId: number,
  { po, seq, lines, address, margin }: Prepared['consignments'][number],
): NewSupplierOrder {
  // The checks let nothing pass that has no address.
  if (!address) throw new Error(`order ${orderId} has no address`);
  const claimed = lines.map(({ line, quantity, part, offer }) => ({
    orderProductId: line.id,
    orderAddressId: address.id,
    sku: line.sku,
    partId: part.id,
    unitPrice: offer?.price?.account?.toFixed() ?? '0',
    core: offer?.price?.core?.toFixed() ?? null,
    ordered: quantity,
  }));
  return {
    store: storeKey,
    po,
    orderId,
    seq,
    owner,
    hash: hashOf(requestOf(po, claimed, address, settings)),
    margin: margin?.margin.toFixed(2) ?? null,
    lines: claimed,
  };
}

/** Goes on with a purchase order of which a POST may have been taken: looks first, and sends only what is not there. */
export async function settleAndResend(engine: OrderEngine, record: SupplierOrderRecord): Promise<OrderRow> {
  const settled = await settle(engine, record);
  const sent = settled.kind === 'absent' ? await sendOrder(engine, record) : settled;
  return finish(engine, record, sent, false);
}

/** An order that a person was asked about: the supplier may list it by now. Otherwise it goes on waiting. */
export async function lookAgain(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  reasons: readonly ReviewReason[],
): Promise<OrderRow> {
  const seen = await settleAtOnce(engine, record);
  return seen.kind === 'accepted' ? finish(engine, record, seen, false) : rowOf(record, 'review', reasons);
}

/** @param isRestSent see `acknowledge` */
async function finish(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  sent: Sent,
  isRestSent: boolean,
): Promise<OrderRow> {
  const { ledger, storeKey: store, owner } = engine;
  const { orderId, po } = record;
  switch (sent.kind) {
    case 'accepted':
      return confirm(engine, await accept(engine, record, sent.order), sent.order, isRestSent);
    case 'refused':
      await ledger.reviews.open({ store, orderId, po, stage: 'refused', reasons: [sent.reason] });
      await released(engine, record);
      return rowOf(record, 'review', [sent.reason]);
    case 'doubt':
      await ledger.orders.move(record, { states: ['planned', 'sending'], owner }, { state: 'unknown' });
      await ledger.reviews.open({ store, orderId, po, stage: 'doubt', reasons: [sent.reason] });
      return rowOf(record, 'review', [sent.reason]);
    case 'elsewhere': {
      const reason = claimedElsewhere(sent.claim);
      await giveBack(engine, record);
      if ((await ledger.orders.get(store, po)) === undefined) return rowOf(record, 'skipped', [reason]);
      await ledger.reviews.open({ store, orderId, po, stage: 'doubt', reasons: [reason] });
      return rowOf(record, 'review', [reason]);
    }
    case 'unclaimed':
      return rowOf(record, 'failed', [sent.reason]);
    case 'postponed':
    case 'stopped':
      // Frees the lines if nothing was sent; otherwise the next run settles it.
      await giveBack(engine, record);
      return rowOf(record, 'failed', [
        sent.kind === 'postponed'
          ? sent.reason
          : { code: 'INTERRUPTED', message: 'The run was interrupted.' },
      ]);
  }
}

/** So that another machine may send it; `order review retry` does it again where the store could not be told. */
async function released(engine: OrderEngine, { orderId, po }: SupplierOrderRecord): Promise<void> {
  try {
    await release(engine, orderId, (claim) => claim.po === po);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}

/** The supplier has it; the store may not know yet, and is told again by the next run if that fails now. */
export async function confirm(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  supplierOrder: SupplierOrder,
  isRestSent = true,
): Promise<OrderRow> {
  try {
    const held = await acknowledge(engine, record, supplierOrder, isRestSent);
    return rowOf(record, held.length > 0 ? 'review' : 'submitted', held);
  } catch (error) {
    if (!(error instanceof ServiceError) || concernsAllOrders(error)) throw error;
    return rowOf(record, 'failed', [
      {
        code: 'STORE_NOT_TOLD',
        message: `FinditParts has it; the store could not be told: ${error.message}`,
      },
    ]);
  }
}

export function rowOf(
  { orderId, po, supplierOrderId, margin, lines }: SupplierOrderRecord,
  state: OrderState,
  reasons: readonly ReviewReason[],
): OrderRow {
  return {
    orderId,
    poNumber: po,
    state,
    supplierOrderId,
    margin,
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    warnings: [],
    lines: lines.map(({ orderProductId, sku, ordered }) => ({ orderProductId, sku, quantity: ordered })),
    leftOut: [],
  };
}
