import { describe, expect, it } from 'vitest';
import { type Amounts, oneRule, type PriceInput, priced } from './prices.ts';

describe("priceOf's bulk prices", () => {
  const bulk = (rules: PriceInput, amounts: Amounts) =>
    priced({ breaks: true, ...rules }, amounts).bulk.map((each) => [
      each.minimumQuantity,
      each.price.toFixed(),
    ]);
  const breaks: [number, string][] = [
    [50, '8'],
    [10, '9'],
  ];

  it('go through the same rule', () => {
    expect(bulk(oneRule({ multiply: 2, round: { ending: '.99' } }), { cost: '10', breaks })).toEqual([
      [10, '17.99'],
      [50, '15.99'],
    ]);
  });

  it('go down in proportion where the price is made from list', () => {
    expect(bulk(oneRule({ from: 'list' }), { cost: '10', list: '15', breaks })).toEqual([
      [10, '13.5'],
      [50, '12'],
    ]);
  });

  it('are none unless asked for', () => {
    expect(priced(oneRule({ multiply: 2 }), { cost: '10', breaks }).bulk).toEqual([]);
  });

  it.each<[string, PriceInput, Amounts, [number, string][]]>([
    [
      'no lower than the price',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '10'],
          [9, '9'],
        ],
      },
      [[9, '18']],
    ],
    [
      'no lower than the one before',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '8'],
          [9, '9'],
          [20, '7'],
        ],
      },
      [
        [5, '16'],
        [20, '14'],
      ],
    ],
    [
      'below MAP',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        map: '17',
        breaks: [
          [5, '9'],
          [9, '8'],
        ],
      },
      [[5, '18']],
    ],
    [
      'at its own cost',
      oneRule({ add: 1, round: { to: 1, direction: 'down' } }),
      {
        cost: '10',
        breaks: [
          [5, '9.5'],
          [9, '0.3'],
        ],
      },
      [
        [5, '10'],
        [9, '1'],
      ],
    ],
    [
      'under the margin',
      oneRule({ multiply: 2, add: -3 }, { floors: { margin: '37%' } }),
      {
        cost: '10',
        breaks: [
          [5, '9'],
          [9, '7'],
        ],
      },
      [[5, '15']],
    ],
    [
      'from one piece',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [1, '9'],
          [0, '8'],
        ],
      },
      [],
    ],
    [
      'a second one for a quantity',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '7'],
          [5, '9'],
        ],
      },
      [[5, '18']],
    ],
    [
      'a second one, even where the first is no lower',
      oneRule({ multiply: 2 }),
      {
        cost: '10',
        breaks: [
          [5, '1'],
          [5, '10'],
        ],
      },
      [],
    ],
    ['0', oneRule({ multiply: 2 }), { cost: '10', breaks: [[5, '0']] }, []],
    ['without a cost to compare it with', oneRule({ from: 'list' }), { list: '10', breaks: [[5, '9']] }, []],
  ])('leave out what is %s, and say so', (_, rules, amounts, expected) => {
    expect(bulk(rules, amounts)).toEqual(expected);
    const said = priced({ breaks: true, ...rules }, amounts).steps.filter(({ what }) =>
      what.startsWith('price from'),
    );
    expect(said).toHaveLength(amounts.breaks?.length ?? 0);
  });
});
