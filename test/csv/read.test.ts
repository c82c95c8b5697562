import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { openProducts } from '../../src/csv/reader.ts';
import { rejectsFileFor } from '../../src/csv/rejects.ts';
import { fileWith, readAll } from './helpers.ts';

const TEXT = 'SKU,Name,Price\nA-1,Bremsbeläge ½″ é,12.50\n';
const ROW = { line: 2, command: 'MERGE', sku: 'A-1', name: 'Bremsbeläge ½″ é', price: '12.50' };

test.each([
  ['utf-8', '\uFEFF', undefined],
  ['utf-16le', '\uFEFF', undefined],
  ['utf-16be', '\uFEFF', undefined],
  ['utf-16le', '', undefined],
  ['utf-16be', '', undefined],
  ['gb18030', '', 'gb18030'],
] as const)('%s with the mark "%s" is read when the encoding given is %s', async (encoding, mark, given) => {
  const { rows, reader } = await readAll(iconv.encode(mark + TEXT, encoding, { addBOM: false }), {
    encoding: given,
  });
  expect(rows).toEqual([ROW]);
  expect(reader.detected).toMatchObject({ encoding, bom: mark !== '' });
});

test('windows-1252 is read when it is given', async () => {
  const bytes = iconv.encode('SKU,Name,Price\nA,“Größe” – 5 €,1\n', 'windows-1252');
  const { rows } = await readAll(bytes, { encoding: 'windows-1252' });
  expect(rows).toMatchObject([{ name: '“Größe” – 5 €' }]);
});

test('gzip is seen by its first bytes, and a stream is read as a file is', async () => {
  const { rows, reader } = await readAll(gzipSync(TEXT));
  expect(rows).toEqual([ROW]);
  expect(reader.detected.gzip).toBe(true);
  const streamed = await openProducts(Readable.from([Buffer.from(TEXT)]));
  const seen = [];
  for await (const row of streamed.rows(() => {})) seen.push(row);
  await streamed.close();
  expect(seen).toEqual([ROW]);
});

test.each([
  [',', '\n'],
  [';', '\r\n'],
  ['\t', '\r'],
  ['|', '\r\n'],
] as const)('delimiter %j and line ending %j are found out', async (delimiter, lineEnding) => {
  const lines = ['SKU', 'Name', 'Price'].join(delimiter) + lineEnding;
  const body = ['A', `"x, y; z | w${lineEnding}second line"`, '1.50'].join(delimiter) + lineEnding;
  const { rows, reader } = await readAll(lines + body + ['B', 'n', '2'].join(delimiter) + lineEnding);
  expect(reader.detected).toMatchObject({ delimiter, lineEnding });
  expect(rows).toMatchObject([
    { line: 2, sku: 'A', name: `x, y; z | w${lineEnding}second line`, price: '1.50' },
    { line: 4, sku: 'B' },
  ]);
});

test('a delimiter that is given is taken, and Excel’s sep= line is understood', async () => {
  const { rows } = await readAll('sep=;\nSKU;Name\nA;b,c\n');
  expect(rows).toEqual([{ line: 3, command: 'MERGE', sku: 'A', name: 'b,c' }]);
  const { reader } = await readAll('SKU,Price,Name;x;y;z\nA,1,b\n', { delimiter: ',' });
  expect(reader.detected.columns).toEqual(['SKU', 'Price', 'Name;x;y;z']);
});

test('lines are those of an editor: blank ones count, whatever the line endings in cells are', async () => {
  const { rows } = await readAll('SKU,Name\n\nA,"1\r\n2\n3"\r\n,\nB,x\n');
  expect(rows.map(({ sku, line }) => [sku, line])).toEqual([
    ['A', 3],
    ['B', 7],
  ]);
});

test('headers are found whatever their case and blanks', async () => {
  const { rows } = await readAll('  sku , COST   price \nA,1\n');
  expect(rows).toEqual([{ line: 2, command: 'MERGE', sku: 'A', costPrice: '1' }]);
});

test('identifiers keep every digit, and one that a spreadsheet rounded is an error', async () => {
  const { rows, problems } = await readAll(
    'SKU,GTIN,MPN\n"=""00123""",00012345678905,1E5\n\'00456,,\nC,6.9E+12,\n',
  );
  expect(rows).toEqual([
    { line: 2, command: 'MERGE', sku: '00123', gtin: '00012345678905', mpn: '1E5' },
    { line: 3, command: 'MERGE', sku: '00456' },
  ]);
  expect(problems).toMatchObject([
    {
      code: 'CSV_IDENTIFIER_ROUNDED',
      severity: 'error',
      line: 4,
      column: 'GTIN',
      sku: 'C',
      value: '6.9E+12',
    },
  ]);
  expect(problems[0]?.hint).toContain('text');
});

test('an unquoted inch mark is text', async () => {
  const { rows } = await readAll('SKU,Name,Price\nA,16.5" drum,1\nB,7" x 16.5",2\n');
  expect(rows.map(({ name }) => name)).toEqual(['16.5" drum', '7" x 16.5"']);
});

