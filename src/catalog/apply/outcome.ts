import { ExitCode, type Problem } from '../../common/errors.ts';
import { IMAGE_REFUSED } from '../../ledger/journal/operation.ts';
import type { Engine } from '../engine/engine.ts';
import type { Applied, ApplyOutcome } from './context.ts';
import type { RampStop } from './ramp.ts';

/** What a run came to. A plan whose rows all have their end is applied. */
export async function outcome(
  engine: Engine,
  planId: string,
  tally: Omit<Applied, 'skipped'>,
  rampStop?: RampStop,
): Promise<ApplyOutcome> {
  const { ledger, drain } = engine;
  const counts = await ledger.operations.counts(planId);
  const of = (...states: string[]) =>
    counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  if (of('planned', 'sent', 'unknown') === 0) await ledger.plans.setStatus(planId, 'applied');
  const applied = { ...tally, skipped: of('skipped') };
  const interrupted = drain.aborted && of('planned', 'sent') > 0;
  return {
    ...{ applied, interrupted, exitCode: exitCodeOf(applied, interrupted, rampStop) },
    problems: [...(await failedRows(engine, planId)), ...(await refusedPictures(engine, planId))],
    ...(rampStop ? { rampStop } : {}),
  };
}

function exitCodeOf({ failed, unknown }: Applied, interrupted: boolean, rampStop?: RampStop): ExitCode {
  if (interrupted) return ExitCode.Interrupted;
  if (rampStop) return ExitCode.Guarded;
  return failed + unknown > 0 ? ExitCode.Partial : ExitCode.Done;
}

/** The result has the first of them; the plan has them all. */
const FAILURES_KEPT = 1_000;

async function refusedPictures({ ledger }: Engine, planId: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const rows = ledger.operations.iterate(planId, { states: ['done'], code: IMAGE_REFUSED });
  for await (const { sku, reason } of rows) {
    if (problems.length === FAILURES_KEPT) break;
    problems.push({
      code: IMAGE_REFUSED,
      severity: 'warning',
      sku,
      message: reason ?? 'The store could not fetch a picture.',
      hint: 'The address must be one that anybody can load a picture from.',
    });
  }
  return problems;
}

/** Rows of the plan that failed, in this run or before, or whose end is not known. */
export async function failedRows({ ledger }: Pick<Engine, 'ledger'>, planId: string): Promise<Problem[]> {
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
