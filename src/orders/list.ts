import type { StoreOrder } from '../bigcommerce/order-schema.ts';
import type { ReadOrder } from '../bigcommerce/orders.ts';
import { inParallel } from '../common/async-iterables.ts';
import type { OrderReview, ReviewReason } from '../ledger/orders/reviews.ts';
import { createFailures, unreadableReason } from './failures.ts';
import { isRejected } from './findings.ts';
import { createLineMapper, type LineMapper } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import type { LeftOut, RowLine } from './order-rows.ts';
import { notYet } from './pick.ts';
import { type Prepared, prepare, totalMargin } from './prepare.ts';
import { waitingOrders } from './waiting.ts';

/** An order that waits in the store, and what stands between it and the supplier. */
export interface WaitingOrder {
  orderId: number;
  /**
   * `ready`: the next submit sends it. `waiting`: it is too young or not paid. `review`: a person must look.
   * `rejected`: a person took it over. `claimed`: a purchase order holds its lines. `foreign`: nothing of it is the
   * supplier's. `failed`: it cannot be read or checked now. `settled`: everything that was the supplier's was refunded or shipped, or is left to a person.
   */
  state: 'ready' | 'waiting' | 'review' | 'rejected' | 'claimed' | 'foreign' | 'settled' | 'failed';
  created: string | null;
  /** The recipient: personal data. */
  customer: string | null;
  total: string;
  currency: string;
  /** The store's word: `captured`. */
  payment: string;
  /** Lines that the supplier delivers or that wait for a decision, and those that are foreign. */
  lines: number;
  foreign: number;
  margin: string | null;
  blockers: ReviewReason[];
  warnings: ReviewReason[];
  /** Pieces that are to be ordered or decided on, and those that are never ordered. */
  waiting: RowLine[];
  leftOut: LeftOut[];
  /** What a person does next, in words. */
  next: string;
}

/** Reads both sides and writes nothing. An order that cannot be read or checked keeps no other back. */
export async function listOrders(engine: OrderEngine): Promise<WaitingOrder[]> {
  const mapLines = createLineMapper(engine);
  const reviews = Map.groupBy(await engine.ledger.reviews.list(engine.storeKey), ({ orderId }) => orderId);
  const failures = createFailures();
  const rows: WaitingOrder[] = [];
  const passed = () => rows.filter(({ state }) => state !== 'failed').length;
  const orders = async function* () {
    const pages = waitingOrders(engine, (it) => rows.push(failedRow(it.id ?? 0, unreadableReason(it))));
    for await (const page of pages) yield* page;
  };
  await inParallel(orders(), engine.concurrency, async (order) => {
    try {
      rows.push(await waitingRow(engine, order, mapLines, reviews.get(order.id) ?? []));
    } catch (error) {
      rows.push(failedRow(order.id, failures.reasonOf(error, passed()), order));
    }
  });
  failures.end(passed());
  return rows.toSorted((a, b) => a.orderId - b.orderId);
}

async function waitingRow(
  engine: OrderEngine,
  order: ReadOrder,
  mapLines: LineMapper,
  known: readonly OrderReview[],
): Promise<WaitingOrder> {
  const { ledger, storeKey, settings, clock } = engine;
  const claimed = await ledger.orders.claimedLines(storeKey, order.id);
  const prepared = await prepare(engine, order, mapLines);
  // By the store's clock, which wrote when the order was placed.
  const waits = notYet(order, settings, order.readAt ?? clock.date());
  const open = known.filter(({ resolution }) => resolution === null);
  const sent = open.filter(({ stage }) => stage !== 'check').flatMap(({ reasons }) => reasons);
  const state = stateOf(prepared, {
    isRejected: isRejected(known),
    isInReview: sent.length > 0,
    isClaimed: prepared.waiting.length === 0 && claimed.size + prepared.remembered.length > 0,
    isWaiting: waits !== undefined,
  });
  const blockers = [...(waits ? [waits] : []), ...prepared.findings, ...sent];
  return {
    ...headOf(order),
    orderId: order.id,
    state,
    lines: prepared.waiting.length + claimed.size,
    foreign: prepared.mapped.foreign.length,
    margin: totalMargin(prepared),
    blockers: blockers.map(({ code, message }) => ({ code, message })),
    warnings: prepared.warnings,
    waiting: prepared.waiting,
    leftOut: prepared.leftOut,
    next: nextStep(order.id, state, { waits: waits?.code, isAsked: open.length > 0 }),
  };
}

function headOf(order: StoreOrder | undefined) {
  return {
    created: order?.dateCreated ?? null,
    customer: order?.addresses[0]?.name || null,
    total: order?.total.toFixed(2) ?? '',
    currency: order?.currency ?? '',
    payment: order?.paymentStatus ?? '',
  };
}

function failedRow(orderId: number, reason: ReviewReason, order?: StoreOrder): WaitingOrder {
  return {
    ...headOf(order),
    orderId,
    state: 'failed',
    lines: 0,
    foreign: 0,
    margin: null,
    blockers: [reason],
    warnings: [],
    waiting: [],
    leftOut: [],
    next: nextStep(orderId, 'failed', { waits: undefined, isAsked: false }),
  };
}

function stateOf(
  { findings, waiting, mapped }: Prepared,
  of: { isRejected: boolean; isInReview: boolean; isClaimed: boolean; isWaiting: boolean },
): WaitingOrder['state'] {
  if (of.isRejected) return 'rejected';
  if (of.isInReview) return 'review';
  if (of.isClaimed) return 'claimed';
  if (of.isWaiting) return 'waiting';
  if (findings.length > 0) return 'review';
  if (waiting.length > 0) return 'ready';
  return mapped.held.length + mapped.settled.length > 0 ? 'settled' : 'foreign';
}

function nextStep(
  orderId: number,
  state: WaitingOrder['state'],
  { waits, isAsked }: { waits: string | undefined; isAsked: boolean },
): string {
  switch (state) {
    case 'ready':
      return `Send it: ttpd order submit ${orderId}`;
    case 'waiting':
      return waits === 'NOT_PAID' ? 'Have it paid, or cancel it in the store.' : 'Nothing: wait.';
    case 'review':
      return isAsked
        ? `Decide: ttpd order review show ${orderId}`
        : `Put it right, or have it asked: ttpd order submit ${orderId}`;
    case 'rejected':
      return `Order it yourself, or give it back: ttpd order review retry ${orderId}`;
    case 'claimed':
      return `Nothing: see ttpd order status ${orderId}`;
    case 'foreign':
      return "Ship it yourself: nothing of it is FinditParts'.";
    case 'failed':
      return 'Look at it in the control panel, and try again.';
    case 'settled':
      return 'Look at it in the store: nothing of it is left to order.';
  }
}
