import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import type { FieldGroup } from '../../product/table.ts';
import { action } from '../shared/action.ts';
import { holdOption } from '../shared/hold.ts';
import { overrideGuardOption } from '../shared/override-guard.ts';
import { percentages, positiveInteger } from '../shared/parsers.ts';

const GROUPS = ['price', 'stock', 'content'];

export function syncCommand(host: Host): CommandUnknownOpts {
  return new Command('sync')
    .description("Bring the store in step with the supplier's catalogue")
    .option('-c, --category <slug>', "one of the supplier's categories, such as brakes")
    .option('-b, --brand <name>', 'one brand')
    .option('--query <words>', 'parts that a search finds')
    .option('--vehicle <vehicle>', 'parts of a year, make and model: "2018 Freightliner Cascadia"')
    .option('--skus <file>', 'SKUs of the store, one a line ("-" reads stdin)')
    .option('--all', 'the whole catalogue')
    .addOption(
      new Option(
        '--only <groups>',
        'change only these, in products that are there: price,stock,content',
      ).argParser(parseGroups),
    )
    .option('--limit <n>', 'at most n parts', positiveInteger)
    .option(
      '--ramp <shares>',
      'in stages, such as 10,50,100 percent of the rows; stop when one goes wrong',
      percentages,
    )
    .option('--ignore-open-orders', 'do not take off what is sold and not yet ordered at the supplier')
    .option('-n, --dry-run', 'make the plan and write nothing')
    .option('--detailed-exitcode', 'with --dry-run: exit 10 when there is something to do')
    .addOption(overrideGuardOption())
    .addOption(holdOption())
    .addHelpText(
      'after',
      `
Examples:
  ttpd sync --category brakes             plan, then write
  ttpd sync --category brakes --dry-run   plan only; apply it later with ttpd apply
  ttpd sync --all --only price,stock      daily refresh`,
    )
    .action(
      action(host, async (context, flags) => {
        const { runSync } = await import('./run.ts');
        return runSync(context, flags);
      }),
    );
}

function parseGroups(value: string): FieldGroup[] {
  const groups = value.split(',').map((group) => group.trim());
  const wrong = groups.find((group) => !GROUPS.includes(group));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${GROUPS.join(', ')}.`);
  return groups as FieldGroup[];
}
