import { type CsvError, type Options, type Parser, parse } from 'csv-parse';
import type { Delimiter } from './csv-row.ts';
import { type Doubt, mayBeMisquoted, misplacedQuote } from './quotes.ts';
import { refuse } from './refuse.ts';

/** What one record may take: a quote that is never closed would else read the file into memory. */
const LONGEST_RECORD = 1024 * 1024;

/** Records of one piece of the file, with the physical line where each begins. */
export interface Batch {
  lines: number[];
  records: string[][];
  /** By line: records whose quotes are not where they belong. */
  doubts: Map<number, Doubt>;
}

/** Unquoted quotes are text (`16" drum`), and every line ending is one, also where they are mixed. */
const parserOptions = (delimiter: Delimiter): Options => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  max_record_size: LONGEST_RECORD,
});

/** As far as the sample goes; an unclosed quote ends it early. */
export function firstRecords(
  sample: Buffer,
  delimiter: Delimiter,
  isAll: boolean,
  most = -1,
): Promise<string[][]> {
  return new Promise((resolve) => {
    const records: string[][] = [];
    const parser = parse({
      ...parserOptions(delimiter),
      to: most,
      skip_empty_lines: true,
      on_record(record: string[]) {
        records.push(record);
        return null;
      },
    });
    parser.resume();
    parser.on('error', () => resolve(records));
    // The last record of a piece of a file is cut somewhere.
    parser.on('end', () => resolve(isAll || records.length === most ? records : records.slice(0, -1)));
    parser.end(sample);
  });
}

/**
 * csv-parse in array mode. Records are taken in its callback, a piece of the file at a time: a third faster than its
 * stream of records. Lines with nothing on them are records of one empty cell.
 * @throws TtpdError CSV_QUOTE_OPEN, CSV_TOO_LONG, CSV_NUL
 */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  { delimiter, name }: { delimiter: Delimiter; name: string },
): AsyncGenerator<Batch> {
  let batch: Batch = { lines: [], records: [], doubts: new Map() };
  let line = 1;
  let linesBefore = 0;
  let hasReturns = false;
  let hasQuotes = false;
  // The bytes from the beginning of the record that is being read.
  let window: Buffer = Buffer.alloc(0);
  let windowFrom = 0;
  let recordFrom = 0;
  const parser = parse({
    ...parserOptions(delimiter),
    on_record(record: string[]) {
      batch.lines.push(line);
      batch.records.push(record);
      const recordEnd = parser.info.bytes;
      if (hasQuotes && mayBeMisquoted(record)) {
        const raw = window.toString('utf8', recordFrom - windowFrom, recordEnd - windowFrom);
        const doubt = misplacedQuote(raw, delimiter);
        if (doubt) batch.doubts.set(line, doubt);
      }
      recordFrom = recordEnd;
      // csv-parse counts a quoted CRLF twice: where there may be one, the cells are counted.
      const counted = parser.info.lines - linesBefore;
      line += counted > 1 && hasReturns ? 1 + lineBreaks(record) : Math.max(1, counted);
      linesBefore = parser.info.lines;
      return null;
    },
  });
  let failure: CsvError | undefined;
  parser.on('error', (error) => {
    failure = error as CsvError;
  });
  parser.resume();

  const take = () => {
    const taken = batch;
    batch = { lines: [], records: [], doubts: new Map() };
    return taken;
  };
  for await (const chunk of chunks) {
    const nul = chunk.indexOf(0);
    hasReturns ||= chunk.includes(13);
    hasQuotes ||= chunk.includes(34);
    const left = window.subarray(recordFrom - windowFrom);
    window = left.length > 0 ? Buffer.concat([left, chunk]) : chunk;
    windowFrom = recordFrom;
    await write(parser, nul < 0 ? chunk : chunk.subarray(0, nul));
    if (batch.records.length > 0) yield take();
    if (failure) throw broken(failure, parser, line, name);
    if (nul >= 0) throw nulByte(line, name);
  }
  await new Promise<void>((resolve) => {
    parser.once('close', resolve).end();
  });
  if (batch.records.length > 0) yield take();
  if (failure) throw broken(failure, parser, line, name);
}

function write(parser: Parser, chunk: Buffer): Promise<void> {
  // An error is told by the event, and not to every write after it.
  return new Promise((resolve) => {
    parser.write(chunk, () => resolve());
  });
}

function lineBreaks(record: readonly string[]): number {
  let count = 0;
  for (const cell of record) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  return count;
}

/** Of what is not finished; csv-parse's types leave it out. */
interface ParserState {
  state: { record: string[]; quoting: boolean };
}

function broken(error: CsvError, parser: Parser, line: number, name: string): Error {
  const { record, quoting } = (parser as unknown as ParserState).state;
  const at = line + lineBreaks(record);
  const column = record.length + 1;
  const hint = 'Close the quote, or double the quotes that belong to the text: "16.5"" drum".';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return refuse(
      'CSV_QUOTE_OPEN',
      `${name}: the quote that opens in line ${at}, column ${column}, is never closed.`,
      hint,
    );
  if (error.code !== 'CSV_MAX_RECORD_SIZE') return error;
  const what = quoting
    ? `the quote that opens in line ${at}, column ${column}, is not closed within 1 MB`
    : `the row that begins in line ${line} has more than 1 MB`;
  return refuse('CSV_TOO_LONG', `${name}: ${what}.`, quoting ? hint : 'Is it a CSV file with lines?');
}

function nulByte(line: number, name: string): Error {
  return refuse(
    'CSV_NUL',
    `${name}: there is a NUL byte in or after line ${line}; text has none.`,
    'Was the file written to its end? If it is UTF-16, say so with --encoding utf-16le.',
  );
}
