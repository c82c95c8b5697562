import type { UnreadableOrder } from '../bigcommerce/orders.ts';
import { inParallel } from '../common/async-iterables.ts';
import type { SupplierOrderRecord } from '../ledger/orders/supplier-orders.ts';
import { leaveWaiting } from './acknowledge.ts';
import { rememberedRows } from './elsewhere.ts';
import { createFailures, type Failures, unreadableReason } from './failures.ts';
import { isRejected } from './findings.ts';
import { confirm, forward, giveBack, lookAgain, rowOf, settleAndResend } from './forward.ts';
import { createLineMapper, type LineMapper } from './lines.ts';
import type { OrderEngine } from './order-engine.ts';
import { type OrderRow, reportOf, type SubmitReport } from './order-rows.ts';
import { notYet } from './pick.ts';
import { type Prepared, prepare, totalMargin } from './prepare.ts';
import { waitingOrders } from './waiting.ts';

export interface SubmitOptions {
  /** Without them, all that may be forwarded. */
  orderIds?: readonly number[];
  dryRun: boolean;
}

/**
 * Forwards orders to the supplier, each line once. What an earlier run left open is settled first; then every order is
 * read again, checked with live data, claimed, sent, and the store told (docs/orders.md#what-is-sent).
 * @throws ServiceError when a service cannot be reached or refuses the key; what was sent is in the ledger
 */
export async function submitOrders(engine: OrderEngine, options: SubmitOptions): Promise<SubmitReport> {
  const rows: OrderRow[] = [];
  const done = (some: readonly OrderRow[]) => {
    rows.push(...some);
    engine.emit({ type: 'progress', stage: 'apply', done: rows.length, total: null, counts: countsOf(rows) });
  };
  const failures = createFailures();
  const passed = () => rows.filter(({ state }) => state !== 'failed').length;
  const reasonOf = (error: unknown) => failures.reasonOf(error, passed());
  engine.emit({ type: 'stage', stage: 'apply', total: null });
  const begun = options.dryRun ? [] : await unfinished(engine, options.orderIds);
  const planned = begun.filter(({ state }) => state === 'planned');
  if (!options.dryRun)
    await inParallel(
      begun.filter(({ state }) => state !== 'planned'),
      engine.concurrency,
      async (record) => done(await goOn(engine, record, reasonOf)),
    );
  // Last: while they are there, an order with several purchase orders is not taken for whole.
  for (const record of planned) if (!(await giveBack(engine, record))) done([notGivenBack(record)]);
  const mapLines = createLineMapper(engine);
  const ids = options.orderIds ?? (await waitingIds(engine, (it) => done([unreadableRow(it)])));
  await inParallel(ids, engine.concurrency, async (id) =>
    done(
      await submitOne(engine, id, mapLines, options, new Set(rows.map(({ orderId }) => orderId)), reasonOf),
    ),
  );
  failures.end(passed());
  engine.emit({ type: 'stage-done', stage: 'apply', done: rows.length });
  return reportOf(rows);
}

/** Purchase orders of earlier runs that are not at their end, but for those that another run is working on. */
async function unfinished(
  engine: OrderEngine,
  orderIds: readonly number[] | undefined,
): Promise<SupplierOrderRecord[]> {
  const { ledger, storeKey, owner, isGone } = engine;
  const open = await ledger.orders.list(storeKey, {
    states: ['planned', 'sending', 'unknown', 'accepted'],
    ...(orderIds && { orderIds }),
  });
  const reviews = Map.groupBy(
    await ledger.reviews.list(storeKey, { ...(orderIds && { orderIds }) }),
    ({ orderId }) => orderId,
  );
  return open.filter(
    (record) =>
      record.owner !== owner &&
      isGone(record.owner) &&
      record.acknowledgedAt === null &&
      !isRejected(reviews.get(record.orderId)),
  );
}

async function goOn(
  engine: OrderEngine,
  found: SupplierOrderRecord,
  reasonOf: ReasonOf,
): Promise<OrderRow[]> {
  const { ledger, storeKey, owner, supplier, giveUp, drain } = engine;
  if (drain.aborted) return [];
  const state = found.state === 'sending' ? 'unknown' : found.state;
  const from = { states: [found.state], owner: found.owner };
  // Taken over only if it is still as it was read.
  if (!(await ledger.orders.move(found, from, { owner, state }))) return [];
  const record: SupplierOrderRecord = { ...found, owner, state };
  try {
    if (state === 'accepted') {
      const order = record.supplierOrderId && (await supplier.order(record.supplierOrderId, giveUp));
      return order
        ? [await confirm(engine, record, order, false)]
        : [rowOf(record, 'failed', [{ code: 'ORDER_UNREADABLE', message: 'FinditParts does not show it.' }])];
    }
    const reviews = await ledger.reviews.list(storeKey, { open: true, orderIds: [record.orderId] });
    const review = reviews.find(({ po }) => po === record.po);
    if (review) return [await lookAgain(engine, record, review.reasons)];
    return [await settleAndResend(engine, record)];
  } catch (error) {
    return [rowOf(record, 'failed', [reasonOf(error)])];
  }
}

