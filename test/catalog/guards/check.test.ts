import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkGuards } from '../../../src/catalog/guards/check.ts';
import { NO_FACTS } from '../../../src/catalog/guards/guard.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { Observation } from '../../../src/ledger/journal/observations.ts';
import type { NewOperation } from '../../../src/ledger/journal/operation.ts';
import type { GuardFacts, GuardName } from '../../../src/ledger/journal/plan-notes.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import type { ProductChanges } from '../../../src/product/fields.ts';
import { Rules } from '../../../src/rules/schema.ts';
import { newRow, type RowFields } from '../../helpers/plan-rows.ts';
import { memoryFolder } from '../../helpers/temp-folder.ts';

const LIMITS = Rules.parse({}).guards;
const FACTS: GuardFacts = { ...NO_FACTS, parts: 500, there: 500, inStock: 100, tracked: 100, dated: 100 };

function row(n: number, changes: RowFields): NewOperation {
  return newRow({ sku: `GU-${n}`, name: `=Drum ${n}`, partId: `FP-${n}`, productId: n, ...changes });
}

const update = (before: string, after: string, base?: string): RowFields => ({
  before: { price: before },
  after: { price: after },
  ...(base === undefined ? {} : { base: { price: base } }),
});
const SOLD_OUT: RowFields = { kind: 'stock', before: { stock: 7 }, after: { stock: 0 } };
const HIDDEN: RowFields = { kind: 'hide', before: { visible: true }, after: { visible: false } };
const EMPTIED: RowFields = { before: { description: '<p>Words</p>' }, after: { description: '' } };
const UNPRICED: RowFields = { kind: 'skip', code: 'NO_PRICE', reason: 'No price.' };

async function ask(
  rows: NewOperation[],
  observed: Observation[] = [],
  facts: GuardFacts = FACTS,
  overrides: GuardName[] = [],
) {
  const ledger = await openLedger(memoryFolder(), systemClock);
  onTestFinished(() => ledger.close());
  await ledger.plans.start({ id: 'P', store: 's', profile: 'sandbox', selection: {} });
  await ledger.operations.add('P', rows);
  await ledger.observations.add('P', observed);
  return { ledger, tripped: await checkGuards({ ledger }, 'P', facts, LIMITS, overrides) };
}

const many = (count: number, changes: RowFields) =>
  Array.from({ length: count }, (_, n) => row(n + 1, changes));
const seen = (count: number, code: Observation['code']): Observation[] =>
  Array.from({ length: count }, (_, n) => ({ code, sku: `GU-${n + 1}`, name: '', detail: 'why' }));

/** Guard → what trips it, and one fewer. */
const CASES: [GuardName, (count: number) => [NewOperation[], Observation[]], number][] = [
  ['price', (n) => [many(n, UNPRICED), []], 101],
  ['price-move', (n) => [many(n, update('100', '130.01')), []], 26],
  ['zeroing', (n) => [many(n, SOLD_OUT), []], 21],
  ['hiding', (n) => [many(n, HIDDEN), []], 26],
  ['content', (n) => [many(n, EMPTIED), []], 101],
  ['unreadable', (n) => [[], seen(n, 'PART_UNREADABLE')], 26],
  ['stock-unknown', (n) => [[], seen(n, 'STOCK_UNKNOWN')], 21],
  ['stock-stale', (n) => [[], seen(n, 'STOCK_STALE')], 21],
];

