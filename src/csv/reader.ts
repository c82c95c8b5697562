import type { Readable } from 'node:stream';
import { type Assembler, createAssembler } from './assemble.ts';
import type { OnProblem, ProductReader, ProductRow, ReadOptions, RowTotals } from './csv-row.ts';
import { flatten } from './flatten.ts';
import { headerOf } from './header.ts';
import { type Opened, recognise, recordsOf } from './recognise.ts';
import { refuse } from './refuse.ts';
import { writeRejects } from './rejects.ts';
import { openSource } from './source.ts';

/**
 * Opens a product file (a path, or a stream, which is copied) and finds out what it is. Nothing is handed on yet.
 * @throws TtpdError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_IS_FOLDER, FILE_EMPTY, CSV_BINARY, CSV_ENCODING, CSV_GZIP,
 *   CSV_FORMAT_UNKNOWN, CSV_WRONG_FORMAT, CSV_DUPLICATE_COLUMN, CSV_TOO_MANY_COLUMNS, CSV_NO_ROWS, CSV_MAP_INVALID
 */
export async function openProducts(
  from: string | Readable,
  options: ReadOptions = {},
): Promise<ProductReader> {
  const source = await openSource(from, options.signal);
  try {
    const opened = await recognise(source, options);
    let assembler: Assembler | undefined;
    return {
      detected: opened.detected,
      rows: (onProblem) =>
        flatten(
          readRows(opened, onProblem, (made) => {
            assembler = made;
          }),
        ),
      totals: (): RowTotals => ({ total: 0, valid: 0, invalid: 0, ignored: 0, ...assembler?.totals }),
      headerOf: (field) => headerOf(opened.header, field),
      writeRejects: (file, problems) => writeRejects(opened, file, problems),
      close: source.close,
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The good rows of each piece of the file. */
async function* readRows(
  opened: Opened,
  onProblem: OnProblem,
  onStart: (assembler: Assembler) => void,
): AsyncGenerator<ProductRow[]> {
  const { format, header, options, source } = opened;
  let ready: ProductRow[] = [];
  const assembler = createAssembler({
    format,
    header,
    options,
    onProblem,
    onRow: (row) => ready.push(row),
  });
  onStart(assembler);
  for await (const { lines, records, doubts } of recordsOf(opened)) {
    for (let i = 0; i < records.length; i++) {
      const line = lines[i] ?? 0;
      assembler.add(records[i] ?? [], line, doubts.get(line));
    }
    yield ready;
    ready = [];
  }
  assembler.end();
  yield ready;
  if (assembler.totals.total === 0)
    throw refuse('CSV_NO_ROWS', `${source.name} has a header and no rows.`, 'Is it the right file?');
}
