import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRulesFile } from '../../src/rules/find.ts';
import { loadRules, parseRules } from '../../src/rules/load.ts';
import { problems, refusal, rule } from './refusals.ts';

describe('what YAML allows and rules do not', () => {
  it.each([
    ['a tab', 'price:\n\tfloors:\n', '2:1 a tab; indent with spaces'],
    [
      'a repeated key',
      'currency: USD\nsku: a\ncurrency: CAD\n',
      '3:1 currency: this key is there twice, first in line 1; keep one',
    ],
    [
      'a repeated key in a flow section',
      rule('{ markup: 1%, markup: 2% }'),
      '3:21 price.rules[0].markup: this key is there twice, first in line 3; keep one',
    ],
    [
      'a tag',
      'sku: !!js/function "x"\n',
      '1:6 tags (!) are not allowed; text that begins with ! needs quotes',
    ],
    [
      'a known tag',
      'sku: !!binary aGVsbG8=\n',
      '1:6 tags (!) are not allowed; text that begins with ! needs quotes',
    ],
    ['__proto__', '__proto__: { createBrands: false }\n', '1:1 __proto__: the key __proto__ is not allowed'],
    [
      '__proto__ as a brand',
      'brands:\n  __proto__: { prefix: X }\n',
      '2:3 brands.__proto__: the key __proto__ is not allowed',
    ],
    [
      'constructor as a brand',
      'brands:\n  constructor: { prefix: X }\n',
      '2:3 brands.constructor: the key constructor is not allowed',
    ],
    [
      'a merge key',
      '<<: { createBrands: false }\n',
      '1:1 <<: unknown key; allowed here: currency, channels, settings, brands, createBrands, sku, text, categories, price, stock, weight, customFields, guards, metafields, superseded, owners, orders',
    ],
    [
      'YAML 1.1 words',
      '%YAML 1.1\n---\ncreateBrands: yes\n',
      '3:15 createBrands: true or false, not yes; did you mean true?',
    ],
    [
      'two documents',
      'sku: a\n---\nsku: b\n',
      '2:1 a second document begins here (---); there can be only one',
    ],
    ['a number as a key', 'brands:\n  007: { prefix: A }\n', '2:3 brands.7: this key needs quotes: "007"'],
    ['a section as a key', 'brands: { { a: 1 }: { prefix: A } }\n', '1:11 brands: a key must be text'],
    ['a star without quotes', rule('when: { sku: *-R }'), '3:20 text that begins with * needs quotes: "*-R"'],
    [
      'braces without quotes',
      'text:\n  name: {{brand}} {{name}}\n',
      '2:19 a value that begins with {{ needs quotes around it',
    ],
    ['braces alone without quotes', 'sku: {{prefix}}\n', '1:6 sku: needs quotes: "{{prefix}}"'],
    [
      'two colons',
      'currency: is: USD\n',
      '1:11 a second colon in one line: text with ": " in it needs quotes',
    ],
    [
      'bad indentation',
      'price:\n  rules:\n   - from: list\n  - from: map\n',
      '4:1 the indentation does not fit the lines around it',
    ],
    [
      'a missing colon',
      'currency\nsku: a\n',
      '1:1 a colon is missing after the key, or the indentation is wrong',
    ],
    ['an open quote', 'sku: "abc\n', '2:1 a closing quote or bracket is missing, here or above'],
    ['nesting without end', `sku: ${'['.repeat(50_000)}`, '1:1 lists and sections are more than 50 deep'],
    ['dashes without end', `sku:\n  ${'- '.repeat(50_000)}x`, '1:1 lists and sections are more than 50 deep'],
  ])('refuses %s', (_, text, line) => {
    expect(problems(text)[0]).toBe(`ttpd.yaml:${line}`);
  });

  it('refuses an alias bomb before it grows', () => {
    const layers = 'abcdefgh'.split('').map((name, i, all) => {
      const below = i === 0 ? '1' : `*${all[i - 1]}`;
      return `${name}: &${name} [${Array(10).fill(below).join(', ')}]`;
    });

    expect(problems(layers.join('\n'))).toEqual([
      'ttpd.yaml:2:8 anchors (&) and aliases (*) repeat more than 100 times; write the values out',
    ]);
  });

  it('takes an anchor that saves writing, and says where its mistakes are', () => {
    const text =
      'price:\n  rules:\n    - { round: &cents { ending: .99 }, when: { brand: A } }\n    - { round: *cents, from: lst }\n';

    expect(parseRules(text.replace('lst', 'list')).rules.price.rules[1]?.round).toEqual({
      ending: '.99',
      direction: 'nearest',
    });
    expect(problems(text)).toEqual([
      'ttpd.yaml:4:30 price.rules[1].from: one of cost, list, map, not lst; did you mean list?',
    ]);
  });

  it('says what is wrong behind an alias where it is written', () => {
    const text = rule('round: &cents { endng: .99 }\n    - { round: *cents, from: list }');

    expect(problems(text)).toEqual([
      'ttpd.yaml:3:23 price.rules[0].round.endng: unknown key, did you mean ending?',
      'ttpd.yaml:3:23 price.rules[1].round.endng: unknown key, did you mean ending?',
      'ttpd.yaml:4:7 price.rules[1]: never has a turn: price.rules[0] comes first and matches all that it would',
    ]);
  });

  it('survives a section that contains itself', () => {
    expect(problems('brands: &all\n  Acme: *all\n')[0]).toBe(
      'ttpd.yaml:2:3 brands.Acme.Acme: unknown key; allowed here: prefix, aliases',
    );
  });
});

