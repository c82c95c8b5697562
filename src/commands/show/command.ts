import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';

export function showCommand(host: Host): CommandUnknownOpts {
  return new Command('show')
    .description('One part: price, stock, fitment, and what the store has')
    .argument('<part>', "the supplier's part id, or a SKU of the store")
    .action(
      action(host, async (context, part) => {
        const { runShow } = await import('./run.ts');
        return runShow(context, part);
      }),
    );
}
