import { ExitCode, type Problem } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import { countDifferences } from '../../inventory/comparison.ts';
import { messageOf } from '../../inventory/message.ts';
import { reconcileStore, type Told } from '../../library/reconcile.ts';
import type { Notify } from '../../monitoring/notify.ts';
import { askToWrite } from '../shared/write-run.ts';
import { type ReconcileFlags, readFlags, reportFiles } from './flags.ts';
import { notifyFor } from './notify.ts';
import { reconcileText, tellGitHub } from './report.ts';

/** Mistakes in flags and files are said before any call is made. */
export async function runReconcile(context: Context, flags: ReconcileFlags): Promise<Outcome> {
  const asked = await readFlags(context, flags);
  const notify = await notifyFor(context, flags.notify);
  keepHeapSmall();
  const { report, repair, exitCode, result, problems } = await reconcileStore(context, {
    asked,
    ignoreOpenOrders: flags.ignoreOpenOrders,
    files: reportFiles(flags),
    approve: flags.fix ? askToWrite(context) : undefined,
    tell: (told) => tell(context, notify, told),
  });
  return { exitCode, result, problems, text: await reconcileText(report, repair, context) };
}

/** Nothing is posted where there is nothing to say. */
async function tell(
  { host }: Context,
  notify: Notify | undefined,
  { reconciled, report, repair }: Told,
): Promise<Problem[]> {
  await tellGitHub(host, report, reconciled.exitCode === ExitCode.Differences);
  const news = reconciled.refusal !== null || repair !== null || countDifferences(reconciled.comparison) > 0;
  return notify && news ? notify(await messageOf(report, repair?.outcome.applied.done ?? null)) : [];
}
