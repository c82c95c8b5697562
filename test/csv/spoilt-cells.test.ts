import { expect, test } from 'vitest';
import { readAll } from './helpers.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
async function read(text: string) {
  const { rows, problems } = await readAll(text);
  return { rows, problems, codes: problems.map(({ line, code, severity }) => [line, severity, code]) };
}

test.each([
  ...[
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#NAME?',
    '#DIV/0!',
    '#NUM!',
    '#NULL!',
    '#SPILL!',
    '#NV',
    '#N/D',
    '#BEZUG!',
  ],
  ...['#WERT!', '#ÜBERLAUF!', '#¡REF!', '#¿NOMBRE?', '#ССЫЛКА!', '#Н/Д', 'Err:502', 'Fehler:502', '########'],
])('%s is an error in any column', async (cell) => {
  const text = lines(
    'SKU,Name,Brand,MPN,UPC,Description,Custom Fields,Categories',
    `${cell},,,,,,,`,
    `B,"${cell}",,,,,,`,
    `C,,${cell},,,,,`,
    `D,,,${cell},,,,`,
    `E,,,,${cell},,,`,
    `F,,,,,${cell},,`,
    `G,,,,,,A=1;Size=${cell},`,
    `H,,,,,,,Brakes/${cell}`,
  );
  const { rows, codes } = await read(text);
  expect(rows).toEqual([]);
  expect(codes).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((line) => [line, 'error', 'CSV_FORMULA_FAILED']));
});

test.each(['#4 bolt', '# of teeth', 'C#', 'Erratic', 'Felt #12', '#3600A', '###'])(
  '%s is a text',
  async (name) => {
    const { rows, problems } = await read(lines('SKU,Name,Custom Fields', `A,${name},No=${name}`));
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ name, customFields: expect.anything() }]);
  },
);

test('identifiers that a program made numbers of', async () => {
  const { rows, codes } = await read(
    lines('SKU,MPN,UPC,GTIN,Stock', 'A,12345.0,036000291452.0,,5.0', '20417.0,A-7,,00614141000036.0,'),
  );
  expect(rows).toMatchObject([
    { sku: 'A', mpn: '12345.0', upc: '036000291452', stock: 5 },
    { sku: '20417.0', gtin: '00614141000036' },
  ]);
  expect(codes).toEqual([
    [2, 'warning', 'CSV_IDENTIFIER_NUMBER'],
    [2, 'warning', 'CSV_BARCODE'],
    [3, 'warning', 'CSV_IDENTIFIER_NUMBER'],
    [3, 'warning', 'CSV_BARCODE'],
  ]);
});

test.each([
  ['036000291452', '036000291452', []],
  ['4006381333931', '4006381333931', []],
  ['36 000 29145-2', '36000291452', ['taken for 36000291452', '11 digits']],
  ['036000291453', '036000291453', ['wrong digit']],
  ['12345678905', '12345678905', ['11 digits']],
  ['does not apply', undefined, ['digits alone']],
] as const)('the bar code %s', async (cell, value, words) => {
  const { rows, problems } = await read(lines('SKU,UPC', `A,${cell}`));
  expect(rows[0]?.upc).toBe(value);
  expect(problems).toHaveLength(words.length);
  for (const [i, word] of words.entries()) expect(problems[i]?.message).toContain(word);
});

test.each(['3-Apr', 'Apr-03', '03. Apr', 'Mrz 03', '1/2/2024', '03.04.2003', '2024-01-02'])(
  'a part number of %s is probably a date',
  async (mpn) => {
    const { rows, problems } = await read(lines('SKU,MPN', `A,${mpn}`));
    expect(rows).toMatchObject([{ mpn }]);
    expect(problems).toMatchObject([{ code: 'CSV_IDENTIFIER_DATE', severity: 'warning' }]);
    expect(problems[0]?.message).toContain('probably');
  },
);

test.each(['MAR-12', 'DEC-100', '3-4', '1-2-3', '12/34', 'Decal-12', '3600A'])(
  '%s is a part number',
  async (mpn) => {
    expect((await read(lines('SKU,MPN', `A,${mpn}`))).problems).toEqual([]);
  },
);

test('lost characters, and UTF-8 that was saved twice', async () => {
  const { rows, codes, problems } = await read(
    lines(
      'SKU,Name',
      'A,Bremsbel\uFFFDge',
      'B,Porte-mÃ©canisme',
      'C,Size â€“ 5',
      'D\uFFFD,x',
      'E,São Ângulo 5 °F',
    ),
  );
  expect(rows.map(({ sku }) => sku)).toEqual(['A', 'B', 'C', 'E']);
  expect(codes).toEqual([
    [2, 'warning', 'CSV_TEXT_DAMAGED'],
    [3, 'warning', 'CSV_TEXT_DAMAGED'],
    [4, 'warning', 'CSV_TEXT_DAMAGED'],
    [5, 'error', 'CSV_TEXT_DAMAGED'],
  ]);
  expect(problems[1]?.message).toContain('"Ã©", which is probably "é"');
});

