import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';

export function resumeCommand(host: Host): CommandUnknownOpts {
  return new Command('resume')
    .description('Finish a run that was interrupted or killed')
    .argument('[run]', "the run's or its plan's id; without it the store's newest unfinished one")
    .action(
      action(host, async (context, run) => {
        const { runResume } = await import('./run.ts');
        return runResume(context, run);
      }),
    );
}
