import { expect, it } from 'vitest';
import { fieldValue } from '../../../src/commands/shared/field-value.ts';

it.each([
  [undefined, '–'],
  [null, '–'],
  [0, '0'],
  ['', ''],
  [['New', 'Used'], 'New; Used'],
  [[['Brakes', 'Drums'], ['Sale']], 'Brakes / Drums; Sale'],
  [[{ id: 4, url: 'https://a.example/1.jpg' }], 'https://a.example/1.jpg'],
  [{ hash: '0a1b', id: 12 }, 'metafield 12'],
  [[{ from: 10, price: '9.50' }], '{"from":10,"price":"9.50"}'],
  [[[{ from: 10 }]], '[{"from":10}]'],
  [{ alt: null }, '{"alt":null}'],
  [[null], 'null'],
  ['a\u001B[31m\nb', 'a�[31m b'],
])('shows %j as %s', (value, text) => {
  expect(fieldValue(value, 48)).toBe(text);
});

it('breaks off what does not fit', () => {
  expect(fieldValue('abcdef', 4)).toBe('abc…');
  expect(fieldValue('abcd', 4)).toBe('abcd');
});
