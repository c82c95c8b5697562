import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import { withoutUndefined } from '../common/without-undefined.ts';
import { inflated, readSample, type Sample } from './bytes.ts';
import type { DecimalMark, Detected, Encoding, ReadOptions } from './csv-row.ts';
import { decimalMarkIn } from './decimal.ts';
import { formatOf } from './detect.ts';
import { type Dialect, isSeparatorLine, sniffDialect } from './dialect.ts';
import { detectEncoding, toUtf8 } from './encoding.ts';
import type { Format } from './format.ts';
import { supplierFormat } from './formats/supplier.ts';
import { grouped } from './grouping.ts';
import { type BoundHeader, bindHeader, checkDuplicates, headerKey, MOST_COLUMNS } from './header.ts';
import { loadMap } from './map.ts';
import { type Batch, firstRecords, readRecords } from './records.ts';
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

/** Encoding, delimiter and the first records of a file. */
export async function readDialect(source: Source, options: ReadOptions) {
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
  if (rows.length === 0) throw refuse('CSV_NO_ROWS', `${name} has no rows.`, 'Is it the right file?');
  return { sample, bom: found.bom, encoding, dialect, first: rows, text };
}

/** What a file is, by its first megabyte. Errors as `openProducts`. */
export async function recognise(source: Source, given: ReadOptions): Promise<Opened> {
  const { name } = source;
  const map = mapOf(given);
  const options: ReadOptions = { ...map?.dialect, ...withoutUndefined(given) };
  const { sample, bom, encoding, dialect, first, text } = await readDialect(source, options);
  const hasHeader = map?.hasHeader ?? true;
  const [top = []] = first;
  const columns = hasHeader ? top : top.map((_, i) => String(i + 1));
  if (columns.length > MOST_COLUMNS)
    throw refuse(
      'CSV_TOO_MANY_COLUMNS',
      `${name} has ${columns.length.toLocaleString('en')} columns; a product file has at most ${MOST_COLUMNS.toLocaleString('en')}.`,
      'Is it the right file? Remove the columns that are no fields of a product.',
    );
  if (map) checkMapped(columns, map.format, name);
  const format = map?.format ?? formatOf(columns, options.format, name);
  const header = bindHeader(columns, format, hasHeader);
  checkDuplicates(header, format, name);
  const records = await firstRecords(text, dialect.delimiter, sample.isAll);
  return {
    source,
    dialect,
    format,
    header,
    options: { ...options, decimal: options.decimal ?? markIn(records, header) },
    detected: {
      format: format.name,
      encoding,
      bom,
      gzip: sample.gzip,
      delimiter: dialect.delimiter,
      lineEnding: dialect.lineEnding,
      columns: hasHeader ? columns.map((column) => column.trim()) : [],
      unknownColumns: header.unknown,
    },
  };
}

/** What the first megabyte shows of the file's decimal mark. */
function markIn(records: readonly (readonly string[])[], { bindings }: BoundHeader): DecimalMark | undefined {
  const numeric = Object.values(bindings).flatMap((bound) =>
    bound.filter(({ column }) => column.type.numeric).map(({ index }) => index),
  );
  return decimalMarkIn(records.flatMap((record) => numeric.map((index) => record[index] ?? '')));
}

function mapOf({ mapFile, format }: ReadOptions) {
  if (mapFile === undefined) {
    if (format !== 'supplier') return undefined;
    throw refuse(
      'CSV_MAP_MISSING',
      'A supplier’s file needs a map of its columns.',
      'Name one with --map FILE; ttpd csv inspect writes one to start from.',
    );
  }
  if (format !== undefined && format !== 'supplier')
    throw refuse(
      'CSV_MAP_UNUSED',
      `A map is for supplier files, and --format is ${format}.`,
      'Leave one of the two out.',
    );
  const map = loadMap(mapFile);
  const { delimiter, encoding, decimal, header: hasHeader } = map;
  return {
    format: supplierFormat(map),
    hasHeader,
    dialect: withoutUndefined({ delimiter, encoding, decimal }),
  };
}

function checkMapped(columns: readonly string[], { headers }: Format, name: string): void {
  const there = new Set(columns.map(headerKey));
  const isNumber = (header: string) => /^\d+$/.test(header) && Number(header) <= columns.length;
  const absent = headers.filter((header) => !there.has(headerKey(header)) && !isNumber(header));
  if (absent.length === 0) return;
  const [near] = nearest(absent[0] ?? '', columns, 1);
  throw refuse(
    'CSV_COLUMN_MISSING',
    `${name} has no column ${absent.map((header) => `"${printable(header)}"`).join(', ')}, which the map names.`,
    near
      ? `Did you mean "${printable(near)}"?`
      : 'Correct the map, or say header: false and number the columns.',
  );
}

/** A character that the sample cuts is no error of the file's: the reading itself checks every byte. */
async function decodedSample(sample: Sample, encoding: Encoding, name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of toUtf8([sample.bytes], encoding, name)) parts.push(part);
  } catch (error) {
    if (sample.isAll || parts.length === 0) throw error;
  }
  return Buffer.concat(parts);
}

/** The file's records below the header, those of one product together. */
export function recordsOf(opened: Opened): AsyncGenerator<Batch> {
  return grouped(() => recordsInOrder(opened), opened.format, opened.header);
}

async function* recordsInOrder({
  source,
  detected,
  dialect,
  header,
  options,
}: Opened): AsyncGenerator<Batch> {
  const { encoding, gzip } = detected;
  const chunks = toUtf8(inflated(source, gzip, options.signal), encoding, source.name);
  let isHeader = header.hasHeader;
  for await (const { lines, records, doubts } of readRecords(chunks, {
    delimiter: dialect.delimiter,
    name: source.name,
  })) {
    let from = 0;
    while (isHeader && from < records.length) {
      const record = records[from++] ?? [];
      isHeader = record.every((cell) => cell.trim() === '') || isSeparatorLine(record);
    }
    yield from === 0
      ? { lines, records, doubts }
      : { lines: lines.slice(from), records: records.slice(from), doubts };
  }
  await source.checkUnchanged();
}
