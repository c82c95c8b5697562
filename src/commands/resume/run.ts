import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { applySavedPlan, findRunsPlan } from '../../library/saved-plan.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';

export async function runResume(context: Context, id: string | undefined): Promise<Outcome> {
  const plan = await findRunsPlan(context, id ?? (await newestUnfinished(context)));
  const approve = askToWrite(context);
  return runWrite(context, { dryRun: false }, () => applySavedPlan(context, plan, { approve }));
}

async function newestUnfinished(context: Context): Promise<string> {
  const ledger = await context.ledger();
  const plans = await ledger.plans.list({ store: context.storeKey });
  const plan = plans.find(({ status }) => status === 'applying');
  if (plan) return plan.id;
  throw new TtpdError('NOTHING_TO_RESUME', 'No run of this store was interrupted.', {
    next: ['ttpd runs list'],
    exitCode: ExitCode.Usage,
  });
}
