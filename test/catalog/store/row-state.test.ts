import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredProduct } from '../../../src/catalog/store/read-back.ts';
import { fieldState, madeImages, rowState } from '../../../src/catalog/store/row-state.ts';
import type { Operation, WritingOperation } from '../../../src/ledger/journal/operation.ts';
import type { ProductFields } from '../../../src/product/fields.ts';
import { storedProduct } from '../../helpers/done-rows.ts';
import { journalRow, type RowFields } from '../../helpers/plan-rows.ts';

function row(before: ProductFields, after: ProductFields, extra: RowFields = {}): WritingOperation {
  return journalRow({ productId: 7, before, after, ...extra });
}

const store = storedProduct;

const lenient = (field: string) => field !== 'stock';
const decimal = fc.integer({ min: 1, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));

describe('how the store stands to a row', () => {
  it('is before, after or other, by value and not by writing', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (before, after, now) => {
        const expected =
          Number(now) === Number(after) ? 'after' : Number(now) === Number(before) ? 'before' : 'other';
        const found = fieldState(
          'price',
          row({ price: before }, { price: after }),
          store({ price: `${now}00` }),
        );
        expect(found).toBe(expected);
      }),
    );
  });

  it.each<[string, ProductFields, ProductFields, ProductFields, object]>([
    ['done', { price: '1', name: 'A' }, { price: '2', name: 'B' }, { price: '2', name: 'B' }, { is: 'done' }],
    [
      'open when one is to be written',
      { price: '1', name: 'A' },
      { price: '2', name: 'B' },
      { price: '2', name: 'A' },
      { is: 'open' },
    ],
    [
      "changed where somebody's is there, whatever else is open",
      { price: '1', name: 'A' },
      { price: '2', name: 'B' },
      { price: '3', name: 'A' },
      { is: 'changed', fields: ['price'] },
    ],
    ['open where pieces were sold', { stock: 5 }, { stock: 3 }, { stock: 4 }, { is: 'open' }],
  ])('is %s', (_name, before, after, now, expected) => {
    expect(rowState(row(before, after), store(now), lenient)).toEqual(expected);
  });

  it('takes sold pieces for a change where levels are from the past', () => {
    const found = rowState(row({ stock: 5 }, { stock: 3 }), store({ stock: 4 }), () => true);
    expect(found).toEqual({ is: 'changed', fields: ['stock'] });
  });

  it("reads a variant's level by its number, whatever SKU it has by now", () => {
    const now = store({ stock: 9 }, { sku: 'NEW-1', variants: new Map([[12, { stock: 3 }]]) });
    const level = (stock: number, variantId?: number) =>
      row({ stock: 5 }, { stock }, { kind: 'stock', ...(variantId === undefined ? {} : { variantId }) });
    expect(fieldState('stock', level(3, 12), now)).toBe('after');
    expect(fieldState('stock', level(9), now)).toBe('after');
    expect(fieldState('stock', level(9, 12), now)).toBe('other');
  });

  it('knows a text as the store tidied it', () => {
    const tidied = row(
      { description: '' },
      { description: '<p>A' },
      { undo: { saved: { description: '<p>A</p>' } } },
    );
    expect(fieldState('description', tidied, store({ description: '<p>A</p>' }))).toBe('after');
    expect(fieldState('description', tidied, store({ description: '<p>B</p>' }))).toBe('other');
  });

  it('asks of lists only for the entries of the row', () => {
    const [a, b] = [['Brakes'], ['Wheels']];
    const adds = row({ categories: [] }, { categories: [a, b] });
    expect(fieldState('categories', adds, store({ categories: [['brakes'], ['WHEELS'], ['Own']] }))).toBe(
      'after',
    );
    expect(fieldState('categories', adds, store({ categories: [['Brakes']] }))).toBe('before');
    const takes = row({}, { removedCategories: [a, b] });
    expect(fieldState('removedCategories', takes, store({ categories: [b] }))).toBe('before');
    expect(fieldState('removedCategories', takes, store({ categories: [['Own']] }))).toBe('after');
    const removed = row({}, { removedImages: [{ id: 4, url: 'x' }] });
    expect(fieldState('removedImages', removed, store({}, { images: [{ id: 4, name: 'y#4' }] }))).toBe(
      'before',
    );
    expect(fieldState('removedImages', removed, store({}, { images: [{ id: 5, name: 'y#5' }] }))).toBe(
      'after',
    );
  });

  const one = 'https://x/one.jpg';
  const ids = (of: Operation, images: StoredProduct['images']) =>
    madeImages(of, { images }).map((image) => image?.id);

  it.each(['sent', 'unknown'] as const)(
    'tells images of a %s row by what came since, by their names',
    (state) => {
      const adds = { ...row({ images: ['one#1'] }, { images: [one, 'https://x/two.png'] }), state };
      const images = [
        { id: 9, name: 'two#9' },
        { id: 1, name: 'one#1' },
        { id: 7, name: 'merchants#7' },
        { id: 5, name: 'one#5' },
      ];
      expect(ids(adds, images)).toEqual([5, 9]);
      expect(fieldState('images', adds, store({}, { images }))).toBe('after');
      expect(fieldState('images', adds, store({}, { images: images.slice(1) }))).toBe('before');
    },
  );

  it('tells them by the ids that were noted, whatever they are called', () => {
    const adds = {
      ...row({ images: [] }, { images: [one, 'https://x/two.png'] }),
      state: 'done' as const,
      undo: { imageIds: [4, null] },
    };
    expect(ids(adds, [{ id: 4, name: 'renamed#4' }])).toEqual([4, undefined]);
    expect(
      ids(adds, [
        { id: 5, name: 'one#5' },
        { id: 6, name: 'two#6' },
      ]),
    ).toEqual([undefined, undefined]);
  });

  it.each(['planned', 'failed'] as const)('takes nothing that came since for a %s row’s own', (state) => {
    const adds = { ...row({ images: [] }, { images: [one] }), state };
    const images = [{ id: 5, name: 'one#5' }];

    expect(ids(adds, images)).toEqual([undefined]);
    expect(fieldState('images', adds, store({}, { images }))).toBe('before');
  });
});
