import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Part, PartDetails } from '../../src/finditparts/supplier.ts';
import { withNotices } from '../../src/rules/notices.ts';
import { plainPart } from '../../src/rules/plain-part.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { compileText, lengthProblem, textFields } from '../../src/rules/text.ts';
import { aPart } from '../helpers/parts.ts';

const IDENTITY = { brand: 'Gunite', prefix: 'GU' };
const DETAILS: PartDetails = { images: [], attributes: [], fitment: [], interchange: [] };
const texts = (changes: Partial<Part> = {}, rules: RulesInput = {}) =>
  compileText(Rules.parse(rules))(textFields(plainPart(aPart(changes)), IDENTITY));
const titled = (pageTitle: string, changes: Partial<Part> = {}) =>
  texts(changes, { text: { pageTitle } }).pageTitle;
const withCore = (core: Big, currency: string | null = 'USD'): Partial<Part> => ({
  offer: {
    price: { currency, list: null, account: null, map: null, core, breaks: [], asOf: null },
    stock: null,
  },
});

describe('compileText', () => {
  it('gives by default brand, number and name, and no text that nobody asked for', () => {
    const { description, ...rest } = texts();
    expect(description).toBe('<p>Outboard mount, balanced.</p>');
    expect(rest).toEqual({ name: 'Gunite 3600AX Brake Drum 16.5x7' });
  });

  it.each([
    ['brand and number', '{{brand}} {{partNumber}}', {}, 'Gunite 3600AX'],
    ['leading zeros and dashes', '{{partNumber}}', { partNumber: '0065-174' }, '0065-174'],
    ['the number as it is typed', '{{number}}', { partNumber: 'A23-275.X/596' }, 'A23275X596'],
    ['the prefix', '{{prefix}}', {}, 'GU'],
    ['the name', '{{name}}', { name: ' Drum  &amp; <b>shoe</b> ' }, 'Drum & shoe'],
    ['the words of the description', '{{description}}', { description: '<p>a</p><p>b</p>' }, 'a b'],
    ['a cut that is asked for', '{{words description 12}}', { description: 'Outboard mount' }, 'Outboard'],
    ['the category', '{{category}}', {}, 'Brake Drums'],
    ['the category by its slug', '{{category}}', { categoryPath: [], category: 'air-brakes' }, 'Air brakes'],
    ['the condition', '{{condition}}', { condition: 'reman' as const }, 'Remanufactured'],
    ['VMRS', '{{vmrs}}', { vmrs: '013-001-002' }, '013-001-002'],
    ['the weight', '{{weight}}', { weight: { value: new Big('112.50'), unit: 'lb' } }, '112.5 lb'],
    ['the core charge', 'Core {{core}}', withCore(new Big('25')), 'Core $25.00'],
    ['a core charge in other money', 'Core {{core}}', withCore(new Big('25'), 'EUR'), 'Core 25.00 EUR'],
    ['no core charge of nothing', 'x{{#if core}}Core {{core}}{{/if}}', withCore(new Big(0)), 'x'],
    ['the pack', 'Pack of {{pack}}', { packQuantity: 4 }, 'Pack of 4'],
    ['no pack of one', 'x{{#if pack}}Pack of {{pack}}{{/if}}', { packQuantity: 1 }, 'x'],
    [
      'interchange numbers',
      '{{interchange}}',
      {
        details: {
          ...DETAILS,
          interchange: [
            { brand: 'Webb', partNumber: '66864B', note: null },
            { brand: 'Euclid', partNumber: 'E-1', note: null },
          ],
        },
      },
      'Webb 66864B, Euclid E-1',
    ],
    [
      'an attribute',
      '{{attributes.[Bolt circle]}}',
      { details: { ...DETAILS, attributes: [{ name: 'Bolt circle', value: '11.25 in' }] } },
      '11.25 in',
    ],
    [
      'nothing of what is unknown',
      '[{{vmrs}}{{interchange}}{{attributes.Finish}}{{days}}]',
      { details: DETAILS },
      '[]',
    ],
    ['no statement of details that were not read', '{{brand}} {{interchange}}', {}, undefined],
  ])('fills in %s', (_, template, changes, expected) => {
    expect(titled(template, changes)).toBe(expected);
  });

  it('knows the lead time where there is one', () => {
    const fields = textFields(aPart(), { ...IDENTITY, days: 3 });
    const rules = Rules.parse({ text: { pageTitle: 'In {{days}} days' } });
    expect(compileText(rules)(fields).pageTitle).toBe('In 3 days');
  });

  it('makes one line of plain text, and no statement of an empty one', () => {
    expect(titled('\n {{brand}}\n\t{{vmrs}} {{partNumber}} \n')).toBe('Gunite 3600AX');
    expect(texts({}, { text: { metaDescription: ' {{vmrs}} ' } })).not.toHaveProperty('metaDescription');
  });

  it('writes page title, meta description and search keywords where there is a template', () => {
    const text = { pageTitle: 'T {{brand}}', metaDescription: 'M {{brand}}', searchKeywords: 'K {{number}}' };
    expect(texts({}, { text })).toMatchObject({
      pageTitle: 'T Gunite',
      metaDescription: 'M Gunite',
      searchKeywords: 'K 3600AX',
    });
  });

  it.each(['name', 'description', 'pageTitle', 'metaDescription', 'searchKeywords'] as const)(
    'refuses a %s template with a name that is no field, before there is a part',
    (field) => {
      expect(() => compileText(Rules.parse({ text: { [field]: '{{colour}}' } }))).toThrow(
        expect.objectContaining({ code: 'BAD_TEMPLATE', exitCode: 2 }),
      );
    },
  );

  it('never gives a name over 250 that is not held', () => {
    const rules = Rules.parse({ text: { name: '{{brand}} {{partNumber}} {{words name 200}}' } });
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 60 }), (name, partNumber) => {
        for (const rule of [rules, Rules.parse({})]) {
          const text =
            compileText(rule)(textFields(plainPart(aPart({ name, partNumber })), IDENTITY)).name ?? '';
          const isRight = text.length >= 1 && text.length <= 250;
          expect(lengthProblem('name', text) === undefined).toBe(isRight);
        }
      }),
    );
  });
});

