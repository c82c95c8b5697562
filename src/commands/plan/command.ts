import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { keepOption, positiveInteger } from '../shared/parsers.ts';

export function planCommand(host: Host): CommandUnknownOpts {
  const plan = new Command('plan').description('Saved plans: what would change');
  plan
    .command('list')
    .description('Plans of this store, newest first')
    .option('--limit <n>', 'how many', positiveInteger, 20)
    .action(
      action(host, async (context, { limit }) => {
        const { listPlans } = await import('./list.ts');
        return listPlans(context, limit);
      }),
    );
  plan
    .command('show')
    .description('What a plan does, row by row')
    .argument('[plan]', "the plan's id; without it the newest")
    .option('--limit <n>', 'how many rows', positiveInteger, 50)
    .addOption(
      new Option('--kind <kind>', 'only these rows').choices([
        'create',
        'update',
        'stock',
        'hide',
        'metafields',
        'related',
        'delete',
        'conflict',
        'skip',
      ]),
    )
    .addOption(
      new Option('--state <state>', 'only rows that ended, or wait, like this').choices([
        'planned',
        'sent',
        'done',
        'failed',
        'unknown',
        'skipped',
      ]),
    )
    .option('--detailed-exitcode', 'exit 10 when there is something to do')
    .action(
      action(host, async (context, id, flags) => {
        const { showPlan } = await import('./show.ts');
        return showPlan(context, id, flags);
      }),
    );
  plan
    .command('export')
    .description('A plan as a file for a spreadsheet or a program, a line for each field that changes')
    .argument('[plan]', "the plan's id; without it the newest")
    .addOption(
      new Option('--format <format>', 'how').choices(['csv', 'ndjson'] as const).default('csv' as const),
    )
    .option('-o, --out <file>', 'into this file instead of stdout; it must not be there yet')
    .action(
      action(host, async (context, id, flags) => {
        const { exportPlan } = await import('./export.ts');
        return exportPlan(context, id, flags);
      }),
    );
  for (const [name, description, key] of [
    ['hold', 'Leave a product out of a saved plan: it stays as it is in the store', 'hold'],
    ['unhold', 'Take a product into the plan again', 'release'],
  ] as const)
    plan
      .command(name)
      .description(description)
      .argument('<plan>', "the plan's id")
      .argument('<sku...>', 'SKUs of the store')
      .action(
        action(host, async (context, id, skus) => {
          const { holdInPlan } = await import('./hold.ts');
          return holdInPlan(context, id, { [key]: skus });
        }),
      );
  plan
    .command('prune')
    .description('Forget old plans that are finished, or were never begun')
    .addOption(keepOption())
    .option('-n, --dry-run', 'only say how many')
    .action(
      action(host, async (context, { keep, dryRun }) => {
        const { prunePlans } = await import('../shared/prune.ts');
        return prunePlans(context, { keep, dryRun: dryRun === true });
      }),
    );
  return plan;
}
