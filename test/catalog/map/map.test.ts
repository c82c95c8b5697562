import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMapper } from '../../../src/catalog/map/map.ts';
import type { Price } from '../../../src/finditparts/supplier.ts';
import { Rules, type RulesInput } from '../../../src/rules/schema.ts';
import { aPart, TARGET } from '../../helpers/parts.ts';

const mapPart = createMapper(Rules.parse({}), TARGET);
const mapped = (changes: Parameters<typeof aPart>[0] = {}) => mapPart(aPart(changes));
const byRules = (rules: RulesInput, changes: Parameters<typeof aPart>[0] = {}) =>
  createMapper(Rules.parse(rules), TARGET)(aPart(changes));
const fieldsOf = (changes: Parameters<typeof aPart>[0] = {}) => {
  const result = mapped(changes);
  if (result.kind !== 'product') throw new Error(`held: ${result.code}`);
  return result.fields;
};
const priced = (changes: Partial<Price>) => ({
  price: {
    currency: 'USD',
    list: new Big('100'),
    account: new Big('60'),
    map: null,
    core: null,
    breaks: [],
    asOf: null,
    ...changes,
  },
  stock: { total: 5, locations: [], asOf: null },
});

describe('the default mapping', () => {
  it('gives a product its SKU by brand, its name by brand and number, and its money as exact text', () => {
    expect(mapped()).toMatchObject({
      kind: 'product',
      sku: 'GU-3600AX',
      fields: {
        name: 'Gunite 3600AX Brake Drum 16.5x7',
        mpn: '3600AX',
        brand: 'Gunite',
        price: '146.2',
        costPrice: '97.4',
        weight: '112',
        stock: 12,
        condition: 'New',
        categories: [['Brakes', 'Brake Drums']],
        visible: true,
      },
    });
  });

  it.each([
    ['no weight', { weight: null }, 'NO_WEIGHT'],
    ['a weight of nothing', { weight: { value: new Big(0), unit: 'lb' } }, 'NO_WEIGHT'],
    ['a unit nobody knows', { weight: { value: new Big(1), unit: 'stone' } }, 'UNKNOWN_UNIT'],
    ['no price at all', { offer: { price: null, stock: null } }, 'NO_PRICE'],
    ['a list price of zero', { offer: priced({ list: new Big(0) }) }, 'NO_PRICE'],
    ['a list price below cost', { offer: priced({ account: new Big('100.01') }) }, 'BELOW_COST'],
    ['another currency', { offer: priced({ currency: 'CAD' }) }, 'WRONG_CURRENCY'],
    ['a name over 250 characters', { name: 'x'.repeat(250) }, 'NAME_TOO_LONG'],
  ])('holds a part with %s', (_, changes, code) => {
    expect(mapped(changes)).toMatchObject({ kind: 'held', code });
  });

  it('keeps a name of exactly 250 characters', () => {
    const name = 'x'.repeat(250 - 'Gunite 3600AX '.length);
    expect(fieldsOf({ name }).name).toHaveLength(250);
  });

  it('raises the price to MAP where the list price is lower', () => {
    expect(fieldsOf({ offer: priced({ map: new Big('120') }) }).price).toBe('120');
  });

  it.each([
    ['the total', { total: 7, locations: [], asOf: null }, 7],
    ['the sum of locations without a total', stockAt(null, [3, 4]), 7],
    ['nothing when one location does not say', stockAt(null, [3, null]), undefined],
    ['nothing when nobody says', stockAt(null, []), undefined],
    ['zero for a negative total', stockAt(-3, []), 0],
  ])('takes as stock %s', (_, stock, expected) => {
    const { offer } = aPart();
    expect(fieldsOf({ offer: { price: offer?.price ?? null, stock } }).stock).toBe(expected);
  });

  it('warns when the stock is unknown', () => {
    const { offer } = aPart();
    const result = mapped({ offer: { price: offer?.price ?? null, stock: null } });
    expect(result).toMatchObject({ warnings: [{ code: 'STOCK_UNKNOWN', sku: 'GU-3600AX' }] });
  });

  it("turns weights and sizes into the store's units", () => {
    const fields = mapPart(
      aPart({
        weight: { value: new Big('10'), unit: 'kg' },
        dimensions: { length: new Big('2.54'), width: new Big('1'), height: null, unit: 'cm' },
      }),
    );
    expect(fields).toMatchObject({ fields: { weight: '22.0462', depth: '1', width: '0.3937' } });
    expect(fields).not.toHaveProperty('fields.height');
  });

  it('shows foreign text and runs none of it', () => {
    expect(fieldsOf({ description: '<script>alert("1")</script>\n\nSecond & last' }).description).toBe(
      '<p>Second &amp; last</p>',
    );
  });

  it('puts the Prop 65 warning on the page, where it is read before the purchase', () => {
    const { description } = fieldsOf({ prop65: { required: true, warning: 'Lead <Pb>' } });
    expect(description).toContain('<strong>WARNING:</strong> Lead &lt; Pb&gt;');
  });

  it("says nothing about images and attributes without the part's details", () => {
    expect(fieldsOf()).not.toHaveProperty('images');
  });

  it('writes core charge, pack, interchange and attributes as custom fields', () => {
    const fields = fieldsOf({
      packQuantity: 4,
      offer: priced({ core: new Big('25') }),
      details: {
        images: [{ url: 'https://img.example/1.jpg', description: null }],
        attributes: [{ name: 'Bolt circle', value: '11.25 in' }],
        fitment: [],
        interchange: Array.from({ length: 40 }, (_, i) => ({
          brand: 'Webb',
          partNumber: `6686${i}B`,
          note: null,
        })),
      },
    });
    expect(fields).toMatchObject({
      'customField.Core charge=$25.00': '$25.00',
      'customField.Sold in packs of=4': '4',
      'customField.Bolt circle=11.25 in': '11.25 in',
      images: ['https://img.example/1.jpg'],
    });
    const numbers = Object.entries(fields).filter(([field]) => field.startsWith('customField.Interchange'));
    expect(numbers.length).toBeGreaterThan(1);
    for (const [, value] of numbers) expect(String(value).length).toBeLessThanOrEqual(250);
    expect(
      numbers
        .map(([, value]) => value)
        .join(', ')
        .split(', '),
    ).toHaveLength(40);
  });

  it('leaves an attribute that does not fit out whole, and says so', () => {
    const result = mapped({
      details: {
        images: [],
        attributes: [{ name: 'Notes', value: 'x'.repeat(251) }],
        fitment: [],
        interchange: [],
      },
    });
    expect(result).toMatchObject({ warnings: [{ code: 'CUSTOM_FIELD_LEFT_OUT', column: 'Notes' }] });
    expect(JSON.stringify(result.kind === 'product' && result.fields)).not.toContain('Notes=');
  });

  it('never gives a price at or below zero, MAP or cost, whatever the supplier says', () => {
    const money = fc.option(
      fc.integer({ min: -1_000, max: 10_000_000 }).map((cents) => new Big(cents).div(100)),
      { nil: null },
    );
    fc.assert(
      fc.property(money, money, money, (list, account, map) => {
        const result = mapped({ offer: priced({ list, account, map }) });
        if (result.kind === 'held') return;
        const price = new Big(result.fields.price ?? '0');
        expect(price.gt(0)).toBe(true);
        if (map) expect(price.gte(map)).toBe(true);
        if (account) expect(price.gt(account)).toBe(true);
      }),
    );
  });
});

