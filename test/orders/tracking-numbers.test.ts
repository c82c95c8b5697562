import { describe, expect, it } from 'vitest';
import { trackingNumbersIn } from '../../src/orders/tracking-numbers.ts';

const A = '1Z999AA10123456784';
const B = '1Z999AA10123456785';

describe('tracking numbers', () => {
  it.each([', ', ',', '/', ' / ', ' ', ';', '; ', '\n', '\r\n', '\t', ' | ', ' & ', ' and ', ', , '])(
    'are told apart where %j joins them',
    (between) => {
      expect(trackingNumbersIn(`${A}${between}${B}`)).toEqual([A, B]);
      expect(trackingNumbersIn(` ${A}${between}${B}${between}${A.toLowerCase()} `)).toHaveLength(2);
    },
  );

  it.each([
    'TBA',
    'tbd',
    'N/A',
    'n/a',
    'NA',
    'N.A.',
    'none',
    'NULL',
    '0',
    '000',
    '-',
    '--',
    '',
    '  ',
    'pending',
    'Pending pickup',
    'https://www.ups.com/track?tracknum=1Z99',
    'www.ups.com/1Z999AA10123456784',
    'not available',
    'No tracking 1',
    'TBA 12/01',
    'to be advised',
    'see BOL 1',
    'unknown',
    'LTL',
    'XXXX',
    'dispatch@carrier.example',
    '?',
    'awaiting carrier',
  ])('are none in %j', (text) => {
    expect(trackingNumbersIn(text)).toEqual([]);
  });

  it.each([
    '1Z 999 AA1 01 2345 6784',
    '9400 1000 0000 0000 0000 00',
    'F1',
    '123456/7',
    'PRO 123456789',
    'NA123456789',
  ])('stay one where they are printed in groups: %j', (text) => {
    expect(trackingNumbersIn(text)).toEqual([text]);
  });

  it('leave the number that stands beside a placeholder', () => {
    expect(trackingNumbersIn(`TBA, ${A}`)).toEqual([A]);
    expect(trackingNumbersIn(null)).toEqual([]);
  });
});
