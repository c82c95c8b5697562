import { expect, it, onTestFinished } from 'vitest';
import { explainRow } from '../../../src/catalog/plan/explain.ts';
import { reviewPlan } from '../../../src/catalog/plan/review.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { NewOperation, Operation } from '../../../src/ledger/journal/operation.ts';
import { originOf } from '../../../src/ledger/journal/plan-notes.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { newRow, type RowFields, writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function row(sku: string, changes: RowFields): NewOperation {
  return newRow({ sku, name: `Part ${sku}`, partId: sku, productId: 1, ...changes });
}

async function review(rows: NewOperation[], written: NewOperation[] = []) {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  for (const [id, of] of [
    ['before', written],
    ['plan', rows],
  ] as const) {
    await ledger.plans.start({ id, store: 's', profile: 'sandbox', selection: {} });
    await ledger.operations.add(id, of);
  }
  for await (const done of ledger.operations.iterate('before'))
    await ledger.operations.complete(writing([done]), 's');
  return reviewPlan({ ledger, storeKey: 's' }, 'plan');
}

it('counts and lists price moves, farthest first', async () => {
  const prices = [
    ['A', '100', '110'],
    ['B', '100', '60'],
    ['C', '10', '10.5'],
    ['D', '1', '1.2'],
    ['E', '1', '1.3'],
    ['F', '1', '0.99'],
  ].map(([sku = '', before, after]) => row(sku, { before: { price: before }, after: { price: after } }));

  const { prices: moved } = await review(prices);

  expect([moved.up, moved.down]).toEqual([4, 2]);
  expect(moved.largest.map(({ sku, change }) => [sku, change])).toEqual([
    ['B', '-0.4'],
    ['E', '0.3'],
    ['D', '0.2'],
    ['A', '0.1'],
    ['C', '0.05'],
  ]);
});

it('measures the prices that shoppers pay', async () => {
  const { prices, margin } = await review([
    row('A', { before: { price: '100', salePrice: null }, after: { salePrice: '50' } }),
    row('B', { before: { price: '100', salePrice: '20', costPrice: '90' }, after: { salePrice: null } }),
    row('C', {
      before: { price: '10', 'variants.C-1.price': '9' },
      after: { price: '11', 'variants.C-1.price': '3' },
    }),
    row('D', { before: { costPrice: '1' }, after: { costPrice: '9' } }),
  ]);

  expect(prices).toEqual({
    up: 1,
    down: 2,
    largest: [
      { sku: 'B', name: 'Part B', before: '20', after: '100', change: '4' },
      { sku: 'C', name: 'Part C', before: '9', after: '3', change: '-0.6667' },
      { sku: 'A', name: 'Part A', before: '100', after: '50', change: '-0.5' },
    ],
  });
  expect(margin.lowest).toMatchObject([{ sku: 'B', price: '100', margin: '0.1' }]);
});

it('says what sells out and what is back, and what the lowest margins are', async () => {
  const { stock, margin } = await review([
    row('A', { kind: 'stock', before: { stock: 3 }, after: { stock: 0 } }),
    row('B', { kind: 'stock', before: { stock: 0 }, after: { stock: 3 } }),
    row('C', { kind: 'stock', before: { stock: 4 }, after: { stock: 3 } }),
    row('D', { kind: 'create', after: { price: '100', costPrice: '80', stock: 1 } }),
    row('E', { before: { price: '100', costPrice: '50' }, after: { price: '50', costPrice: '60' } }),
  ]);

  expect(stock).toEqual({ toZero: 1, fromZero: 1 });
  expect(margin.lowest.map(({ sku, margin: share }) => [sku, share])).toEqual([
    ['E', '-0.2'],
    ['D', '0.2'],
  ]);
});

it('values what a row leaves alone by what ttpd last wrote', async () => {
  const written = row('A', {
    snapshot: { fields: { price: '10', costPrice: '9', stock: 5 }, partUpdatedAt: null },
  });

  const { value, margin } = await review(
    [
      row('A', { before: { price: '10' }, after: { price: '12' } }),
      row('A', { kind: 'stock', before: { stock: 5 }, after: { stock: 7 } }),
      row('N', { kind: 'create', productId: null, after: { price: '2.50', stock: 4 } }),
      row('U', { kind: 'stock', before: { stock: 1 }, after: { stock: 9 } }), // its price is not known
    ],
    [written],
  );

  // 7 × 12 − 5 × 10.
  expect(value).toEqual({ created: '10.00', changed: '34.00' });
  expect(margin.lowest).toMatchObject([{ sku: 'A', cost: '9', margin: '0.25' }]);
});

it.each<[string, Partial<Operation>, string]>([
  ['a new product', { kind: 'create', after: { price: '2' } }, 'ttpd: new product'],
  [
    'the supplier',
    { before: { price: '1' }, after: { price: '2' }, base: { price: '1.00' } },
    "ttpd: the supplier's value changed",
  ],
  [
    'a merchant, overruled',
    { before: { price: '9' }, after: { price: '2' }, base: { price: '1' } },
    'ttpd: changed in the store, and ttpd has the last word',
  ],
  [
    'a product from before ttpd',
    { before: { price: '9' }, after: { price: '2' } },
    'ttpd: ttpd has the last word, and the supplier has another value',
  ],
  ['a gap', { before: { gtin: null }, after: { gtin: '1' } }, 'ttpd: the store has none'],
  [
    'a conflict',
    { kind: 'conflict', before: { name: 'x' }, after: { name: 'y' }, base: { name: 'z' } },
    "merchant-after-edit: changed on both sides; the store's value stays",
  ],
  [
    'a part that is gone',
    {
      kind: 'hide',
      before: { visible: true },
      after: { visible: false },
      reason: 'absent in 3 complete runs',
    },
    'merchant-after-edit: absent in 3 complete runs',
  ],
])('explains a field that changes by %s', (_, changes, words) => {
  const [field] = explainRow(
    { kind: 'update', before: {}, after: {}, base: {}, reason: null, ...changes },
    {},
  );

  expect(`${field?.owner}: ${field?.reason}`).toBe(words);
});

it.each<[string, Partial<Operation>, Record<string, unknown>, string]>([
  [
    'changes',
    { before: { price: '1' }, after: { price: '2' } },
    { file: 'x.csv' },
    'the file has another value',
  ],
  [
    'clears',
    { before: { warranty: 'a' }, after: { warranty: null } },
    { file: 'x.csv' },
    'the file clears it',
  ],
  [
    'moves out of categories',
    { after: { removedCategories: [['A']] } },
    { file: 'x.csv' },
    'the file has other categories',
  ],
  ['hides', { kind: 'hide', after: { visible: false } }, { file: 'x.csv' }, 'the file says HIDE'],
  [
    'takes back',
    { before: { name: 'mine' }, after: { name: 'old' } },
    { rollback: 'r' },
    'as it was before the run',
  ],
])('blames nothing on the supplier where a file or a rollback %s', (_, changes, selection, words) => {
  const row = { kind: 'update' as const, before: {}, after: {}, base: {}, reason: null, ...changes };

  const [field] = explainRow(row, {}, originOf(selection));

  expect(field?.reason).toBe(words);
});
