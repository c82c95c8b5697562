import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../context/host.ts';
import { action } from './action.ts';
import { overrideGuardOption } from './override-guard.ts';

export function applyCommand(host: Host): CommandUnknownOpts {
  return new Command('apply')
    .description('Do exactly what a saved plan says')
    .argument('[plan]', "the plan's id; without it the store's newest plan")
    .addOption(overrideGuardOption())
    .action(
      action(host, async (context, id, { overrideGuard }) => {
        const { applySavedPlan, findPlanOrNewest } = await import('./saved-plan.ts');
        return applySavedPlan(context, await findPlanOrNewest(context, id), overrideGuard);
      }),
    );
}
