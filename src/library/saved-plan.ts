import type { Ramp } from '../catalog/apply/ramp.ts';
import { changeHolds } from '../catalog/plan/hold.ts';
import { findPlan } from '../catalog/plan/saved-plan.ts';
import { applySaved } from '../catalog/runs.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { GuardName } from '../ledger/journal/plan-notes.ts';
import type { Plan } from '../ledger/journal/plans.ts';
import type { Session } from '../session/session.ts';
import type { ApproveWrite, Outcome, SyncResult } from './outcome.ts';
import { writeRun } from './write-run.ts';

/** @throws TtpdError PLAN_UNKNOWN (exit 2) when there is none of that id, or none at all */
export async function findPlanOrNewest(session: Session, id: string | undefined): Promise<Plan> {
  const ledger = await session.ledger();
  if (id !== undefined) return findPlan({ ledger }, id);
  const [newest] = await ledger.plans.list({ store: session.storeKey, limit: 1 });
  if (newest) return newest;
  throw new TtpdError('PLAN_UNKNOWN', 'There is no plan for this store yet.', {
    next: ['ttpd sync --category brakes --dry-run'],
    exitCode: ExitCode.Usage,
  });
}

/**
 * The plan of a run, or of that id.
 * @throws TtpdError PLAN_UNKNOWN (exit 2), NO_PLAN (exit 2) where the run ended before it had one
 */
export async function findRunsPlan(session: Session, id: string): Promise<Plan> {
  const ledger = await session.ledger();
  const run = await ledger.runs.get(id);
  if (run && run.planId === null)
    throw new TtpdError('NO_PLAN', `The run ${run.id} ended before its plan was complete.`, {
      hint: 'It has written nothing.',
      next: ['ttpd runs list'],
      exitCode: ExitCode.Usage,
    });
  return findPlan({ ledger }, run?.planId ?? id);
}

/** @throws TtpdError PLAN_OF_ANOTHER_STORE (exit 2) */
export function requireSameStore(session: Session, plan: Plan): void {
  if (plan.store === session.storeKey) return;
  throw new TtpdError(
    'PLAN_OF_ANOTHER_STORE',
    `The plan ${plan.id} is for the store ${plan.store}, and the profile ${session.profile.name} writes to ${session.storeKey}.`,
    {
      next: [`ttpd ${session.command} ${plan.id} --profile ${plan.profile}`],
      exitCode: ExitCode.Usage,
    },
  );
}

export interface ApplyOptions {
  overrides?: readonly GuardName[];
  /** SKUs that stay as they are in the store. */
  hold?: readonly string[] | undefined;
  ramp?: Ramp | undefined;
  approve: ApproveWrite;
}

const HOUR_MS = 3_600_000;

/**
 * Applies a saved plan from where it stands: a new one, or one whose run was interrupted.
 * @throws TtpdError PLAN_OF_ANOTHER_STORE (exit 2)
 */
export async function applySavedPlan(
  session: Session,
  plan: Plan,
  { overrides = [], hold = [], ramp, approve }: ApplyOptions,
): Promise<Outcome<SyncResult>> {
  requireSameStore(session, plan);
  return writeRun(session, {
    approve,
    planId: plan.id,
    overrides,
    async feature(engine, _store, ask) {
      if (hold.length > 0) await changeHolds(engine, plan.id, { hold }, (await session.rules()).rules.guards);
      return applySaved(engine, plan.id, {
        overrides,
        approve: ask,
        ramp,
        maxAge: session.settings.maxPlanAge * HOUR_MS,
      });
    },
  });
}
