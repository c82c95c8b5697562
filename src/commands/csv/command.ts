import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { ExitCode } from '../../common/errors.ts';
import { printable } from '../../common/printable.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { DELIMITERS, ENCODINGS, type ReadOptions } from '../../csv/csv-row.ts';
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
      .action(action(host, (context, file, flags) => inspect(context, file, flags))),
  );
}

interface InspectFlags {
  out?: string;
  delimiter?: ReadOptions['delimiter'];
  encoding?: ReadOptions['encoding'];
}

async function inspect(context: Context, file: string, { out, ...options }: InspectFlags): Promise<Outcome> {
  const { inspectFile } = await import('../../csv/inspect.ts');
  const source = file === '-' ? context.host.streams.stdin : file;
  const { yaml, columns, ...dialect } = await inspectFile(source, { ...options, signal: context.stop.drain });
  if (out !== undefined) {
    const { writeFileWhole } = await import('../../common/files/write-file.ts');
    await writeFileWhole(out, [yaml], { overwrite: false });
  }
  const known = columns.filter(({ field }) => field !== undefined).length;
  const said = `${known} of ${columns.length} columns recognised`;
  return {
    exitCode: ExitCode.Done,
    result: {
      file,
      ...dialect,
      columns: columns.map(({ header, field, unit, ...column }) => ({
        ...column,
        header: header ?? null,
        field: field ?? null,
        unit: unit ?? null,
      })),
      map: out ?? null,
    },
    text:
      out === undefined
        ? yaml.trimEnd()
        : `${said}; the map is in ${printable(out)}. Correct it, then:\nttpd import-csv ${printable(file)} --map ${printable(out)} --dry-run`,
  };
}