describe('the mapping by rules', () => {
  it('prices by the first rule that matches, and says which', () => {
    const result = byRules({
      price: {
        rules: [
          { name: 'cheap', when: { cost: { below: 25 } }, multiply: 1.9, round: { ending: '.99' } },
          { name: 'rest', multiply: 1.35, round: { ending: '.99' } },
        ],
      },
    });

    // 97.40 × 1.35 = 131.49
    expect(result).toMatchObject({ fields: { price: '131.99' }, because: { priceRule: 'rest' } });
  });

  it('creates a part without weight hidden, where the rules say so', () => {
    expect(byRules({ weight: { missing: 'hide' } }, { weight: null })).toMatchObject({
      kind: 'product',
      hiddenAtFirst: true,
      fields: expect.not.objectContaining({ weight: expect.anything() as unknown }) as unknown,
    });
  });

  it('takes brand, prefix, category, texts, stock and lead time from the rules', () => {
    const result = byRules(
      {
        brands: { 'Gunite Corp': { prefix: 'GUN', aliases: ['Gunite'] } },
        text: { name: '{{brand}} {{partNumber}}', searchKeywords: '{{number}}' },
        categories: { map: [{ when: { category: 'brakes' }, path: 'Air brakes/Drums' }] },
        stock: { buffer: 2, cap: 5, leadTime: 'Ships in {{days}} days' },
      },
      { offer: { price: aPart().offer?.price ?? null, stock: stockAt(null, [9], 3) } },
    );

    expect(result).toMatchObject({
      sku: 'GUN-3600AX',
      knownBrand: true,
      fields: {
        name: 'Gunite Corp 3600AX',
        brand: 'Gunite Corp',
        searchKeywords: '3600AX',
        categories: [['Air brakes', 'Drums']],
        stock: 5,
        availability: 'Ships in 3 days',
      },
    });
  });

  it.each([
    ['no rule matches', { price: { rules: [{ when: { brand: 'Webb' }, multiply: 2 }] } }, 'NO_PRICE_RULE'],
    [
      'the margin is too small',
      { price: { rules: [{ markup: '5%' }], floors: { margin: '12%' } } },
      'BELOW_MARGIN',
    ],
    [
      'a page title is too long',
      { text: { pageTitle: `{{brand}}${'x'.repeat(255)}` } },
      'PAGE_TITLE_TOO_LONG',
    ],
  ] satisfies [string, RulesInput, string][])('holds a part when %s', (_, rules, code) => {
    expect(byRules(rules)).toMatchObject({ kind: 'held', code });
  });
});

function stockAt(total: number | null, quantities: (number | null)[], leadTimeDays: number | null = null) {
  const locations = quantities.map((quantity, i) => ({
    code: `L${i}`,
    name: null,
    quantity,
    leadTimeDays,
    cutoff: null,
  }));
  return { total, locations, asOf: null };
}
