import { ExitCode } from '../../common/errors.ts';
import { writeFileWhole } from '../../common/files/write-file.ts';
import { printable } from '../../common/printable.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { ReadOptions } from '../../csv/csv-row.ts';
import { inspectFile } from '../../csv/inspect.ts';

interface InspectFlags {
  out?: string;
  delimiter?: ReadOptions['delimiter'];
  encoding?: ReadOptions['encoding'];
}

export async function inspect(
  context: Context,
  file: string,
  { out, ...options }: InspectFlags,
): Promise<Outcome> {
  const source = file === '-' ? context.host.streams.stdin : file;
  const { yaml, columns, ...dialect } = await inspectFile(source, { ...options, signal: context.stop.drain });
  if (out !== undefined) {
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
