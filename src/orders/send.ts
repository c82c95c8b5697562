import type { OrderRequest, SupplierOrder } from '../finditparts/supplier.ts';
import { concernsTheRun, errorWords, ServiceError } from '../http/errors/service-error.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { type Claim, claim, claimOfOther, memoryOf, numberOf } from './claims.ts';
import { findOrder, findOrderTwice, type OrderSearch } from './find-at-supplier.ts';
import type { OrderEngine } from './order-engine.ts';
import { asItStands } from './request-now.ts';
import { isOrderOf } from './substitutes.ts';

/**
 * POSTs of one purchase order, each after it was proven that the one before did not arrive. As many again each time that a
 * person lets it try again: attempts are counted on, since the claim of each stays in the store.
 */
const ATTEMPTS = 3;

/** How sending ended. */
export type Sent =
  | { kind: 'accepted'; order: SupplierOrder }
  /** The supplier said no: it has nothing. */
  | { kind: 'refused'; reason: ReviewReason }
  /** It may have it, and only a person can find out. */
  | { kind: 'doubt'; reason: ReviewReason }
  /** Too many requests, or it cannot be asked for: nothing was taken. */
  | { kind: 'postponed'; reason: ReviewReason }
  /** Another machine is at it. */
  | { kind: 'elsewhere'; claim: Claim }
  /** Not sent: whether the store has our claim is not known yet. */
  | { kind: 'unclaimed'; reason: ReviewReason }
  | { kind: 'stopped' };

/**
 * Sends a claimed purchase order. It is looked up before the first POST too: another machine, or a ledger from before a
 * restored backup, may have sent it. From the moment a POST may have been taken, the row is `sending` or `unknown` until
 * the supplier's own words say what became of it; nothing is sent again before they do. Before each POST the store is
 * asked whether the order is still the one that was checked, since looks and waits take their time, and the attempt is
 * claimed there: of all machines one gets it.
 */
export async function sendOrder(engine: OrderEngine, record: SupplierOrderRecord): Promise<Sent> {
  const before = await lookBefore(engine, record);
  if (before) return before;
  let { attempt } = record;
  const most = ATTEMPTS * (1 + (await timesRetried(engine, record)));
  let words = record.error?.message ?? 'it was never answered.';
  for (;;) {
    if (attempt >= most)
      return doubt(
        'NOT_TAKEN',
        `FinditParts was sent ${record.po} ${attempt} times and has no such order: ${words}`,
      );
    const now = await asItStands(engine, record);
    if ('changed' in now) return unsendable(engine, record, attempt, now.changed);
    if (engine.drain.aborted) return { kind: 'stopped' };
    attempt += 1;
    const claimed = await claimAttempt(engine, record, attempt);
    if (claimed) return claimed;
    const posted = await post(engine, record, now.request, attempt);
    if (posted.kind !== 'unknown') return posted;
    words = posted.words;
    const settled = await settle(engine, record);
    if (settled.kind !== 'absent') return settled;
  }
}

/** Of which nothing was sent is checked anew by the next run, if another machine has not sent it meanwhile. */
async function unsendable(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  attempt: number,
  reason: ReviewReason,
): Promise<Sent> {
  if (record.state !== 'planned' || attempt > 0) return { kind: 'doubt', reason };
  const claim = await claimOfOther(engine, record);
  return claim ? { kind: 'elsewhere', claim } : { kind: 'postponed', reason };
}

async function timesRetried(
  { ledger, storeKey }: OrderEngine,
  { orderId, po, attempt }: SupplierOrderRecord,
): Promise<number> {
  if (attempt === 0) return 0;
  const reviews = await ledger.reviews.list(storeKey, { orderIds: [orderId] });
  return reviews.filter((it) => it.po === po && it.resolution === 'retried').length;
}

/** Finds out what became of a POST that was never answered; `absent` is proven. */
export async function settle(
  engine: OrderEngine,
  record: SupplierOrderRecord,
): Promise<Extract<Sent, { kind: 'accepted' | 'doubt' | 'stopped' }> | { kind: 'absent' }> {
  const known = await knownByStore(engine, record);
  return ended(known ?? (await findOrderTwice(engine, record.po)), record);
}

/** One findOrder, for an order that a person was asked about: the supplier may list it by now. */
export async function settleAtOnce(engine: OrderEngine, record: SupplierOrderRecord) {
  const known = await knownByStore(engine, record);
  return ended(known ?? (await findOrder(engine, record.po)), record);
}

