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
const image = (id: number, file = 'other') => ({ id, name: `${file}#${id}` });
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
  const added = (undo: Operation['undo'] = null, state: Operation['state'] = 'done') =>
    doneRow({ before: { images: ['other#1'] }, after: { images: [one, two] }, undo, state });

  it('takes those away whose ids it knows, and that are still there', () => {
    const now = store({}, [image(1), image(5), image(9)]);
    expect(undoField('images', added({ imageIds: [4, 5] }), now)).toEqual({
      is: 'restored',
      before: { images: ['other#1', 'other#5', 'other#9'] },
      after: { removedImages: [{ id: 5, url: two }] },
    });
  });

  it('tells those of a row without an end by their names, and no other', () => {
    const now = store({}, [image(1), image(9, '2'), image(5, 'merchants'), image(6, '2')]);
    expect(undoField('images', added(null, 'sent'), now)).toMatchObject({
      after: { removedImages: [{ id: 9, url: two }] },
    });
  });

  it.each(['done', 'failed', 'sent', 'unknown'] as const)(
    'never takes away what a merchant added, or what was there before the row (%s)',
    (state) => {
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
          fc.uniqueArray(fc.integer({ min: 21, max: 40 })),
          (before, since) => {
            const written = doneRow({
              before: { images: before.map((id) => `1#${id}`) },
              after: { images: [one, two] },
              state,
            });
            const now = store({}, [...before.map((id) => image(id, '1')), ...since.map((id) => image(id))]);
            expect(undoField('images', written, now)).toEqual({ is: 'as before' });
          },
        ),
      );
    },
  );

  it('says of one that a row took away by its name that it does not come back', () => {
    const shown = { description: '', isThumbnail: true, sortOrder: 0 };
    const cleared = row({ 'image.a#4': shown }, { 'image.a#4': null } as unknown as ProductFields);
    expect(undoField('image.a#4', cleared, store({}))).toEqual({ is: 'lost' });
    expect(undoField('image.a#4', cleared, store({ 'image.a#4': shown }))).toEqual({ is: 'as before' });
  });

  it('puts those back that it took away and that are gone', () => {
    const removedImages = [
      { id: 4, url: one },
      { id: 5, url: two },
    ];
    const now = store({}, [image(5)]);
    expect(undoField('removedImages', row({}, { removedImages }), now)).toEqual({
      is: 'restored',
      before: { images: ['other#5'] },
      after: { images: [one] },
    });
    expect(undoField('removedImages', row({}, { removedImages }), store({}, [image(4), image(5)]))).toEqual({
      is: 'as before',
    });
  });
});