test('blank is untouched, the clear token clears, and what a product must have cannot be cleared', async () => {
  const { rows, problems } = await readAll('SKU,Brand,MPN,Price\nA,,<clear>,\nB,,,<clear>\n');
  expect(rows).toEqual([{ line: 2, command: 'MERGE', sku: 'A', mpn: null }]);
  expect(problems).toMatchObject([{ code: 'CSV_CANNOT_CLEAR', line: 3, column: 'Price' }]);
  const other = await readAll('SKU,MPN\nA,NULL\n', { clearToken: 'NULL' });
  expect(other.rows).toMatchObject([{ mpn: null }]);
});

test('commands: IGNORE is counted and not handed on, HIDE says nothing else, a wrong one is an error', async () => {
  const { rows, problems, reader } = await readAll(
    'Command,SKU,Price\nnew,A,1\nIGNORE,,x\nHIDE,B,2\nDELETE,C,1\nignore,D,2\n',
  );
  expect(rows).toEqual([
    { line: 2, command: 'NEW', sku: 'A', price: '1' },
    { line: 4, command: 'HIDE', sku: 'B' },
  ]);
  expect(problems).toMatchObject([{ line: 5, code: 'CSV_WORD', value: 'DELETE' }]);
  expect(reader.totals()).toEqual({ total: 5, valid: 2, invalid: 1, ignored: 2 });
});

test('a row without a SKU or an id is an error', async () => {
  const { problems } = await readAll('SKU,Price\n,1\n');
  expect(problems).toMatchObject([{ code: 'CSV_SKU_MISSING', line: 2 }]);
});

test('every problem of a row is reported, with the value that is wrong', async () => {
  const { problems } = await readAll('SKU,Price,Stock,Visible,Condition\nA,abc,-3,perhaps,Old\n');
  expect(problems.map(({ code, column, value }) => [code, column, value])).toEqual([
    ['CSV_NUMBER', 'Price', 'abc'],
    ['CSV_NUMBER_NEGATIVE', 'Stock', '-3'],
    ['CSV_BOOLEAN', 'Visible', 'perhaps'],
    ['CSV_WORD', 'Condition', 'Old'],
  ]);
});

test('rejects: the rows as they were, in the file’s own columns, delimiter and encoding; corrected, they are read', async () => {
  const original = 'SKU;Name;Price;Mine\r\nA;"Größe; ""L""\r\nneu";12;x\r\nB;ok;1;\r\n00C;=1+2;1,234;\r\n';
  const { reader, problems, file } = await readAll(iconv.encode(original, 'windows-1252'), {
    encoding: 'windows-1252',
  });
  const rejects = await rejectsFileFor(file);
  expect(rejects).toBe(file.replace('.csv', '.rejects.csv'));
  expect(await reader.writeRejects(rejects, problems)).toBe(1);
  const text = iconv.decode(readFileSync(rejects), 'windows-1252');
  expect(text).toBe(
    'SKU;Name;Price;Mine;_line;_code;_error\r\n' +
      "00C;'=1+2;1,234;;5;CSV_NUMBER_AMBIGUOUS;Price may mean thousands or decimals. Say which: --decimal , or --decimal .\r\n",
  );
  const corrected = await readAll(text.replace('1,234', '1234'));
  expect(corrected.rows).toMatchObject([{ sku: '00C', name: '=1+2', price: '1234' }]);
  expect(corrected.reader.detected.unknownColumns).toEqual(['Mine']);
  expect(await rejectsFileFor(file)).toBe(file.replace('.csv', '.rejects-2.csv'));
});

test('rejects of a product with variants are all of its rows, and those of a ragged row lose no cell', async () => {
  const table = await readAll(
    'Item,SKU,Name,Price,Options\nProduct,A,a,1,\nVariant,A-1,,x,Type=Rectangle|Name=Size|Value=1\nProduct,B,b,2,\n',
  );
  const file = fileWith('', 'rejects.csv');
  expect(await table.reader.writeRejects(file, table.problems)).toBe(2);
  expect(readFileSync(file, 'utf8').split('\n').slice(1, 3)).toEqual([
    'Product,A,a,1,,2,,',
    expect.stringContaining('Variant,A-1,,x,Type=Rectangle|Name=Size|Value=1,3,CSV_NUMBER,'),
  ]);
  const ragged = await readAll('SKU,Price\nA,1,2,3\nB,2\n');
  await ragged.reader.writeRejects(file, ragged.problems);
  expect(readFileSync(file, 'utf8')).toMatch(/^SKU,Price,_line,_code,_error\nA,1,2,CSV_CELL_COUNT,.*,2,3\n$/);
});

test('a variant without options is one, and no reason to stop', async () => {
  const { rows, problems } = await readAll(
    'Item,ID,Name,SKU,Options,Price\nProduct,,Lamp,A-1,,10\nVariant,,,A-1-L,,12\n',
  );
  expect(problems).toEqual([]);
  expect(rows[0]?.variants).toMatchObject([{ sku: 'A-1-L', options: [], price: '12' }]);
});
