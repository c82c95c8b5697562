import type { Engine } from '../catalog/engine/engine.ts';
import type { RunOutcome } from '../catalog/runs.ts';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import type { Comparison } from '../inventory/comparison.ts';
import { CLASSES, type Finding } from '../inventory/findings.ts';
import {
  notReconciled,
  problemsOf,
  type Reconciled,
  type ReconcileRequest,
  reconcile,
  repair,
  reportBeforehand,
  reportOf,
} from '../inventory/reconcile.ts';
import type { Report } from '../inventory/reports/report.ts';
import { type ReportFile, writeReports } from '../inventory/reports/write.ts';
import type { Session } from '../session/session.ts';
import { createEngine, createStoreMapper } from './create-engine.ts';
import { introduceStore, lockStore } from './open-store.ts';
import type { ApproveWrite, Outcome, SyncResult } from './outcome.ts';
import { requirePlaces } from './places.ts';
import { asking, ending } from './write-run.ts';

export interface ReconcileRun {
  /** What to compare, and how; the rules in force say the rest. */
  asked: Omit<ReconcileRequest, 'mapper' | 'rules'>;
  /** Written before anything is read, and again with what was found. */
  files?: readonly ReportFile[];
  /** As for sync. */
  ignoreOpenOrders?: boolean | undefined;
  /** Absent: what differs is left as it is. Otherwise it is written, and both sides are compared again. */
  approve?: ApproveWrite | undefined;
  /** Tells of the outcome; what went wrong with that is a problem of the run. */
  tell?: (told: Told) => Promise<Problem[]>;
}

export interface Told {
  reconciled: Reconciled;
  report: Report;
  repair: Repair | null;
}

/** What the repair did, and what the comparison had come to before it. */
export interface Repair {
  outcome: RunOutcome;
  before: Comparison;
}

/** `result` of reconcile. Stable. */
export interface ReconcileResult extends Comparison {
  /** The first 100; reports have all. */
  items: Finding[];
  reports: ReportFile[];
  fixed: (Pick<SyncResult, 'plan' | 'applied'> & { accuracyBefore: number | null }) | null;
}

const ITEMS = 100;

/**
 * Compares store and supplier, and repairs what differs where that is approved. A mistake in rules or files is said
 * before any call is made; what a service does wrong is part of the outcome.
 */
export async function reconcileStore(
  session: Session,
  run: ReconcileRun,
): Promise<Outcome<ReconcileResult> & Told> {
  const { runId, command, profile, storeKey } = session;
  await session.rules();
  await writeReports(run.files ?? [], reportBeforehand(storeKey));
  const lock = run.approve ? await lockStore(session) : undefined;
  try {
    const { runs, plans, requireSound } = await session.ledger();
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
      overrides: [...(run.asked.overrides ?? [])],
    });
    try {
      const outcome = await compareAndRepair(session, run);
      await runs.finish(runId, { exitCode: outcome.exitCode, result: outcome.result });
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

type SidesRead = Omit<Told, 'repair'>;

async function compareAndRepair(session: Session, run: ReconcileRun) {
  const both = await connect(session, run).catch(notReconciled);
  if ('refusal' in both) {
    const report = reportOf({ store: session.storeKey, currency: '' }, both);
    await writeReports(run.files ?? [], report);
    return conclude(run, { reconciled: both, report, repair: null });
  }
  const first = await readSides(run, both);
  const approve = first.reconciled.refusal ? undefined : run.approve;
  const repaired = approve ? await writeRepair(session, run, both, { first, approve }) : null;
  // What a guard stopped has written nothing: the first comparison stands.
  if (repaired?.exitCode === ExitCode.Guarded) return stopped(run, first, repaired);
  if (!repaired) return conclude(run, { ...first, repair: null });
  const { comparison: before } = first.reconciled;
  return conclude(run, { ...(await readSides(run, both)), repair: { outcome: repaired, before } });
}

async function stopped(run: ReconcileRun, first: SidesRead, repaired: RunOutcome) {
  const outcome = await conclude(run, { ...first, repair: null });
  return {
    ...outcome,
    exitCode: ExitCode.Guarded,
    problems: [...repaired.problems, ...outcome.problems],
  };
}

async function connect(session: Session, { asked, ignoreOpenOrders }: ReconcileRun): Promise<Connected> {
  const store = await introduceStore(session);
  const whole = await createEngine(session);
  await requirePlaces(whole);
  const engine = ignoreOpenOrders ? { ...whole, openOrders: undefined } : whole;
  return { engine, store, request: { ...asked, ...(await createStoreMapper(session, store)) } };
}

async function readSides(
  { files = [] }: ReconcileRun,
  { engine, request, store }: Connected,
): Promise<SidesRead> {
  const reconciled = await reconcile(engine, request);
  const report = reportOf({ store: store.name, currency: store.currency }, reconciled, engine.ledger);
  await writeReports(files, report);
  return { reconciled, report };
}

/** As any run that writes: the plan is shown and agreed to. When it goes wrong, the drift is still told. */
async function writeRepair(
  session: Session,
  run: ReconcileRun,
  { engine, request, store }: Connected,
  { first, approve }: { first: SidesRead; approve: ApproveWrite },
): Promise<RunOutcome | null> {
  const progress: { planId: string | undefined } = { planId: undefined };
  try {
    const ask = asking(engine, session.runId, store.name, approve, progress);
    const outcome = await repair(engine, request, ask);
    if (outcome?.exitCode === ExitCode.Interrupted) throw session.stop.drain.reason;
    return outcome;
  } catch (thrown) {
    await run.tell?.({ ...first, repair: null });
    throw await ending(session, progress.planId, thrown);
  }
}

async function conclude(
  { files = [], tell }: ReconcileRun,
  told: Told,
): Promise<Outcome<ReconcileResult> & Told> {
  const { reconciled, report, repair: repaired } = told;
  const problems = (await tell?.(told)) ?? [];
  return {
    ...told,
    exitCode: reconciled.exitCode,
    result: {
      ...report.comparison,
      items: await firstOf(report.findings(CLASSES), ITEMS),
      reports: files.map(({ format, file }) => ({ format, file })),
      fixed: repaired && {
        plan: repaired.outcome.plan,
        applied: repaired.outcome.applied,
        accuracyBefore: repaired.before.accuracy,
      },
    },
    problems: [...problemsOf(reconciled, repaired?.outcome ?? null), ...problems],
  };
}

export async function firstOf(findings: AsyncIterable<Finding>, limit: number): Promise<Finding[]> {
  const first: Finding[] = [];
  for await (const found of findings) {
    if (first.length === limit) break;
    first.push(found);
  }
  return first;
}
