import { printable } from '../printable.ts';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number | null | undefined;
  align?: 'left' | 'right';
  /** Longer text is cut with an ellipsis: a table is for looking, `--json` and `--csv` have it whole. */
  width?: number;
}

/** Rows under a heading, columns apart by two blanks. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => cut(text(column.value(row)), column.width ?? 60)));
  const widths = columns.map((column, i) =>
    Math.max(column.title.length, ...cells.map((line) => width(line[i] ?? ''))),
  );
  const line = (values: readonly string[]) =>
    values
      .map((value, i) => pad(value, widths[i] ?? 0, columns[i]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)].join('\n');
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '–' : printable(String(value));
}

function cut(value: string, limit: number): string {
  const characters = [...value];
  return characters.length <= limit ? value : `${characters.slice(0, limit - 1).join('')}…`;
}

function width(value: string): number {
  return [...value].length;
}

function pad(value: string, to: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, to - width(value)));
  return align === 'left' ? value + blanks : blanks + value;
}
