import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CellContext, type Column, type Fields, readCell } from '../../src/csv/columns.ts';
import { FORMAT_TABLES } from '../../src/csv/formats/all.ts';
import { categoryPaths } from '../../src/csv/lists.ts';

/** What a cell is read into, and everything that is said of it. */
function read(column: Column, cell: string, options: Partial<CellContext> = {}) {
  const said: (string | undefined)[][] = [];
  const fields: Fields = {};
  const context: CellContext = {
    decimal: undefined,
    currencySigns: new Set(['USD', '$']),
    weightUnit: 'lb',
    lengthUnit: 'in',
    clearToken: '<clear>',
    column: '',
    cell: '',
    fail(...error) {
      said.push(['error', ...error]);
      return undefined;
    },
    warn(...warning) {
      said.push(['warning', ...warning]);
      return undefined;
    },
    doubt(...warning) {
      said.push(['warning', ...warning.slice(1)]);
    },
    ...options,
  };
  readCell(column, cell, fields, context);
  return { fields, said };
}

/** The blanks of a text with layout are its own. */
const COLUMNS = FORMAT_TABLES.flatMap(({ columns }) => Object.values(columns).flat()).filter(
  ({ type }) => type.verbatim !== true,
);

const PIECES = [
  ...[
    '0',
    '1',
    '12',
    '.',
    ',',
    '-',
    '+',
    ' ',
    'E',
    'A',
    'a',
    'Mar',
    'mar',
    'x',
    'T',
    '/',
    ';',
    ':',
    '|',
    '=',
  ],
  ...["'", '"', '#', '#N/A', 'Err:502', '&amp;', '&', '<clear>', 'NULL', '€', '$', 'kg', '%', '(', ')', '\n'],
  ...[
    'Ã©',
    '\uFFFD',
    '\u200B',
    '\u0001',
    '\u202E',
    '–',
    '×',
    'é',
    '>',
    '\\',
    '036000291452',
    '1E+5',
    '12.50',
    '00',
    '2024-01-05',
  ],
];
const cells = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }).map((it) => it.join('')),
  fc.string({ unit: fc.constantFrom(..."00123.,-A'"), minLength: 1, maxLength: 6 }),
);

test('a cell is read as the same cell with blanks around is, which none of the short ways takes', () => {
  const marks = fc.constantFrom(undefined, '.' as const, ',' as const);
  const tokens = fc.constantFrom('<clear>', 'NULL', '0', '12');
  fc.assert(
    fc.property(cells, fc.constantFrom(...COLUMNS), marks, tokens, (cell, column, decimal, clearToken) => {
      const options = { decimal, clearToken };
      expect(read(column, cell, options)).toEqual(read(column, ` ${cell} `, options));
    }),
    { numRuns: 20_000 },
  );
});

test('an identifier as long as Excel cuts cells is warned of', () => {
  const [sku] = COLUMNS.filter(({ field }) => field === 'sku');
  expect(sku && read(sku, 'A'.repeat(32_767)).said).toMatchObject([
    expect.arrayContaining(['warning', 'CSV_TEXT_DAMAGED']),
  ]);
});

test('paths of plain names are read as those beside another name are', () => {
  const context = { fail: expect.fail, warn: expect.fail } as unknown as CellContext;
  const paths = fc.string({ unit: fc.constantFrom('A', 'b1', ' ', '/', ';', '.', ',', "'", '-') });
  fc.assert(
    fc.property(paths, (it) => {
      const beside = categoryPaths.parse(`${it};Ärmel`, context);
      expect([...(categoryPaths.parse(it, context) ?? []), ['Ärmel']]).toEqual(beside);
    }),
    { numRuns: 2_000 },
  );
});
