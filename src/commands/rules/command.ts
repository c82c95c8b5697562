import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

export function rulesCommand(host: Host): CommandUnknownOpts {
  const rules = new Command('rules').description('What ttpd.yaml makes of the catalogue');
  rules
    .command('test')
    .description('One part, step by step: which rule made each value')
    .option('--sku <sku>', 'by the SKU that the rules give it')
    .option('--part <id>', "by the supplier's id")
    .action(
      action(host, async (context, flags) => {
        const { testRules } = await import('./run.ts');
        return testRules(context, flags);
      }),
    );
  rules
    .command('coverage')
    .description('Which rule priced how many parts, and which parts none does')
    .option('-c, --category <slug>', 'one category, such as brakes')
    .option('-b, --brand <name>', 'one brand')
    .option('--all', 'the whole catalogue')
    .option('--limit <n>', 'at most n parts', positiveInteger)
    .action(
      action(host, async (context, flags) => {
        const { coverRules } = await import('./run.ts');
        return coverRules(context, flags);
      }),
    );
  return rules;
}
