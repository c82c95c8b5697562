import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

export function searchCommand(host: Host): CommandUnknownOpts {
  return new Command('search')
    .description("Look in the supplier's catalogue")
    .argument('[query]', 'words, a part number or a brand')
    .option('-c, --category <slug>', 'one category, such as brakes')
    .option('-b, --brand <name>', 'one brand')
    .option('--vehicle <vehicle>', 'what fits a year, make and model: "2018 Freightliner Cascadia"')
    .option('--in-stock', 'only what is in stock')
    .option('--limit <n>', 'at most n parts', positiveInteger, 20)
    .option('--all', 'all of them')
    .addOption(
      new Option('--format <format>', 'how to show them')
        .choices(['table', 'json', 'ndjson', 'csv'])
        .default('table'),
    )
    .action(
      action(host, async (context, query, flags) => {
        const { runSearch } = await import('./run.ts');
        return runSearch(context, query, flags);
      }),
    );
}
