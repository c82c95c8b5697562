import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { type ApplyOptions, applySavedPlan, findPlanOrNewest } from '../../library/saved-plan.ts';
import { askToWrite, runWrite } from '../shared/write-run.ts';

export async function runApply(
  context: Context,
  id: string | undefined,
  options: Omit<ApplyOptions, 'approve'>,
): Promise<Outcome> {
  const plan = await findPlanOrNewest(context, id);
  const approve = askToWrite(context);
  return runWrite(context, { dryRun: false }, () => applySavedPlan(context, plan, { ...options, approve }));
}
