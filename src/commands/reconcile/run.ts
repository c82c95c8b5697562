import { countOpen } from '../../catalog/apply/apply-plan.ts';
import type { Engine } from '../../catalog/engine/engine.ts';
import type { RunOutcome } from '../../catalog/runs.ts';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { keepHeapSmall } from '../../context/small-heap.ts';
import { countDifferences } from '../../inventory/comparison.ts';
import { messageOf } from '../../inventory/message.ts';
import {
  notReconciled,
  problemsOf,
  type Reconciled,
  type ReconcileRequest,
  reconcile,
  repair,
  reportBeforehand,
  reportOf,
} from '../../inventory/reconcile.ts';
import type { Report } from '../../inventory/reports/report.ts';
import { type ReportFile, writeReports } from '../../inventory/reports/write.ts';
import type { Notify } from '../../monitoring/notify.ts';
import { count } from '../../terminal/plurals.ts';
import { approveWrite } from '../shared/approve-write.ts';
import { createEngine, createStoreMapper } from '../shared/create-engine.ts';
import { introduceStore, lockStore } from '../shared/open-store.ts';
import { planLine } from '../shared/run-report.ts';
import { ending } from '../shared/write-run.ts';
import { type Asked, type ReconcileFlags, readFlags, reportFiles } from './flags.ts';
import { notifyFor } from './notify.ts';
import { type Repair, reconcileResult, reconcileText, tellGitHub } from './report.ts';

interface Run {
  context: Context;
  asked: Asked;
  files: readonly ReportFile[];
  notify: Notify | undefined;
}

/** Mistakes in flags and files are said before any call is made; what a service does wrong is part of the outcome. */
export async function runReconcile(context: Context, flags: ReconcileFlags): Promise<Outcome> {
  const { runId, command, profile, storeKey } = context;
  const run: Run = {
    context,
    asked: await readFlags(context, flags),
    files: reportFiles(flags),
    notify: await notifyFor(context, flags.notify),
  };
  await context.rules();
  keepHeapSmall();
  await writeReports(run.files, reportBeforehand(storeKey));
  const lock = flags.fix ? await lockStore(context) : undefined;
  try {
    const { runs, plans, requireSound } = await context.ledger();
    if (lock) {
      requireSound('quick');
      await plans.forgetUnfinished(storeKey);
    }
    await runs.start({
      id: runId,
      command,
      planId: null,
      profile: profile.name,
      store: storeKey,
      overrides: flags.overrideGuard,
    });
    try {
      const outcome = await compareAndRepair(run, flags.fix === true);
      await runs.finish(runId, outcome);
      return outcome;
    } catch (error) {
      const exitCode = error instanceof TtpdError ? error.exitCode : ExitCode.Failed;
      await runs.finish(runId, { exitCode, result: null });
      throw error;
    }
  } finally {
    lock?.release();
  }
}

interface Connected {
  engine: Engine;
  request: ReconcileRequest;
  store: { name: string; currency: string };
}

interface SidesRead {
  reconciled: Reconciled;
  report: Report;
}

async function compareAndRepair(run: Run, fix: boolean): Promise<Outcome> {
  const both = await connect(run).catch(notReconciled);
  if ('refusal' in both) {
    const report = reportOf({ store: run.context.storeKey, currency: '' }, both);
    await writeReports(run.files, report);
    return conclude(run, { reconciled: both, report }, null);
  }
  const first = await readSides(run, both);
  const repaired = fix && !first.reconciled.refusal ? await writeRepair(run, both, first) : null;
  // What a guard stopped has written nothing: the first comparison stands.
  if (repaired?.exitCode === ExitCode.Guarded) return stopped(run, first, repaired);
  return repaired
    ? conclude(run, await readSides(run, both), { outcome: repaired, before: first.reconciled.comparison })
    : conclude(run, first, null);
}

async function stopped(run: Run, first: SidesRead, repaired: RunOutcome): Promise<Outcome> {
  const outcome = await conclude(run, first, null);
  const problems = [...repaired.problems, ...(outcome.problems ?? [])];
  return { ...outcome, exitCode: ExitCode.Guarded, problems };
}

async function connect({ context, asked }: Run): Promise<Connected> {
  const store = await introduceStore(context);
  const engine = await createEngine(context);
  return { engine, store, request: { ...asked, ...(await createStoreMapper(context, store)) } };
}

async function readSides({ files }: Run, { engine, request, store }: Connected): Promise<SidesRead> {
  const reconciled = await reconcile(engine, request);
  const report = reportOf({ store: store.name, currency: store.currency }, reconciled, engine.ledger);
  await writeReports(files, report);
  return { reconciled, report };
}

/** As any run that writes: the plan is shown and agreed to. When it goes wrong, the drift is still told. */
async function writeRepair(run: Run, both: Connected, first: SidesRead): Promise<RunOutcome | null> {
  const { context } = run;
  const { engine, request, store } = both;
  let planId: string | undefined;
  const approve = async (plan: PlanSummary) => {
    planId = plan.id;
    await engine.ledger.runs.setPlan(context.runId, plan.id);
    context.view.say(planLine(plan, context.theme));
    const rows = await countOpen(engine, plan.id);
    if (rows > 0) await approveWrite(context, store.name, `Write ${count(rows, 'row')}`);
  };
  try {
    const outcome = await repair(engine, request, approve);
    if (outcome?.exitCode === ExitCode.Interrupted) throw context.stop.drain.reason;
    return outcome;
  } catch (thrown) {
    await tell(run, first, null);
    throw await ending(context, planId, thrown);
  }
}

async function conclude(
  run: Run,
  { reconciled, report }: SidesRead,
  repair: Repair | null,
): Promise<Outcome> {
  const { context, files } = run;
  const told = await tell(run, { reconciled, report }, repair);
  return {
    exitCode: reconciled.exitCode,
    result: await reconcileResult(report, files, repair),
    problems: [...problemsOf(reconciled, repair?.outcome ?? null), ...told],
    text: await reconcileText(report, repair, context),
  };
}

/** Nothing is posted where there is nothing to say. */
async function tell(run: Run, { reconciled, report }: SidesRead, repair: Repair | null): Promise<Problem[]> {
  const { context, notify } = run;
  await tellGitHub(context.host, report, reconciled.exitCode === ExitCode.Differences);
  const news = reconciled.refusal !== null || repair !== null || countDifferences(reconciled.comparison) > 0;
  return notify && news ? notify(await messageOf(report, repair?.outcome.applied.done ?? null)) : [];
}
