import { describe, expect, it } from 'vitest';
import { gtinFields } from '../../src/rules/gtin.ts';

describe('gtinFields', () => {
  it.each([
    ['12 digits', '036000291452', { gtin: '036000291452', upc: '036000291452' }],
    ['8 digits', '96385074', { gtin: '96385074' }],
    ['13 digits', '4006381333931', { gtin: '4006381333931' }],
    ['14 digits', '10614141000415', { gtin: '10614141000415' }],
    ['blanks around it', ' 036000291452 ', { gtin: '036000291452', upc: '036000291452' }],
    ['a wrong check digit', '036000291453', { warning: true }],
    ['11 digits', '36000291452', { warning: true }],
    ['what a spreadsheet left of it', '3.6E+10', { warning: true }],
    ['only zeros', '000000000000', { warning: true }],
    ['words', 'N/A', { warning: true }],
    ['none', null, {}],
    ['a blank', ' ', {}],
  ])('%s', (_, gtin, expected) => {
    expect(gtinFields(gtin)).toEqual(expected);
  });
});