describe('checkGuards', () => {
  it.each(CASES)('%s trips, and just passes with one offender fewer', async (guard, make, enough) => {
    const over = await ask(...make(enough));
    const under = await ask(...make(enough - 1));

    expect(over.tripped).toMatchObject([
      { guard, offenders: enough, code: `GUARD_${guard.toUpperCase().replace('-', '_')}`, overridden: false },
    ]);
    expect(over.tripped[0]?.message).toContain(`${enough} of `);
    expect(under.tripped).toEqual([]);
  });

  it('takes completeness from what was counted', async () => {
    const facts = { ...FACTS, complete: true, total: 500, parts: 499 };

    expect((await ask([], [], facts)).tripped).toMatchObject([{ guard: 'completeness', file: null }]);
    expect((await ask([], [], { ...facts, parts: 500 })).tripped).toEqual([]);
  });

  it('lists the first ten and saves all of them as CSV that no spreadsheet runs', async () => {
    const { tripped } = await ask(many(40, HIDDEN));
    const [{ first = [], file = null } = {}] = tripped;

    expect(first.map(({ sku }) => sku)).toEqual(Array.from({ length: 10 }, (_, n) => `GU-${n + 1}`));
    const lines = readFileSync(file ?? '', 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(1 + 40);
    expect(lines.slice(0, 2)).toEqual([
      'sku,name,before,after,reason',
      "GU-1,'=Drum 1,visible,hidden,the supplier no longer sells it",
    ]);
    expect(statSync(file ?? '').mode & 0o777).toBe(0o600);
  });

  it('leaves no file of a guard that does not trip', async () => {
    const { ledger } = await ask(many(3, HIDDEN));

    expect(existsSync(ledger.file.replace('ledger.db', 'guards'))).toBe(false);
  });

  it('says what tripped and what was overridden', async () => {
    const rows = [...many(30, HIDDEN), ...many(30, SOLD_OUT)];
    const { tripped } = await ask(rows, [], FACTS, ['hiding']);

    expect(tripped.map(({ guard, overridden }) => [guard, overridden])).toEqual([
      ['zeroing', false],
      ['hiding', true],
    ]);
  });

  it.each<[string, RowFields, boolean]>([
    ['5-fold', update('10', '50'), true],
    ['a fifth', update('50', '10'), true],
    ['nearly 5-fold', update('10', '49.99'), false],
    ['from nothing', update('0', '50'), false],
    ['back to what ttpd wrote', update('1', '50', '50'), false],
    ['5-fold of what ttpd wrote', update('50', '250', '50'), true],
    ['5-fold, of which ttpd wrote none', { ...update('10', '50'), base: { price: null } }, true],
    [
      'to a fifth beside one that moves less',
      {
        before: { price: '100', fixedShippingPrice: '10' },
        after: { price: '20', fixedShippingPrice: '14' },
      },
      true,
    ],
  ])('one price that moves %s', async (_, change, trips) => {
    const { tripped } = await ask([row(1, change)]);

    expect(tripped.map(({ guard }) => guard)).toEqual(trips ? ['price-move'] : []);
  });

  it.each<[string, ProductChanges, ProductChanges, string]>([
    ['a sale price', { price: '100' }, { salePrice: '0.01' }, '100 0.01 salePrice -100 %'],
    [
      'a sale price that is cleared',
      { price: '100', salePrice: '10' },
      { salePrice: null },
      '10 100 salePrice +900 %',
    ],
    [
      'one that ends in a file',
      { price: '100', salePrice: '10' },
      { salePrice: '0' },
      '10 100 salePrice +900 %',
    ],
    [
      'a sale price that rises',
      { price: '100', salePrice: '1' },
      { salePrice: '90' },
      '1 90 salePrice +8900 %',
    ],
    [
      "a variant's sale price",
      { price: '100', 'variants.GU.1.price': '80' },
      { 'variants.GU.1.salePrice': '8' },
      '80 8 variants.GU.1.salePrice -90 %',
    ],
    [
      "a variant's price that was the product's",
      { price: '100' },
      { 'variants.GU-1-S.price': '1' },
      '100 1 variants.GU-1-S.price -99 %',
    ],
    [
      "a variant's price that becomes the product's",
      { price: '100', 'variants.GU-1-S.price': '20' },
      { 'variants.GU-1-S.price': null },
      '20 100 variants.GU-1-S.price +400 %',
    ],
    [
      'a price of many',
      { price: '100', bulkPrices: [{ from: 10, price: '90' }] },
      { bulkPrices: [{ from: 10, price: '9' }] },
      '90 9 bulkPrices from 10 -90 %',
    ],
    [
      'shipping',
      { fixedShippingPrice: '5' },
      { fixedShippingPrice: '500' },
      '5 500 fixedShippingPrice +9900 %',
    ],
    ['a price, though there is a sale', { price: '100', salePrice: '90' }, { price: '10' }, '100 10 -90 %'],
  ])('measures what a shopper pays: %s', async (_, before, after, found) => {
    const { tripped } = await ask([row(1, { before, after })]);

    const [first] = tripped[0]?.first ?? [];
    expect(tripped.map(({ guard }) => guard)).toEqual(['price-move']);
    expect(`${first?.before} ${first?.after} ${first?.reason}`).toBe(found);
  });

  it.each<[string, ProductChanges, ProductChanges]>([
    ['what it costs the shop', { price: '100', costPrice: '80' }, { costPrice: '8' }],
    ['an end of a sale that took off little', { price: '100', salePrice: '90' }, { salePrice: null }],
    ['a sale price where there was no price', {}, { salePrice: '5' }],
  ])('does not take for a move of prices: %s', async (_, before, after) => {
    expect((await ask(many(30, { before, after }))).tripped).toEqual([]);
  });

  it('minds no new products, no parts that are not in the store, and no stock that was unknown', async () => {
    const { tripped } = await ask([
      ...many(60, { kind: 'create', productId: null, after: { price: '1', stock: 0, visible: false } }),
      ...many(200, { ...UNPRICED, productId: null }),
      ...many(60, { kind: 'stock', before: { stock: null }, after: { stock: 0 } }),
    ]);

    expect(tripped).toEqual([]);
  });

  it.each<[GuardName, NewOperation[], Observation[], string]>([
    [
      'price',
      many(150, UNPRICED),
      [],
      '150 of 500 products in the store can no longer be priced (30 %; the limit is 20%).',
    ],
    [
      'price-move',
      [...many(29, update('100', '60')), row(30, update('10', '60'))],
      [],
      '30 of 500 products would change their price by more than 30% (6 %; the limit is 5%). 1 of them at least 5-fold, of which one is enough.',
    ],
    [
      'zeroing',
      many(30, SOLD_OUT),
      [],
      '30 of 100 products in stock would go to 0 or lose more than 80% of it (30 %; the limit is 20%).',
    ],
    ['hiding', many(30, HIDDEN), [], '30 of 500 products would be hidden (6 %; the limit is 5%).'],
    [
      'stock-stale',
      [],
      seen(30, 'STOCK_STALE'),
      '30 of 100 parts have a stock that is older than 72h (30 %; the limit is 20%).',
    ],
  ])('says of %s how many of how many, and the limit', async (_, rows, observed, message) => {
    const { tripped } = await ask(rows, observed);

    expect(tripped.map((each) => [each.message, each.of])).toEqual([
      [message, Number(/of (\d+)/.exec(message)?.[1])],
    ]);
  });

  it('says nothing of one that is enough where there is none', async () => {
    const { tripped } = await ask(many(30, update('100', '60')));

    expect(tripped[0]?.message).not.toContain('enough');
  });

  it('lists the offenders of a guard with what each would lose', async () => {
    const lists = async (rows: NewOperation[], observed: Observation[] = []) =>
      (await ask(rows, observed)).tripped[0]?.first[0];

    expect(await lists(many(30, SOLD_OUT))).toEqual({
      sku: 'GU-1',
      name: '=Drum 1',
      before: '7',
      after: '0',
      reason: 'out of stock',
    });
    expect(await lists(many(150, UNPRICED))).toMatchObject({
      before: null,
      after: null,
      reason: 'No price.',
    });
    expect(await lists(many(150, { ...UNPRICED, reason: null }))).toMatchObject({ reason: '' });
    expect(await lists(many(30, { ...HIDDEN, reason: 'discontinued' }))).toMatchObject({
      before: 'visible',
      after: 'hidden',
      reason: 'discontinued',
    });
    expect(await lists([], seen(30, 'PART_UNREADABLE'))).toEqual({
      sku: 'GU-1',
      name: '',
      before: null,
      after: null,
      reason: 'why',
    });
  });

  it('names the parts that are missing from a short answer', async () => {
    const facts = {
      ...FACTS,
      complete: true,
      total: 400,
      parts: 400,
      lastGood: { parts: 500, readAt: '2026-11-22T00:00:00Z' },
    };
    const { tripped } = await ask([], seen(2, 'PART_ABSENT'), facts);

    expect(tripped[0]?.first.map(({ sku }) => sku)).toEqual(['GU-1', 'GU-2']);
    expect(
      readFileSync(tripped[0]?.file ?? '', 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(3);
  });

  it.each<[string, RowFields]>([
    ['a stock that was 0 already', { ...SOLD_OUT, before: { stock: 0 } }],
    ['a stock that falls to a fifth', { ...SOLD_OUT, before: { stock: 5 }, after: { stock: 1 } }],
    ['a custom field that goes', { before: { 'customField.A=1': '1' }, after: { 'customField.A=1': null } }],
    [
      'custom fields of which others come',
      {
        before: { 'customField.A=1': '1', 'customField.B=1': '1' },
        after: {
          'customField.A=1': null,
          'customField.B=1': null,
          'customField.C=1': '1',
          'customField.D=2': '2',
        },
      },
    ],
    [
      'a text that is said otherwise',
      { before: { description: 'Long. '.repeat(30) }, after: { description: 'Half as long. '.repeat(7) } },
    ],
    ['an update that says stock', { ...SOLD_OUT, kind: 'update' }],
    ['a product that is shown', { kind: 'update', before: { visible: false }, after: { visible: true } }],
    ['a row that is left out for another reason', { ...UNPRICED, code: 'NO_CATEGORY' }],
    ['one that is left out without a reason', { ...UNPRICED, code: null }],
    ['a price of a row that writes none', { ...update('100', '1'), kind: 'skip' }],
  ])('is not tripped by %s', async (_, change) => {
    expect((await ask(many(120, change))).tripped).toEqual([]);
  });
});
