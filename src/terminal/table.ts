import { printable } from '../common/printable.ts';
import { cut, visibleWidth as width } from './width.ts';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null | undefined;
  align?: 'left' | 'right';
  /** Longer text is cut with an ellipsis: a table is for looking, `--json` and `--csv` have it whole. */
  width?: number;
  /** Not cut on a narrow terminal: an id that people copy, or a date. */
  whole?: boolean;
  /** May be left out on a terminal that is too narrow, the highest number first. */
  spare?: number;
}

const GAP = '  ';
/** Less of a text says nothing. */
const NARROWEST = 8;

/** Rows under a heading, columns apart by two blanks; on a terminal of so many columns, no line longer than that. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], terminal?: number): string {
  const shown = fitting(rows, columns, terminal);
  const line = (values: readonly string[]) => {
    const whole = values
      .map((value, i) => pad(cut(value, shown[i]?.room ?? 0), shown[i]?.room ?? 0, shown[i]?.column.align))
      .join(GAP)
      .trimEnd();
    return terminal === undefined ? whole : cut(whole, terminal);
  };
  return [
    line(shown.map(({ column }) => column.title)),
    ...rows.map((_, row) => line(shown.map(({ cells }) => cells[row] ?? ''))),
  ].join('\n');
}

interface Shown<Row> {
  column: Column<Row>;
  cells: string[];
  room: number;
}

/** The columns to show and the room of each: first the widest text gives way, then columns that can be spared. */
function fitting<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  terminal = Number.POSITIVE_INFINITY,
): Shown<Row>[] {
  const shown = columns.map((column): Shown<Row> => {
    const cells = rows.map((row) => cut(text(column.value(row)), column.width ?? 60));
    return { column, cells, room: Math.max(column.title.length, ...cells.map(width)) };
  });
  const total = shown.reduce((sum, { room }) => sum + room, GAP.length * (shown.length - 1));
  if (total <= terminal) return shown;
  const given = giveWay(shown, total - terminal);
  if (given) return given;
  const spare = Math.max(0, ...columns.map((column) => column.spare ?? 0));
  if (spare === 0) return shown;
  return fitting(
    rows,
    columns.filter((column) => column.spare !== spare),
    terminal,
  );
}

/** Takes so many characters from the widest texts; `undefined` when they do not have them. */
function giveWay<Row>(shown: readonly Shown<Row>[], excess: number): Shown<Row>[] | undefined {
  const fitted = shown.map((each) => ({ ...each }));
  for (let left = excess; left > 0; left -= 1) {
    const [widest] = fitted
      .filter(({ column, room }) => column.align !== 'right' && !column.whole && room > NARROWEST)
      .sort((a, b) => b.room - a.room);
    if (!widest) return undefined;
    widest.room -= 1;
  }
  return fitted;
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '–' : printable(String(value));
}

function pad(value: string, to: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, to - width(value)));
  return align === 'left' ? value + blanks : blanks + value;
}
