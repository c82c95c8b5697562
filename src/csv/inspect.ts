import type { Readable } from 'node:stream';
import { printable } from '../common/printable.ts';
import type { Detected, ReadOptions } from './csv-row.ts';
import { decimalMarkIn } from './decimal.ts';
import { guessByCells, guessField, looksLikeHeader } from './guess.ts';
import { headerKey } from './header.ts';
import { readDialect } from './recognise.ts';
import { openSource } from './source.ts';

/** Cells of a column that are shown beside the guess. */
const SHOWN = 3;
const LONGEST_SHOWN = 30;

export interface Inspection {
  encoding: Detected['encoding'];
  delimiter: Detected['delimiter'];
  hasHeader: boolean;
  /** In the file's order. */
  columns: {
    /** From 1. */
    number: number;
    header: string | undefined;
    /** What it seems to be; `undefined`: the person must say. */
    field: string | undefined;
    unit: string | undefined;
    examples: string[];
  }[];
  /** A map to correct, with what each column holds beside it. */
  yaml: string;
}

/**
 * Looks at a supplier's file and guesses which column is which. Only headers that mean one thing are taken; nothing is
 * guessed that money hangs on without being shown beside its cells. Errors as `openProducts`.
 */
export async function inspectFile(from: string | Readable, options: ReadOptions = {}): Promise<Inspection> {
  const source = await openSource(from, options.signal);
  try {
    const { dialect, encoding, first: records } = await readDialect(source, options);
    const [first = [], ...below] = records;
    const hasHeader = looksLikeHeader(first, below);
    const rows = hasHeader ? below : records;
    const taken = new Set<string>();
    const columns = first.map((cell, i) => {
      const cells = rows.map((row) => row[i] ?? '');
      const guess = hasHeader ? guessField(cell) : undefined;
      const wanted = guess?.field ?? (hasHeader ? undefined : guessByCells(cells));
      // Of two columns that seem the same the first is taken; the other is for the person to tell.
      const field = wanted !== undefined && !taken.has(wanted) ? wanted : undefined;
      if (field !== undefined) taken.add(field);
      return {
        number: i + 1,
        header: hasHeader ? cell.trim() : undefined,
        field,
        unit: field === undefined ? undefined : guess?.unit,
        examples: cells.filter((each) => each.trim() !== '').slice(0, SHOWN),
      };
    });
    const inspection = { encoding, delimiter: dialect.delimiter, hasHeader, columns };
    return { ...inspection, yaml: yamlOf(inspection, decimalMarkIn(rows.flat()) === ',', source.name) };
  } finally {
    await source.close();
  }
}

function yamlOf(
  { encoding, delimiter, hasHeader, columns }: Omit<Inspection, 'yaml'>,
  hasCommas: boolean,
  name: string,
) {
  const lines = [
    `# Which column of ${printable(name)} is which. Correct it, then: ttpd import-csv FILE --map THIS.yaml --dry-run`,
    '# On the left fields of docs/csv.md, on the right headers of the file, or numbers of columns from 1.',
    `header: ${hasHeader}`,
    `delimiter: ${JSON.stringify(delimiter)}`,
    `encoding: ${encoding}`,
    hasCommas ? 'decimal: ","' : '# decimal: ","     # if 1,234 is no thousand',
    '# skuPrefix: "GU-"  # before each SKU',
    'columns:',
  ];
  for (const { number, header, field, unit, examples } of columns) {
    const isRepeated = columns.some((each) => each.number < number && sameHeader(each.header, header));
    const column = header && !isRepeated ? JSON.stringify(header) : String(number);
    const value = unit === undefined ? column : `{ column: ${column}, unit: ${unit} }`;
    const shown = examples.map((cell) => printable(cell).slice(0, LONGEST_SHOWN)).join(' | ');
    lines.push(`  ${field === undefined ? '# ?' : field}: ${value}  # ${shown}`.trimEnd());
  }
  if (!columns.some(({ field }) => field === 'sku'))
    lines.push('  # sku: is missing; without it no product is found');
  lines.push('# set:               # the same in every row', '#   brand: Gunite', '');
  return lines.join('\n');
}

function sameHeader(one: string | undefined, other: string | undefined): boolean {
  return headerKey(one ?? '') === headerKey(other ?? '');
}
