import { describe, expect, it } from 'vitest';
import {
  amount,
  flag,
  measure,
  packCount,
  quantity,
  readDecimal,
  requiredText,
  size,
  text,
  whole,
  word,
} from '../../src/finditparts/parts-api/schema/values.ts';

describe('finditparts/parts-api/schema/values', () => {
  it.each([
    ['12.50', '12.5'],
    [12.5, '12.5'],
    [' 7 ', '7'],
    ['1,234.50', '1234.5'],
    ['1,234,567', '1234567'],
    ['+3', '3'],
    ['-3.5', '-3.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    [0, '0'],
    [1e21, '1000000000000000000000'],
    ['0.1234567890123456789', '0.1234567890123456789'],
  ])('reads the number %j exactly', (given, expected) => {
    expect(readDecimal(given)?.toFixed()).toBe(expected);
  });

  it.each([
    '12,50',
    '1,23',
    '1.234,50',
    '$5',
    'call',
    '1e5',
    '0x10',
    'NaN',
    '--1',
    '',
    '1 000',
    '9'.repeat(41),
    Number.POSITIVE_INFINITY,
    true,
    [],
    {},
  ])('takes %j for no number', (given) => {
    expect(readDecimal(given)).toBeUndefined();
  });

  it.each([null, undefined, '', '  '])('reads money %j as unknown, not zero', (given) => {
    expect(amount.parse(given)).toBeNull();
  });

  it.each(['call us', '12,50', true, {}, [1]])('refuses money %j rather than calling it unknown', (given) => {
    const read = amount.safeParse(given);

    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.message).toMatch(/^is not a number: /);
  });

  it.each([
    ['100+', 100],
    ['1,200+', 1200],
    [5, 5],
    ['5', 5],
    [2.9, 2],
    [0, 0],
    [-4, 0],
    ['call for availability', null],
    ['special order', null],
    ['', null],
    [null, null],
    [undefined, null],
    [{}, null],
    [1e300, Number.MAX_SAFE_INTEGER],
  ])('reads the stock %j as %j', (given, expected) => {
    expect(quantity.parse(given)).toBe(expected);
  });

  it.each([
    [6, 6],
    ['6', 6],
    [0, null],
    [null, null],
    [undefined, null],
  ])('reads the pack %j as %j', (given, expected) => {
    expect(packCount.parse(given)).toBe(expected);
  });

  it.each(['box', -6, 1.5, '6 pcs', {}])('refuses the pack %j', (given) => {
    expect(packCount.safeParse(given).success).toBe(false);
  });

  it.each([
    [{ value: '1,234.5', unit: 'lb' }, '1234.5 lb'],
    [{ value: 3, unit: 'kg' }, '3 kg'],
    ['12.5 lb', '12.5 lb'],
    ['12.5lbs.', '12.5 lbs'],
    [{ value: 0, unit: 'lb' }, '0 lb'],
    [{ value: 3 }, null],
    [{ value: 3, unit: '' }, null],
    [{ value: -3, unit: 'lb' }, null],
    [{ value: 'heavy', unit: 'lb' }, null],
    ['heavy', null],
    [12, null],
    [null, null],
  ])('reads the weight %j as %j', (given, expected) => {
    const read = measure.parse(given);

    expect(read && `${read.value.toFixed()} ${read.unit}`).toBe(expected);
  });

  it('keeps identity as it is, but for blanks around it', () => {
    expect(['065174', ' a-B ', 65174].map((given) => requiredText.parse(given))).toEqual([
      '065174',
      'a-B',
      '65174',
    ]);
  });

  it.each([
    [null, 'is missing'],
    [undefined, 'is missing'],
    ['  ', 'is missing'],
    [{}, 'is not text: {}'],
    [true, 'is not text: true'],
  ])('refuses the identity %j', (given, message) => {
    expect(requiredText.safeParse(given).error?.issues[0]?.message).toBe(message);
  });

  it.each([
    [text, 5, '5'],
    [text, ' ', null],
    [text, {}, null],
    [whole, '2021', 2021],
    [whole, 2021.5, null],
    [whole, '1998-2004', null],
    [flag, 'True', true],
    [flag, 'no', null],
    [flag, 0, null],
    [size, '-1', null],
    [word(['new', 'reman']), 'NEW', 'new'],
    [word(['new', 'reman']), 'refurbished', null],
    [word(['new', 'reman']), 7, null],
  ])('case %#: reads %2$j as %3$j', (reader, given, expected) => {
    expect(reader.parse(given)).toBe(expected);
  });
});