describe('the description', () => {
  it('shows plain text as paragraphs and sanitises HTML', () => {
    expect(texts({ description: 'One & two\n\n5 < 6' }).description).toBe(
      '<p>One &amp; two</p>\n<p>5 &lt; 6</p>',
    );
    expect(texts({ description: '<p onclick=x>a</p><script>b</script>' }).description).toBe('<p>a</p>');
    expect(texts({ description: null }).description).toBe('');
  });

  it('keeps the HTML of the template and escapes what the supplier says in it', () => {
    const { description } = texts(
      { name: '<i>', description: 'Cast.' },
      { text: { description: '<div class="x">{{{name}}} {{partNumber}}</div>{{description}}' } },
    );
    expect(description).toBe('<div class="x"> 3600AX</div><p>Cast.</p>');
    expect(texts({ partNumber: '1<2 x=3>' }, { text: { description: '{{{partNumber}}}' } }).description).toBe(
      '1&lt;2 x&#x3D;3&gt;',
    );
  });

  const PROP65 =
    '<!-- ttpd:prop65 --><p class="prop65"><strong>WARNING:</strong> Lead &lt; Pb&gt;</p><!-- /ttpd:prop65 -->';
  const warned = { prop65: { required: true, warning: 'WARNING: Lead <Pb>' } };

  it.each([
    ['after the text', { text: {} }, `<p>Outboard mount, balanced.</p>\n${PROP65}`],
    ['though the template has no text', { text: { description: '{{! nothing }}' } }, PROP65],
    [
      'once, though the template writes its marks',
      { text: { description: 'a<!-- ttpd:prop65 -->b<!-- /ttpd:prop65 -->' } },
      `a\n${PROP65}`,
    ],
  ])('holds the Prop 65 warning %s', (_, rules, expected) => {
    expect(texts(warned, rules).description).toBe(expected);
  });

  it.each([
    ['no text', null],
    ['a text without words', '<script>x</script>'],
  ])('has a Prop 65 warning of its own where the supplier gives %s', (_, warning) => {
    expect(texts({ prop65: { required: true, warning } }).description).toContain(
      'known to the State of California',
    );
  });

  it('has no warning that is not required', () => {
    expect(texts({ prop65: { required: false, warning: 'x' } }).description).not.toContain('WARNING');
    expect(texts({ prop65: null }).description).not.toContain('WARNING');
  });

  it.each([
    [{ unNumber: 'UN2794', hazardClass: '8', packingGroup: 'III', shippingName: null }, 'UN2794, class 8'],
    [{ unNumber: null, hazardClass: '8', packingGroup: null, shippingName: null }, 'class 8'],
    [{ unNumber: null, hazardClass: null, packingGroup: null, shippingName: null }, 'Yes'],
  ])('says that a part is hazardous', (hazmat, expected) => {
    const line = `<!-- ttpd:hazmat --><p class="hazmat"><strong>Hazardous material:</strong> ${expected}</p><!-- /ttpd:hazmat -->`;
    expect(texts({ hazmat, description: null }).description).toBe(line);
  });

  it.each([false, null] as const)('says nothing of hazards when hazmat is %s', (hazmat) => {
    expect(texts({ hazmat }).description).not.toContain('hazmat');
  });

  it('shows the core charge where the rules say so', () => {
    const core = withCore(new Big('25'));
    expect(texts(core, { price: { core: 'shown' } }).description).toContain('Core charge:</strong> $25.00');
    expect(texts(core).description).not.toContain('Core charge');
    expect(texts({}, { price: { core: 'shown' } }).description).not.toContain('Core charge');
  });

  it('renews the notices in a text that a merchant edited', () => {
    const edited = `<h2>Mine</h2>${texts(warned).description}<p>Mine too</p>`;
    const renewed = withNotices(edited, [{ mark: 'prop65', title: 'WARNING:', text: 'Nickel' }]);
    expect(renewed).toBe(
      '<h2>Mine</h2><p>Outboard mount, balanced.</p><p>Mine too</p>\n' +
        '<!-- ttpd:prop65 --><p class="prop65"><strong>WARNING:</strong> Nickel</p><!-- /ttpd:prop65 -->',
    );
    expect(withNotices(renewed, [{ mark: 'prop65', title: 'WARNING:', text: 'Nickel' }])).toBe(renewed);
    expect(withNotices(renewed, [])).not.toContain('Nickel');
  });

  it('never loses a warning to the text before it', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('', '<!--', '<p title="', '<!-- ttpd:prop65 -->', '<script>', '<textarea>', '<xmp>'),
        (text, end) => {
          const description = texts({ ...warned, description: text + end }).description ?? '';
          expect(description.endsWith(PROP65)).toBe(true);
          expect(description.split('<!--').length).toBe(3);
        },
      ),
    );
  });
});

describe('lengthProblem', () => {
  it.each([
    ['name', 250, 'NAME_TOO_LONG'],
    ['sku', 255, 'SKU_TOO_LONG'],
    ['pageTitle', 255, 'PAGE_TITLE_TOO_LONG'],
    ['metaDescription', 65_535, 'META_DESCRIPTION_TOO_LONG'],
    ['searchKeywords', 65_535, 'SEARCH_KEYWORDS_TOO_LONG'],
    ['availability', 255, 'AVAILABILITY_TOO_LONG'],
  ] as const)('%s: %i characters and no more', (field, limit, code) => {
    expect(lengthProblem(field, 'x'.repeat(limit))).toBeUndefined();
    expect(lengthProblem(field, 'x'.repeat(limit + 1))).toMatchObject({
      code,
      reason: expect.stringContaining(`${limit + 1} characters; BigCommerce takes ${limit}.`),
    });
  });

  it('holds a part without a name', () => {
    expect(lengthProblem('name', '')).toMatchObject({ code: 'NAME_EMPTY' });
    expect(lengthProblem('pageTitle', '')).toBeUndefined();
  });
});
