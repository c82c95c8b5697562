import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spreadsheetCell } from '../../src/common/spreadsheet-cell.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['+12', "'+12"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\n=1', "'\n=1"],
  ['＝1', "'＝1"],
  ["'=1", "''=1"],
  ['-5.25', '-5.25'],
  ["'til", "'til"],
  ['3600A', '3600A'],
  ['', ''],
])('%j becomes %j', (text, cell) => expect(spreadsheetCell(text)).toBe(cell));

it('gives the text back, and leaves nothing that runs', () => {
  const sign = fc.constantFrom('=', '+', '-', '@', "'", '\t', '\n', '1', 'a', '.');
  fc.assert(
    fc.property(fc.string({ unit: sign }), (text) => {
      const cell = spreadsheetCell(text);
      expect(cell === text || cell.slice(1) === text).toBe(true);
      if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\n]/);
    }),
  );
});
