import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { mask } from '../../http/watch/personal.ts';
import { listOrders } from '../../orders/list.ts';
import { isSettled, orderStatus } from '../../orders/status.ts';
import { submitOrders } from '../../orders/submit.ts';
import { trackOrders } from '../../orders/track.ts';
import { createOrderEngine, orderProblems, runOrderWork } from './order-work.ts';
import { statusText, submitText, trackText, waitingText } from './report.ts';

export async function listWaiting(context: Context, showPersonalData: boolean): Promise<Outcome> {
  const waiting = await listOrders(await createOrderEngine(context, false));
  const orders = showPersonalData
    ? waiting
    : waiting.map((row) => ({ ...row, customer: row.customer === null ? null : String(mask(row.customer)) }));
  return { exitCode: ExitCode.Done, result: { orders }, text: waitingText(orders, context.columns) };
}

export async function submit(
  context: Context,
  ids: number[] = [],
  { all, dryRun = false }: { all?: boolean; dryRun?: boolean },
): Promise<Outcome> {
  if ((ids.length === 0) === !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which orders: their numbers, or --all.', {
      next: ['ttpd order submit --all --dry-run'],
      exitCode: ExitCode.Usage,
    });
  const options = { dryRun, ...(all ? {} : { orderIds: ids }) };
  const outcome = (report: Awaited<ReturnType<typeof submitOrders>>): Outcome => ({
    exitCode: report.review + report.failed > 0 ? ExitCode.Partial : ExitCode.Done,
    result: report,
    problems: orderProblems(report.orders),
    text: submitText(report, dryRun, context.columns),
  });
  if (dryRun) return outcome(await submitOrders(await createOrderEngine(context, false), options));
  const feature = (engine: Parameters<typeof submitOrders>[0]) => submitOrders(engine, options);
  return runOrderWork(context, { what: 'Send orders to FinditParts for customers', feature, outcome });
}

export async function status(
  context: Context,
  ids: number[] = [],
  { watch, interval }: { watch?: boolean; interval: number },
): Promise<Outcome> {
  const engine = await createOrderEngine(context, false);
  const { drain } = context.stop;
  const asked = ids.length > 0 ? { orderIds: ids } : {};
  let report = await orderStatus(engine, asked);
  let shown = '';
  while (watch && !isSettled(report) && !drain.aborted) {
    const text = statusText(report, context.columns);
    if (text !== shown) context.view.say(text);
    shown = text;
    await context.clock.sleep(interval * 1_000, drain).catch(() => undefined);
    if (!drain.aborted) report = await orderStatus(engine, asked);
  }
  return {
    exitCode: drain.aborted ? ExitCode.Interrupted : ExitCode.Done,
    result: report,
    text: statusText(report, context.columns),
  };
}

export async function track(context: Context, ids: number[] = []): Promise<Outcome> {
  return runOrderWork(context, {
    what: 'Write shipments, which mail their customers,',
    feature: (engine) => trackOrders(engine, ids.length > 0 ? { orderIds: ids } : {}),
    outcome: (report) => ({
      exitCode: report.review + report.failed > 0 ? ExitCode.Partial : ExitCode.Done,
      result: report,
      problems: orderProblems(report.orders),
      text: trackText(report, context.columns),
    }),
  });
}
