import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Part, PartDetails } from '../../src/finditparts/supplier.ts';
import { customFieldsOf } from '../../src/rules/custom-fields.ts';
import { plainPart } from '../../src/rules/plain-part.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { aPart } from '../helpers/parts.ts';

const detailed = (details: Partial<PartDetails>): Partial<Part> => ({
  details: { images: [], attributes: [], fitment: [], interchange: [], ...details },
});
const attributes = (...rows: [string, string][]) =>
  detailed({ attributes: rows.map(([name, value]) => ({ name, value })) });
/** The fields by name: no name of ttpd's comes twice. */
function made(changes: Partial<Part> = {}, rules: RulesInput = {}, freight = false, room?: number) {
  const found = customFieldsOf(Rules.parse(rules), plainPart(aPart(changes)), { sku: 'GU-1', freight, room });
  // Not by assigning: an attribute may be called `__proto__`.
  const fields = Object.fromEntries(found.fields.map(({ name, value }) => [name, value]));
  expect(Object.keys(fields)).toHaveLength(found.fields.length);
  return { ...found, fields };
}
const { offer } = aPart();
const withCore = (core: string): Partial<Part> => ({
  offer: { price: offer?.price ? { ...offer.price, core: new Big(core) } : null, stock: null },
});
const hazmat = { unNumber: 'UN2794', hazardClass: '8', packingGroup: null, shippingName: null };
const FULL: Partial<Part> = {
  ...withCore('25'),
  packQuantity: 4,
  hazmat,
  countryOfOrigin: 'US',
  vmrs: '013-001-002',
  supersededBy: '3600B',
  ...detailed({
    attributes: [{ name: 'Bolt circle', value: '11.25 in' }],
    interchange: [{ brand: 'Webb', partNumber: '66864B', note: null }],
  }),
};

describe('customFieldsOf', () => {
  it('gives by default all of them', () => {
    const { fields, leftOut, warnings } = made(FULL);
    expect(fields).toEqual({
      'Core charge': '$25.00',
      'Sold in packs of': '4',
      'Hazardous material': 'UN2794, class 8',
      'Country of origin': 'US',
      VMRS: '013-001-002',
      'Superseded by': '3600B',
      Interchange: 'Webb 66864B',
      'Bolt circle': '11.25 in',
    });
    expect({ leftOut, warnings }).toEqual({ leftOut: [], warnings: [] });
  });

  it.each([
    ['attributes', 'Bolt circle'],
    ['interchange', 'Interchange'],
    ['vmrs', 'VMRS'],
    ['countryOfOrigin', 'Country of origin'],
    ['hazmat', 'Hazardous material'],
    ['pack', 'Sold in packs of'],
  ])('leaves out %s where the rules do not want it', (key, name) => {
    const { fields } = made(FULL, { customFields: { [key]: false } });
    expect(fields).not.toHaveProperty([name]);
    expect(Object.keys(fields)).toHaveLength(7);
  });

  it.each([
    ['custom-field', '25', '$25.00'],
    ['shown', '25', undefined],
    ['custom-field', '0', undefined],
  ] as const)('core by choice: %s, %s', (core, amount, expected) => {
    expect(made(withCore(amount), { price: { core } }).fields['Core charge']).toBe(expected);
  });

  it('says that a part ships by freight', () => {
    expect(made({}, {}, true).fields).toEqual({ 'Ships by freight': 'Yes' });
  });

  it('says nothing of what is unknown, or known to be none', () => {
    expect(made({ hazmat: null, packQuantity: 1, ...attributes() }).fields).toEqual({});
    expect(made({ hazmat: false }).fields).toEqual({});
  });

  it.each([
    ['a value over 250', 'Notes', 'x'.repeat(251)],
    ['a name over 250', 'x'.repeat(251), 'y'],
    ['a value without words', 'Notes', ' '],
    ['a name without words', ' ', 'y'],
  ])('leaves an attribute with %s out whole, and says so', (_, name, value) => {
    const { fields, leftOut, warnings } = made(attributes([name, value], ['Kept', 'z']));
    expect(fields).toEqual({ Kept: 'z' });
    expect(leftOut).toEqual([{ name: name.trim(), value: value.trim() }]);
    expect(warnings).toMatchObject([{ code: 'CUSTOM_FIELD_LEFT_OUT', sku: 'GU-1', column: name.trim() }]);
  });

  it('keeps 200 fields, our own first, and reports the others', () => {
    const many = Array.from({ length: 201 }, (_, i): [string, string] => [`A${i}`, `${i}`]);
    const { fields, leftOut, warnings } = made({ ...attributes(...many), vmrs: '013' });
    expect(Object.keys(fields)).toHaveLength(200);
    expect(fields).toHaveProperty(['VMRS'], '013');
    expect(leftOut).toEqual([
      { name: 'A199', value: '199' },
      { name: 'A200', value: '200' },
    ]);
    expect(warnings).toHaveLength(2);
  });

  it('keeps as many as the product has room for, and tells of the others', () => {
    const { fields, leftOut, warnings } = made(
      { ...attributes(['A', '1'], ['B', '2']), vmrs: '013' },
      {},
      false,
      2,
    );
    expect(fields).toEqual({ VMRS: '013', A: '1' });
    expect(leftOut).toEqual([{ name: 'B', value: '2' }]);
    expect(warnings).toMatchObject([{ code: 'CUSTOM_FIELD_LEFT_OUT', column: 'B' }]);
  });

  it('loses no value of a name that comes twice', () => {
    const { fields, leftOut } = made({
      ...attributes(
        ['Position', 'Front'],
        ['Position', 'Rear'],
        ['VMRS', '014'],
        ['Position', 'x'.repeat(240)],
      ),
      vmrs: '013',
    });
    expect(fields.VMRS).toBe('013, 014');
    expect(String(fields.Position)).toBe('Front, Rear');
    expect(leftOut).toEqual([{ name: 'Position', value: 'x'.repeat(240) }]);
  });

  it('shows the words of attributes only: themes write them out unescaped', () => {
    expect(
      made(attributes(['<b>Size</b>', '5&quot; <script>x</script>'], ['Bore', '< 5 & > 3'])).fields,
    ).toEqual({
      Size: '5"',
      Bore: '< 5 & > 3',
    });
  });

  it('puts all interchange numbers into as few fields as hold them', () => {
    const interchange = Array.from({ length: 40 }, (_, i) => ({
      brand: 'Webb',
      partNumber: `6686${i}B`,
      note: null,
    }));
    const values = Object.entries(made(detailed({ interchange })).fields);
    expect(values.map(([name]) => name)).toEqual(['Interchange', 'Interchange 2', 'Interchange 3']);
    expect(
      values
        .map(([, value]) => value)
        .join(', ')
        .split(', '),
    ).toHaveLength(40);
  });

  it('never gives a field that BigCommerce does not take, and loses no attribute unsaid', () => {
    const row = fc.tuple(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 220 }), (rows) => {
        const { fields, leftOut, warnings } = made(attributes(...rows));
        expect(Object.keys(fields).length).toBeLessThanOrEqual(200);
        for (const [name, value] of Object.entries(fields)) {
          expect(name.length).toBeLessThanOrEqual(250);
          expect(String(value).length >= 1 && String(value).length <= 250).toBe(true);
        }
        expect(warnings).toHaveLength(leftOut.length);
      }),
    );
  });
});
