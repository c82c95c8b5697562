import { stringify } from 'csv-stringify/sync';
import { spreadsheetCell } from '../spreadsheet-cell.ts';

/** Records turned into text together: a call each costs more than the text. */
const TOGETHER = 500;

/** A table as CSV, in pieces, with `columns` as its header. Of a record those values are taken; no cell is run by a spreadsheet. */
export async function* csvTable<Column extends string>(
  columns: readonly Column[],
  records: AsyncIterable<Partial<Record<NoInfer<Column>, unknown>>>,
): AsyncGenerator<string> {
  let some: unknown[][] = [[...columns]];
  const take = () => {
    const text = stringify(some, { cast: { string: spreadsheetCell } });
    some = [];
    return text;
  };
  for await (const record of records) {
    some.push(columns.map((column) => record[column]));
    if (some.length >= TOGETHER) yield take();
  }
  if (some.length > 0) yield take();
}
