import { expect, it } from 'vitest';
import { fileWith, readAll } from './helpers.ts';

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
