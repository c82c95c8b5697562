import type { StoreInformation } from '../bigcommerce/schema.ts';
import type { Engine } from '../catalog/engine/engine.ts';
import type { RunOutcome } from '../catalog/runs.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { PlanSummary } from '../common/events.ts';
import type { PlanReview } from '../ledger/journal/plan-notes.ts';
import type { Session } from '../session/session.ts';
import { createEngine } from './create-engine.ts';
import { introduceStore, lockStore } from './open-store.ts';
import { type ApproveWrite, type Outcome, rowsToWrite, type SyncResult } from './outcome.ts';
import { requirePlaces } from './places.ts';

export interface WriteRun {
  /** Without it the run is a dry one. */
  approve: ApproveWrite | undefined;
  detailedExitcode?: boolean;
  /** The plan that the run is about, where it is known beforehand. */
  planId?: string;
  /** What the user told to let pass: guards, and floors of a file's prices. */
  overrides?: readonly string[];
  /** `approve` is absent in a dry run; otherwise it returns once the write may begin. */
  feature: (engine: Engine, store: StoreInformation, approve: Approve | undefined) => Promise<RunOutcome>;
}

/** @param rows how many will be written; without it, all of the plan's that are open */
type Approve = (plan: PlanSummary, review: PlanReview, rows?: number) => Promise<void>;

/** What all runs that may write have in common: the lock, the run in the ledger, the yes, the result. */
export function writeRun(session: Session, write: WriteRun): Promise<Outcome<SyncResult>> {
  return writeRunWith(session, write, (_engine, result) => Promise.resolve(result));
}

/** @param complete what the result has beside what all of them have */
export async function writeRunWith<Result>(
  session: Session,
  write: WriteRun,
  complete: (engine: Engine, result: SyncResult) => Promise<Result>,
): Promise<Outcome<Result>> {
  const { clock, runId, profile, storeKey, command } = session;
  const startedAt = clock.now();
  const lock = write.approve ? await lockStore(session) : undefined;
  try {
    const ledger = await session.ledger();
    if (lock) {
      ledger.requireSound('quick');
      await ledger.plans.forgetUnfinished(storeKey);
    }
    const store = await introduceStore(session);
    const engine = await createEngine(session);
    await requirePlaces(engine);
    await ledger.runs.start({
      id: runId,
      command,
      planId: write.planId ?? null,
      profile: profile.name,
      store: storeKey,
      overrides: [...(write.overrides ?? [])],
    });

    const progress = { planId: write.planId };
    const approve = write.approve && asking(engine, runId, store.name, write.approve, progress);
    try {
      const outcome = await write.feature(engine, store, approve);
      const { plan, review, applied, guards = [], problems } = outcome;
      await ledger.runs.setPlan(runId, plan.id);
      const { rateLimited, ...calls } = (await session.services()).calls();
      const durationMs = Math.round(clock.now() - startedAt);
      const result = await complete(engine, {
        plan,
        review,
        guards,
        applied,
        calls,
        rateLimited,
        durationMs,
      });
      const differs = write.detailedExitcode && outcome.exitCode === ExitCode.Done && rowsToWrite(plan) > 0;
      const exitCode = differs ? ExitCode.Differences : outcome.exitCode;
      await ledger.runs.finish(runId, { exitCode, result });
      return { exitCode, result, problems };
    } catch (thrown) {
      const error = await ending(session, progress.planId, thrown);
      const exitCode = error instanceof TtpdError ? error.exitCode : ExitCode.Failed;
      // Where the ledger itself is the trouble this fails too, and what went wrong first is what is said.
      await ledger.runs.finish(runId, { exitCode, result: null }).catch(() => undefined);
      throw error;
    }
  } finally {
    lock?.release();
  }
}

/**
 * The question about a plan, with the plan put down as the run's.
 * @param progress gets the plan, for whoever has to say what was interrupted
 */
export function asking(
  engine: Engine,
  runId: string,
  store: string,
  approve: ApproveWrite,
  progress: { planId: string | undefined },
): Approve {
  return async (plan, review, rows) => {
    progress.planId = plan.id;
    await engine.ledger.runs.setPlan(runId, plan.id);
    await approve({ store, plan, review, rows: rows ?? (await engine.ledger.operations.countOpen(plan.id)) });
  };
}

/** What stopped the run. If it had begun to write, the rest is in the ledger, and the command that goes on is said. */
export async function ending(
  session: Session,
  planId: string | undefined,
  thrown: unknown,
): Promise<unknown> {
  const plan = planId === undefined ? undefined : await (await session.ledger()).plans.get(planId);
  const isWriting = plan?.status === 'applying';
  const isSaid = thrown instanceof TtpdError && thrown.next.some((each) => each.startsWith('ttpd resume'));
  const next = isWriting && !isSaid ? [`ttpd resume ${session.runId}`] : [];
  if (session.stop.drain.aborted)
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
