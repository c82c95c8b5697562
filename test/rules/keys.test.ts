import { describe, expect, it } from 'vitest';
import { parseRules } from '../../src/rules/load.ts';
import { problems, refusal, rule } from './refusals.ts';

describe('what the keys take', () => {
  it.each([
    ['a misspelt key', rule('markp: 5%'), '3:7 price.rules[0].markp: unknown key, did you mean markup?'],
    ['a misspelt section', 'pirce: {}\n', '1:1 pirce: unknown key, did you mean price?'],
    [
      'a key in the wrong section',
      'markup: 5%\n',
      '1:1 markup: unknown key here; it belongs under price.rules',
    ],
    ['a key of several sections', 'name: A\n', '1:1 name: unknown key here; it belongs under text'],
    [
      'a key of no section',
      'stock: { fotoalbum: 1 }\n',
      '1:10 stock.fotoalbum: unknown key; allowed here: location, locations, buffer, packs, cap, openOrders, leadTime, lowStock, binPickingNumber',
    ],
    ['an unknown field', 'owners: { pirce: ttpd }\n', '1:11 owners.pirce: unknown key, did you mean price?'],
    [
      'a fraction for a percentage',
      rule('markup: 0.12'),
      '3:15 price.rules[0].markup: a percentage such as 12%, not 0.12; did you mean 12%?',
    ],
    [
      'a number for a percentage',
      rule('margin: 35'),
      '3:15 price.rules[0].margin: a percentage such as 12%, not 35; did you mean 35%?',
    ],
    [
      'words for a percentage',
      rule('margin: 35 percent'),
      '3:15 price.rules[0].margin: a percentage such as 12%, not 35 percent',
    ],
    [
      'a negative percentage',
      rule('markup: -5%'),
      '3:15 price.rules[0].markup: a percentage such as 12%, not -5%',
    ],
    ['a dollar sign', rule('add: $5'), '3:12 price.rules[0].add: a number such as 12.50, not $5'],
    ['a list for a number', rule('add: [5]'), '3:12 price.rules[0].add: a number such as 12.50, not a list'],
    [
      'nothing, not even a number',
      rule('multiply: .nan'),
      '3:17 price.rules[0].multiply: a number such as 12.50, not .nan',
    ],
    ['a factor of zero', rule('multiply: 0'), '3:17 price.rules[0].multiply: a number over zero, not 0'],
    [
      'an amount for cents',
      rule('round: { ending: 1.99 }'),
      '3:24 price.rules[0].round.ending: cents such as .99, not 1.99',
    ],
    [
      'half a cent',
      rule('round: { ending: .995 }'),
      '3:24 price.rules[0].round.ending: cents such as .99, not .995',
    ],
    [
      'a step finer than a cent',
      rule('round: { to: 0.005 }'),
      '3:20 price.rules[0].round.to: an amount in whole cents such as 5 or 0.05, not 0.005',
    ],
    [
      'a rounding that is no section',
      rule('round: .99'),
      '3:14 price.rules[0].round: a section with to, direction, ending, not .99',
    ],
    ['an empty rounding', rule('round: {}'), '3:14 price.rules[0].round: to or ending is missing'],
    [
      'two roundings',
      rule('round: { to: 5, ending: .99 }'),
      '3:14 price.rules[0].round: only one of ending or to, not both',
    ],
    [
      'a misspelt rounding',
      rule('round: { endng: .99 }'),
      '3:16 price.rules[0].round.endng: unknown key, did you mean ending?',
    ],
    [
      'a direction that is none',
      rule('round: { ending: .99, direction: upp }'),
      '3:40 price.rules[0].round.direction: one of nearest, up, down, not upp; did you mean up?',
    ],
    [
      'a number with zeros for text',
      rule('when: { vmrs: 013 }'),
      '3:21 price.rules[0].when.vmrs: needs quotes: "013"',
    ],
    [
      'the same in a list',
      rule('when: { sku: [A, 007] }'),
      '3:24 price.rules[0].when.sku[1]: needs quotes: "007"',
    ],
    [
      'a choice that is none',
      rule('when: { condition: rman }'),
      '3:26 price.rules[0].when.condition: one of new, reman, used, not rman; did you mean reman?',
    ],
    [
      'an empty list',
      rule('when: { brand: [] }'),
      '3:22 price.rules[0].when.brand: a list of at least one, not an empty list',
    ],
    [
      'a section for a list',
      'price: { rules: { markup: 5% } }\n',
      '1:17 price.rules: a list, each line beginning with "- ", not a section',
    ],
    [
      'a text for a section',
      rule('when: brakes'),
      '3:13 price.rules[0].when: a section with category, vmrs, brand, sku, condition, cost, not brakes',
    ],
    [
      'a key without a value',
      rule('markup:'),
      '3:7 price.rules[0].markup: has no value: write a percentage such as 12%, or put # before the line',
    ],
    [
      'a section without a line',
      'price:\n  floors:\n',
      '2:3 price.floors: has no value: write a section with map, cost, margin, or put # before the line',
    ],
    [
      'a missing key',
      'categories:\n  map:\n    - path: Brakes\n',
      '3:7 categories.map[0].when: is missing: a section with category, vmrs, brand, sku, condition, cost',
    ],
    ['a negative buffer', 'stock: { buffer: -1 }\n', '1:18 stock.buffer: 0 or more, not -1'],
    ['half a piece', 'stock: { cap: 1.5 }\n', '1:15 stock.cap: a whole number, not 1.5'],
    [
      'a weight without a unit',
      'weight: { freightOver: 150 }\n',
      '1:24 weight.freightOver: a weight with its unit, such as 12 lb, not 150',
    ],
    ['a currency that is none', 'currency: US$\n', '1:11 currency: three letters such as USD, not US$'],
    ['an empty template', 'sku: ""\n', '1:6 sku: a text that is not empty, not an empty text'],
    [
      'a brand with a point',
      'brands: { "A.B": { prefx: A } }\n',
      '1:20 brands["A.B"].prefx: unknown key, did you mean prefix?',
    ],
    [
      'control characters',
      'currency: "\\e[31m\\u202E"\n',
      '1:11 currency: three letters such as USD, not "\\e[31m\\u202E"',
    ],
    [
      'a key with control characters',
      '"\\e[31m": 1\n',
      '1:1 ["\\u001b[31m"]: unknown key; allowed here: currency, channels, settings, brands, createBrands, sku, text, categories, price, stock, weight, customFields, guards, metafields, superseded, owners, orders',
    ],
  ])('refuses %s', (_, text, line) => {
    expect(problems(text)).toEqual([`ttpd.yaml:${line}`]);
  });

  it('shows what is long in part', () => {
    const [line = ''] = problems(`currency: ${'x'.repeat(5000)}\n`);

    expect(line.length).toBeLessThan(150);
  });

  it('says all problems at once, in the order of the file', () => {
    const text = `foo: 1\n${rule('markp: 5%\n      markup: 5')}brands:\n${Array.from({ length: 12 }, (_, i) => `  B${i}: { prefx: P${i} }\n`).join('')}foo: 2\n`;
    const error = refusal(() => parseRules(text, '/store/ttpd.yaml'));
    const lines = error.message.split('\n');

    expect(error).toMatchObject({ code: 'RULES_INVALID', exitCode: 2 });
    expect(lines[0]).toBe('/store/ttpd.yaml has 15 problems; nothing was done.');
    expect(lines.slice(1, 5).map((line) => line.split(' ')[0])).toEqual([
      'ttpd.yaml:4:7',
      'ttpd.yaml:5:15',
      'ttpd.yaml:7:9',
      'ttpd.yaml:8:9',
    ]);
    expect(lines).toHaveLength(16);
  });

  it('is done with a megabyte of problems in seconds', () => {
    const text = Array.from({ length: 40_000 }, (_, i) => `key${i}: 1`).join('\n');

    expect(problems(text).at(-1)).toMatch(/^ttpd\.yaml:40000:1 key39999: unknown key/);
  });
});

