import { describe, expect, it } from 'vitest';
import { TtpdError } from '../../src/common/errors.ts';
import { checkCurrency } from '../../src/rules/check.ts';
import { parseRules } from '../../src/rules/load.ts';
import { prices, when } from './price-texts.ts';

function problems(text: string): string[] {
  try {
    parseRules(text);
  } catch (error) {
    if (error instanceof TtpdError && error.code === 'RULES_INVALID' && error.exitCode === 2)
      return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('rules that mean nothing', () => {
  it.each([
    [
      'markup and margin',
      prices('markup: 5%, margin: 5%'),
      '3:21 price.rules[0].margin: markup and margin are two ways to say one thing; keep one of them',
    ],
    [
      'markup, multiply and margin',
      prices('multiply: 2, markup: 5%, margin: 5%'),
      '3:9 price.rules[0].multiply: markup and multiply and margin are two ways to say one thing; keep one of them',
    ],
    [
      'two words on where stock is',
      'stock:\n  location: 2\n  locations: { RNO: 1 }\n',
      '2:3 stock.location: "locations" names the store\'s locations already; keep one of the two',
    ],
    [
      'a margin of 100 %',
      prices('margin: 100%'),
      '3:17 price.rules[0].margin: a margin is part of the price, so it is less than 100%; for more than double the cost use markup',
    ],
    [
      'a floor of 100 %',
      'price: { floors: { margin: 120% } }\n',
      '1:28 price.floors.margin: a margin is part of the price, so it is less than 100%; for more than double the cost use markup',
    ],
    [
      'an empty cost band',
      when('cost: { from: 25, below: 25 }'),
      '3:35 price.rules[0].when.cost: no cost is from 25 and below 25',
    ],
    [
      'a cost band backwards',
      when('cost: { from: 100, below: 25.5 }'),
      '3:35 price.rules[0].when.cost: no cost is from 100 and below 25.5',
    ],
    [
      'a cost band under zero',
      when('cost: { below: 0 }'),
      '3:44 price.rules[0].when.cost.below: no cost is below 0',
    ],
    [
      'the same in a category',
      'categories:\n  map:\n    - { path: A, when: { cost: { from: 5, below: 1 } } }\n',
      '3:32 categories.map[0].when.cost: no cost is from 5 and below 1',
    ],
    [
      'two brands with one prefix',
      'brands:\n  A: { prefix: XY }\n  B: { prefix: xy }\n',
      '3:16 brands.B.prefix: A has the prefix xy too: two parts could get one SKU',
    ],
    [
      'a prefix that a brand has without the file',
      'brands:\n  Gunnison: { prefix: gu }\n',
      '2:23 brands.Gunnison.prefix: Gunite has the prefix gu too: two parts could get one SKU',
    ],
    [
      'a prefix that another brand of the file has by itself',
      'brands:\n  Gunite: {}\n  Gunnison: { prefix: GU }\n',
      '3:23 brands.Gunnison.prefix: Gunite has the prefix GU too: two parts could get one SKU',
    ],
    [
      'two brands with one alias',
      'brands:\n  A: { aliases: [Acme, Ace] }\n  B: { aliases: ["ACE "] }\n',
      '3:18 brands.B.aliases[0]: "ACE " also stands for A; leave it under one of them',
    ],
    [
      "an alias that is another brand's name",
      'brands:\n  A: { aliases: [b] }\n  B: {}\n',
      '2:18 brands.A.aliases[0]: "b" also stands for B; leave it under one of them',
    ],
    [
      'a brand twice',
      'brands:\n  Webb: {}\n  WEBB: {}\n',
      '3:3 brands.WEBB: the same brand as Webb; keep one of them',
    ],
    [
      '9 levels',
      'categories: { map: [{ when: {}, path: a/b/c/d/e/f/g/h/i }] }\n',
      '1:39 categories.map[0].path: 9 levels; BigCommerce takes 8',
    ],
    [
      'a name of 51',
      `categories: { map: [{ when: {}, path: [A, B/${'x'.repeat(51)}] }] }\n`,
      `1:43 categories.map[0].path[1]: "${'x'.repeat(51)}" has 51 characters; BigCommerce takes 50 for a name`,
    ],
    [
      'a path with a hole',
      'categories: { map: [{ when: {}, path: A//B }] }\n',
      '1:39 categories.map[0].path: a name is missing before, between or after the slashes',
    ],
    [
      'a path that ends in a slash',
      'categories: { map: [{ when: {}, path: A/ }] }\n',
      '1:39 categories.map[0].path: a name is missing before, between or after the slashes',
    ],
    [
      'an unknown unit',
      'weight: { freightOver: 10 stone }\n',
      '1:24 weight.freightOver: "stone" is no unit of weight; write lb, kg, oz or g.',
    ],
    [
      'an unknown unit of a length',
      'weight: { freightLongerThan: 3 ells }\n',
      '1:30 weight.freightLongerThan: "ells" is no unit of length; write in, ft, mm, cm or m.',
    ],
    [
      'an unknown unit of a default',
      'weight: { defaults: [{ when: {}, weight: 5lbb }] }\n',
      '1:42 weight.defaults[0].weight: "lbb" is no unit of weight; write lb, kg, oz or g.',
    ],
    [
      'a weight of nothing',
      'weight: { defaults: [{ when: {}, weight: 0 lb }] }\n',
      '1:42 weight.defaults[0].weight: A weight is more than zero.',
    ],
    [
      'a SKU with an unknown field',
      'sku: "{{prefx}}-{{partNumber}}"\n',
      '1:6 sku: There is no field "prefx"; did you mean "prefix"? (column 3)',
    ],
    [
      'a SKU with a field of texts',
      'sku: "{{condition}}"\n',
      expect.stringMatching(/^1:6 sku: There is no field "condition"/),
    ],
    [
      'a text with an unknown field',
      'text: { pageTitle: "{{nmae}}" }\n',
      expect.stringMatching(/^1:20 text.pageTitle: There is no field "nmae"; did you mean "name"/),
    ],
    [
      'a path with an unknown field',
      'categories: { map: [{ when: {}, path: "{{brnd}}" }] }\n',
      expect.stringMatching(/^1:39 categories.map\[0\].path: There is no field "brnd"/),
    ],
    [
      'a path with a field of texts',
      'categories: { map: [{ when: {}, path: "{{weight}}" }] }\n',
      expect.stringMatching(/^1:39 categories.map\[0\].path: There is no field "weight"/),
    ],
    [
      'a lead time with an unknown field',
      'stock: { leadTime: "{{day}} days" }\n',
      expect.stringMatching(/^1:20 stock.leadTime: There is no field "day"; did you mean "days"/),
    ],
  ])('refuses %s', (_, text, line) => {
    expect(problems(text).map((each) => each.replace('ttpd.yaml:', ''))).toEqual([line]);
  });

  it.each([
    [
      'a slash within the last of 8 names',
      'categories: { map: [{ when: {}, path: a/b/c/d/e/f/g/h\\/i }] }\n',
    ],
    [
      'a ninth level that may be left out',
      'categories: { map: [{ when: {}, path: "a/b/c/d/e/f/g/{{#if brand}}h/{{/if}}i" }] }\n',
    ],
    [
      '8 levels and a name of 50',
      `categories: { map: [{ when: {}, path: a/b/c/d/e/f/g/${'x'.repeat(50)} }] }\n`,
    ],
    [
      'slashes in a name and in blocks',
      'categories: { map: [{ when: {}, path: "A\\\\/B/{{#if brand}}C/{{/if}}D" }] }\n',
    ],
    [
      'a long template with a short result',
      'categories: { map: [{ when: {}, path: "A/{{default (upper category) (lower (upper (lower vmrs)))}}" }] }\n',
    ],
    ['an alias that is the own name', 'brands:\n  Webb: { aliases: [WEBB, webb] }\n'],
    ['brands without prefixes', 'brands: { A: {}, B: {} }\n'],
    ['a known prefix for its own brand', 'brands: { Gunite Corp: { prefix: GU, aliases: [Gunite] } }\n'],
    [
      'a known prefix that its brand gave up',
      'brands: { Gunite: { prefix: GN }, Gunnison: { prefix: GU } }\n',
    ],
  ])('takes %s', (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe('a rule that never has a turn', () => {
  it.each([
    ['after everything', '', 'brand: Webb'],
    ['the same again', 'brand: Webb', 'brand: WEBB'],
    ['one of several', 'brand: [Gunite, Webb]', 'brand: Webb'],
    ['with more conditions', 'category: brakes', 'category: brakes, condition: reman'],
    ['a narrower cost band', 'cost: { below: 100 }', 'cost: { from: 25, below: 50 }'],
    ['the same cost band', 'cost: { from: 25, below: 100 }', 'cost: { from: 25, below: 100 }'],
    ['a longer VMRS code', 'vmrs: "013"', 'vmrs: "013-001-002"'],
    ['a narrower SKU pattern', 'sku: GU-*', 'sku: gu-36*A'],
  ])('is refused: %s', (_, first, second) => {
    expect(problems(when(first, second))).toEqual([
      'ttpd.yaml:4:7 price.rules[1]: never has a turn: price.rules[0] comes first and matches all that it would',
    ]);
  });

  it.each([
    ['another brand', 'brand: Gunite', 'brand: [Gunite, Webb]'],
    ['fewer conditions', 'category: brakes, condition: reman', 'category: brakes'],
    ['a wider cost band', 'cost: { below: 25 }', 'cost: { below: 100 }'],
    ['a cost that is not known', 'cost: { from: 0 }', ''],
    ['a shorter VMRS code', 'vmrs: "013-001"', 'vmrs: "013"'],
    ['a wider SKU pattern', 'sku: GU-*-X', 'sku: GU-*'],
    ['patterns that only meet', 'sku: GU-*', 'sku: "*-X"'],
  ])('is kept: %s', (_, first, second) => {
    expect(problems(when(first, second))).toEqual([]);
  });

  it('names the rule that is in its way, here and in categories and weights', () => {
    expect(problems(prices('name: all', 'brand: x'.replace('brand: x', 'markup: 5%')))).toEqual([
      'ttpd.yaml:4:7 price.rules[1]: never has a turn: price.rules[0] (all) comes first and matches all that it would',
    ]);
    const list = (entry: string) =>
      `- { when: { category: a }, ${entry} }\n    - { when: { category: [A] }, ${entry} }\n`;
    expect(problems(`categories:\n  map:\n    ${list('path: X')}`)).toEqual([
      'ttpd.yaml:4:7 categories.map[1]: never has a turn: categories.map[0] comes first and matches all that it would',
    ]);
    expect(problems(`weight:\n  defaults:\n    ${list('weight: 1 lb')}`)).toEqual([
      'ttpd.yaml:4:7 weight.defaults[1]: never has a turn: weight.defaults[0] comes first and matches all that it would',
    ]);
  });
});

describe('what is probably not meant is a warning', () => {
  const floor = '  floors: { margin: 20% }\n';
  const small = (margin: string) =>
    `ttpd.yaml:3:7 price.rules[0]: makes a margin of ${margin} and price.floors.margin is 20%: most of what it prices is held`;
  const at =
    'ttpd.yaml:3:7 price.rules[0]: makes a margin of 20%, which is price.floors.margin: what is rounded down is held; round up, or use a lower floor';

  it.each([
    ['a markup under the floor', prices('markup: 24%') + floor, [small('19.3%')]],
    ['a factor under the floor', prices('multiply: 1.2') + floor, [small('16.6%')]],
    ['a margin under the floor', prices('margin: 19.99%') + floor, [small('19.9%')]],
    ['and less by an amount', prices('margin: 19%, add: -1') + floor, [small('19%')]],
    ['a margin at the floor', prices('margin: 20%') + floor, []],
    ['a margin at the floor, rounded up', prices('margin: 20%, round: { to: 5, direction: up }') + floor, []],
    [
      'a margin at the floor, rounded either way',
      prices('margin: 20%, round: { ending: .99 }') + floor,
      [at],
    ],
    ['a markup at the floor', prices('markup: 25%') + floor, [at]],
    ['an amount may lift it', prices('markup: 5%, add: 10') + floor, []],
    ['list prices have any margin', prices('from: list') + floor, []],
    ['no floor', prices('markup: 1%'), []],
    [
      'at cost',
      prices('name: x'),
      [
        'ttpd.yaml:3:7 price.rules[0]: sells at cost or below, so what it prices is held; markup, multiply or add?',
      ],
    ],
    [
      'below cost',
      prices('multiply: 0.9'),
      [
        'ttpd.yaml:3:7 price.rules[0]: sells at cost or below, so what it prices is held; markup, multiply or add?',
      ],
    ],
    [
      'above list under a ceiling of list',
      `${prices('from: list, markup: 5%')}  ceiling: list\n`,
      [
        'ttpd.yaml:3:7 price.rules[0]: is always over list price, and price.ceiling lowers it to list price again',
      ],
    ],
    ['above list without a ceiling', prices('from: list, markup: 5%'), []],
    ['below list under a ceiling of list', `${prices('from: list, multiply: 0.9')}  ceiling: list\n`, []],
  ])('%s', (_, text, messages) => {
    const { warnings } = parseRules(text);

    expect(warnings.map(({ message }) => message)).toEqual(messages);
    for (const warning of warnings)
      expect(warning).toMatchObject({
        code: 'RULES_DOUBTFUL',
        severity: 'warning',
        line: 3,
        column: 'price.rules[0]',
      });
  });
});

describe('the currency', () => {
  it.each([
    [undefined, 'USD'],
    ['USD', 'USD'],
    ['usd', 'USD'],
  ])('%s in a store of %s is fine', (currency, store) => {
    expect(() => checkCurrency({ currency }, store)).not.toThrow();
  });

  it("refuses another one than the store's", () => {
    expect(() => checkCurrency({ currency: 'CAD' }, 'usd')).toThrow(
      expect.objectContaining({
        code: 'RULES_INVALID',
        exitCode: 2,
        message: 'ttpd.yaml is for prices in CAD, and the store sells in USD.',
      }),
    );
  });
});
