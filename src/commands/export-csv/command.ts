import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { FORMATS, type WriteOptions } from '../../csv/csv-row.ts';
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
    .action(action(host, (context, file, flags) => runExport(context, file, flags)));
}

export interface ExportFlags {
  source: 'store' | 'supplier';
  format: (typeof WRITABLE)[number];
  columns?: string[];
  category?: string;
  brand?: string;
  query?: string;
  vehicle?: string;
  skus?: string;
  limit?: number;
  delimiter?: WriteOptions['delimiter'];
  excel?: boolean;
  raw?: boolean;
  force?: boolean;
}

async function runExport(context: Context, file: string, flags: ExportFlags): Promise<Outcome> {
  const { json, ndjson } = context.settings;
  if (file === '-' && (json || ndjson))
    throw new TtpdError('OUT_MISSING', 'stdout cannot carry both the file and the JSON result.', {
      hint: 'Name a file.',
      exitCode: ExitCode.Usage,
    });
  if (flags.vehicle !== undefined && flags.source === 'store')
    throw new TtpdError('OPTION_CONFLICT', 'The store does not know which vehicles its products fit.', {
      hint: 'Use --vehicle with --source supplier.',
      exitCode: ExitCode.Usage,
    });
  const { exportProducts } = await import('./run.ts');
  return exportProducts(context, file, flags);
}

function names(value: string): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
