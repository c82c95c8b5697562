import type { Ramp } from '../../catalog/apply/ramp.ts';
import type { GuardName } from '../../catalog/guards/guard.ts';
import { findPlan } from '../../catalog/plan/summary.ts';
import { applySaved } from '../../catalog/runs.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import { runWrite } from './write-run.ts';

/** @throws TtpdError PLAN_UNKNOWN (exit 2) when there is none of that id, or none at all */
export async function findPlanOrNewest(context: Context, id: string | undefined): Promise<Plan> {
  const ledger = await context.ledger();
  if (id !== undefined) return findPlan({ ledger }, id);
  const [newest] = await ledger.plans.list({ store: context.storeKey, limit: 1 });
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
export async function findRunsPlan(context: Context, id: string): Promise<Plan> {
  const ledger = await context.ledger();
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
export function requireSameStore(context: Context, plan: Plan): void {
  if (plan.store === context.storeKey) return;
  throw new TtpdError(
    'PLAN_OF_ANOTHER_STORE',
    `The plan ${plan.id} is for the store ${plan.store}, and the profile ${context.profile.name} writes to ${context.storeKey}.`,
    {
      next: [`ttpd ${context.command} ${plan.id} --profile ${plan.profile}`],
      exitCode: ExitCode.Usage,
    },
  );
}

/**
 * Applies a saved plan from where it stands: a new one, or one whose run was interrupted.
 * @throws TtpdError PLAN_OF_ANOTHER_STORE (exit 2)
 */
export async function applySavedPlan(
  context: Context,
  plan: Plan,
  { overrides = [], ramp }: { overrides?: readonly GuardName[]; ramp?: Ramp | undefined } = {},
): Promise<Outcome> {
  requireSameStore(context, plan);
  return runWrite(context, {
    dryRun: false,
    planId: plan.id,
    overrides,
    feature: (engine, _store, approve) => applySaved(engine, plan.id, { overrides, approve, ramp }),
  });
}
