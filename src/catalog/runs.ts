import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import type { PlanSummary } from '../common/events.ts';
import type { GuardName, PlanReview, Tripped } from '../ledger/journal/plan-notes.ts';
import type { Plan } from '../ledger/journal/plans.ts';
import { applyPlan } from './apply/apply-plan.ts';
import type { Applied } from './apply/context.ts';
import { ALARM, type Ramp, type RampStop } from './apply/ramp.ts';
import type { Engine } from './engine/engine.ts';
import { guardProblems } from './guards/verdict.ts';
import { requireFresh } from './plan/freshness.ts';
import { makePlan } from './plan/make-plan.ts';
import { readPages } from './plan/read-pages.ts';
import type { PlanRequest } from './plan/request.ts';
import { type ReadyPlan, savedPlan } from './plan/saved-plan.ts';

export interface RunOutcome {
  plan: PlanSummary;
  /** Of the plan as it was made. */
  review: PlanReview;
  applied: Applied;
  problems: Problem[];
  exitCode: ExitCode;
  /** Guards that the plan tripped; those that are not overridden stopped it. */
  guards?: Tripped[];
}

export interface RunOptions {
  /** Returns once the plan may be written. Without it the run is a dry one. */
  approve?: ((plan: PlanSummary, review: PlanReview) => Promise<void>) | undefined;
  /** Stages; a plan that is gone on with keeps those that it was given. */
  ramp?: Ramp | undefined;
  /** What the kind of run changes in the ledger once it is let through, before the first row is written. */
  begin?: () => Promise<void>;
}

export const NOTHING_APPLIED: Applied = { done: 0, failed: 0, skipped: 0, unknown: 0 };

/** Plans what brings the store in step with the supplier, and runs the plan. */
export async function sync(engine: Engine, request: PlanRequest, options: RunOptions): Promise<RunOutcome> {
  const { selection, groups, rules, overrides, hold } = request;
  const plan = await makePlan(engine, {
    selection: { ...selection, groups },
    guards: { limits: rules.guards, overrides },
    hold,
    addRows: (planId) => readPages(engine, request, planId),
  });
  return run(engine, plan, options);
}

/**
 * Runs a plan that was made before, or goes on with one that was begun.
 * @param maxAge how old a plan may be that was not begun, in ms
 * @throws TtpdError PLAN_TOO_OLD (exit 6)
 */
export async function applySaved(
  engine: Engine,
  planId: string,
  {
    overrides,
    approve = async () => {},
    ramp,
    maxAge = DAY,
  }: Omit<RunOptions, 'begin'> & { overrides?: readonly GuardName[]; maxAge?: number } = {},
): Promise<RunOutcome> {
  const saved = await savedPlan(engine, planId, overrides);
  requireYoung(engine, saved.plan, maxAge);
  return run(engine, saved, { approve, ramp });
}

/**
 * The way of every plan, whatever it was made of: guards, show and ask, still fresh?, apply, outcome. One that tripped
 * guards needs each of them overridden. One that was made before must still fit the store; of one that was begun, each
 * row is compared with the store before it is written.
 * @throws TtpdError STALE_PLAN, PLAN_CHANGED (exit 6)
 */
export async function run(
  engine: Engine,
  { plan, summary, review, guards, problems, taxonomy }: ReadyPlan,
  { approve, ramp, begin }: RunOptions,
): Promise<RunOutcome> {
  const { ledger } = engine;
  const planned = {
    plan: summary,
    review,
    applied: NOTHING_APPLIED,
    problems,
    exitCode: ExitCode.Done,
    guards,
  };
  const isBegun = plan.status !== 'open';
  if (!isBegun && guards.some(({ overridden }) => !overridden))
    return {
      ...planned,
      problems: [...guardProblems(plan.id, guards), ...problems],
      exitCode: ExitCode.Guarded,
    };
  if (!approve) return planned;
  await approve(summary, review);
  if (!isBegun) {
    if (!taxonomy) await requireFresh(engine, plan);
    // A run that is resumed goes on with what was let pass here.
    await ledger.plans.note(plan.id, { guards });
    if (plan.facts) await ledger.goodRuns.record(plan.store, plan.facts);
    await ledger.snapshots.agree(plan.store, plan.id);
  }
  await begin?.();
  if (ramp) await ledger.plans.note(plan.id, { ramp: [...ramp] });
  await ledger.presence.count(plan.store, plan.id, plan.createdAt);
  const outcome = await applyPlan(engine, plan, {
    taxonomy,
    isResumed: isBegun,
    ramp: ramp ?? plan.ramp ?? undefined,
  });
  const { applied, exitCode, rampStop } = outcome;
  return {
    plan: await ledger.plans.summary(plan),
    review,
    applied,
    problems: [...(rampStop ? [rampProblem(plan.id, rampStop)] : []), ...problems, ...outcome.problems],
    exitCode,
    guards,
  };
}

const HOUR_MS = 3_600_000;
const DAY = 24 * HOUR_MS;

/** What was begun is finished however old it is: the rows that are left are compared with both sides. */
function requireYoung({ clock }: Engine, { id, createdAt, status }: Plan, maxAge: number): void {
  if (status !== 'open' || clock.date().getTime() - Date.parse(createdAt) <= maxAge) return;
  throw new TtpdError(
    'PLAN_TOO_OLD',
    `The plan ${id} was made on ${createdAt.slice(0, 10)}: a plan is applied within ${maxAge / HOUR_MS} hours.`,
    { hint: 'Make a new one, or allow older ones with --max-plan-age.', exitCode: ExitCode.Guarded },
  );
}

function rampProblem(planId: string, { at, tried, bad }: RampStop): Problem {
  return {
    code: 'RAMP_STOPPED',
    severity: 'error',
    message: `Stopped after ${at} % of the rows: ${bad} of the last ${tried} failed or are not known to have been written, and more than ${ALARM.share * 100} % is too many to go on.`,
    hint: 'See why they failed, and go on when that is mended.',
    next: [`ttpd plan show ${planId}`, `ttpd resume ${planId}`],
  };
}
