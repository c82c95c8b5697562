import type { Problem } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { printable } from '../common/printable.ts';
import type { Format, Kind, PassedOver } from './format.ts';
import { type BoundHeader, hasHeader, headerKey, headersOf, REJECT_COLUMNS } from './header.ts';

/** What a column says that nothing is read from. */
interface Tally {
  rows: number;
  /** The first of them. */
  line: number;
  cell: string;
}

/** As much of a cell as a message shows. */
const LONGEST_VALUE = 60;

/**
 * Counts what a file says where nothing is read: in columns that are not known, in those that say what no store has, and
 * in those that say it of another kind of record. Each is told of once, and those whose cells say nothing not at all.
 */
export function createPassedOver(header: BoundHeader, format: Format) {
  const { columns, bindings } = header;
  const tallies = new Map<string, Tally>();
  const places = new Map<string, readonly Place[]>();

  /** Columns that a record of these kinds is not read from. */
  function placesOf(kinds: readonly Kind[]): readonly Place[] {
    const [only = ''] = kinds;
    const key = kinds.length === 1 ? only : kinds.join();
    const known = places.get(key);
    if (known) return known;
    const bound = new Set(kinds.flatMap((kind) => bindings[kind] ?? []).map(({ index }) => index));
    const made = columns.flatMap((name, index): Place[] => {
      const isRead = bound.has(index) || headerKey(name) === '' || isOurs(name);
      const silent = isRead ? 'all' : silentOf(format, kinds, name.trim());
      return silent === 'all' ? [] : [{ index, name: name.trim(), silent }];
    });
    places.set(key, made);
    return made;
  }

  function note(name: string, line: number, cell: string) {
    const tally = tallies.get(name);
    if (tally) tally.rows += 1;
    else tallies.set(name, { rows: 1, line, cell: cell.slice(0, LONGEST_VALUE) });
  }

  return {
    note,
    /** @param kinds what the record was read as */
    look(record: readonly string[], kinds: readonly Kind[], line: number) {
      for (const { index, name, silent } of placesOf(kinds)) {
        const cell = record[index];
        if (cell === undefined || cell === '') continue;
        const said = cell.trim();
        if (said !== '' && !silent?.test(said)) note(name, line, said);
      }
    },
    problems(): Problem[] {
      const unknown = new Set(header.unknown);
      return [...tallies].map(([name, tally]) =>
        told(name, tally, unknown.has(name) ? format : undefined, columns),
      );
    },
  };
}

interface Place {
  index: number;
  name: string;
  silent: RegExp | undefined;
}

function isOurs(name: string): boolean {
  return REJECT_COLUMNS.some((column) => column === headerKey(name));
}

/** Cells of the column that say nothing, of records of these kinds. */
function silentOf({ ignored = [] }: Format, kinds: readonly Kind[], name: string): PassedOver['silent'] {
  const known = ignored.find(
    ({ headers, of }) => hasHeader(headers, name) && (of === undefined || kinds.every((kind) => kind === of)),
  );
  return known?.silent;
}

/** @param format of a column that it does not know */
function told(
  name: string,
  { rows, line, cell }: Tally,
  format: Format | undefined,
  columns: readonly string[],
): Problem {
  const column = printable(name).slice(0, 80);
  const count = rows === 1 ? '1 row says something' : `${rows.toLocaleString('en')} rows say something`;
  const said = { line, column, value: printable(cell) };
  if (!format)
    return {
      code: 'CSV_PASSED_OVER',
      severity: 'warning',
      ...said,
      message: `${count} in the column ${column}, which is not taken over.`,
      hint: 'docs/csv.md says what of this format a store has.',
    };
  const taken = new Set(columns.map(headerKey));
  const headers = [...headersOf(format).values()].flatMap((all) => all.map((it) => it.column.header));
  const free = [...new Set(headers)].filter((header) => !taken.has(headerKey(header)));
  const [near] = nearest(name.slice(0, 80), free, 1);
  return {
    code: 'CSV_UNKNOWN_COLUMN',
    severity: 'warning',
    ...said,
    // In the message: the terminal shows no hints of problems, and a mistyped header loses a whole column.
    message: `The column ${column} is not known in the ${format.name} format and is passed over: ${count} there.${near ? ` Did you mean ${near}?` : ''}`,
    hint: 'docs/csv.md lists the columns of each format.',
  };
}
