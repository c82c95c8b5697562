import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedSince } from '../../../src/catalog/store/changed-since.ts';
import type { StoredProduct } from '../../../src/catalog/store/read-back.ts';
import { addedImages, fieldState, rowState } from '../../../src/catalog/store/row-state.ts';
import type { WritingOperation } from '../../../src/ledger/journal/operation.ts';
import type { ProductFields } from '../../../src/product/fields.ts';
import { journalRow, type RowFields } from '../../helpers/plan-rows.ts';

function row(before: ProductFields, after: ProductFields, extra: RowFields = {}): WritingOperation {
  return journalRow({ productId: 7, before, after, ...extra });
}

function store(fields: ProductFields, changes: Partial<StoredProduct> = {}): StoredProduct {
  return { id: 7, sku: 'GU-1', fields, images: [], related: [], variants: new Map(), ...changes };
}

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
    expect(fieldState('removedImages', removed, store({}, { images: [{ id: 4, url: 'y' }] }))).toBe('before');
    expect(fieldState('removedImages', removed, store({}, { images: [{ id: 5, url: 'y' }] }))).toBe('after');
  });

  it('tells images of the row by what came since, first come first', () => {
    const adds = {
      ...row({ images: ['a'] }, { images: ['https://x/1', 'https://x/2'] }),
      state: 'sent' as const,
    };
    const images = [
      { id: 9, url: 'c' },
      { id: 1, url: 'a' },
      { id: 5, url: 'b' },
    ];
    expect(addedImages(adds, { images }).map(({ id }) => id)).toEqual([5, 9]);
    expect(fieldState('images', adds, store({}, { images }))).toBe('after');
    expect(fieldState('images', adds, store({}, { images: images.slice(1) }))).toBe('before');
  });

  it.each(['planned', 'failed'] as const)('takes nothing that came since for a %s row’s own', (state) => {
    const adds = { ...row({ images: [] }, { images: ['https://x/1'] }), state };
    const images = [{ id: 5, url: 'merchants' }];

    expect(addedImages(adds, { images })).toEqual([]);
    expect(fieldState('images', adds, store({}, { images }))).toBe('before');
  });
});

describe('whether a product is still as it was made', () => {
  const MADE: ProductFields = {
    name: 'A drum',
    price: '10',
    costPrice: '5',
    visible: true,
    stock: 3,
    description: '<p>As sent</p>',
    'customFields.Torque': '5',
    categories: [['Brakes']],
    images: ['https://x/1'],
  };
  const images = [{ id: 1, url: 'https://cdn/1' }];
  const asMade = (changes: ProductFields = {}, more: Partial<StoredProduct> = {}) =>
    changedSince(MADE, store({ ...MADE, ...changes }, { images, ...more }));

  it('is, whatever the store made of its HTML and however it writes numbers', () => {
    expect(asMade({ description: '<p>Tidied</p>', price: '10.0000', categories: [['BRAKES']] })).toEqual([]);
  });

  it.each<[string, ProductFields]>([
    ['name', { name: 'Mine' }],
    ['price', { price: '11' }],
    ['costPrice', { costPrice: '6' }],
    ['stock', { stock: 2 }],
    ['customFields.Torque', { 'customFields.Torque': '6' }],
    ['customFields.Own', { 'customFields.Own': 'x' }],
    ['categories', { categories: [['Brakes'], ['Own']] }],
    ['categories', { categories: [] }],
    ['categories', { categories: [['Own']] }],
  ])('is not when its %s is another', (field, change) => {
    expect(asMade(change)).toEqual([field]);
  });

  it('is not when it has another number of images', () => {
    expect(asMade({}, { images: [] })).toEqual(['images']);
    expect(asMade({}, { images: [...images, { id: 2, url: 'b' }] })).toEqual(['images']);
  });

  it('still is when it was hidden; shown by somebody, it is not', () => {
    expect(asMade({ visible: false })).toEqual([]);
    expect(changedSince({ ...MADE, visible: false }, store(MADE, { images }))).toEqual(['visible']);
  });
});
