import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import {
  listWaitingOrders,
  statusOfOrders,
  submitWaitingOrders,
  trackSentOrders,
} from '../../library/orders.ts';
import { isSettled } from '../../orders/status.ts';
import { approveWrite } from '../shared/approve-write.ts';
import { statusText, submitText, trackText, waitingText } from './report.ts';

export async function listWaiting(context: Context, showPersonalData: boolean): Promise<Outcome> {
  const outcome = await listWaitingOrders(context, { showPersonalData });
  return { ...outcome, text: waitingText(outcome.result.orders, context.columns) };
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
  const outcome = await submitWaitingOrders(context, {
    orderIds: all ? undefined : ids,
    approve: dryRun
      ? undefined
      : (store) => approveWrite(context, store, 'Send orders to FinditParts for customers'),
  });
  return { ...outcome, text: submitText(outcome.result, dryRun, context.columns) };
}

export async function status(
  context: Context,
  ids: number[] = [],
  { watch, interval }: { watch?: boolean; interval: number },
): Promise<Outcome> {
  const { drain } = context.stop;
  const asked = { orderIds: ids.length > 0 ? ids : undefined };
  let outcome = await statusOfOrders(context, asked);
  let shown = '';
  while (watch && !isSettled(outcome.result) && !drain.aborted) {
    const text = statusText(outcome.result, context.columns);
    if (text !== shown) context.view.say(text);
    shown = text;
    await context.clock.sleep(interval * 1_000, drain).catch(() => undefined);
    if (!drain.aborted) outcome = await statusOfOrders(context, asked);
  }
  return {
    ...outcome,
    exitCode: drain.aborted ? ExitCode.Interrupted : outcome.exitCode,
    text: statusText(outcome.result, context.columns),
  };
}

export async function track(context: Context, ids: number[] = []): Promise<Outcome> {
  const outcome = await trackSentOrders(context, {
    orderIds: ids.length > 0 ? ids : undefined,
    approve: (store) => approveWrite(context, store, 'Write shipments, which mail their customers,'),
  });
  return { ...outcome, text: trackText(outcome.result, context.columns) };
}
