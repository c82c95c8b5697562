import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileIdentity, identify } from '../../src/rules/identity.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';

const identity = (brand: string, partNumber: string, rules: RulesInput = {}) =>
  identify(Rules.parse(rules), brand, partNumber);

const BRANDS: RulesInput = {
  brands: {
    Freightliner: { prefix: 'FR', aliases: ['FTL', 'Daimler Truck'] },
    'Gunite Wheel End': { aliases: ['Gunite'] },
    Acme: {},
  },
};

describe('identify', () => {
  it.each([
    ['a brand of the table', 'Gunite', '3600AX', 'GU-3600AX'],
    ['whatever its case', ' GUNITE ', '3600AX', 'GU-3600AX'],
    ['a brand of nobody', 'Acme & Söns', '1', 'ACMESÖNS-1'],
    ['leading zeros', 'Bendix', '065174', 'BX-065174'],
    ['dashes, blanks and case', 'Stemco', '340-4009 b', 'ST-340-4009 b'],
    ['what looks like a template', 'Webb', '{{brand}}', 'WB-{{brand}}'],
    ['signs of HTML', 'Webb', '1<2&"', 'WB-1<2&"'],
    ['a brand named like a prototype', 'constructor', '1', 'CONSTRUCTOR-1'],
  ])('makes the SKU of %s', (_, brand, partNumber, sku) => {
    expect(identity(brand, partNumber)).toEqual({
      brand: brand.trim(),
      prefix: sku.slice(0, sku.indexOf('-')),
      sku,
      known: false,
    });
  });

  it.each([
    ['itself', 'Freightliner', { brand: 'Freightliner', prefix: 'FR', sku: 'FR-A1', known: true }],
    ['in another case', ' FREIGHTLINER ', { brand: 'Freightliner', prefix: 'FR', known: true }],
    ['by an alias', 'daimler truck', { brand: 'Freightliner', prefix: 'FR', sku: 'FR-A1', known: true }],
    ['without a prefix', 'acme', { brand: 'Acme', prefix: 'ACME', sku: 'ACME-A1', known: true }],
    [
      'without a prefix, by a name of the table',
      'gunite',
      { brand: 'Gunite Wheel End', prefix: 'GU', known: true },
    ],
    ['not at all', 'Webb', { brand: 'Webb', prefix: 'WB', known: false }],
  ])('knows a brand that the rules name %s', (_, brand, expected) => {
    expect(identity(brand, 'A1', BRANDS)).toMatchObject(expected);
  });

  it.each([
    ['blanks around it', '\u00a087994B '],
    ['what nobody sees', '87\u200b994B\u00ad'],
    ['controls', '\u001b\u202e87994B\u0000'],
    ['markup', '<b>87994B</b>'],
  ])('leaves %s out of the number', (_, partNumber) => {
    expect(identity('Webb', partNumber).sku).toBe('WB-87994B');
  });

  it('makes the SKU by its template', () => {
    expect(
      identity('Gunite', 'AS-1140', { sku: '{{lower prefix}}/{{brand}}/{{partNumber}}/{{number}}' }).sku,
    ).toBe('gu/Gunite/AS-1140/AS1140');
  });

  it('refuses a template with a name that a SKU cannot be made of', () => {
    expect(() => identity('Gunite', '1', { sku: '{{name}}' })).toThrow(
      expect.objectContaining({ code: 'BAD_TEMPLATE' }),
    );
  });

  it('refuses one spelling of two brands', () => {
    const brands = { Volvo: { aliases: ['VNL'] }, Mack: { aliases: ['vnl '] } };
    expect(() => compileIdentity(Rules.parse({ brands }))).toThrow(
      expect.objectContaining({
        code: 'BRAND_TWICE',
        exitCode: 2,
        message: expect.stringContaining('"Volvo"'),
      }),
    );
    expect(() => compileIdentity(Rules.parse({ brands: { Volvo: {}, VOLVO: {} } }))).toThrow('VOLVO');
  });

  it('ends every SKU with the number as it is', () => {
    const of = compileIdentity(Rules.parse({}));
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[\w/.#+*-]+( [\w/.#+*-]+)*$/), (brand, partNumber) => {
        expect(of(brand, partNumber).sku.endsWith(`-${partNumber}`)).toBe(true);
      }),
    );
  });
});
