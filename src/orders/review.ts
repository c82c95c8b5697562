import { ExitCode, TtpdError } from '../common/errors.ts';
import type { SupplierOrder } from '../finditparts/supplier.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { OrderReview } from '../ledger/orders/reviews.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { accept, leaveWaiting } from './acknowledge.ts';
import { memoryOf, numberOf, release } from './claims.ts';
import { adopt } from './elsewhere.ts';
import { isRejected } from './findings.ts';
import { confirm } from './forward.ts';
import { createLineMapper } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import type { OrderRow } from './order-rows.ts';
import { prepare } from './prepare.ts';
import { isOrderOf } from './substitutes.ts';

/** Who decided, and why: kept in the ledger. */
export interface Decision {
  by: string;
  note: string | null;
}

/** All that ttpd knows of an order that a person looks into. */
export interface ReviewedOrder {
  orderId: number;
  reviews: OrderReview[];
  records: SupplierOrderRecord[];
}

type Ledger = Pick<OrderEngine, 'ledger' | 'storeKey'>;

/** @throws TtpdError NOT_IN_REVIEW (exit 2) */
export async function reviewedOrder({ ledger, storeKey }: Ledger, orderId: number): Promise<ReviewedOrder> {
  const orderIds = [orderId];
  const reviews = await ledger.reviews.list(storeKey, { orderIds });
  if (reviews.length === 0)
    throw new TtpdError('NOT_IN_REVIEW', `Order ${orderId} is not and was not in review.`, {
      next: ['ttpd order review list'],
      exitCode: ExitCode.Usage,
    });
  return { orderId, reviews, records: await ledger.orders.list(storeKey, { orderIds }) };
}

/**
 * Releases what an order is held for: exactly these reasons with these figures, for this order alone.
 * @throws TtpdError NOT_RELEASABLE, NOT_IN_REVIEW (exit 2)
 */
export async function approve(
  engine: Ledger,
  orderId: number,
  { by, note }: Decision,
): Promise<OrderReview[]> {
  const waiting = await open(engine, orderId);
  for (const { stage, reasons } of waiting) {
    const fixed = reasons.find(({ canRelease }) => canRelease === false);
    if (stage === 'refused' || stage === 'doubt')
      throw notReleasable(
        orderId,
        stage === 'doubt' ? 'it is not known whether FinditParts has it' : 'FinditParts refused it',
        stage === 'doubt'
          ? [`ttpd order review link ${orderId} <supplier order>`, `ttpd order review retry ${orderId}`]
          : [`ttpd order review retry ${orderId}`, `ttpd order review reject ${orderId}`],
      );
    if (fixed)
      throw notReleasable(orderId, `this must be put right first: ${fixed.message.replace(/\.$/, '')}`, [
        `ttpd order review retry ${orderId}`,
        `ttpd order review reject ${orderId}`,
      ]);
  }
  return resolveAll(engine, waiting, 'approved', { by, note });
}

/** Takes an order out of ttpd's hands: it is never sent, nor its lines given to another purchase order, until `retry`. */
export async function reject(engine: Ledger, orderId: number, decision: Decision): Promise<OrderReview[]> {
  return resolveAll(engine, await open(engine, orderId), 'rejected', decision);
}

/**
 * Says which of the supplier's orders a purchase order in doubt became; the next run then goes on as if it had answered.
 * @throws TtpdError NOTHING_TO_LINK, ORDER_UNKNOWN, OTHER_ORDER (exit 2)
 */