describe('what is written in several ways', () => {
  it.each([
    ['nothing', ''],
    ['blanks and line ends', '  \n\n'],
    ['comments', '# currency: USD\n'],
    ['an empty document', '---\n'],
    ['a byte order mark', '\uFEFF'],
    ['an empty section', '{}\n'],
  ])('%s is the defaults', (_, text) => {
    const { rules, warnings } = parseRules(text);

    expect(rules).toMatchObject({
      sku: '{{prefix}}-{{partNumber}}',
      createBrands: true,
      price: { rules: [{ from: 'list' }], floors: { map: true, cost: true }, ceiling: 'none' },
      stock: { buffer: 0 },
      weight: { missing: 'hold' },
    });
    expect(warnings).toEqual([]);
  });

  it('line ends of Windows and a byte order mark change neither values nor places', () => {
    const text = 'currency: USD\nstock:\n  buffer: 2\n  cap: x\n';
    const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`;

    expect(problems(windows)).toEqual(problems(text));
    expect(problems(`\uFEFFfoo: 1`)[0]).toMatch('ttpd.yaml:1:1 foo');
    expect(parseRules(windows.replace('x', '5')).rules).toEqual(parseRules(text.replace('x', '5')).rules);
  });

  it.each([
    ['.99', '.99'],
    ['0.99', '.99'],
    ['".99"', '.99'],
    ['"0.99"', '.99'],
    ['.90', '.90'],
    ['.9', '.90'],
    ['.00', '.00'],
    ['0', '.00'],
  ])('cents as %s', (written, ending) => {
    expect(parseRules(rule(`round: { ending: ${written} }`)).rules.price.rules[0]?.round).toMatchObject({
      ending,
    });
  });

  it.each([
    ['12%', '12%'],
    ['12 %', '12%'],
    ['"12.5%"', '12.5%'],
  ])('a percentage as %s', (written, markup) => {
    expect(parseRules(rule(`markup: ${written}`)).rules.price.rules[0]?.markup).toBe(markup);
  });

  it.each([
    ['1.10', '1.1'],
    ['"1.10"', '1.10'],
    ['0.1', '0.1'],
    ['1e-7', '0.0000001'],
    ['1e21', '1000000000000000000000'],
  ])('an amount as %s, exact', (written, multiply) => {
    expect(parseRules(rule(`multiply: ${written}`)).rules.price.rules[0]?.multiply).toBe(multiply);
  });
});
