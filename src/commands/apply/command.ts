import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { holdOption } from '../shared/hold.ts';
import { overrideGuardOption } from '../shared/override-guard.ts';
import { percentages } from '../shared/parsers.ts';

export function applyCommand(host: Host): CommandUnknownOpts {
  return new Command('apply')
    .description('Do exactly what a saved plan says')
    .argument('[plan]', "the plan's id; without it the store's newest plan")
    .option(
      '--ramp <shares>',
      'in stages, such as 10,50,100 percent of the rows; stop when one goes wrong',
      percentages,
    )
    .addOption(overrideGuardOption())
    .addOption(holdOption())
    .action(
      action(host, async (context, id, { ramp, overrideGuard, hold }) => {
        const { runApply } = await import('./run.ts');
        return runApply(context, id, { overrides: overrideGuard, ramp, hold });
      }),
    );
}