export async function link(
  engine: OrderEngine,
  { orderId, po, supplierOrderId }: { orderId: number; po?: string; supplierOrderId: string },
  decision: Decision,
): Promise<OrderRow> {
  const { ledger, storeKey, supplier, giveUp } = engine;
  const records = await ledger.orders.list(storeKey, { orderIds: [orderId], states: ['unknown', 'refused'] });
  const [record, ...others] = po === undefined ? records : records.filter((each) => each.po === po);
  if (!record) {
    const row = await linkRemembered(engine, { orderId, po, supplierOrderId }, decision);
    if (row) return row;
  }
  if (!record || others.length > 0)
    throw usage(
      'NOTHING_TO_LINK',
      record
        ? `Order ${orderId} has several purchase orders in doubt: ${records.map((each) => each.po).join(', ')}.`
        : `Order ${orderId} has no purchase order in doubt.`,
      record ? 'Name one with --po.' : undefined,
    );
  const theirs = await supplier.order(supplierOrderId, giveUp);
  if (!theirs) throw usage('ORDER_UNKNOWN', `FinditParts has no order ${supplierOrderId}.`);
  const isOther = theirs.poNumber !== null && theirs.poNumber.toLowerCase() !== record.po.toLowerCase();
  if (isOther || !isOrderOf(record.lines, theirs))
    throw usage(
      'OTHER_ORDER',
      `FinditParts' order ${supplierOrderId} is ${isOther ? `purchase order ${theirs.poNumber}` : 'for other parts or quantities'}, not ${record.po}.`,
    );
  const waiting = (await ledger.reviews.list(storeKey, { open: true, orderIds: [orderId] })).filter(
    (review) => review.po === record.po,
  );
  await resolveAll(engine, waiting, 'linked', decision);
  return confirmLinked(engine, await accept(engine, record, theirs), theirs);
}

/** A word about one purchase order says nothing of the others: whether all of the order is sent is looked up. */
async function confirmLinked(
  engine: OrderEngine,
  record: SupplierOrderRecord,
  theirs: SupplierOrder,
): Promise<OrderRow> {
  const row = await confirm(engine, record, theirs, false);
  try {
    const order = await engine.store.orders.get(record.orderId, engine.giveUp);
    if (order) {
      const { waiting } = await prepare(engine, order, createLineMapper(engine));
      if (waiting.length === 0) await leaveWaiting(engine, order);
    }
  } catch (error) {
    // The next submit looks again.
    if (!(error instanceof ServiceError)) throw error;
  }
  return row;
}

/** Of a purchase order that another machine claimed: this ledger takes it over. */
async function linkRemembered(
  engine: OrderEngine,
  { orderId, po, supplierOrderId }: { orderId: number; po: string | undefined; supplierOrderId: string },
  decision: Decision,
): Promise<OrderRow | undefined> {
  const { ledger, storeKey, store, supplier, giveUp } = engine;
  const order = await store.orders.get(orderId, giveUp);
  const { claims } = await memoryOf(engine, orderId);
  const theirs = await supplier.order(supplierOrderId, giveUp);
  const claim = claims.findLast((it) => (po === undefined ? it.po === theirs?.poNumber : it.po === po));
  if (!order || !theirs || !claim?.lines) return undefined;
  const record = await adopt(engine, order, { ...claim, lines: claim.lines, claim }, theirs);
  if (!record) return undefined;
  const waiting = await ledger.reviews.list(storeKey, { open: true, orderIds: [orderId] });
  await resolveAll(
    engine,
    waiting.filter((review) => review.po === claim.po),
    'linked',
    decision,
  );
  return confirmLinked(engine, record, theirs);
}

/**
 * Lets the next run try again. A refused purchase order gives its lines back, to go under a new number. One in doubt is
 * looked up anew; where the supplier cannot be asked, only a person's word that it has no such order frees it. So it is
 * with one that another machine claimed: then its claim is taken out of the store.
 * @throws TtpdError NOT_PROVEN, ALREADY_PLACED, NOT_IN_REVIEW (exit 2)
 */
