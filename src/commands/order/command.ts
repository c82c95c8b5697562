import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';
import { orderIds, positiveInteger } from '../shared/parsers.ts';
import { orderReviewCommand } from './review-command.ts';

export function orderCommand(host: Host): CommandUnknownOpts {
  const order = new Command('order').description(
    'Orders to the supplier, and their tracking back to the customers',
  );
  order
    .command('list')
    .description('Orders that await fulfillment, and what stands between them and the supplier')
    .option('--show-personal-data', 'names in full')
    .action(action(host, (context, flags) => list(context, flags.showPersonalData ?? false)));
  order
    .command('submit')
    .description('Send orders to the supplier, each line once')
    .argument('[orders...]', "the store's order numbers", orderIds)
    .option('--all', 'all that are paid and old enough')
    .option('-n, --dry-run', 'only check; write nothing anywhere')
    .action(action(host, (context, ids, flags) => submit(context, ids, flags)));
  order
    .command('status')
    .description('Where orders are, and cores that are still to come back')
    .argument('[orders...]', "the store's order numbers; without them all", orderIds)
    .option('--watch', 'again and again, until all have arrived or wait for a person')
    .option('--interval <seconds>', 'between two looks of --watch', positiveInteger, 30)
    .action(action(host, (context, ids, flags) => status(context, ids, flags)));
  order
    .command('track')
    .description("Bring the supplier's parcels to the customers: shipments, tracking numbers, status")
    .argument('[orders...]', "the store's order numbers; without them all that are under way", orderIds)
    .action(action(host, (context, ids) => track(context, ids)));
  order.addCommand(orderReviewCommand(host));
  return order;
}

async function list(context: Context, showPersonalData: boolean): Promise<Outcome> {
  const { createOrderEngine } = await import('./run.ts');
  const { listOrders } = await import('../../orders/list.ts');
  const { waitingText } = await import('./report.ts');
  const { mask } = await import('../../http/watch/personal.ts');
  const waiting = await listOrders(await createOrderEngine(context, false));
  const orders = showPersonalData
    ? waiting
    : waiting.map((row) => ({ ...row, customer: row.customer === null ? null : String(mask(row.customer)) }));
  return { exitCode: ExitCode.Done, result: { orders }, text: waitingText(orders, context.columns) };
}

async function submit(
  context: Context,
  ids: number[] = [],
  { all, dryRun = false }: { all?: boolean; dryRun?: boolean },
): Promise<Outcome> {
  if ((ids.length === 0) === !all)
    throw new TtpdError('NOTHING_SELECTED', 'Say which orders: their numbers, or --all.', {
      next: ['ttpd order submit --all --dry-run'],
      exitCode: ExitCode.Usage,
    });
  const { createOrderEngine, orderProblems, runOrderWork } = await import('./run.ts');
  const { submitOrders } = await import('../../orders/submit.ts');
  const { submitText } = await import('./report.ts');
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

async function status(
  context: Context,
  ids: number[] = [],
  { watch, interval }: { watch?: boolean; interval: number },
): Promise<Outcome> {
  const { createOrderEngine } = await import('./run.ts');
  const { isSettled, orderStatus } = await import('../../orders/status.ts');
  const { statusText } = await import('./report.ts');
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

async function track(context: Context, ids: number[] = []): Promise<Outcome> {
  const { orderProblems, runOrderWork } = await import('./run.ts');
  const { trackOrders } = await import('../../orders/track.ts');
  const { trackText } = await import('./report.ts');
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
