import type { Selection } from '../../catalog/supply/select.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { printable } from '../../common/printable.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { WriteOptions } from '../../csv/csv-row.ts';
import { exportCsv, type WritableFormat } from '../../library/export-csv.ts';
import { writeOutput } from '../../library/output.ts';
import { count } from '../../terminal/plurals.ts';
import { readSkus } from '../shared/read-skus.ts';
import { toStdout } from '../shared/to-stdout.ts';

export interface ExportFlags {
  source: 'store' | 'supplier';
  format: WritableFormat;
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

export async function runExport(context: Context, file: string, flags: ExportFlags): Promise<Outcome> {
  const { json, ndjson } = context.settings;
  if (file === '-' && (json || ndjson))
    throw new TtpdError('OUT_MISSING', 'stdout cannot carry both the file and the JSON result.', {
      hint: 'Name a file.',
      exitCode: ExitCode.Usage,
    });
  const { source, format, columns, delimiter, excel, raw, force } = flags;
  const selection = await selectionOf(context, flags);
  const request = {
    source,
    format,
    selection,
    columns,
    delimiter,
    excel,
    neutralise: raw ? false : undefined,
  };
  const output = { overwrite: force === true, existsHint: 'Name another file, or replace it with --force.' };
  const outcome = await exportCsv(context, request, (chunks) =>
    file === '-' ? toStdout(context.host, chunks) : writeOutput(file, chunks, output),
  );
  const { rows, bytes } = outcome.result;
  const where = file === '-' ? '' : ` in ${printable(file)}`;
  const text = `${count(rows, 'product')}${where} (${format}, ${bytes.toLocaleString('en-US')} bytes)`;
  if (file === '-') context.view.say(text);
  return {
    ...outcome,
    result: { file: file === '-' ? null : file, ...outcome.result },
    text: file === '-' ? '' : text,
  };
}

async function selectionOf(
  context: Context,
  { category, brand, query, vehicle, skus, limit }: ExportFlags,
): Promise<Selection> {
  const selection: Selection = withoutUndefined({ category, brand, query, vehicle, limit });
  const isAll = !category && !brand && !query && !vehicle;
  return { ...selection, ...(skus ? { skus: await readSkus(context, skus) } : isAll ? { all: true } : {}) };
}