test('a text as long as a cell of Excel can be was probably cut', async () => {
  const { rows, codes } = await read(
    lines('SKU,Description', `A,${'x'.repeat(32_767)}`, `B,${'x'.repeat(32_766)}`),
  );
  expect(rows).toHaveLength(2);
  expect(codes).toEqual([[2, 'warning', 'CSV_TEXT_DAMAGED']]);
});

test('what nobody sees is no part of an identifier, nor of the ends of a text', async () => {
  const { rows, codes } = await read(
    lines(
      'SKU,Name,Categories',
      'IV-1,Plain,Caf\u00e9',
      'IV-1\u200B,Zero width space behind,Cafe\u0301',
      'IV-2,Plain two,Brakes',
      'IV-2\u202F,Narrow no-break space behind,x',
      'IV\u00A0-3,\u2003No-break space\u00AD,Brakes\u202F\u200B/\uFEFFDrums',
      'IV-\u00AD4\u00AD,Soft hyphens,x',
      '\uFEFFIV-5\u2003,Mark in a cell,x',
    ),
  );
  expect(codes).toEqual([
    [3, 'error', 'CSV_DUPLICATE_SKU'],
    [5, 'error', 'CSV_DUPLICATE_SKU'],
  ]);
  expect(rows).toMatchObject([
    { sku: 'IV-1', categories: [['Café']] },
    { sku: 'IV-2' },
    { sku: 'IV -3', name: 'No-break space', categories: [['Brakes', 'Drums']] },
    { sku: 'IV-4' },
    { sku: 'IV-5' },
  ]);
  expect((await read(lines('SKU,Brand', 'A,Cafe\u0301'))).rows).toMatchObject([{ brand: 'Caf\u00e9' }]);
});

test.each([
  ['"Brake drum" ,10', 2],
  [' "Brake drum",10', 2],
  ['"16" drum",11', 2],
  ['"He said ""yes""" ,13', 2],
  [String.raw`"Hose \"A\"",5`, 2],
  [String.raw`"<p class=\"note\">Fits 16.5\" hubs</p>",5`, 2],
  ['"Drum,1\nB,"Shoe",2', 2],
])('misplaced quotes are an error of their line: %s', async (cells, column) => {
  const { rows, problems } = await read(lines('SKU,Name,Price', 'Z,ok,1', `Q,${cells}`, 'Y,ok,2'));
  expect(rows.map(({ sku }) => sku)).toEqual(['Z', 'Y']);
  expect(problems).toMatchObject([{ code: 'CSV_QUOTE_DOUBTFUL', line: 3 }]);
  expect(problems[0]?.message).toContain(`column ${column} `);
});

test.each([
  ['"""Gunite"" drum, 16.5""\nfits Q+ axles"', '"Gunite" drum, 16.5"\nfits Q+ axles'],
  ['"""quoted"""', '"quoted"'],
  ['"a "" b"', 'a " b'],
  ['16.5" drum', '16.5" drum'],
  ['the "big" one', 'the "big" one'],
  ['" ""A"" "', '"A"'],
])('rightly quoted cells are not doubted: %s', async (cell, name) => {
  for (const end of ['\n', '\r\n', '']) {
    const { rows, problems } = await readAll(`SKU,Price,Name\nA,1,${cell}${end}`);
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ name }]);
  }
});

test('quotes are looked at where a record goes over the pieces of a file, too', async () => {
  const long = `"""${'é'.repeat(40_000)}"" drum"`;
  const rows = Array.from({ length: 20 }, (_, i) => `A${i},${long},${i}`);
  const { problems, codes } = await read(
    lines('SKU,Description,Price', ...rows, 'Z,"x" ,1', ...rows.map((r) => `B${r}`)),
  );
  expect(problems).toHaveLength(1);
  expect(codes).toEqual([[22, 'error', 'CSV_QUOTE_DOUBTFUL']]);
});

test('missing cells at the end are blank, and cells too many are an error', async () => {
  const { rows, codes } = await read(
    lines('SKU,Name,Price,Stock', 'A,Drum,1', 'B', 'C,Kit,2,129.00,7', 'D,x,1,2,,'),
  );
  expect(rows.map(({ sku }) => sku)).toEqual(['A', 'B', 'D']);
  expect(codes).toEqual([[4, 'error', 'CSV_CELL_COUNT']]);
});
