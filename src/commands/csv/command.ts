import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { DELIMITERS, ENCODINGS } from '../../csv/csv-row.ts';
import { action } from '../shared/action.ts';
import { delimiter } from '../shared/parsers.ts';

export function csvCommand(host: Host): CommandUnknownOpts {
  return new Command('csv').description('Look at CSV files').addCommand(
    new Command('inspect')
      .description("Guess which column of a supplier's file is which, as a map for import-csv --map")
      .argument('<file>', 'a CSV file; "-" reads stdin')
      .option('-o, --out <file>', 'write the map there, to be corrected')
      .addOption(
        new Option(
          '--delimiter <char>',
          `one of ${DELIMITERS.filter((it) => it !== '\t').join(' ')} tab`,
        ).argParser(delimiter),
      )
      .addOption(new Option('--encoding <name>', 'default: found out').choices(ENCODINGS))
      .action(
        action(host, async (context, file, flags) => {
          const { inspect } = await import('./run.ts');
          return inspect(context, file, flags);
        }),
      ),
  );
}
