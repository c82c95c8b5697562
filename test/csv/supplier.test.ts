import { expect, test } from 'vitest';
import { errorProblems } from '../../src/common/errors.ts';
import { inspectFile } from '../../src/csv/inspect.ts';
import { parseMap } from '../../src/csv/map.ts';
import { fileWith, readAll } from './helpers.ts';

const FILE =
  'Artikelnummer;Bezeichnung;Nettopreis;Bestand;Gewicht (kg);Sperrgut\r\n' +
  '00123;Bremstrommel 16,5";1.234,50 €;12;49,5;N\r\n' +
  '00124;Belagsatz;98,00 €;;2;N\r\n';

test('a supplier’s file is inspected, and the map that comes of it reads the file', async () => {
  const file = fileWith(Buffer.from(FILE.replace('€', 'EUR').replace('€', 'EUR')));
  const { yaml, columns, hasHeader } = await inspectFile(file);
  expect(hasHeader).toBe(true);
  expect(columns.map(({ field, unit }) => [field, unit])).toEqual([
    ['sku', undefined],
    ['name', undefined],
    ['costPrice', undefined],
    ['stock', undefined],
    ['weight', 'kg'],
    [undefined, undefined],
  ]);
  const { rows, problems } = await readAll(FILE, { mapFile: fileWith(yaml, 'map.yaml'), currency: 'EUR' });
  expect(problems).toEqual([]);
  expect(rows).toEqual([
    {
      line: 2,
      command: 'MERGE',
      sku: '00123',
      name: 'Bremstrommel 16,5"',
      costPrice: '1234.50',
      stock: 12,
      weight: '109.1288',
    },
    { line: 3, command: 'MERGE', sku: '00124', name: 'Belagsatz', costPrice: '98.00', weight: '4.4092' },
  ]);
});

test('a file without a header is mapped by number, with a prefix and what is the same in every row', async () => {
  const yaml = 'header: false\ncolumns:\n  sku: 1\n  price: 3\nskuPrefix: "GU-"\nset:\n  brand: Gunite\n';
  const { rows, reader } = await readAll('3600A,Drum,120.00\n"=""0042""",Shoe,9\n', {
    mapFile: fileWith(yaml, 'map.yaml'),
  });
  expect(rows).toMatchObject([
    { line: 1, sku: 'GU-3600A', price: '120.00', brand: 'Gunite' },
    { line: 2, sku: 'GU-0042', price: '9' },
  ]);
  expect(reader.detected).toMatchObject({ format: 'supplier', columns: [] });
});

test('a file without a header is recognised, and what its cells can only be is guessed', async () => {
  const { hasHeader, columns, yaml } = await inspectFile(
    fileWith('A-1;036000291452;12,50\nA-2;036000291469;8,00\n'),
  );
  expect(hasHeader).toBe(false);
  expect(columns.map(({ field }) => field)).toEqual([undefined, 'gtin', 'price']);
  expect(yaml).toContain('decimal: ","');
  expect(yaml).toContain('# ?: 1  # A-1 | A-2');
});

test('a map says all that is wrong with it, by line', () => {
  const map = () => parseMap('delimiter: "%"\ncolumns:\n  skuu: A\n  price: []\n', 'map.yaml');
  expect(map).toThrow(/map\.yaml:1:12 delimiter/);
  expect(map).toThrow(/map\.yaml:4:10 columns\.price: the header or number of a column/);
  const fields = () => parseMap('columns:\n  skuu: A\n  nmae: B\n', 'map.yaml');
  expect(fields).toThrow(/map\.yaml:2:3 columns\.skuu: unknown field, did you mean sku\?/);
  expect(fields).toThrow(/map\.yaml:3:3 columns\.nmae: unknown field, did you mean name\?/);
  expect(fields).toThrow(/map\.yaml:1:1 columns: sku is missing/);
});

test('a map says its mistakes of form and of meaning at once, each as a problem', () => {
  const text =
    'header: maybe\ndelimiter: ";;"\ncolumns:\n  sku: "A"\n  prize: "B"\n  weight: { column: "C", unit: stone }\nset:\n  brandd: Gunite\nskuprefix: x\n';
  let problems: unknown[] = [];
  try {
    parseMap(text, 'm.yaml');
  } catch (error) {
    problems = errorProblems(error);
  }
  expect(problems).toMatchObject([
    { line: 1, column: 'header', message: 'm.yaml:1:9 header: true or false' },
    { line: 2, column: 'delimiter', message: expect.stringContaining('one of ",", ";"') },
    {
      line: 5,
      column: 'columns.prize',
      message: 'm.yaml:5:3 columns.prize: unknown field, did you mean price?',
    },
    {
      line: 6,
      column: 'columns.weight.unit',
      message: expect.stringContaining('not known; lb, oz, kg, g are'),
    },
    { line: 8, column: 'set.brandd', message: 'm.yaml:8:3 set.brandd: unknown field, did you mean brand?' },
    { line: 9, column: 'skuprefix', message: 'm.yaml:9:1 skuprefix: unknown key, did you mean skuPrefix?' },
  ]);
});

test('a map that names a column the file has not', async () => {
  const mapFile = fileWith('columns:\n  sku: Artikelnumer\n', 'map.yaml');
  await expect(readAll(FILE, { mapFile })).rejects.toMatchObject({
    code: 'CSV_COLUMN_MISSING',
    hint: 'Did you mean "Artikelnummer"?',
  });
});

test.each([
  ['a blank header', ',price\nA-1,10.50\nA-2,11.50\n', '  sku: 1'],
  ['a repeated header', 'Note,SKU,Price,note\nx,A-1,10.50,y\nx,A-2,11.50,z\n', 'sku: "SKU"'],
  [
    'JSON in cells',
    `sku,price,${Array.from({ length: 9 }, (_, i) => `attr ${i}`).join()}\nA-1,10.50${',"[{""name"":""Drum diameter"",""value"":""16.5""}]"'.repeat(9)}\nA-2,11.50${',"[{"'.repeat(9)}\n`,
    'sku: "sku"',
  ],
  [
    'brackets in headers',
    `sku,price,${Array.from({ length: 9 }, (_, i) => `"[{ ${i}"`).join()}\nA-1,10.50\nA-2,11.50\n`,
    'sku',
  ],
])('a map of a file with %s is taken', async (_, text, said) => {
  const { yaml } = await inspectFile(fileWith(text));
  const map = yaml.includes('sku: is missing') ? yaml.replace('columns:', 'columns:\n  sku: 1') : yaml;
  const { rows, problems } = await readAll(text, {
    mapFile: fileWith(map.replaceAll('# ?: 4', 'warranty: 4'), 'map.yaml'),
  });
  expect(map).toContain(said);
  expect(problems).toEqual([]);
  expect(rows).toMatchObject([
    { sku: 'A-1', price: '10.50' },
    { sku: 'A-2', price: '11.50' },
  ]);
});
