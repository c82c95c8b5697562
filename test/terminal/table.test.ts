import { expect, it } from 'vitest';
import { table } from '../../src/terminal/table.ts';

it('keeps columns apart, whatever the cells hold', () => {
  const rows = [
    { sku: 'GU-3600AX', name: 'Drum 16½″ ®', price: '146.20' },
    { sku: 'X', name: 'a\u001B[31m\nb', price: null },
  ];

  const lines = table(rows, [
    { title: 'sku', value: (row) => row.sku },
    { title: 'name', value: (row) => row.name },
    { title: 'price', value: (row) => row.price, align: 'right' },
  ]).split('\n');

  expect(lines).toEqual([
    'sku        name          price',
    'GU-3600AX  Drum 16½″ ®  146.20',
    'X          a\uFFFD[31m b          –',
  ]);
});

it('cuts what is too wide for a cell, and says so', () => {
  expect(table([{ a: 'abcdef' }], [{ title: 'a', value: (row) => row.a, width: 4 }])).toBe('a\nabc…');
});

const PARTS = [
  { sku: 'GU-3600AX-LONG-ENOUGH', name: 'Brake drum, outboard, sixteen and a half inches', n: 12 },
];
const COLUMNS = [
  { title: 'sku', value: (row: (typeof PARTS)[number]) => row.sku, whole: true },
  { title: 'name', value: (row: (typeof PARTS)[number]) => row.name },
  { title: 'number', value: (row: (typeof PARTS)[number]) => row.sku, spare: 1 },
  { title: 'stock', value: (row: (typeof PARTS)[number]) => row.n, align: 'right' as const },
];

it.each([80, 60, 40, 12])('is never wider than a terminal of %i columns', (columns) => {
  const lines = table(PARTS, COLUMNS, columns).split('\n');

  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
});

it('cuts texts first, then leaves out what can be spared, and never cuts an id', () => {
  expect(table(PARTS, COLUMNS, 80)).toMatch(/GU-3600AX-LONG-ENOUGH {2}Brake drum.*… {2}GU-3600.* 12$/);
  expect(table(PARTS, COLUMNS, 42)).toMatch(/^sku +name +stock\nGU-3600AX-LONG-ENOUGH {2}Brake .*… +12$/);
});

it('stays whole in a pipe', () => {
  expect(table(PARTS, COLUMNS)).toContain('sixteen and a half inches  GU-3600AX-LONG-ENOUGH     12');
});
