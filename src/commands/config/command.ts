import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';

export function configCommand(host: Host): CommandUnknownOpts {
  const config = new Command('config').description('Settings in force, and where they come from');
  config
    .command('list')
    .description('Every setting and its value')
    .option('--show-origin', 'say where each value comes from')
    .action(
      action(host, async (context, { showOrigin }) => {
        const { listSettings } = await import('./run.ts');
        return listSettings(context, showOrigin === true);
      }),
    );
  config
    .command('init')
    .description('Write a commented ttpd.yaml into this folder')
    .option('--out <file>', 'another file; it must not be there yet', 'ttpd.yaml')
    .action(
      action(host, async (context, { out }) => {
        const { initRules } = await import('./run.ts');
        return initRules(context, out);
      }),
    );
  config
    .command('path')
    .description('Where settings, the ledger and logs are')
    .action(
      action(host, async (context) => {
        const { showPaths } = await import('./run.ts');
        return showPaths(context);
      }),
    );
  return config;
}
