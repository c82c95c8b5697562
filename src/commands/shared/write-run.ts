import { stopping } from '../../catalog/guards/verdict.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome as Shown } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import type { ApproveWrite, Outcome, SyncResult } from '../../library/outcome.ts';
import { count } from '../../terminal/plurals.ts';
import { approveWrite } from './approve-write.ts';
import { reviewLines, stoppedText } from './plan-review-text.ts';
import { dryRunText, planLine, verdict } from './run-report.ts';

/** What all commands that may write show: the plan and its question, and in the end what it came to. */
export async function runWrite<Result extends SyncResult>(
  context: Context,
  { dryRun }: { dryRun: boolean },
  run: () => Promise<Outcome<Result>>,
): Promise<Shown & Outcome<Result>> {
  keepHeapSmall();
  const outcome = await run();
  const { result, exitCode } = outcome;
  const { theme, runId } = context;
  const text =
    stopping(result.guards).length > 0
      ? stoppedText(result, theme)
      : dryRun
        ? dryRunText(result, theme)
        : verdict(result, exitCode, runId, theme);
  return { ...outcome, text };
}

/** Shows the plan, and asks where it has something to write. */
export function askToWrite(context: Context): ApproveWrite {
  const { view, theme } = context;
  return async ({ store, plan, review, rows }) => {
    view.say(planLine(plan, theme));
    for (const line of reviewLines(review, theme)) view.say(line);
    if (rows > 0) await approveWrite(context, store, `Write ${count(rows, 'row')}`);
  };
}
