import { storeRows, supplierRows } from '../catalog/file/export/export.ts';
import type { Selection } from '../catalog/supply/select.ts';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { withoutUndefined } from '../common/without-undefined.ts';
import type { FormatName, ProductRow, WriteOptions } from '../csv/csv-row.ts';
import { notCarried, writeProducts } from '../csv/writer.ts';
import type { Session } from '../session/session.ts';
import { createStoreMapper } from './create-engine.ts';
import type { Outcome } from './outcome.ts';
import { placesOf } from './places.ts';

const PROBLEMS_KEPT = 1_000;

export type WritableFormat = Exclude<FormatName, 'supplier'>;

export interface ExportRequest extends Pick<WriteOptions, 'columns' | 'delimiter' | 'excel' | 'neutralise'> {
  /** Whose products. */
  source: 'store' | 'supplier';
  format: WritableFormat;
  selection: Selection;
}

export interface ExportResult {
  format: WritableFormat;
  /** Products. */
  rows: number;
  bytes: number;
}

/**
 * Reads one side and hands the file on as it comes.
 * @param write takes the file's pieces, and returns its bytes
 * @throws TtpdError OPTION_CONFLICT (exit 2)
 */
export async function exportCsv(
  session: Session,
  { source, format, selection, columns, delimiter, excel, neutralise }: ExportRequest,
  write: (chunks: AsyncIterable<Buffer | string>) => Promise<number>,
): Promise<Outcome<ExportResult>> {
  if (selection.vehicle !== undefined && source === 'store')
    throw new TtpdError('OPTION_CONFLICT', 'The store does not know which vehicles its products fit.', {
      hint: 'Use --vehicle with --source supplier.',
      exitCode: ExitCode.Usage,
    });
  const { store: client, supplier } = await session.services();
  const store = await client.store.information(session.stop.drain);
  const problems: Problem[] = [];
  const lost: string[] = [];
  const onProblem = (problem: Problem) => {
    if (problem.code === 'CSV_FIELD_LOST') lost.push(problem.column ?? '');
    else if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };
  const engine = {
    store: client,
    supplier,
    places: placesOf((await session.rules()).rules),
    concurrency: session.settings.concurrency,
    drain: session.stop.drain,
    emit: session.emit,
  };
  const read =
    source === 'store'
      ? storeRows(engine, selection)
      : supplierRows(engine, selection, (await createStoreMapper(session, store)).mapper, onProblem);

  let rows = 0;
  async function* counted(): AsyncGenerator<ProductRow> {
    for await (const row of read) {
      rows += 1;
      yield row;
    }
  }
  const options = withoutUndefined({
    columns,
    delimiter,
    excel,
    neutralise,
    weightUnit: store.weightUnits,
    lengthUnit: store.dimensionUnits,
    currency: store.currency,
    shopUrl: store.secureUrl || undefined,
  });
  session.emit({ type: 'stage', stage: 'read', total: null });
  const bytes = await write(writeProducts(format, counted(), options, onProblem));
  session.emit({ type: 'stage-done', stage: 'read', done: rows });
  const isWhole = columns === undefined && source === 'store';
  return {
    exitCode: ExitCode.Done,
    result: { format, rows, bytes },
    problems: [...problems, ...(isWhole ? lossProblem(format, lost) : [])],
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
function lossProblem(format: WritableFormat, lost: readonly string[]): Problem[] {
  const gone = new Set(notCarried(format));
  const said = (header: string) => header in SAID_BY && !gone.has(SAID_BY[header] ?? '');
  const names = lost.filter((header) => header !== 'Product ID' && !said(header));
  const message = `Not in the file: ${[...names, 'metafields', 'bulk prices', 'modifiers', 'how options are displayed'].join(', ')}.`;
  return [{ code: 'CSV_FIELDS_LOST', severity: names.length > 0 ? 'warning' : 'info', message }];
}
