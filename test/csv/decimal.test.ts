import { expect, test } from 'vitest';
import { parseDecimal } from '../../src/csv/decimal.ts';

test.each([
  ['12.50', '12.50'],
  ['1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['12,50', '12.50'],
  ['0,125', '0.125'],
  ['1,234,567', '1234567'],
  ['1.234.567', '1234567'],
  ['1 234,50', '1234.50'],
  ["1'234.50", '1234.50'],
  ['$1,234.50', '1234.50'],
  ['12,50 €', '12.50'],
  ['15.00 USD', '15.00'],
  ['.5', '0.5'],
  ['007.50', '7.50'],
])('%s is %s', (text, value) => {
  expect(parseDecimal(text, undefined)).toEqual({ value });
});

test('1,234 is ambiguous until the mark is declared', () => {
  expect(parseDecimal('1,234', undefined)).toEqual({ problem: 'ambiguous' });
  expect(parseDecimal('1,234', ',')).toEqual({ value: '1.234' });
  expect(parseDecimal('1,234', '.')).toEqual({ value: '1234' });
  expect(parseDecimal('1.234', ',')).toEqual({ value: '1234' });
});

test.each(['abc', '1E+3', '12.5.0', '1,23,4', '12 kg', '--5', ',', 'N/A'])('%s is no number', (text) => {
  expect(parseDecimal(text, undefined)).toEqual({ problem: text === '--5' ? 'negative' : 'not-a-number' });
});

test('what is less than zero is said so', () => {
  expect(parseDecimal('-5.00', undefined)).toEqual({ problem: 'negative' });
  expect(parseDecimal('(5.00)', undefined)).toEqual({ problem: 'negative' });
});
