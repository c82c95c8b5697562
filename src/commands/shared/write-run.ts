import type { StoreInformation } from '../../bigcommerce/schema.ts';
import { countOpen } from '../../catalog/apply/apply-plan.ts';
import type { Engine } from '../../catalog/engine/engine.ts';
import type { GuardName } from '../../catalog/guards/guard.ts';
import { stopping } from '../../catalog/guards/verdict.ts';
import { storedReview } from '../../catalog/plan/review.ts';
import type { RunOutcome } from '../../catalog/runs.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import { count } from '../../terminal/plurals.ts';
import { approveWrite } from './approve-write.ts';
import { createEngine } from './create-engine.ts';
import { introduceStore, lockStore } from './open-store.ts';
import { reviewLines, stoppedText } from './plan-review-text.ts';
import { dryRunText, planLine, rowsToWrite, type SyncResult, syncResult, verdict } from './run-report.ts';

export interface WriteRun {
  dryRun: boolean;
  detailedExitcode?: boolean;
  /** The plan that the run is about, where it is known beforehand. */
  planId?: string;
  /** Guards that the user told to let pass. */
  overrides?: readonly GuardName[];
  /** `approve` is absent in a dry run; otherwise it returns once the write may begin. */
  feature: (engine: Engine, store: StoreInformation, approve: Approve | undefined) => Promise<RunOutcome>;
  /** What the run says beside what all of them say. */
  report?: (
    engine: Engine,
    result: SyncResult,
    text: string,
  ) => Promise<{ result: SyncResult; text: string }>;
}

/** @param rows how many will be written; without it, all of the plan's that are open */
type Approve = (plan: PlanSummary, rows?: number) => Promise<void>;

/** What all runs that may write have in common: the lock, the run in the ledger, the yes, the report. */
export async function runWrite(context: Context, write: WriteRun): Promise<Outcome> {
  keepHeapSmall();
  const { clock, runId, theme, view, profile, storeKey, command } = context;
  const startedAt = clock.now();
  const lock = write.dryRun ? undefined : await lockStore(context);
  try {
    const ledger = await context.ledger();
    if (lock) {
      ledger.requireSound('quick');
      await ledger.plans.forgetUnfinished(storeKey);
    }
    const store = await introduceStore(context);
    const engine = await createEngine(context);
    await ledger.runs.start({
      id: runId,
      command,
      planId: write.planId ?? null,
      profile: profile.name,
      store: storeKey,
      overrides: [...(write.overrides ?? [])],
    });

    let planId = write.planId;
    const approve: Approve = async (plan, rows) => {
      planId = plan.id;
      await ledger.runs.setPlan(runId, plan.id);
      view.say(planLine(plan, theme));
      for (const line of reviewLines(await storedReview(engine, plan.id), theme)) view.say(line);
      const open = rows ?? (await countOpen(engine, plan.id));
      if (open > 0) await approveWrite(context, store.name, `Write ${count(open, 'row')}`);
    };
    try {
      const outcome = await write.feature(engine, store, write.dryRun ? undefined : approve);
      await ledger.runs.setPlan(runId, outcome.plan.id);
      const services = await context.services();
      const review = await storedReview(engine, outcome.plan.id);
      const common = syncResult(outcome, review, services.calls(), clock.now() - startedAt);
      const exitCode =
        write.detailedExitcode && outcome.exitCode === ExitCode.Done && hasWork(outcome.plan)
          ? ExitCode.Differences
          : outcome.exitCode;
      const isStopped = stopping(common.guards).length > 0;
      const last = isStopped
        ? stoppedText(common, theme)
        : write.dryRun
          ? dryRunText(common, theme)
          : verdict(common, exitCode, runId, theme);
      const { result, text } = (await write.report?.(engine, common, last)) ?? { result: common, text: last };
      await ledger.runs.finish(runId, { exitCode, result });
      return { exitCode, result, problems: outcome.problems, text };
    } catch (thrown) {
      const error = await ending(context, planId, thrown);
      const exitCode = error instanceof TtpdError ? error.exitCode : ExitCode.Failed;
      // Where the ledger itself is the trouble this fails too, and what went wrong first is what is said.
      await ledger.runs.finish(runId, { exitCode, result: null }).catch(() => undefined);
      throw error;
    }
  } finally {
    lock?.release();
  }
}

/** What stopped the run. If it had begun to write, the rest is in the ledger, and the command that goes on is said. */
export async function ending(
  context: Context,
  planId: string | undefined,
  thrown: unknown,
): Promise<unknown> {
  const plan = planId === undefined ? undefined : await (await context.ledger()).plans.get(planId);
  const isWriting = plan?.status === 'applying';
  const isSaid = thrown instanceof TtpdError && thrown.next.some((each) => each.startsWith('ttpd resume'));
  const next = isWriting && !isSaid ? [`ttpd resume ${context.runId}`] : [];
  if (context.stop.drain.aborted)
    return new TtpdError(
      'INTERRUPTED',
      isWriting
        ? `Interrupted while writing: the rest is in plan ${plan.id}.`
        : 'Interrupted before anything was written.',
      { exitCode: ExitCode.Interrupted, next },
    );
  if (!isWriting || !(thrown instanceof TtpdError)) return thrown;
  const { code, message, hint, exitCode } = thrown;
  return new TtpdError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    next: [...thrown.next, ...next],
    exitCode,
    cause: thrown,
  });
}

function hasWork(plan: PlanSummary): boolean {
  return rowsToWrite(plan) > 0;
}
