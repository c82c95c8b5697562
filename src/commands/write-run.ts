import type { StoreInformation } from '../bigcommerce/schema.ts';
import type { Engine } from '../catalog/engine.ts';
import type { SyncOutcome } from '../catalog/sync.ts';
import type { Context } from '../context/context.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode } from '../errors.ts';
import type { PlanSummary } from '../events.ts';
import { approveWrite, createEngine, introduceStore, lockStore } from './engine.ts';
import { dryRunText, planLine, syncResult, verdict } from './sync-report.ts';

export interface WriteRun {
  dryRun: boolean;
  detailedExitcode?: boolean;
  /** The plan that the run is about, where it is known beforehand. */
  planId?: string;
  /** `approve` is absent in a dry run; otherwise it returns once the write may begin. */
  feature: (
    engine: Engine,
    store: StoreInformation,
    approve: ((plan: PlanSummary) => Promise<void>) | undefined,
  ) => Promise<SyncOutcome>;
}

/** What all runs that may write have in common: the lock, the run in the ledger, the yes, the report. */
export async function runWrite(context: Context, write: WriteRun): Promise<Outcome> {
  const { clock, runId, theme, view, profile, storeKey, command } = context;
  const startedAt = clock.now();
  const lock = write.dryRun ? undefined : await lockStore(context);
  try {
    const ledger = await context.ledger();
    const store = await introduceStore(context);
    const engine = await createEngine(context);
    await ledger.runs.start({
      id: runId,
      command,
      planId: write.planId ?? null,
      profile: profile.name,
      store: storeKey,
    });

    const approve = async (plan: PlanSummary) => {
      await ledger.runs.setPlan(runId, plan.id);
      view.say(planLine(plan, theme));
      const rows = plan.create + plan.update + plan.stock + plan.hide;
      if (rows > 0) await approveWrite(context, store.name, `Write ${rows} rows`);
    };
    let exitCode: ExitCode = ExitCode.Failed;
    let result: unknown = null;
    try {
      const outcome = await write.feature(engine, store, write.dryRun ? undefined : approve);
      await ledger.runs.setPlan(runId, outcome.plan.id);
      const services = await context.services();
      const report = syncResult(outcome, services.calls(), clock.now() - startedAt);
      result = report;
      exitCode = write.detailedExitcode && hasWork(outcome.plan) ? ExitCode.Differences : outcome.exitCode;
      const text = write.dryRun ? dryRunText(report, theme) : verdict(report, exitCode, runId, theme);
      return { exitCode, result, problems: outcome.problems, text };
    } finally {
      await ledger.runs.finish(runId, { exitCode, result });
    }
  } finally {
    lock?.release();
  }
}

function hasWork({ create, update, stock, hide }: PlanSummary): boolean {
  return create + update + stock + hide > 0;
}
