import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { FORMATS, type ProductRow, type WriteOptions } from '../../src/csv/csv-row.ts';
import { fileWith, readAll, withoutLines, written } from './helpers.ts';

/** What is written is whole for everybody who reads CSV: for us, for spreadsheets, for others' readers. */

const WRITTEN = FORMATS.filter((format) => format !== 'supplier');
const STYLES: WriteOptions[] = [{}, { excel: true }, { delimiter: ';' }, { delimiter: '\t' }];
const row = (fields: Partial<ProductRow>): ProductRow => ({
  line: 0,
  command: 'MERGE',
  sku: 'LB-1',
  name: 'Kit',
  price: '10',
  ...fields,
});

test.each(WRITTEN.flatMap((format) => STYLES.map((style) => [format, style] as const)))(
  '%s %j keeps each line break in its cell',
  async (format, style) => {
    const descriptions = ['a\rb', 'a\nb', 'a\r\nb', 'a\u2028b', 'a\r'];
    const products = descriptions.map((description, i) => row({ sku: `LB-${i}`, description }));
    const text = await written(format, products, style);
    const delimiter = style.delimiter ?? (format === 'google' ? '\t' : ',');

    // As those read it to whom every line break outside quotes ends a row.
    const records = parse(text, { bom: true, delimiter, record_delimiter: ['\r\n', '\n', '\r'] });
    expect(records).toHaveLength(1 + products.length);
    if (format === 'google') return;
    const { rows, problems } = await readAll(text, { format });
    expect(problems).toEqual([]);
    expect(rows.map(({ description }) => description)).toEqual(descriptions);
  },
);

test('rejects are read again, whatever line breaks their cells have', async () => {
  const file = 'SKU,Name,Price,Weight,MPN\r\nR-1,"two\nlines",x,1,"a\rb"\r\n';
  const { reader, problems } = await readAll(file);
  const rejects = fileWith('', 'rejects.csv');
  await reader.writeRejects(rejects, problems);
  const again = await readAll(readFileSync(rejects, 'utf8').replace(',x,', ',5,'));

  expect(again.problems).toEqual([]);
  expect(again.rows).toMatchObject([{ sku: 'R-1', name: 'two\nlines', price: '5' }]);
});

test('rejects hold no formula of the file, and say the same when they are read again', async () => {
  const names = ['=HYPERLINK("https://e.example")', '+1+1', '@x', "'=1", '="00123"', '-cmd', 'Drum'];
  const file = `SKU,Name,Price,Weight\n${names.map((name, n) => `R-${n},"${name.replaceAll('"', '""')}",x,1\n`).join('')}`;
  const { reader, problems } = await readAll(file);
  const rejects = fileWith('', 'rejects.csv');
  await reader.writeRejects(rejects, problems);
  const text = readFileSync(rejects, 'utf8');

  const cells: string[][] = parse(text);
  expect(cells.flat().filter((cell) => /^[=+@-]/.test(cell) && cell !== '="00123"')).toEqual([]);
  const said = async (from: string) =>
    (await readAll(from.replaceAll(',x,', ',5,'))).rows.map(({ name }) => name);
  expect(await said(text)).toEqual(await said(file));
});

test.each(['＝1+1', '＋1', '－1', '＠sum', '\n=1+1', '\r=1+1', '\t=1+1', '=1', '@sum'])(
  'a spreadsheet only shows %j',
  async (description) => {
    const text = await written('ttpd', [row({ description })]);
    const [, cells = []]: string[][] = parse(text);

    expect(cells.at(-1)).toBe(`'${description}`);
    expect((await readAll(text)).rows[0]?.description).toBe(description);
  },
);

test.each(['=1+1', "'=1", "''@", '="1"', "'007", '-9', '＝1', "'＝1"])(
  '%j comes back from a file with --raw',
  async (text) => {
    const rows = [row({ sku: text, name: text, mpn: text, description: text })];
    const { rows: read, problems } = await readAll(await written('ttpd', rows, { neutralise: false }));

    expect(problems).toEqual([]);
    expect(withoutLines(read)).toEqual(withoutLines(rows));
  },
);
