import { failedRows } from '../../catalog/apply/outcome.ts';
import { savedPlan } from '../../catalog/plan/saved-plan.ts';
import { countFailed, retryFailed } from '../../catalog/retry.ts';
import { NOTHING_APPLIED } from '../../catalog/runs.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { findRunsPlan, requireSameStore } from '../../library/saved-plan.ts';
import { type WriteRun, writeRun } from '../../library/write-run.ts';
import { count } from '../../terminal/plurals.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';

export async function runRetry(
  context: Context,
  id: string | undefined,
  includePermanent: boolean,
): Promise<Outcome> {
  const plan = await findRunsPlan(context, id ?? (await newestWithFailures(context)));
  requireSameStore(context, plan);
  const write: WriteRun = {
    approve: askToWrite(context),
    planId: plan.id,
    async feature(engine, _store, approve) {
      const { again, permanent } = await countFailed(engine, plan.id);
      const rows = again + (includePermanent ? permanent : 0);
      if (rows === 0) {
        context.view.say(nothing(permanent, plan.id));
        const { summary, review } = await savedPlan(engine, plan.id);
        return {
          plan: summary,
          review,
          applied: NOTHING_APPLIED,
          problems: await failedRows(engine, plan.id),
          exitCode: permanent > 0 ? ExitCode.Partial : ExitCode.Done,
        };
      }
      if (permanent > 0 && !includePermanent) context.view.say(nothing(permanent, plan.id));
      const outcome = await retryFailed(engine, plan.id, {
        includePermanent,
        approve: (made, review) => (approve ? approve(made, review, rows) : Promise.resolve()),
      });
      const isLeft = permanent > 0 && !includePermanent && outcome.exitCode === ExitCode.Done;
      return isLeft ? { ...outcome, exitCode: ExitCode.Partial } : outcome;
    },
  };
  return runWrite(context, { dryRun: false }, () => writeRun(context, write));
}

function nothing(permanent: number, planId: string): string {
  return permanent === 0
    ? `Nothing to retry: no row of the plan ${planId} failed.`
    : `${count(permanent, 'row')} would be refused again as ${permanent === 1 ? 'it is' : 'they are'}: sync anew once the cause is mended, or retry with --include-permanent.`;
}

async function newestWithFailures(context: Context): Promise<string> {
  const ledger = await context.ledger();
  for (const plan of await ledger.plans.list({ store: context.storeKey })) {
    const counts = await ledger.operations.counts(plan.id);
    if (counts.some(({ state }) => state === 'failed')) return plan.id;
  }
  throw new TtpdError('NOTHING_TO_RETRY', 'No run of this store has failed rows.', {
    next: ['ttpd runs list'],
    exitCode: ExitCode.Usage,
  });
}