/** Another machine, or this one before its ledger was put back, may have found out; where the store cannot say, we look. */
async function knownByStore(
  engine: OrderEngine,
  { orderId, po }: SupplierOrderRecord,
): Promise<OrderSearch | undefined> {
  try {
    const id = numberOf((await memoryOf(engine, orderId)).claims, po);
    const order = id === undefined ? undefined : await engine.supplier.order(id, engine.giveUp);
    return order && { kind: 'found', order };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return undefined;
  }
}

function ended(seen: OrderSearch, { po, lines }: SupplierOrderRecord) {
  switch (seen.kind) {
    case 'found':
      return isOrderOf(lines, seen.order)
        ? ({ kind: 'accepted', order: seen.order } as const)
        : doubt(
            'OTHER_ORDER',
            `FinditParts has order ${seen.order.id} under ${po}, but not for these parts and quantities.`,
          );
    case 'unclear':
      return { kind: 'doubt', reason: seen.reason } as const;
    default:
      return seen;
  }
}

async function lookBefore(engine: OrderEngine, record: SupplierOrderRecord): Promise<Sent | undefined> {
  if (record.attempt > 0 || engine.supplier.capabilities.orderLookup === 'none') return undefined;
  const seen = ended(await findOrder(engine, record.po), record);
  // Nothing of it was sent, so nothing is in doubt: the next run asks again.
  if (seen.kind === 'doubt' && seen.reason.code === 'LOOKUP_FAILED')
    return { kind: 'postponed', reason: seen.reason };
  return seen.kind === 'absent' ? undefined : seen;
}

/**
 * In the ledger first: an attempt whose claim may be in the store is never begun again, the next one is.
 * @returns why it must not be sent; `undefined`: it is ours
 */
async function claimAttempt(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  attempt: number,
): Promise<Sent | undefined> {
  const { ledger, owner } = engine;
  const states = ['planned', 'unknown'] as const;
  if (!(await ledger.orders.move(record, { states, owner }, { attempt }))) return { kind: 'stopped' };
  try {
    const claimed = await claim(engine, record, attempt);
    if (claimed.kind === 'ours') return undefined;
    if (claimed.kind === 'theirs') return { kind: 'elsewhere', claim: claimed.claim };
    return unclaimed(record, 'the store has not answered');
  } catch (error) {
    if (!(error instanceof ServiceError) || concernsTheRun(error)) throw error;
    return unclaimed(record, error.message.replace(/\.$/, ''));
  }
}

function unclaimed({ po }: SupplierOrderRecord, why: string): Sent {
  const message = `${po} was not sent, since it could not be claimed in the store: ${why}. The next run tries again.`;
  return { kind: 'unclaimed', reason: { code: 'CLAIM_UNKNOWN', message } };
}

async function post(
  { supplier, ledger, owner, giveUp }: OrderEngine,
  record: SupplierOrderRecord,
  request: OrderRequest,
  attempt: number,
): Promise<
  Exclude<Sent, { kind: 'doubt' | 'elsewhere' | 'unclaimed' }> | { kind: 'unknown'; words: string }
> {
  const states = ['planned', 'unknown'] as const;
  const isOurs = await ledger.orders.move(record, { states, owner }, { state: 'sending', attempt });
  if (!isOurs) return { kind: 'stopped' };
  try {
    return { kind: 'accepted', order: await supplier.placeOrder(request, giveUp) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const said = errorWords(error);
    const back = (state: 'planned' | 'unknown' | 'refused') =>
      ledger.orders.move(record, { states: ['sending'], owner }, { state, error: said });
    // A conflict is about the number: somebody's POST of it was taken. A redirect can follow what was taken, too.
    if (error.outcome === 'unknown' || error.code === 'CONFLICT' || error.code === 'REDIRECTED') {
      await back('unknown');
      return { kind: 'unknown', words: said.message };
    }
    if (concernsTheRun(error) || error.code === 'RATE_LIMITED') {
      await back(attempt === 1 ? 'planned' : 'unknown');
      if (error.code !== 'RATE_LIMITED') throw error;
      return { kind: 'postponed', reason: { code: error.code, message: said.message } };
    }
    await back('refused');
    return { kind: 'refused', reason: { code: 'REFUSED', message: said.message } };
  }
}

function doubt(code: string, message: string) {
  return { kind: 'doubt', reason: { code, message } } as const;
}
