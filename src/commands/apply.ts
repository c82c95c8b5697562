import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Context } from '../context/context.ts';
import type { Host } from '../context/host.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode, TtpdError } from '../errors.ts';
import { action } from './action.ts';

export function applyCommand(host: Host): CommandUnknownOpts {
  return new Command('apply')
    .description('Do exactly what a saved plan says')
    .argument('[plan]', "the plan's id; without it the store's newest plan")
    .action(action(host, (context, plan) => runApply(context, plan)));
}

async function runApply(context: Context, id: string | undefined): Promise<Outcome> {
  const ledger = await context.ledger();
  const { findPlan, summarize } = await import('../catalog/plan.ts');
  const { apply } = await import('../catalog/sync.ts');
  const { runWrite } = await import('./write-run.ts');
  const newest =
    id === undefined ? (await ledger.plans.list({ store: context.storeKey, limit: 1 }))[0] : undefined;
  if (id === undefined && !newest)
    throw new TtpdError('PLAN_UNKNOWN', 'There is no plan for this store yet.', {
      next: ['ttpd sync --category brakes --dry-run'],
      exitCode: ExitCode.Usage,
    });
  const plan = newest ?? (await findPlan({ ledger }, id ?? ''));
  if (plan.store !== context.storeKey)
    throw new TtpdError(
      'PLAN_OF_ANOTHER_STORE',
      `The plan ${plan.id} is for the store ${plan.store}, and the profile ${context.profile.name} writes to ${context.storeKey}.`,
      { next: [`ttpd apply ${plan.id} --profile ${plan.profile}`], exitCode: ExitCode.Usage },
    );
  return runWrite(context, {
    dryRun: false,
    planId: plan.id,
    async feature(engine, _store, approve) {
      await approve?.(await summarize(engine, plan.id, plan.unchanged));
      return apply(engine, plan.id);
    },
  });
}
