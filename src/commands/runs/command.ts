import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { keepOption, positiveInteger } from '../shared/parsers.ts';

export function runsCommand(host: Host): CommandUnknownOpts {
  const runs = new Command('runs').description('What ttpd has done');
  runs
    .command('list')
    .description('Runs on this store, newest first')
    .option('--limit <n>', 'how many', positiveInteger, 20)
    .action(
      action(host, async (context, { limit }) => {
        const { listRuns } = await import('./run.ts');
        return listRuns(context, limit);
      }),
    );
  runs
    .command('show')
    .description('One run and what it came to')
    .argument('[run]', "the run's id; without it the newest")
    .action(
      action(host, async (context, run) => {
        const { showRun } = await import('./run.ts');
        return showRun(context, run);
      }),
    );
  runs
    .command('prune')
    .description('Forget old runs that have ended')
    .addOption(keepOption())
    .option('-n, --dry-run', 'only say how many')
    .action(
      action(host, async (context, { keep, dryRun }) => {
        const { pruneRuns } = await import('../shared/prune.ts');
        return pruneRuns(context, { keep, dryRun: dryRun === true });
      }),
    );
  return runs;
}