function notGivenBack(record: SupplierOrderRecord): OrderRow {
  const message = `The store could not be told that ${record.po} was not sent. The next run tries again.`;
  return rowOf(record, 'failed', [{ code: 'CLAIM_UNKNOWN', message }]);
}

type ReasonOf = (error: unknown) => ReturnType<Failures['reasonOf']>;

const BLANK = {
  poNumber: null,
  supplierOrderId: null,
  margin: null,
  warnings: [],
  lines: [],
  leftOut: [],
};

function unreadableRow(it: UnreadableOrder): OrderRow {
  return { ...BLANK, orderId: it.id ?? 0, state: 'failed', reasons: [unreadableReason(it)] };
}

/** Read as a whole before the first is sent: the list loses what changes its status, and its pages move. */
async function waitingIds(
  engine: OrderEngine,
  onUnreadable: (order: UnreadableOrder) => void,
): Promise<number[]> {
  const ids: number[] = [];
  for await (const orders of waitingOrders(engine, onUnreadable)) ids.push(...orders.map(({ id }) => id));
  return ids;
}

async function submitOne(
  engine: OrderEngine,
  orderId: number,
  mapLines: LineMapper,
  { orderIds, dryRun }: SubmitOptions,
  settled: ReadonlySet<number>,
  reasonOf: ReasonOf,
): Promise<OrderRow[]> {
  const { ledger, store, storeKey, settings, clock, drain } = engine;
  const plain = { ...BLANK, orderId };
  const skipped = (code: string, message: string, leftOut: OrderRow['leftOut'] = []): OrderRow[] =>
    settled.has(orderId) ? [] : [{ ...plain, state: 'skipped', reasons: [{ code, message }], leftOut }];
  try {
    const reviews = await ledger.reviews.list(storeKey, { orderIds: [orderId] });
    const open = reviews.filter((it) => it.resolution === null && it.stage !== 'check');
    if (isRejected(reviews)) return skipped('REJECTED', 'A person decided not to forward it.');
    const order = await store.orders.get(orderId, drain);
    if (!order) return skipped('ORDER_UNKNOWN', 'The store has no such order.');
    // By the store's clock, which wrote when the order was placed.
    const waits = notYet(order, settings, order.readAt ?? clock.date());
    if (waits) return skipped(waits.code, waits.message);
    const prepared = await prepare(engine, order, mapLines);
    const known = await rememberedRows(engine, prepared, dryRun);
    // What another machine is at, or a person must look into, keeps the rest of the order back.
    if (known.some(({ state }) => state !== 'submitted')) return known;
    if (prepared.waiting.length === 0) {
      if (!dryRun) await ledger.reviews.clear(storeKey, { orderId, po: null }, ['check']);
      if (!dryRun && prepared.findings.length === 0) await leaveWaiting(engine, order);
      if (!settled.has(orderId) && open.length > 0)
        return open.map(({ po, reasons }) => ({ ...plain, poNumber: po, state: 'review', reasons }));
      if (known.length > 0) return known;
      if (prepared.isClaimed && !orderIds) return [];
      return skipped(
        'NOTHING_TO_SEND',
        "None of its lines is the supplier's and still to be ordered.",
        prepared.leftOut,
      );
    }
    if (prepared.findings.length > 0) {
      const reasons = prepared.findings;
      if (!dryRun) await ledger.reviews.open({ store: storeKey, orderId, po: null, stage: 'check', reasons });
      return [...known, ...rowsOf(prepared, 'review')];
    }
    if (dryRun) return [...known, ...rowsOf(prepared, 'ready')];
    const { warnings, leftOut } = prepared;
    const sent = await forward(engine, prepared);
    return [...known, ...sent.map((row, i) => (i === 0 ? { ...row, warnings, leftOut } : row))];
  } catch (error) {
    return [{ ...plain, state: 'failed', reasons: [reasonOf(error)] }];
  }
}

function rowsOf(prepared: Prepared, state: 'ready' | 'review'): OrderRow[] {
  const { order, consignments, findings, warnings, waiting, leftOut } = prepared;
  const plain = {
    orderId: order.id,
    state,
    supplierOrderId: null,
    reasons: findings.map(({ code, message }) => ({ code, message })),
  };
  // Nothing has the number yet: an order in review is one row.
  if (state === 'review')
    return [{ ...plain, poNumber: null, margin: totalMargin(prepared), warnings, lines: waiting, leftOut }];
  return consignments.map(({ po, lines, margin }, i) => ({
    ...plain,
    poNumber: po,
    margin: margin?.margin.toFixed(2) ?? null,
    warnings: i === 0 ? warnings : [],
    lines: waiting.filter(({ orderProductId }) => lines.some(({ line }) => line.id === orderProductId)),
    leftOut: i === 0 ? leftOut : [],
  }));
}

function countsOf(rows: readonly OrderRow[]): Record<string, number> {
  const of = (state: OrderRow['state']) => rows.filter((row) => row.state === state).length;
  return { submitted: of('submitted'), review: of('review'), failed: of('failed') };
}