describe('files', () => {
  let folder = '';
  const file = (name: string, content: string | Uint8Array) => {
    const at = path.join(folder, name);
    writeFileSync(at, content);
    return at;
  };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ttpd-rules-'));
    mkdirSync(path.join(folder, 'store/brakes/drums'), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('loads one and says which', () => {
    const at = file('good.yaml', 'currency: USD\n');

    expect(loadRules(at)).toMatchObject({ file: at, rules: { currency: 'USD' }, warnings: [] });
  });

  it.each([
    ['a missing file', () => path.join(folder, 'no.yaml'), 'RULES_NOT_FOUND', 'There is no rules file'],
    [
      'a file in a file',
      () => path.join(file('f.yaml', ''), 'x.yaml'),
      'RULES_NOT_FOUND',
      'There is no rules file',
    ],
    ['a folder', () => folder, 'RULES_INVALID', 'is not a file'],
    ['a device without end', () => '/dev/zero', 'RULES_INVALID', 'is not a file'],
    [
      '2 MB',
      () => file('big.yaml', `# ${'x'.repeat(2 * 1024 * 1024)}`),
      'RULES_INVALID',
      'has 2.0 MB, and rules have at most 1 MB',
    ],
    [
      'Latin-1',
      () => file('latin.yaml', Buffer.from('sku: 16\xbd\n', 'latin1')),
      'RULES_INVALID',
      'is not UTF-8 text',
    ],
    [
      'UTF-16',
      () => file('utf16.yaml', Buffer.from('\uFEFFsku: a\n', 'utf16le')),
      'RULES_INVALID',
      'is not UTF-8 text',
    ],
  ])('refuses %s with a sentence', (_, at, code, words) => {
    const error = refusal(() => loadRules(at()));

    expect(error).toMatchObject({ code, exitCode: 2, hint: expect.stringMatching(/\w/) });
    expect(error.message).toContain(words);
  });

  it('finds the nearest one upwards, and only upwards', () => {
    const drums = path.join(folder, 'store/brakes/drums');
    const above = file('store/ttpd.yaml', '');
    const below = file('store/brakes/drums/other.yaml', '');

    expect(findRulesFile(drums)).toBe(above);
    expect(findRulesFile(path.join(folder, 'store'))).toBe(above);
    expect(findRulesFile(path.dirname(folder))).toBeUndefined();
    const near = file('store/brakes/ttpd.yaml', '');
    expect(findRulesFile(drums)).toBe(near);
    expect(findRulesFile(path.dirname(below))).toBe(near);
  });

  it('does not pass by a folder or a broken link of that name', () => {
    mkdirSync(path.join(folder, 'store/a/ttpd.yaml'), { recursive: true });
    mkdirSync(path.join(folder, 'store/b'));
    symlinkSync('gone', path.join(folder, 'store/b/ttpd.yaml'));

    const found = ['a', 'b'].map((name) => findRulesFile(path.join(folder, 'store', name)));
    expect(found).toEqual(['a', 'b'].map((name) => path.join(folder, 'store', name, 'ttpd.yaml')));
    expect(found.map((at) => refusal(() => loadRules(at ?? '')).code)).toEqual([
      'RULES_INVALID',
      'RULES_NOT_FOUND',
    ]);
  });
});