export async function retry(
  engine: OrderEngine,
  { orderId, notPlaced }: { orderId: number; notPlaced: boolean },
  decision: Decision,
): Promise<OrderReview[]> {
  const { ledger, supplier } = engine;
  const { reviews, records } = await reviewedOrder(engine, orderId);
  const waiting = reviews.filter(({ resolution }) => resolution === null);
  const rejected = isRejected(reviews) ? reviews.filter(({ resolution }) => resolution === 'rejected') : [];
  if (waiting.length + rejected.length === 0) throw nothingOpen(orderId);
  const doubtful = records.filter(({ state }) => state === 'unknown');
  const elsewhere = waiting.filter(
    ({ po, reasons }) =>
      reasons.some(({ code }) => code === 'CLAIMED_ELSEWHERE') && !records.some((it) => it.po === po),
  );
  const isAsked = supplier.capabilities.orderLookup !== 'none' && elsewhere.length === 0;
  const unproven = [...doubtful, ...elsewhere].map(({ po }) => po);
  if (unproven.length > 0 && !isAsked && !notPlaced)
    throw new TtpdError(
      'NOT_PROVEN',
      `It is not known whether FinditParts has ${unproven.join(', ')}, and it cannot be asked.`,
      {
        hint: 'Ask FinditParts. If it has no such order, say so with --not-placed; if it has, link it.',
        next: [
          `ttpd order review retry ${orderId} --not-placed`,
          `ttpd order review link ${orderId} <supplier order>`,
        ],
        exitCode: ExitCode.Usage,
      },
    );
  if (notPlaced) await contradicted(engine, orderId, unproven);
  // Before the ledger forgets: a claim that nobody stands for would keep every machine away.
  const refused = records.filter(({ state }) => state === 'refused');
  const freed = [...refused, ...(notPlaced ? [...doubtful, ...elsewhere] : [])];
  if (freed.length > 0) await release(engine, orderId, (claim) => freed.some(({ po }) => po === claim.po));
  for (const record of records) {
    if (record.state === 'refused') await ledger.orders.abandon(record);
    if (record.state === 'unknown')
      await ledger.orders.move(
        record,
        { states: ['unknown'], owner: record.owner },
        // As if it had never been sent: the next run claims its lines anew, and uses the same number.
        notPlaced ? { attempt: 0, error: null, state: 'planned' } : { error: null },
      );
  }
  for (const review of rejected) await ledger.reviews.open(review);
  return resolveAll(engine, await open(engine, orderId), 'retried', decision);
}

/** @throws TtpdError ALREADY_PLACED (exit 2): the supplier has confirmed one of them, to whichever machine */
async function contradicted(
  engine: OrderEngine,
  orderId: number,
  pos: readonly (string | null)[],
): Promise<void> {
  if (pos.length === 0) return;
  const { claims } = await memoryOf(engine, orderId);
  for (const po of pos) {
    const id = po === null ? undefined : numberOf(claims, po);
    if (id !== undefined)
      throw new TtpdError('ALREADY_PLACED', `The store says that ${po} is FinditParts order ${id}.`, {
        hint: 'The next run takes it over. If FinditParts really has no such order, delete the claim, a metafield of the order, first.',
        next: [`ttpd order submit ${orderId}`],
        exitCode: ExitCode.Usage,
      });
  }
}

async function open({ ledger, storeKey }: Ledger, orderId: number): Promise<OrderReview[]> {
  const waiting = await ledger.reviews.list(storeKey, { open: true, orderIds: [orderId] });
  if (waiting.length === 0) throw nothingOpen(orderId);
  return waiting;
}

async function resolveAll(
  { ledger }: Ledger,
  reviews: readonly OrderReview[],
  resolution: 'approved' | 'rejected' | 'linked' | 'retried',
  decision: Decision,
): Promise<OrderReview[]> {
  for (const { id } of reviews) await ledger.reviews.resolve(id, { resolution, ...decision });
  return reviews.map((review) => ({ ...review, resolution, resolvedBy: decision.by, note: decision.note }));
}

function nothingOpen(orderId: number): TtpdError {
  return new TtpdError('NOT_IN_REVIEW', `Order ${orderId} does not wait for a decision.`, {
    next: ['ttpd order review list'],
    exitCode: ExitCode.Usage,
  });
}

function notReleasable(orderId: number, why: string, next: string[]): TtpdError {
  return new TtpdError('NOT_RELEASABLE', `Order ${orderId} cannot be approved: ${why}.`, {
    next,
    exitCode: ExitCode.Usage,
  });
}

function usage(code: string, message: string, hint?: string): TtpdError {
  return new TtpdError(code, message, { ...(hint && { hint }), exitCode: ExitCode.Usage });
}
