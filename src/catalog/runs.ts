import { ExitCode, type Problem } from '../common/errors.ts';
import type { PlanSummary } from '../common/events.ts';
import { applyPlan } from './apply/apply-plan.ts';
import type { Applied, ApplyOptions, ApplyOutcome } from './apply/context.ts';
import { ALARM, type Ramp, type RampStop } from './apply/ramp.ts';
import type { Engine } from './engine/engine.ts';
import type { GuardName, Tripped } from './guards/guard.ts';
import { guardProblems, type PlanFacts, rememberGoodRun, stopping, trippedGuards } from './guards/verdict.ts';
import { buildPlan } from './plan/build.ts';
import { requireFresh } from './plan/freshness.ts';
import { isUndoPlan } from './plan/origin.ts';
import type { PlanRequest } from './plan/request.ts';
import { findPlan, summarize } from './plan/summary.ts';
import { loadTaxonomy } from './store/taxonomy.ts';

export interface SyncOutcome {
  plan: PlanSummary;
  applied: Applied;
  problems: Problem[];
  exitCode: ExitCode;
  /** Guards that the plan tripped; those that are not overridden stopped it. */
  guards?: Tripped[];
}

export const NOTHING_APPLIED: Applied = { done: 0, failed: 0, skipped: 0, unknown: 0 };

/** Plans, and applies the plan once `approve` has let it through. Without `approve` it is a dry run. */
export async function sync(
  engine: Engine,
  request: PlanRequest,
  {
    approve,
    ramp,
  }: { approve?: ((plan: PlanSummary) => Promise<void>) | undefined; ramp?: Ramp | undefined },
): Promise<SyncOutcome> {
  const { summary, guards, problems, taxonomy } = await buildPlan(engine, request);
  const planned = { plan: summary, applied: NOTHING_APPLIED, problems, exitCode: ExitCode.Done, guards };
  if (stopping(guards).length > 0) return stopped(planned);
  if (!approve) return planned;
  await approve(summary);
  const outcome = await apply(engine, summary.id, { taxonomy, ...(ramp ? { ramp } : {}) });
  return { ...outcome, guards, problems: [...problems, ...outcome.problems] };
}

/** Nothing is written, and what stopped it is said first. */
export function stopped<Outcome extends SyncOutcome>(outcome: Outcome): Outcome {
  const problems = [...guardProblems(outcome.plan.id, outcome.guards ?? []), ...outcome.problems];
  return { ...outcome, problems, exitCode: ExitCode.Guarded };
}

export interface SavedApply {
  /** Guards that are to let the plan pass, beside those that were told so when it was made. */
  overrides?: readonly GuardName[];
  /** Asked once it is known that the plan may be applied. */
  approve?: ((plan: PlanSummary) => Promise<void>) | undefined;
  ramp?: Ramp | undefined;
}

/**
 * Applies a saved plan from where it stands. One that was not begun must still fit the store, and one that tripped
 * guards needs each of them overridden. Of one that was begun, each row is compared with the store before it is written.
 * @throws TtpdError STALE_PLAN, PLAN_CHANGED (exit 6)
 */
export async function applySaved(
  engine: Engine,
  planId: string,
  { overrides = [], approve, ramp }: SavedApply = {},
): Promise<SyncOutcome> {
  const plan = await findPlan(engine, planId);
  const summary = await summarize(engine, planId, plan.unchanged);
  const guards = trippedGuards(plan, overrides);
  const isNew = plan.status === 'open';
  if (isNew && stopping(guards).length > 0)
    return stopped({
      plan: summary,
      applied: NOTHING_APPLIED,
      problems: [],
      exitCode: ExitCode.Guarded,
      guards,
    });
  await approve?.(summary);
  const options = { isUndo: isUndoPlan(plan), ...(ramp ? { ramp } : {}) };
  if (!isNew) return { ...(await apply(engine, planId, { ...options, isResumed: true })), guards };
  const taxonomy = await loadTaxonomy(engine.store, engine.drain);
  await requireFresh(engine, plan, taxonomy);
  // A run that is resumed goes on with what was let pass here.
  await engine.ledger.plans.note(planId, { guards });
  await rememberGoodRun(engine, plan.facts as PlanFacts | null, guards);
  return { ...(await apply(engine, planId, { ...options, taxonomy })), guards };
}

export async function apply(engine: Engine, planId: string, options: ApplyOptions): Promise<SyncOutcome> {
  const plan = await findPlan(engine, planId);
  await engine.ledger.presence.count(plan.store, planId, plan.createdAt);
  const outcome = await applyPlan(engine, planId, options);
  const summary = await summarize(engine, planId, plan.unchanged);
  const problems = await failedRows(engine, planId);
  if (outcome.rampStop) problems.unshift(rampProblem(planId, outcome.rampStop));
  return { plan: summary, applied: outcome.applied, problems, exitCode: exitCodeOf(outcome) };
}

function exitCodeOf({ applied: { failed, unknown }, interrupted, rampStop }: ApplyOutcome): ExitCode {
  if (interrupted) return ExitCode.Interrupted;
  if (rampStop) return ExitCode.Guarded;
  return failed + unknown > 0 ? ExitCode.Partial : ExitCode.Done;
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

/** The result has the first of them; the plan has them all. */
const FAILURES_KEPT = 1_000;

export async function failedRows({ ledger }: Engine, planId: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const row of ledger.operations.iterate(planId, { states: ['failed', 'unknown'] })) {
    if (problems.length === FAILURES_KEPT) break;
    problems.push({
      code: row.error?.code ?? 'UNKNOWN',
      severity: 'error',
      sku: row.sku,
      message: row.error?.message ?? 'What became of it could not be found out.',
      ...(row.state === 'unknown' ? { hint: 'ttpd resume looks it up in the store.' } : {}),
    });
  }
  return problems;
}
