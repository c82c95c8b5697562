import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { accept } from './acknowledge.ts';
import { addressOf } from './address.ts';
import { claimedElsewhere } from './claims.ts';
import { findOrder } from './find-at-supplier.ts';
import { confirm } from './forward.ts';
import type { OrderEngine } from './order-engine.ts';
import type { OrderRow, OrderState } from './order-rows.ts';
import type { Prepared } from './prepare.ts';
import type { Remembered } from './remembered.ts';
import { hashOf, requestOf } from './request.ts';
import { isOrderOf } from './substitutes.ts';

/**
 * How long another machine's claim is taken for work under way, milliseconds. Afterwards a person is asked about it;
 * no time takes a claim away.
 */
const UNDER_WAY_MS = 15 * 60_000;

/**
 * What becomes of the purchase orders that the store remembers and this ledger does not know: one that the supplier has
 * is taken over into the ledger; of the others a person must say what became of them, unless they are just under way.
 */
export async function rememberedRows(
  engine: OrderEngine,
  { order, remembered, waiting }: Prepared,
  dryRun: boolean,
): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  if (!dryRun) await closeSettled(engine, order.id, remembered);
  for (const it of remembered)
    rows.push(await rememberedRow(engine, order, it, { dryRun, isRestSent: waiting.length === 0 }));
  return rows;
}

async function rememberedRow(
  engine: OrderEngine,
  order: StoreOrder,
  it: Remembered,
  { dryRun, isRestSent }: { dryRun: boolean; isRestSent: boolean },
): Promise<OrderRow> {
  const reason = reasonOf(it);
  if (dryRun) return rowOf(order, it, 'skipped', [reason]);
  const theirs = await atSupplier(engine, it);
  const record = theirs && (await adopt(engine, order, it, theirs));
  if (record && theirs) return confirm(engine, record, theirs, isRestSent);
  if (!theirs && isUnderWay(engine, it)) return rowOf(order, it, 'skipped', [reason]);
  const { ledger, storeKey: store } = engine;
  await ledger.reviews.open({ store, orderId: order.id, po: it.po, stage: 'doubt', reasons: [reason] });
  return rowOf(order, it, 'review', [reason]);
}

function isUnderWay({ clock }: OrderEngine, { claim }: Remembered): boolean {
  return claim !== null && clock.date().getTime() - Date.parse(claim.at) < UNDER_WAY_MS;
}

/** By the number in the store, else, where a claim has stood for long, by the purchase order. */
async function atSupplier(engine: OrderEngine, it: Remembered): Promise<SupplierOrder | undefined> {
  if (it.supplierOrderId !== null) return engine.supplier.order(it.supplierOrderId, engine.giveUp);
  if (isUnderWay(engine, it)) return undefined;
  const seen = await findOrder(engine, it.po);
  return seen.kind === 'found' ? seen.order : undefined;
}

/**
 * Into the ledger, as if this machine had sent it.
 * @returns `undefined` when it is not what the store's order says, or the ledger has its lines or its number
 */
export async function adopt(
  engine: OrderEngine,
  order: StoreOrder,
  { po, seq, lines }: Remembered,
  theirs: SupplierOrder,
): Promise<SupplierOrderRecord | undefined> {
  const { ledger, storeKey, owner, settings } = engine;
  const adopted = lines.flatMap(({ id, partId, quantity }) => {
    const line = order.lines.find((each) => each.id === id);
    const price = theirs.lines.find((each) => each.partId === partId)?.unitPrice;
    if (!line || line.addressId === null) return [];
    return {
      orderProductId: id,
      orderAddressId: line.addressId,
      sku: line.sku,
      partId,
      // What this machine never offered is what the supplier charges.
      unitPrice: price?.toFixed() ?? '0',
      core: null,
      ordered: quantity,
    };
  });
  const address = addressOf(order, adopted, settings);
  if (!address || adopted.length < lines.length || !isOrderOf(adopted, theirs)) return undefined;
  const hash = hashOf(requestOf(po, adopted, address, settings));
  const isOurs = await ledger.orders.claim([
    { store: storeKey, po, orderId: order.id, seq, owner, hash, margin: null, lines: adopted },
  ]);
  const record = isOurs ? await ledger.orders.get(storeKey, po) : undefined;
  return record && accept(engine, record, theirs);
}

/** A claim that another machine has taken back, or settled, waits for nobody any more. */
async function closeSettled(
  engine: OrderEngine,
  orderId: number,
  remembered: readonly Remembered[],
): Promise<void> {
  const { ledger, storeKey } = engine;
  const reviews = await ledger.reviews.list(storeKey, { orderIds: [orderId] });
  const known = await ledger.orders.list(storeKey, { orderIds: [orderId] });
  const waiting = [...known, ...remembered];
  for (const { id, po, resolution, reasons } of reviews) {
    const isAboutClaim = reasons.some(({ code }) => code === 'CLAIMED_ELSEWHERE');
    if (resolution === null && isAboutClaim && !waiting.some((it) => it.po === po))
      await ledger.reviews.resolve(id, { resolution: 'cleared', by: 'ttpd' });
  }
}

function reasonOf({ po, claim, supplierOrderId }: Remembered): ReviewReason {
  if (claim && supplierOrderId === null) return claimedElsewhere(claim);
  return {
    code: 'CLAIMED_ELSEWHERE',
    message: `The store says that ${po} is FinditParts order ${supplierOrderId}; this ledger does not know it.`,
  };
}

function rowOf(
  order: StoreOrder,
  { po, supplierOrderId, lines }: Remembered,
  state: OrderState,
  reasons: ReviewReason[],
): OrderRow {
  return {
    orderId: order.id,
    poNumber: po,
    state,
    supplierOrderId,
    margin: null,
    reasons,
    warnings: [],
    lines: lines.map(({ id, quantity }) => ({
      orderProductId: id,
      sku: order.lines.find((line) => line.id === id)?.sku ?? '',
      quantity,
    })),
    leftOut: [],
  };
}
