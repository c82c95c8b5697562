import { describe, expect, it } from 'vitest';
import { errorProblems } from '../../src/common/errors.ts';
import { parseRules } from '../../src/rules/load.ts';
import { errorText } from '../../src/terminal/errors.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { problems, refusal } from './refusals.ts';

const FIVE = `price:
  rules:
    - name: under $25
      when: { cost: { below: 25 } }
      markp: 35%
    - markup: 0.12
    - name: never
      markup: 5%
text: { name: "{{nosuch}}" }
brands: { A: { prefix: GU } }
`;
const FIFTEEN = `price:\n  rules:\n${Array.from({ length: 15 }, (_, i) => `    - { when: { sku: "${i}" }, markp: ${i}% }\n`).join('')}`;

describe('all mistakes of a file at once', () => {
  it('names those of form and those of meaning', () => {
    expect(problems(FIVE).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'ttpd.yaml:5:7 price.rules[0].markp:',
      'ttpd.yaml:6:15 price.rules[1].markup:',
      'ttpd.yaml:7:7 price.rules[2]:',
      'ttpd.yaml:9:15 text.name:',
      'ttpd.yaml:10:24 brands.A.prefix:',
    ]);
  });

  it('has a problem for each, with its line and place, however many they are', () => {
    const found = errorProblems(refusal(() => parseRules(FIFTEEN)));

    expect(found).toHaveLength(15);
    expect(found[14]).toEqual({
      code: 'RULES_INVALID',
      severity: 'error',
      line: 17,
      column: 'price.rules[14].markp',
      message: 'ttpd.yaml:17:30 price.rules[14].markp: unknown key, did you mean markup?',
    });
  });

  it('shows each on a line of its own', () => {
    const text = errorText(
      refusal(() => parseRules(FIFTEEN)),
      createTheme({ isTTY: false }, {}, true),
    );

    expect(text.split('\n').filter((line) => /^ {2}ttpd\.yaml:\d+:\d+ price/.test(line))).toHaveLength(15);
    expect(text).toMatch(/^Error {2}ttpd\.yaml has 15 problems; nothing was done\. \[RULES_INVALID\]\n/);
  });

  it.each([
    [
      'a wrong condition hides no rule behind it',
      '- { when: { brnd: A } }\n    - { when: { cost: { from: x } } }\n    - {}',
      2,
    ],
    ['a rule that is none', '- 5\n    - { from: lst }', 2],
    ['two that are one thing', '- { markup: 5%, margin: 5%, ad: 1 }', 2],
  ])('finds no more than there is: %s', (_, rules, count) => {
    expect(problems(`price:\n  rules:\n    ${rules}\n`)).toHaveLength(count);
  });

  it.each([
    ['a category without a path', 'categories: { map: [{ when: {} }, { when: {}, path: "A//B" }] }', 2],
    ['a default without a weight', 'weight: { defaults: [{ when: {} }, { when: {}, weight: 5 stone }] }', 3],
    ['a section that is a text', 'brands: Gunite\ntext: { name: "{{x}}" }', 2],
    ['a rule list that is a section', 'price: { rules: {} }\ntext: { name: "{{x}}" }', 2],
  ])('goes on after %s', (_, text, least) => {
    expect(problems(text).length).toBeGreaterThanOrEqual(least);
  });
});
