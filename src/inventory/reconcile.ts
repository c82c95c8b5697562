import type { Engine } from '../catalog/engine/engine.ts';
import type { PlanRequest } from '../catalog/plan/request.ts';
import { type RunOptions, type RunOutcome, sync } from '../catalog/runs.ts';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Compared, type CompareRequest, compare } from './compare.ts';
import { type Comparison, type FailOn, fails, provesNothing } from './comparison.ts';
import type { Finding } from './findings.ts';
import { findDrift, fixRequest } from './fix.ts';
import type { Report } from './reports/report.ts';

export interface ReconcileRequest extends CompareRequest {
  rules: PlanRequest['rules'];
  failOn: FailOn;
  /** Guards that are to let the repair pass. */
  overrides: PlanRequest['overrides'];
}

export interface Reconciled extends Compared {
  /** What stands against a verdict: a side that could not be read, or nothing to judge by. */
  refusal: TtpdError | null;
  exitCode: ExitCode;
}

/** Compares once and judges. Errors that are nobody's but ours are thrown. */
export async function reconcile(engine: Engine, request: ReconcileRequest): Promise<Reconciled> {
  const compared = await compare(engine, request);
  const refusal = refusalOf(compared);
  const exitCode =
    refusal?.exitCode ?? (fails(compared.comparison, request.failOn) ? ExitCode.Differences : ExitCode.Done);
  return { ...compared, refusal, exitCode };
}

/** A plan of what the last comparison found to differ, under all guards, applied once `approve` has let it through. */
export async function repair(
  engine: Engine,
  { mapper, rules, overrides = [] }: ReconcileRequest,
  approve: RunOptions['approve'],
): Promise<RunOutcome | null> {
  const drift = await findDrift(engine.ledger);
  if (drift.skus.length === 0) return null;
  return sync(engine, fixRequest(drift, { mapper, rules, overrides }), { approve });
}

function refusalOf({ failure, comparison }: Compared): TtpdError | null {
  if (failure !== undefined) return couldNotCompare(failure);
  if (!provesNothing(comparison)) return null;
  return new TtpdError('NOTHING_COMPARED', 'Not one product could be compared.', {
    hint: 'The store may have none of these parts yet, or the supplier tells nothing about them: the report has the reasons.',
  });
}

/** Said in words and by a code of its own, whichever side failed. What is not about a side stays what it is. */
function couldNotCompare(error: unknown): TtpdError {
  if (!(error instanceof TtpdError)) throw error;
  const about: readonly ExitCode[] = [ExitCode.Failed, ExitCode.Guarded];
  if (!about.includes(error.exitCode) || error.code === 'COULD_NOT_COMPARE') return error;
  return new TtpdError('COULD_NOT_COMPARE', `Could not compare: ${error.message}`, {
    hint: [`This is no proof that there is no drift.`, error.hint].filter(Boolean).join(' '),
    next: [...error.next],
    cause: error,
  });
}

/** The outcome where the comparison could not even begin. */
export function notReconciled(error: unknown): Reconciled {
  const refusal = couldNotCompare(error);
  const { exitCode } = refusal;
  return { comparison: NOTHING, failure: error, problems: [], refusal, exitCode };
}

const NOTHING: Comparison = {
  compared: 0,
  equal: 0,
  accuracy: null,
  drift: { stock: 0, price: 0, visibility: 0 },
  storeOnly: 0,
  supplierOnly: 0,
  duplicates: 0,
  unreadable: 0,
  stale: 0,
  unmapped: 0,
  unassigned: 0,
  priceLists: 0,
  accepted: 0,
  complete: false,
};

/** @param ledger has the findings; absent where the comparison did not begin */
export function reportOf(
  store: Pick<Report, 'store' | 'currency'>,
  { comparison, refusal }: Pick<Reconciled, 'comparison' | 'refusal'>,
  ledger?: Pick<Ledger, 'findings'>,
): Report {
  return {
    ...store,
    comparison,
    failure: refusal && { code: refusal.code, message: refusal.message.replace(/^Could not compare: /, '') },
    async *findings(classes) {
      if (ledger) yield* ledger.findings.iterate<Finding>(classes);
    },
  };
}

/** Written before anything is read: whatever ends the run, no report of an earlier one is taken for its result. */
export function reportBeforehand(store: string): Report {
  const error = new TtpdError('NOT_FINISHED', 'the run did not come to its end.');
  return reportOf({ store, currency: '' }, { comparison: NOTHING, refusal: error });
}

/** What a run says beside its verdict. */
export function problemsOf({ problems, refusal }: Reconciled, repaired: RunOutcome | null): Problem[] {
  return [...problems, ...(repaired?.problems ?? []), ...(refusal ? [problemOf(refusal)] : [])];
}

function problemOf({ code, message, hint, next }: TtpdError): Problem {
  return {
    code,
    message,
    severity: 'error',
    ...(hint === undefined ? {} : { hint }),
    ...(next.length > 0 ? { next: [...next] } : {}),
  };
}
