import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { DELIMITERS, ENCODINGS, FORMATS } from '../../csv/csv-row.ts';
import { FLOORS, type Floor } from '../../ledger/journal/plan-notes.ts';
import { action } from '../shared/action.ts';
import { overrideGuardOption } from '../shared/override-guard.ts';
import { delimiter, positiveInteger } from '../shared/parsers.ts';

const READABLE = FORMATS.filter((format) => format !== 'google');

const MOST_ERRORS = 10_000;

export function importCsvCommand(host: Host): CommandUnknownOpts {
  return new Command('import-csv')
    .description('Write the products of a CSV file into the store')
    .argument('<file>', 'a CSV file, plain or gzipped; "-" reads stdin')
    .addOption(new Option('-f, --format <name>', 'default: found out by the header').choices(READABLE))
    .option('--map <file>', "YAML that says which column of a supplier's file is which")
    .addOption(
      new Option('--delimiter <char>', `one of ${DELIMITERS.map(named).join(' ')}`).argParser(delimiter),
    )
    .addOption(new Option('--encoding <name>', 'default: found out').choices(ENCODINGS))
    .option('--clear-token <text>', 'a cell with this text clears its field', '<clear>')
    .option('--sku-from-handle', "in Shopify's files: handle and options are the SKU where there is none")
    .addOption(new Option('--decimal <mark>', 'what stands before the decimals').choices([',', '.'] as const))
    .option('--decimal-comma', 'the same as --decimal ,')
    .option('--max-errors <n>', 'write nothing when there are more errors', positiveInteger, MOST_ERRORS)
    .option('--fail-fast', 'write nothing when one row is wrong')
    .option('-n, --dry-run', 'check the file, make the plan and write nothing to the store')
    .option('--offline', 'with --dry-run: only check the file, without the store')
    .option('--detailed-exitcode', 'with --dry-run: exit 10 when there is something to do')
    .addOption(
      new Option(
        '--allow-below <floor>',
        `let prices of the file go below it, which is written down (may be given again): ${FLOORS.join(', ')}`,
      )
        .argParser(addFloor)
        .default([] as Floor[], 'none'),
    )
    .addOption(overrideGuardOption())
    .addHelpText(
      'after',
      `
The whole file is checked before the first write. A blank cell or a missing column leaves its field as it is; what is in
the file is written, whoever owns the field. Rows that are wrong are set apart in NAME.rejects.csv: correct and import it.

Examples:
  ttpd import-csv parts.csv --dry-run                  what would change
  ttpd import-csv parts.csv                            plan, then write
  ttpd import-csv prices.txt --map supplier.yaml       a supplier's file; see ttpd csv inspect`,
    )
    .action(
      action(host, async (context, file, flags) => {
        const { runImport } = await import('./run.ts');
        return runImport(context, file, flags);
      }),
    );
}

function addFloor(name: string, given: Floor[]): Floor[] {
  const floor = FLOORS.find((each) => each === name.toLowerCase());
  if (floor) return [...new Set([...given, floor])];
  throw new InvalidArgumentError(`The floors are ${FLOORS.join(', ')}.`);
}

function named(char: string): string {
  return char === '\t' ? 'tab' : char;
}
