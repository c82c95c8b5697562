import { expect, it } from 'vitest';
import { planDetails } from '../../../src/commands/plan/report.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import { createTheme } from '../../../src/terminal/theme.ts';
import { journalRow, type RowFields } from '../../helpers/plan-rows.ts';

const PLAIN = createTheme({ isTTY: false }, {}, true);
const NOTHING = {
  prices: { up: 0, down: 0, largest: [] },
  stock: { toZero: 0, fromZero: 0 },
  margin: { lowest: [] },
  value: { created: '0.00', changed: '0.00' },
  categories: [],
};

function row(changes: RowFields): Operation {
  return journalRow({ partId: 'FP1', productId: 1, ...changes });
}

function text(rows: Operation[], changes: Partial<Parameters<typeof planDetails>[0]> = {}): string[] {
  const summary = {
    id: 'P',
    create: 0,
    update: 1,
    stock: 0,
    hide: 0,
    metafields: 0,
    related: 0,
    delete: 0,
    conflict: 0,
    skip: 0,
    unchanged: 0,
  };
  const details = {
    summary,
    review: NOTHING,
    guards: [],
    owners: {},
    origin: 'supplier' as const,
    status: 'open',
    more: false,
    limit: 50,
  };
  return planDetails({ ...details, rows, ...changes }, PLAIN).split('\n');
}

it('shows each field before → after, with who has the last word and why', () => {
  const lines = text(
    [
      row({
        before: { price: '9', name: 'A' },
        after: { price: '10', name: 'B' },
        base: { price: '9', name: 'A' },
      }),
    ],
    { owners: { name: 'ttpd' } },
  );

  expect(lines).toEqual([
    'Plan   P  update 1   open',
    '~ GU-1  Drum',
    "    price          9 → 10  ttpd: the supplier's value changed",
    "    name           A → B  ttpd: the supplier's value changed",
  ]);
});

it('shows all three values of a conflict', () => {
  const lines = text([
    row({
      kind: 'conflict',
      before: { name: 'Ours' },
      after: { name: 'StoreEntry' },
      base: { name: 'Old' },
      code: 'CONFLICT',
      reason: 'Changed on both sides.',
    }),
  ]);

  expect(lines[2]).toBe(
    "    name           was Old, supplier StoreEntry, store Ours  merchant-after-edit: changed on both sides; the store's value stays",
  );
});

it('begins with pieces, money and what guards say', () => {
  const lines = text([], {
    review: {
      prices: {
        up: 1,
        down: 2,
        largest: [{ sku: 'GU-1', name: 'Drum', before: '1000', after: '600', change: '-0.4' }],
      },
      stock: { toZero: 1, fromZero: 3 },
      margin: { lowest: [{ sku: 'GU-2', name: 'Pad', price: '10', cost: '9', margin: '0.1' }] },
      value: { created: '1234567.5', changed: '-20.00' },
      categories: [],
    },
    guards: [
      {
        guard: 'zeroing',
        code: 'GUARD_ZEROING',
        message: '12 of 20 products in stock would go to 0.',
        offenders: 12,
        of: 20,
        first: [{ sku: 'GU-3', name: 'Seal', before: '4', after: '0', reason: 'out of stock' }],
        file: '/state/guards/P-zeroing.csv',
        overridden: true,
      },
    ],
  });

  expect(lines.slice(1)).toEqual([
    '  prices  1 up, 2 down; farthest GU-1 1,000.00 → 600.00 (-40 %)',
    '  stock   1 product to 0, 3 back in stock',
    '  margin  lowest GU-2 10 % at 10.00',
    '  value   new products hold 1,234,567.50, the others lose 20.00',
    'zeroing (overridden): 12 of 20 products in stock would go to 0.',
    '    GU-3  4 → 0  out of stock',
    '    … and 11 more: /state/guards/P-zeroing.csv',
  ]);
});

it('shows links to related products, and that a rollback takes one away', () => {
  const added = row({ kind: 'related', before: { related: null }, after: { related: 'FP2' } });
  const removed = row({ kind: 'related', before: { related: 'FP2' }, after: { removedRelated: 900 } });

  const lines = text([added, removed]);

  expect(lines).toContain('    related        – → FP2  ttpd: added to what is there');
  expect(lines.some((line) => line.startsWith('    removedRelated '))).toBe(true);
});

it('shows what stands in a metafield, and never a word of JavaScript for it', () => {
  const lines = text([
    row({
      kind: 'metafields',
      before: { 'metafields.supplier': { hash: '0a', id: 12 } },
      after: { 'metafields.supplier': '{"id":"FP1"}' },
    }),
    row({ after: { bulkPrices: [{ from: 10, price: '9.50' }] } }),
  ]);

  expect(lines.join('\n')).not.toContain('[object');
  expect(lines[2]).toMatch(/metafields\.supplier metafield 12 → \{"id":"FP1"\}/);
  expect(lines[4]).toMatch(/bulkPrices {5}– → \{"from":10,"price":"9\.50"\}/);
});
