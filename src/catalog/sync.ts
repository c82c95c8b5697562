import { ExitCode, type Problem } from '../errors.ts';
import type { PlanSummary } from '../events.ts';
import { type Applied, applyPlan } from './apply.ts';
import type { Engine } from './engine.ts';
import { buildPlan, findPlan, type PlanRequest, summarize } from './plan.ts';
import { requireFresh } from './stale.ts';
import { loadTaxonomy, type Taxonomy } from './taxonomy.ts';

export interface SyncOutcome {
  plan: PlanSummary;
  applied: Applied;
  problems: Problem[];
  exitCode: ExitCode;
}

export const NOTHING_APPLIED: Applied = { done: 0, failed: 0, skipped: 0, unknown: 0 };

/** Plans, and applies the plan once `approve` has let it through. Without `approve` it is a dry run. */
export async function sync(
  engine: Engine,
  request: PlanRequest,
  approve?: (plan: PlanSummary) => Promise<void>,
): Promise<SyncOutcome> {
  const { summary, problems, taxonomy } = await buildPlan(engine, request);
  if (!approve) return { plan: summary, applied: NOTHING_APPLIED, problems, exitCode: ExitCode.Done };
  await approve(summary);
  const outcome = await apply(engine, summary.id, taxonomy);
  return { ...outcome, problems: [...problems, ...outcome.problems] };
}

/**
 * Applies a saved plan from where it stands. One that was not begun must still fit the store.
 * @throws TtpdError STALE_PLAN, PLAN_CHANGED (exit 6)
 */
export async function applySaved(engine: Engine, planId: string): Promise<SyncOutcome> {
  const plan = await findPlan(engine, planId);
  if (plan.status !== 'open') return apply(engine, planId);
  const taxonomy = await loadTaxonomy(engine.store, engine.drain);
  await requireFresh(engine, plan, taxonomy);
  return apply(engine, planId, taxonomy);
}

async function apply(engine: Engine, planId: string, taxonomy?: Taxonomy): Promise<SyncOutcome> {
  const plan = await findPlan(engine, planId);
  const { applied, interrupted } = await applyPlan(engine, planId, taxonomy);
  const summary = await summarize(engine, planId, plan.unchanged);
  const problems = await failedRows(engine, planId);
  return { plan: summary, applied, problems, exitCode: exitCodeOf(applied, interrupted) };
}

function exitCodeOf({ failed, unknown }: Applied, interrupted: boolean): ExitCode {
  if (interrupted) return ExitCode.Interrupted;
  return failed + unknown > 0 ? ExitCode.Partial : ExitCode.Done;
}

/** The result has the first of them; the plan has them all. */
const FAILURES_KEPT = 1_000;

async function failedRows({ ledger }: Engine, planId: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const row of ledger.operations.walk(planId, { states: ['failed', 'unknown'] })) {
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
