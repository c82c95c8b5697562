import { expect, test } from 'vitest';
import { decimalMarkIn, parseDecimal, signsOf } from '../../src/csv/decimal.ts';

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
  ['1 234,567', '1234.567'],
  ['1\u202f234.50', '1234.50'],
  ['1234.567', '1234.567'],
  ['10.0000', '10.0000'],
  ['.5', '0.5'],
  ['007.50', '7.50'],
])('%s is %s', (text, value) => {
  expect(parseDecimal(text, undefined)).toEqual({ value });
});

test.each([
  ['$1,234.50', '1234.50', '$'],
  ['12,50 €', '12.50', '€'],
  ['15.00 USD', '15.00', 'USD'],
  ['EUR 12.50', '12.50', 'EUR'],
  ['¥1200', '1200', '¥'],
  ['12,50 zł', '12.50', 'zł'],
])('%s is %s in %s', (text, value, currency) => {
  expect(parseDecimal(text, undefined)).toEqual({ value, currency });
});

test.each(['1.234', '1,234', '10.000', '999,999'])('%s alone may be thousands or decimals', (text) => {
  expect(parseDecimal(text, undefined)).toEqual({ problem: 'ambiguous' });
});

test.each([
  ['-', 'dash'],
  ['$ -', 'dash'],
  [' –  €', 'dash'],
  ['15%', 'percent'],
  ['-15 %', 'percent'],
  ['5.00-', 'negative'],
  ['−5', 'negative'],
  ['($5.00)', 'negative'],
  ['-$5', 'negative'],
  ['1 2345', 'not-a-number'],
  ['12 345678', 'not-a-number'],
] as const)('%s is said to be what it is', (text, problem) => {
  expect(parseDecimal(text.trim(), undefined)).toEqual({ problem });
});

test('what can be read in one way only tells the mark; what contradicts itself does not', () => {
  expect(decimalMarkIn(['1.234', '12,50', 'abc', '5'])).toBe(',');
  expect(decimalMarkIn(['1.234', '$12.50'])).toBe('.');
  expect(decimalMarkIn(['0,750'])).toBe(',');
  expect(decimalMarkIn(['1.234.567'])).toBe(',');
  expect(decimalMarkIn(['1.234', '5'])).toBeUndefined();
  expect(decimalMarkIn(['12.50', '12,50'])).toBeUndefined();
});

test('a currency has a code and signs', () => {
  expect([...signsOf('usd')]).toEqual(['USD', '$', 'US$']);
  expect([...signsOf('CAD')]).toEqual(['CAD', 'CA$', '$']);
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
