import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredProduct } from '../../../src/catalog/store/read-back.ts';
import { undoField } from '../../../src/catalog/undo/undo-field.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import type { ProductFields } from '../../../src/product/fields.ts';
import { doneRow, storedProduct } from '../../helpers/done-rows.ts';

const row = (before: ProductFields, after: ProductFields, undo: Operation['undo'] = null) =>
  doneRow({ before, after, undo });
const store = (fields: ProductFields, images: StoredProduct['images'] = []) =>
  storedProduct(fields, { images });
const image = (id: number, url = `https://cdn/${id}`) => ({ id, url });
const [one, two] = ['https://img/1', 'https://img/2'];

describe('taking one field back', () => {
  it('restores what it had, only while the store has what was written', () => {
    const value = fc.constantFrom('1', '2', '3');
    fc.assert(
      fc.property(value, value, value, (before, after, now) => {
        const undone = undoField('price', row({ price: before }, { price: after }), store({ price: now }));
        if (now === after)
          expect(undone).toEqual({ is: 'restored', before: { price: now }, after: { price: before } });
        else expect(undone).toEqual({ is: now === before ? 'as before' : 'changed' });
      }),
    );
  });

  it('empties a field that had nothing', () => {
    expect(undoField('mpn', row({}, { mpn: 'X' }), store({ mpn: 'X' }))).toEqual({
      is: 'restored',
      before: { mpn: 'X' },
      after: { mpn: null },
    });
  });

  it('cannot set a level to "not counted"; one that was counted comes back, 0 as well', () => {
    expect(undoField('stock', row({}, { stock: 3 }), store({ stock: 3 }))).toEqual({ is: 'as before' });
    expect(undoField('stock', row({ stock: 0 }, { stock: 3 }), store({ stock: 3 }))).toMatchObject({
      is: 'restored',
      after: { stock: 0 },
    });
  });

  it('takes only its own categories out, and puts only its own back in', () => {
    const now = store({ categories: [['Ours'], ['Theirs']] });
    expect(undoField('categories', row({}, { categories: [['Ours'], ['Gone']] }), now)).toEqual({
      is: 'restored',
      before: { categories: [['Ours'], ['Theirs']] },
      after: { removedCategories: [['Ours']] },
    });
    expect(undoField('categories', row({}, { categories: [['Gone']] }), now)).toEqual({ is: 'as before' });
    expect(undoField('removedCategories', row({}, { removedCategories: [['Ours'], ['Gone']] }), now)).toEqual(
      {
        is: 'restored',
        before: { categories: [['Ours'], ['Theirs']] },
        after: { categories: [['Gone']] },
      },
    );
    expect(undoField('removedCategories', row({}, { removedCategories: [['Ours']] }), now)).toEqual({
      is: 'as before',
    });
  });
});

describe('taking images back', () => {
  const added = (undo: Operation['undo'] = null, sources = [one, two]) =>
    row({ images: ['https://cdn/1'] }, { images: sources }, undo);

  it('takes those away whose ids it knows, and that are still there', () => {
    const now = store({}, [image(1), image(5), image(9)]);
    expect(undoField('images', added({ imageIds: [4, 5] }), now)).toEqual({
      is: 'restored',
      before: { images: ['https://cdn/1', 'https://cdn/5', 'https://cdn/9'] },
      after: { removedImages: [{ id: 5, url: two }] },
    });
  });

  it('tells them by what came since where their ids are not known and the number fits', () => {
    const now = store({}, [image(1), image(9), image(5)]);
    expect(undoField('images', added(), now)).toMatchObject({
      after: {
        removedImages: [
          { id: 5, url: one },
          { id: 9, url: two },
        ],
      },
    });
  });

  it.each([
    ['more came since: one of them is a merchant’s', [image(1), image(5), image(6), image(7)]],
    ['fewer came since: one that is there may be a merchant’s', [image(1), image(5)]],
  ])('takes none away where %s', (_name, images) => {
    expect(undoField('images', added(), store({}, images))).toEqual({ is: 'as before' });
  });

  it('never takes one away that was there before the row', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
        fc.uniqueArray(fc.integer({ min: 21, max: 40 })),
        fc.integer({ min: 1, max: 4 }),
        (before, since, count) => {
          const sources = Array.from({ length: count }, (_, n) => `https://img/${n}`);
          const written = row({ images: before.map((id) => `https://cdn/${id}`) }, { images: sources });
          const now = store(
            {},
            [...before, ...since].map((id) => image(id)),
          );
          const undone = undoField('images', written, now);
          const removed = undone.is === 'restored' ? (undone.after as ProductFields).removedImages : [];
          expect(removed?.map(({ id }) => id)).toEqual(
            since.length === count ? since.toSorted((a, b) => a - b) : [],
          );
        },
      ),
    );
  });

  it('puts those back that it took away and that are gone', () => {
    const removedImages = [
      { id: 4, url: one },
      { id: 5, url: two },
    ];
    const now = store({}, [image(5)]);
    expect(undoField('removedImages', row({}, { removedImages }), now)).toEqual({
      is: 'restored',
      before: { images: ['https://cdn/5'] },
      after: { images: [one] },
    });
    expect(undoField('removedImages', row({}, { removedImages }), store({}, [image(4), image(5)]))).toEqual({
      is: 'as before',
    });
  });
});
