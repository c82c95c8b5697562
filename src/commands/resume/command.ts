import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';

export function resumeCommand(host: Host): CommandUnknownOpts {
  return new Command('resume')
    .description('Finish a run that was interrupted or killed')
    .argument('[run]', "the run's or its plan's id; without it the store's newest unfinished one")
    .action(action(host, (context, run) => runResume(context, run)));
}

async function runResume(context: Context, id: string | undefined): Promise<Outcome> {
  const { applySavedPlan, findRunsPlan } = await import('../shared/saved-plan.ts');
  return applySavedPlan(context, await findRunsPlan(context, id ?? (await newestUnfinished(context))));
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
