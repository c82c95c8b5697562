import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, cutAtWord, ForeignText, templateProblem } from '../../src/rules/templates.ts';

const FIELDS = ['brand', 'name', 'days', 'interchange', 'attributes.*', 'description'];
const VALUES = {
  brand: 'Gunite',
  name: 'Drum 16½" <cast>',
  days: 0,
  interchange: ['Webb 66864B', 'Gunite 3600A'],
  attributes: { 'Bolt circle': '11.25 in', Finish: 'Black' },
  description: new ForeignText('<p>Cast <b>iron</b></p><script>alert(1)</script>'),
};
const filled = (source: string, values: Parameters<ReturnType<typeof compileTemplate>>[0] = VALUES) =>
  compileTemplate(source, { html: false, fields: FIELDS })(values);
const page = (source: string) => compileTemplate(source, { html: true, fields: FIELDS })(VALUES);

describe('compileTemplate', () => {
  it.each([
    ['a field', '{{brand}} drum', 'Gunite drum'],
    ['a number, zero too', '{{#if days}}{{days}} days{{/if}}', '0 days'],
    ['a list', '{{interchange}}', 'Webb 66864B, Gunite 3600A'],
    [
      'each of a list',
      '{{#each interchange}}{{this}} by {{../brand}};{{/each}}',
      /^Webb 66864B by Gunite;Gun/,
    ],
    [
      'last of a list',
      '{{#each interchange}}{{this}}{{#unless @last}} + {{/unless}}{{/each}}',
      /4B \+ Gunite/,
    ],
    [
      'each of named values',
      '{{#each attributes}}{{@key}}={{this}} {{/each}}',
      'Bolt circle=11.25 in Finish=Black ',
    ],
    ['one named value', '{{attributes.Finish}} {{attributes.[Bolt circle]}}', 'Black 11.25 in'],
    ['a name in another case', '{{attributes.[BOLT CIRCLE]}}', '11.25 in'],
    ['a choice', '{{#if brand}}a{{else}}b{{/if}}{{#unless brand}}c{{/unless}}', 'a'],
    ['a condition inside #each', '{{#each interchange}}{{#if @first}}{{../brand}}{{/if}}{{/each}}', 'Gunite'],
    ['upper and lower', '{{upper brand}} {{lower brand}}', 'GUNITE gunite'],
    ['a cut', '{{words name 8}}|', 'Drum|'],
    ['helpers in helpers', '{{upper (words name 4)}}', 'DRUM'],
    ['the words of HTML', '{{description}}', 'Cast iron'],
    ['text as it is, where it is no HTML', '{{name}}', 'Drum 16½" <cast>'],
  ])('fills in %s', (_, source, expected) => {
    expect(filled(source)).toEqual(expected instanceof RegExp ? expect.stringMatching(expected) : expected);
  });

  it.each([
    ['absent', {}],
    ['undefined', { brand: undefined, interchange: undefined, attributes: undefined }],
    ['null', { brand: null }],
    ['empty', { brand: '', interchange: [], attributes: {} }],
  ])('shows fields that are %s as nothing', (_, values) => {
    const source =
      '[{{brand}}{{interchange}}{{attributes.Finish}}{{#each interchange}}x{{/each}}{{#if interchange}}y{{/if}}{{upper brand}}]';
    expect(filled(source, values)).toBe('[]');
    expect(filled('{{default brand "none"}}', values)).toBe('none');
  });

  it('does not show in #each the names that only the template knows', () => {
    const source = '{{attributes.Colour}}{{#each attributes}}{{@key}};{{/each}}';
    expect(filled(source)).toBe('Bolt circle;Finish;');
  });

  it('meets any text in #each, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (interchange) => {
        const shown = filled('{{#each interchange}}{{../brand}}{{this}}{{/each}}', {
          brand: 'B',
          interchange,
        });
        expect(shown).toBe(interchange.map((text) => `B${text}`).join(''));
      }),
    );
    expect(
      filled('{{#each interchange}}{{../brand}}{{/each}}', {
        brand: 'B',
        interchange: ['NaN', '[object Object]', ''],
      }),
    ).toBe('BBB');
  });

  it('escapes text in HTML, with two braces and with three', () => {
    for (const source of ['{{name}}', '{{{name}}}', '{{&name}}', '{{{default name "x"}}}'])
      expect(page(`<p>${source}</p>`)).toBe('<p>Drum 16½&quot; &lt;cast&gt;</p>');
  });

  it('puts long text into HTML as safe HTML, and its words into helpers', () => {
    for (const source of ['{{description}}', '{{{description}}}', '{{default description "x"}}'])
      expect(page(source)).toBe('<p>Cast <b>iron</b></p>');
    expect(page('{{words description 5}}')).toBe('Cast');
  });

  it('fails with the reason, as an error of usage', () => {
    expect(() => filled('{{brnad}}')).toThrow(
      expect.objectContaining({
        code: 'BAD_TEMPLATE',
        exitCode: 2,
        message: expect.stringContaining('"brand"'),
      }),
    );
  });
});

