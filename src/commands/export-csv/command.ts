import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { FORMATS } from '../../csv/csv-row.ts';
import { action } from '../shared/action.ts';
import { delimiter, positiveInteger } from '../shared/parsers.ts';

const WRITABLE = FORMATS.filter((format) => format !== 'supplier');

export function exportCsvCommand(host: Host): CommandUnknownOpts {
  return new Command('export-csv')
    .description("Write the store's products, or the supplier's parts, into a CSV file")
    .argument('[file]', 'the file to make; "-" or nothing writes to stdout', '-')
    .addOption(
      new Option('--source <side>', 'whose')
        .choices(['store', 'supplier'] as const)
        .default('store' as const),
    )
    .addOption(new Option('-f, --format <name>', 'of the file').choices(WRITABLE).default('ttpd' as const))
    .option('--columns <names>', 'only these, in this order: sku,price,stock', names)
    .option(
      '-c, --category <category>',
      'a path of the store (Brakes/Drums), or one of the supplier (brakes)',
    )
    .option('-b, --brand <name>', 'one brand')
    .option('--query <words>', 'what a search finds')
    .option('--vehicle <vehicle>', 'with --source supplier: "2018 Freightliner Cascadia"')
    .option('--skus <file>', 'SKUs of the store, one a line ("-" reads stdin)')
    .option('--limit <n>', 'at most n', positiveInteger)
    .addOption(new Option('--delimiter <char>', 'one of , ; | tab').argParser(delimiter))
    .option('--excel', 'as spreadsheets like it: BOM, CRLF, and identifiers that stay text')
    .option('--raw', 'leave text as it is that a spreadsheet would run: = + - @')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
Examples:
  ttpd export-csv products.csv                        everything, in ttpd's own format
  ttpd export-csv bulk.csv --format bigcommerce       for the control panel's import
  ttpd export-csv prices.csv --columns sku,price --excel`,
    )
    .action(
      action(host, async (context, file, flags) => {
        const { runExport } = await import('./run.ts');
        return runExport(context, file, flags);
      }),
    );
}

function names(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
