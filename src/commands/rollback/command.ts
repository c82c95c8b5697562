import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';

export function rollbackCommand(host: Host): CommandUnknownOpts {
  return new Command('rollback')
    .description('Take back what a run wrote, but for what was changed since')
    .argument('<run>', "the run's or its plan's id")
    .option('-n, --dry-run', 'make the plan and write nothing')
    .option('--delete-created', 'delete the products that the run created, instead of hiding them')
    .addHelpText(
      'after',
      `
Examples:
  ttpd rollback 261123-k7q2m --dry-run   what would be restored, and what would stay
  ttpd rollback 261123-k7q2m`,
    )
    .action(
      action(host, async (context, run, flags) => {
        const { runRollback } = await import('./run.ts');
        return runRollback(context, run, flags);
      }),
    );
}
