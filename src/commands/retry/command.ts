import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';

export function retryCommand(host: Host): CommandUnknownOpts {
  return new Command('retry')
    .description('Try the rows of a run again that failed')
    .argument('[run]', "the run's or its plan's id; without it the store's newest with failed rows")
    .option('--include-permanent', 'also rows whose content the store refused')
    .action(
      action(host, async (context, run, { includePermanent = false }) => {
        const { runRetry } = await import('./run.ts');
        return runRetry(context, run, includePermanent);
      }),
    );
}
