import { storeRows, supplierRows } from '../../catalog/file/export/export.ts';
import type { Selection } from '../../catalog/supply/select.ts';
import { ExitCode, type Problem, TtpdError } from '../../common/errors.ts';
import { printable } from '../../common/printable.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { FORMATS, ProductRow, WriteOptions } from '../../csv/csv-row.ts';
import { notCarried, writeProducts } from '../../csv/writer.ts';
import { count } from '../../terminal/plurals.ts';
import { createStoreMapper } from '../shared/create-engine.ts';
import { writeOutput } from '../shared/output.ts';
import { readSkus } from '../shared/read-skus.ts';

const PROBLEMS_KEPT = 1_000;

export interface ExportFlags {
  source: 'store' | 'supplier';
  format: Exclude<(typeof FORMATS)[number], 'supplier'>;
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
  if (flags.vehicle !== undefined && flags.source === 'store')
    throw new TtpdError('OPTION_CONFLICT', 'The store does not know which vehicles its products fit.', {
      hint: 'Use --vehicle with --source supplier.',
      exitCode: ExitCode.Usage,
    });
  return exportProducts(context, file, flags);
}

/** Reads one side and writes the file as it comes; a file is there only when it is whole. */
async function exportProducts(context: Context, file: string, flags: ExportFlags): Promise<Outcome> {
  const { format, columns, source } = flags;
  const selection = await selectionOf(context, flags);
  const { store: client, supplier } = await context.services();
  const store = await client.store.information(context.stop.drain);
  const problems: Problem[] = [];
  const lost: string[] = [];
  const onProblem = (problem: Problem) => {
    if (problem.code === 'CSV_FIELD_LOST') lost.push(problem.column ?? '');
    else if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };
  const engine = {
    store: client,
    supplier,
    concurrency: context.settings.concurrency,
    drain: context.stop.drain,
    emit: context.emit,
  };
  const rows =
    source === 'store'
      ? storeRows(engine, selection)
      : supplierRows(engine, selection, (await createStoreMapper(context, store)).mapper, onProblem);

  let written = 0;
  async function* counted(): AsyncGenerator<ProductRow> {
    for await (const row of rows) {
      written += 1;
      yield row;
    }
  }
  const options = withoutUndefined({
    columns,
    delimiter: flags.delimiter,
    excel: flags.excel,
    neutralise: flags.raw ? false : undefined,
    weightUnit: store.weightUnits,
    lengthUnit: store.dimensionUnits,
    currency: store.currency,
    shopUrl: store.secureUrl || undefined,
  });
  const chunks = writeProducts(format, counted(), options, onProblem);
  context.emit({ type: 'stage', stage: 'read', total: null });
  const bytes = await writeOutput(context, file, chunks, {
    overwrite: flags.force === true,
    existsHint: 'Name another file, or replace it with --force.',
  });
  context.emit({ type: 'stage-done', stage: 'read', done: written });
  const where = file === '-' ? '' : ` in ${printable(file)}`;
  const text = `${count(written, 'product')}${where} (${format}, ${bytes.toLocaleString('en-US')} bytes)`;
  if (file === '-') context.view.say(text);
  return {
    exitCode: ExitCode.Done,
    result: { file: file === '-' ? null : file, format, rows: written, bytes },
    problems: [
      ...problems,
      ...(columns === undefined && source === 'store' ? lossProblem(format, lost) : []),
    ],
    text: file === '-' ? '' : text,
  };
}

/** A column under another header says the same of the product. */
const SAID_BY: Record<string, string> = {
  Brand: 'Brand ID',
  'Brand ID': 'Brand',
  Categories: 'Category IDs',
  'Category IDs': 'Categories',
};

/** One sentence, so that nobody takes the file for a copy of the store. */
function lossProblem(format: ExportFlags['format'], lost: readonly string[]): Problem[] {
  const gone = new Set(notCarried(format));
  const said = (header: string) => header in SAID_BY && !gone.has(SAID_BY[header] ?? '');
  const names = lost.filter((header) => header !== 'Product ID' && !said(header));
  const message = `Not in the file: ${[...names, 'metafields', 'bulk prices', 'modifiers', 'how options are displayed'].join(', ')}.`;
  return [{ code: 'CSV_FIELDS_LOST', severity: names.length > 0 ? 'warning' : 'info', message }];
}

async function selectionOf(
  context: Context,
  { category, brand, query, vehicle, skus, limit }: ExportFlags,
): Promise<Selection> {
  const selection: Selection = withoutUndefined({ category, brand, query, vehicle, limit });
  const isAll = !category && !brand && !query && !vehicle;
  return { ...selection, ...(skus ? { skus: await readSkus(context, skus) } : isAll ? { all: true } : {}) };
}
