import { expect, test } from 'vitest';
import type { ReadOptions } from '../../src/csv/csv-row.ts';
import { readAll, written } from './helpers.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
async function read(text: string, options: ReadOptions = {}) {
  const { rows, problems } = await readAll(text, options);
  return { rows, codes: problems.map(({ code, line }) => [line, code]), problems };
}

test('whole numbers with three decimals are decimals where the prices have a point', async () => {
  const { rows, codes } = await read(
    lines(
      'SKU,Price,Stock,Low Stock,Minimum Quantity',
      'A,12.50,10.000,2.000,1.000',
      'B,1.234,12.500,,',
      'C,12.50,10.0000,,',
    ),
  );
  expect(rows).toMatchObject([
    { sku: 'A', stock: 10, lowStock: 2, minimumQuantity: 1 },
    { sku: 'C', stock: 10 },
  ]);
  expect(codes).toEqual([[3, 'CSV_INTEGER']]);
});

test('a file that says nothing of its mark has them ambiguous, whole numbers and prices alike', async () => {
  const text = lines('SKU;Price;Stock', 'A;1.234;5', 'B;7;1,234', 'C;1,234;5', 'D;7;10.000');
  const { rows, codes } = await read(text);
  expect(rows).toEqual([]);
  expect(codes).toEqual([
    [2, 'CSV_NUMBER_AMBIGUOUS'],
    [3, 'CSV_NUMBER_AMBIGUOUS'],
    [4, 'CSV_NUMBER_AMBIGUOUS'],
    [5, 'CSV_NUMBER_AMBIGUOUS'],
  ]);
});

test.each([
  ['.', [10, undefined, 1234], '1.234'],
  [',', [10_000, undefined, undefined], '1234'],
] as const)('--decimal %s holds for whole numbers too', async (decimal, stocks, price) => {
  const { rows } = await read(lines('SKU;Price;Stock', 'A;1.234;10.000', 'B;1;0.500', 'C;1;1,234'), {
    decimal,
  });
  const found = ['A', 'B', 'C'].map((sku) => rows.find((row) => row.sku === sku)?.stock);
  expect(found).toEqual(stocks);
  expect(rows[0]?.price).toBe(price);
});

test('one cell that can mean one thing only decides for the file, whichever row it is in', async () => {
  const { rows, codes } = await read(
    lines('SKU;Price;Weight;Stock', 'A;1.234;1,500;2.500', 'B;12,50;1,5;5', 'C;3;0,750;10,000'),
  );
  expect(codes).toEqual([]);
  expect(rows).toMatchObject([
    { price: '1234', weight: '1.500', stock: 2500 },
    { price: '12.50', weight: '1.5', stock: 5 },
    { price: '3', weight: '0.750', stock: 10 },
  ]);
});

test('a file that contradicts itself decides nothing', async () => {
  const { codes } = await read(lines('SKU;Price;Weight', 'A;12,50;1.5', 'B;1.234;1,234'));
  expect(codes).toEqual([
    [3, 'CSV_NUMBER_AMBIGUOUS'],
    [3, 'CSV_NUMBER_AMBIGUOUS'],
  ]);
});

test.each([
  ['USD', ['P1', 'P2'], ['E1', 'Y1', 'G1', 'C1']],
  ['EUR', ['E1', 'C1'], ['P1', 'P2', 'Y1', 'G1']],
])('in a store that counts in %s other currencies are errors', async (currency, good, bad) => {
  const text = lines(
    'SKU;Price',
    'P1;$5.00',
    'P2;5 USD',
    'E1;167 €',
    'Y1;¥1200',
    'G1;£10.00',
    'C1;EUR 12.50',
  );
  const { rows, problems } = await read(text, { currency });
  expect(rows.map(({ sku }) => sku)).toEqual(good);
  expect(problems.map(({ sku, code }) => [sku, code])).toEqual(bad.map((sku) => [sku, 'CSV_CURRENCY']));
});

test('where the store is not known a currency is a warning', async () => {
  const { rows, problems } = await read(lines('SKU;Price', 'E1;167 €'));
  expect(rows).toMatchObject([{ price: '167' }]);
  expect(problems).toMatchObject([{ code: 'CSV_CURRENCY', severity: 'warning', sku: 'E1', value: '167 €' }]);
});

test('more decimals than the store keeps are rounded with a word, and never to nothing', async () => {
  const { rows, problems } = await read(
    lines('SKU,Price,Weight', 'A,13.333333333333334,1.00000', 'B,0.00001,1', 'C,99999999999999999999,1'),
  );
  expect(rows).toMatchObject([{ sku: 'A', price: '13.3333', weight: '1' }]);
  expect(problems.map(({ line, code, severity }) => [line, code, severity])).toEqual([
    [2, 'CSV_ROUNDED', 'warning'],
    [3, 'CSV_NUMBER', 'error'],
    [4, 'CSV_NUMBER', 'error'],
  ]);
});

test.each([
  ['-', /dash/],
  ['15%', /percentage/],
  ['5.00-', /less than zero/],
  ['(5.00)', /less than zero/],
])('a price of %s is refused in the right words', async (price, words) => {
  const { problems } = await read(lines('SKU;Price;Stock', `A;${price};`, `B;;${price}`));
  expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  for (const { message } of problems) expect(message).toMatch(words);
});

test.each(['ttpd', 'shopify', 'woocommerce', 'bigcommerce', 'bigcommerce-legacy'] as const)(
  'three decimals are read again from %s',
  async (format) => {
    const row = { line: 0, command: 'MERGE', sku: 'A', name: 'A', price: '1.234', weight: '1.234' } as const;
    const { rows, codes } = await read(await written(format, [row]));
    expect(codes).toEqual([]);
    expect(Number(rows[0]?.price)).toBe(1.234);
    expect(Number(rows[0]?.weight)).toBeCloseTo(1.234, 3);
  },
);
