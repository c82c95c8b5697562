import { DELIMITERS, type Delimiter, type Detected } from './csv-row.ts';
import { firstRecords } from './records.ts';

/** Records that are looked at to tell one delimiter from another. */
const LOOKED_AT = 25;

export interface Dialect {
  delimiter: Delimiter;
  lineEnding: Detected['lineEnding'];
  /** The file's first records, read with it. */
  first: string[][];
}

/** The delimiter that cuts the first records into equally many cells; of several, into the most. */
export async function sniffDialect(sample: Buffer, isAll: boolean, forced?: Delimiter): Promise<Dialect> {
  const lineEnding = lineEndingOf(sample);
  // Excel's own way to say it: a first line `sep=;`.
  const said = DELIMITERS.find((delimiter) => sample.toString('latin1', 0, 5) === `sep=${delimiter}`);
  const given = forced ?? said;
  const read = async (delimiter: Delimiter) => ({
    delimiter,
    lineEnding,
    first: await firstRecords(sample, delimiter, isAll, LOOKED_AT),
  });
  if (given !== undefined) return read(given);
  const tried = await Promise.all(DELIMITERS.map(read));
  return tried.reduce((best, each) => (score(each.first) > score(best.first) ? each : best));
}

/** Whether a record is Excel's `sep=;` and no row. */
export function isSeparatorLine(record: readonly string[]): boolean {
  return /^sep=.?$/.test(record[0] ?? '') && record.slice(1).every((cell) => cell === '');
}

function score(records: readonly string[][]): number {
  const rows = records.filter((record) => record.some((cell) => cell.trim() !== ''));
  const width = rows[0]?.length ?? 0;
  if (width < 2) return 0;
  const alike = rows.filter((record) => record.length === width).length / rows.length;
  return alike * 1_000 + Math.min(width, 900);
}

function lineEndingOf(sample: Buffer): Detected['lineEnding'] {
  const cr = sample.indexOf(13);
  const lf = sample.indexOf(10);
  if (cr >= 0 && (lf < 0 || cr < lf)) return sample[cr + 1] === 10 ? '\r\n' : '\r';
  return '\n';
}
