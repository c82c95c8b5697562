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
