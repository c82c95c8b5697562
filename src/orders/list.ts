import { Big } from 'big.js';
import { inParallel } from '../common/async-iterables.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { createLineMapper } from './lines.ts';
import { type OrderEngine, STATUS } from './order-engine.ts';
import { notYet } from './pick.ts';
import { type Prepared, prepare } from './prepare.ts';
import { isRejected, reviewsByOrder } from './review-state.ts';

/** An order that awaits fulfillment in the store, and what stands between it and the supplier. */
export interface WaitingOrder {
  orderId: number;
  /**
   * `ready`: the next submit sends it. `waiting`: it is too young or not paid. `review`: a person must look.
   * `rejected`: a person took it over. `claimed`: a purchase order holds its lines. `foreign`: nothing of it is the
   * supplier's.
   */
  state: 'ready' | 'waiting' | 'review' | 'rejected' | 'claimed' | 'foreign';
  created: string | null;
  /** The recipient: personal data. */
  customer: string | null;
  total: string;
  currency: string;
  /** Lines that the supplier delivers, and those that it does not. */
  lines: number;
  foreign: number;
  margin: string | null;
  blockers: ReviewReason[];
}

/** Reads both sides and writes nothing. */
export async function listOrders(engine: OrderEngine): Promise<WaitingOrder[]> {
  const { store, storeKey, settings, clock, drain, ledger } = engine;
  const mapLines = createLineMapper(engine);
  const reviews = await reviewsByOrder(engine);
  const rows: WaitingOrder[] = [];
  const orders = async function* () {
    for await (const page of store.orders.list({ statusId: STATUS.AwaitingFulfillment }, drain)) yield* page;
  };
  await inParallel(orders(), engine.concurrency, async (order) => {
    const claimed = await ledger.orders.claimedLines(storeKey, order.id);
    const { mapped, consignments, findings, remembered } = await prepare(engine, order, mapLines);
    const waits = notYet(order, settings, clock.date());
    const waiting = reviews.get(order.id)?.filter(({ resolution }) => resolution === null) ?? [];
    const sent = waiting.filter(({ stage }) => stage !== 'check').flatMap(({ reasons }) => reasons);
    const blockers = [...(waits ? [waits] : []), ...findings, ...sent];
    const isClaimed = consignments.length === 0 && claimed.size + remembered.length > 0;
    rows.push({
      orderId: order.id,
      state: isRejected(reviews.get(order.id))
        ? 'rejected'
        : sent.length > 0
          ? 'review'
          : isClaimed
            ? 'claimed'
            : waits
              ? 'waiting'
              : findings.length > 0
                ? 'review'
                : consignments.length === 0
                  ? 'foreign'
                  : 'ready',
      created: order.dateCreated,
      customer: order.addresses[0]?.name || null,
      total: order.total.toFixed(2),
      currency: order.currency,
      lines: mapped.lines.length + claimed.size,
      foreign: mapped.foreign.length,
      margin: total(consignments),
      blockers: blockers.map(({ code, message }) => ({ code, message })),
    });
  });
  return rows.toSorted((a, b) => a.orderId - b.orderId);
}

/** `null` where nothing is to be sent, or a cost is not known. */
function total(consignments: Prepared['consignments']): string | null {
  if (consignments.length === 0 || consignments.some(({ margin }) => !margin)) return null;
  return consignments.reduce((sum, { margin }) => sum.plus(margin?.margin ?? 0), new Big(0)).toFixed(2);
}
