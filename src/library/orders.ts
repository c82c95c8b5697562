import { ExitCode } from '../common/errors.ts';
import { mask } from '../http/watch/personal.ts';
import { listOrders, type WaitingOrder } from '../orders/list.ts';
import type { SubmitReport } from '../orders/order-rows.ts';
import { orderStatus, type StatusReport } from '../orders/status.ts';
import { submitOrders } from '../orders/submit.ts';
import { type TrackReport, trackOrders } from '../orders/track.ts';
import type { Session } from '../session/session.ts';
import { type ApproveOrders, createOrderEngine, orderProblems, runOrderWork } from './order-work.ts';
import type { Outcome } from './outcome.ts';

/** Orders that wait in the store, and why; reads both sides. Customers are masked unless they are asked for. */
export async function listWaitingOrders(
  session: Session,
  { showPersonalData = false }: { showPersonalData?: boolean } = {},
): Promise<Outcome<{ orders: WaitingOrder[] }>> {
  const waiting = await listOrders(await createOrderEngine(session, false));
  const orders = showPersonalData
    ? waiting
    : waiting.map((row) => ({ ...row, customer: row.customer === null ? null : String(mask(row.customer)) }));
  const failed = orders.filter(({ state }) => state === 'failed');
  const exitCode = failed.length > 0 ? ExitCode.Partial : ExitCode.Done;
  const problems = orderProblems(failed.map((row) => ({ ...row, reasons: row.blockers })));
  return { exitCode, result: { orders }, problems };
}

/**
 * Sends these orders to the supplier, or all that may be sent.
 * @param approve absent: looks what would be sent, and sends nothing
 */
export async function submitWaitingOrders(
  session: Session,
  { orderIds, approve }: { orderIds?: readonly number[] | undefined; approve?: ApproveOrders | undefined },
): Promise<Outcome<SubmitReport>> {
  const options = { dryRun: approve === undefined, ...(orderIds && { orderIds }) };
  if (!approve) return judged(await submitOrders(await createOrderEngine(session, false), options));
  return runOrderWork(session, {
    approve,
    feature: (engine) => submitOrders(engine, options),
    outcome: judged,
  });
}

/** What became of orders, all or these. Writes nothing. */
export async function statusOfOrders(
  session: Session,
  { orderIds }: { orderIds?: readonly number[] | undefined } = {},
): Promise<Outcome<StatusReport>> {
  const engine = await createOrderEngine(session, false);
  const result = await orderStatus(engine, orderIds ? { orderIds } : {});
  return { exitCode: ExitCode.Done, result, problems: [] };
}

/** Writes the supplier's parcels as shipments of the store's orders, all or these. */
export function trackSentOrders(
  session: Session,
  { orderIds, approve }: { orderIds?: readonly number[] | undefined; approve: ApproveOrders },
): Promise<Outcome<TrackReport>> {
  return runOrderWork(session, {
    approve,
    feature: (engine) => trackOrders(engine, orderIds ? { orderIds } : {}),
    outcome: judged,
  });
}

function judged<Report extends SubmitReport | TrackReport>(result: Report): Outcome<Report> {
  const { review, failed, orders } = result;
  const exitCode = review + failed > 0 ? ExitCode.Partial : ExitCode.Done;
  return { exitCode, result, problems: orderProblems(orders) };
}
