import { inflated, readSample, type Sample } from './bytes.ts';
import type { Detected, Encoding, ReadOptions } from './csv-row.ts';
import { formatOf } from './detect.ts';
import { type Dialect, isSeparatorLine, sniffDialect } from './dialect.ts';
import { detectEncoding, toUtf8 } from './encoding.ts';
import type { Format } from './format.ts';
import { type BoundHeader, bindHeader, checkDuplicates, MOST_COLUMNS } from './header.ts';
import { type Batch, readRecords } from './records.ts';
import { refuse } from './refuse.ts';
import type { Source } from './source.ts';

/** What is known of an opened file. */
export interface Opened {
  source: Source;
  detected: Detected;
  dialect: Dialect;
  format: Format;
  header: BoundHeader;
  options: ReadOptions;
}

/** What a file is, by its first megabyte. Errors as `openProducts`. */
export async function recognise(source: Source, options: ReadOptions): Promise<Opened> {
  const { name } = source;
  const sample = await readSample(source, options.signal);
  const found = detectEncoding(sample.bytes);
  const encoding = options.encoding ?? found.encoding;
  const text = await decodedSample(sample, encoding, name);
  if (text.includes(0))
    throw refuse(
      'CSV_BINARY',
      `${name} is no text: it has NUL bytes.`,
      'Is it the right file? Was it written to its end?',
    );

  const dialect = await sniffDialect(text, sample.isAll, options.delimiter);
  const rows = dialect.first.filter((record) => !isSeparatorLine(record));
  const [columns] = rows;
  if (!columns) throw refuse('CSV_NO_ROWS', `${name} has no rows.`, 'Is it the right file?');
  if (columns.length > MOST_COLUMNS)
    throw refuse(
      'CSV_TOO_MANY_COLUMNS',
      `${name} has ${columns.length.toLocaleString('en')} columns; a product file has at most ${MOST_COLUMNS.toLocaleString('en')}.`,
      'Is it the right file? Remove the columns that are no fields of a product.',
    );
  const format = formatOf(columns, options.format, name);
  const header = bindHeader(columns, format);
  checkDuplicates(header, name);
  return {
    source,
    dialect,
    format,
    header,
    options,
    detected: {
      format: format.name,
      encoding,
      bom: found.bom,
      gzip: sample.gzip,
      delimiter: dialect.delimiter,
      lineEnding: dialect.lineEnding,
      columns: columns.map((column) => column.trim()),
      unknownColumns: header.unknown,
    },
  };
}

/** A character that the sample cuts is no error of the file's: the reading itself checks every byte. */
async function decodedSample(sample: Sample, encoding: Encoding, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  async function* bytes() {
    yield sample.bytes;
  }
  try {
    for await (const part of toUtf8(bytes(), encoding, name)) parts.push(part);
  } catch (error) {
    if (sample.isAll || parts.length === 0) throw error;
  }
  return Buffer.concat(parts);
}

/** The file's records below the header. */
export async function* recordsOf({ source, detected, dialect, options }: Opened): AsyncGenerator<Batch> {
  const { encoding, gzip } = detected;
  const chunks = toUtf8(inflated(source, gzip, options.signal), encoding, source.name);
  let isHeader = true;
  for await (const { lines, records } of readRecords(chunks, {
    delimiter: dialect.delimiter,
    name: source.name,
  })) {
    let from = 0;
    while (isHeader && from < records.length) {
      const record = records[from++] ?? [];
      isHeader = record.every((cell) => cell.trim() === '') || isSeparatorLine(record);
    }
    yield from === 0 ? { lines, records } : { lines: lines.slice(from), records: records.slice(from) };
  }
  await source.checkUnchanged();
}