describe('templateProblem', () => {
  it.each([
    ['{{brand}}', undefined],
    ['no braces at all', undefined],
    ['{{! a remark }}{{~brand~}}', undefined],
    ['{{brnad}}', 'There is no field "brnad"; did you mean "brand"? (column 3)'],
    [
      '{{zzzzzzzzzzzz}}',
      'There is no field "zzzzzzzzzzzz"; there are brand, name, days, interchange, attributes, description. (column 3)',
    ],
    ['\n {{brnad}}', 'There is no field "brnad"; did you mean "brand"? (line 2, column 4)'],
    ['{{#if brnad}}x{{/if}}', 'There is no field "brnad"; did you mean "brand"? (column 7)'],
    ['{{upper brnad}}', 'There is no field "brnad"; did you mean "brand"? (column 9)'],
    ['{{brand.length}}', '"brand" is one text: "length" is not in it. (column 3)'],
    ['{{attributes}}', expect.stringContaining('"attributes" are many')],
    ['{{brand', 'The braces cannot be read in line 1, near "{{brand".'],
    ['{{#if brand}}x', 'A {{#block}} has no end: {{#if name}} … {{/if}}.'],
    ['{{#if brand}}x{{/each}}', expect.stringContaining("if doesn't match each")],
    [
      `${'{{#if brand}}'.repeat(2_000)}x${'{{/if}}'.repeat(2_000)}`,
      'Blocks and brackets are more than 50 deep.',
    ],
    [
      `{{upper ${'(upper '.repeat(5_000)}brand${')'.repeat(5_000)}}}`,
      'Blocks and brackets are more than 50 deep.',
    ],
    ['{{words name}}', '"words" is written {{words name 120}}. (column 1)'],
    ['{{words name "9"}}', expect.stringContaining('{{words name 120}}')],
    ['{{words name 9 9}}', expect.stringContaining('{{words name 120}}')],
    ['{{words name 0}}', expect.stringContaining('{{words name 120}}')],
    ['{{default name}}', expect.stringContaining('{{default name "Part"}}')],
    ['{{shout brand}}', 'There is no helper "shout"; there are words, upper, lower, default. (column 1)'],
    ['{{#each interchange}}{{brand}}{{/each}}', expect.stringContaining('{{../brand}}')],
    ['{{#each interchange as |x|}}{{x}}{{/each}}', expect.stringContaining('{{this}}')],
    [
      '{{#each interchange}}{{#each ../interchange}}{{/each}}{{/each}}',
      expect.stringContaining('#each inside'),
    ],
    ['{{#brand}}x{{/brand}}', expect.stringContaining('no block "#brand"')],
    ['{{"brand"}}', expect.stringContaining('not a value')],
  ])('%s', (source, expected) => {
    expect(templateProblem(source, FIELDS)).toEqual(expected);
  });

  it.each([
    '{{constructor}}',
    '{{__proto__}}',
    '{{this.constructor}}',
    '{{./constructor}}',
    '{{constructor.constructor}}',
    '{{brand.constructor}}',
    '{{brand.__proto__}}',
    '{{interchange.constructor}}',
    '{{interchange.[0]}}',
    '{{attributes.x.constructor}}',
    '{{[__proto__]}}',
    '{{["constructor"]}}',
    '{{"constructor"}}',
    '{{#with brand}}{{this}}{{/with}}',
    '{{#with (lookup this "constructor")}}{{this}}{{/with}}',
    '{{lookup this "constructor"}}',
    '{{lookup . "__proto__"}}',
    '{{lookup brand "length"}}',
    '{{upper (lookup this "constructor")}}',
    '{{log brand}}',
    '{{helperMissing}}',
    '{{blockHelperMissing brand}}',
    '{{process}}',
    '{{process.env.HOME}}',
    '{{process.env.[TTPD_TOKEN]}}',
    '{{global.process}}',
    '{{globalThis}}',
    '{{require "fs"}}',
    '{{env}}',
    '{{@root}}',
    '{{@brand}}',
    '{{@root.constructor}}',
    '{{@key}}',
    '{{#each interchange}}{{@root.brand}}{{/each}}',
    '{{#each interchange}}{{this.constructor}}{{/each}}',
    '{{#each interchange}}{{../../brand}}{{/each}}',
    '{{#each interchange}}{{@../index}}{{/each}}',
    '{{#each interchange}}{{../this}}{{/each}}',
    '{{#each this}}{{this}}{{/each}}',
    '{{this}}',
    '{{.}}',
    '{{..}}',
    '{{../brand}}',
    '{{> file}}',
    '{{> (lookup . "x")}}',
    '{{#> layout}}x{{/layout}}',
    '{{#*inline "x"}}y{{/inline}}',
    '{{* decorator}}',
    '{{{{raw}}}}{{brand}}{{{{/raw}}}}',
    '{{upper brand x=1}}',
    '{{upper null}}',
    '{{upper undefined}}',
    '{{#if brand includeZero=true}}x{{/if}}',
    '{{toString}}',
    '{{valueOf}}',
    '{{hasOwnProperty "x"}}',
  ])('a template cannot reach outside its fields: %s', (source) => {
    expect(templateProblem(source, FIELDS)).toEqual(expect.any(String));
    expect(() => {
      const shown = filled(source);
      throw new Error(`it shows ${shown}`);
    }).toThrow(expect.objectContaining({ code: 'BAD_TEMPLATE' }));
  });

  it('reads a field named like a prototype as a plain value, and only the part’s own', () => {
    const render = compileTemplate(
      '{{attributes.constructor}}|{{attributes.__proto__}}|{{attributes.toString}}',
      {
        html: false,
        fields: FIELDS,
      },
    );
    expect(render({ attributes: {} })).toBe('||');
    expect(render({ attributes: JSON.parse('{"constructor":"a","__proto__":"b"}') })).toBe('a|b|');
  });

  it('reads any text without failing, and what it accepts can be filled', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{{',
      '}}}',
      '#if ',
      '#each ',
      '/if',
      '/each',
      'brand',
      'this',
      '.',
      '../',
      '@index',
      'constructor',
      ' ',
      '(',
      ')',
      '"',
      'upper ',
      'lookup ',
      '>',
      '!',
      '~',
      'else',
      '|',
      '&',
      '[',
      ']',
      '=',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
        (source) => {
          if (templateProblem(source, FIELDS) !== undefined) return;
          expect(filled(source)).toEqual(expect.any(String));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('cutAtWord', () => {
  it.each([
    ['Brake drum, cast', 16, 'Brake drum, cast'],
    ['Brake drum, cast', 15, 'Brake drum'],
    ['Brake drum, cast', 10, 'Brake'],
    ['Brake  drum\ncast', 10, 'Brake drum'],
    ['Brakedrum', 5, 'Brake'],
    ['ab😀', 3, 'ab'],
    ['', 5, ''],
  ])('%j to %i: %j', (text, limit, expected) => {
    expect(cutAtWord(text, limit)).toBe(expected);
  });

  it('is never longer, and never ends within a word that would have fitted', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, limit) => {
        expect(cutAtWord(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
