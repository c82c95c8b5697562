import type { Context } from '../../context/context.ts';
import type { Outcome as Shown } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import type { ApproveWrite, Outcome, SyncResult } from '../../library/outcome.ts';
import { count } from '../../terminal/plurals.ts';
import { approveWrite } from './approve-write.ts';
import { planLines, runText } from './run-report.ts';

/** What all commands that may write show: the plan and its question, and in the end what it came to. */
export async function runWrite<Result extends SyncResult>(
  context: Context,
  { dryRun }: { dryRun: boolean },
  run: () => Promise<Outcome<Result>>,
): Promise<Shown & Outcome<Result>> {
  keepHeapSmall();
  const outcome = await run();
  const { theme, runId } = context;
  const text = runText(outcome.result, { dryRun, exitCode: outcome.exitCode, runId, theme });
  return { ...outcome, text };
}

/** Shows the plan, and asks where it has something to write. */
export function askToWrite(context: Context): ApproveWrite {
  const { view, theme } = context;
  return async ({ store, plan, review, rows }) => {
    for (const line of planLines(plan, review, theme)) view.say(line);
    if (rows > 0) await approveWrite(context, store, `Write ${count(rows, 'row')}`);
  };
}
