import { expect, it } from 'vitest';
import type { Problem } from '../../src/common/errors.ts';
import { fileWith, readAll, written } from './helpers.ts';

it.each([
  ['Product ID', '0', 'CSV_ID'],
  ['Product ID', 'x', 'CSV_ID'],
  ['Stock', 'many', 'CSV_INTEGER'],
  ['Custom Fields', 'Colour', 'CSV_CUSTOM_FIELDS'],
  ['Images', 'drum.jpg', 'CSV_URL'],
  ['Videos', '|a title', 'CSV_VIDEOS'],
  ['Images', 'https://a.example/1.jpg||small', 'CSV_IMAGES'],
  ['Variants', '{', 'CSV_VARIANTS'],
  ['Weight', '5 stone', 'CSV_UNIT'],
  ['Preorder Release Date', '5/1/2031', 'CSV_DATE'],
  ['Preorder Release Date', '2031-13-01', 'CSV_DATE'],
])('refuses in the column %s the cell %s as %s, and keeps the row out', async (header, cell, code) => {
  const columns = header === 'Product ID' ? [header] : ['SKU', header];
  const { rows, problems } = await readAll(
    `${columns.join(',')},Name\n${header === 'Product ID' ? cell : `A-1,"${cell}"`},Drum\n`,
    { format: 'ttpd' },
  );

  expect(rows).toEqual([]);
  expect(problems).toMatchObject([{ code, severity: 'error', line: 2, column: header }]);
});

it('refuses a map with a format of its own', async () => {
  const mapFile = fileWith('columns: { sku: Part }\n', 'map.yaml');

  await expect(readAll('SKU,Name\nA-1,Drum\n', { format: 'ttpd', mapFile })).rejects.toMatchObject({
    code: 'CSV_MAP_UNUSED',
    exitCode: 2,
  });
});

it.each([
  ['bigcommerce', 'Item,ID,Name,SKU,Options\nProduct,,Drum,A-1,\nVariant,,,A-1-R,Red\n', 'Options'],
  [
    'bigcommerce-legacy',
    'Item Type,Product Name,Product Code/SKU\nProduct,Drum,A-1\nSKU,Red,A-1-R\n',
    'Product Name',
  ],
] as const)('refuses in a file of %s options that are none', async (format, text, column) => {
  const { rows, problems } = await readAll(text, { format });

  expect(problems).toMatchObject([{ code: 'CSV_OPTIONS', severity: 'error', line: 3, column }]);
  expect(rows.flatMap(({ variants = [] }) => variants)).toEqual([]);
});

it.each([
  ['id', { sku: 'A'.repeat(51), name: 'Drum' }],
  ['title', { sku: 'A-1', name: 'D'.repeat(151) }],
])('leaves an offer out of a file for Google whose %s it would have to cut', async (column, fields) => {
  const problems: Problem[] = [];
  const short = {
    line: 3,
    command: 'MERGE' as const,
    sku: 'A'.repeat(50),
    name: 'D'.repeat(150),
    price: '5',
  };

  const text = await written(
    'google',
    [{ ...short, line: 2, ...fields }, short],
    { currency: 'USD' },
    problems,
  );

  expect(problems).toMatchObject([
    { code: 'CSV_TOO_LONG_FOR_FORMAT', severity: 'warning', line: 2, sku: fields.sku, column },
  ]);
  expect(
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0]),
  ).toEqual([short.sku]);
});
