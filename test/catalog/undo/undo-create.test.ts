import { describe, expect, it } from 'vitest';
import { undoProduct } from '../../../src/catalog/undo/undo-product.ts';
import { doneRow, storedProduct } from '../../helpers/done-rows.ts';

const HIDE = { deleteCreated: false };
const DELETE = { deleteCreated: true };
const created = doneRow({ kind: 'create', productId: null, after: { name: 'New', price: '5' } });

describe('taking a creation back', () => {
  it('hides the product, whatever else was done to it', () => {
    for (const fields of [{ name: 'New', price: '5' }, { name: 'Theirs' }])
      expect(undoProduct([created], storedProduct({ ...fields, visible: true }), HIDE)).toEqual([
        expect.objectContaining({
          kind: 'hide',
          productId: 7,
          before: { visible: true },
          after: { visible: false },
          snapshot: { fields: { visible: false }, partUpdatedAt: null, restores: true },
        }),
      ]);
  });

  it('has nothing to hide where it is hidden already, or gone', () => {
    expect(undoProduct([created], storedProduct({ visible: false }), HIDE)).toEqual([]);
    expect(undoProduct([created], undefined, HIDE)).toEqual([]);
    expect(undoProduct([created], undefined, DELETE)).toEqual([]);
  });

  it('leaves it shown where it was made hidden and a person shows it', () => {
    const hidden = { ...created, after: { ...created.after, visible: false } };

    expect(undoProduct([hidden], storedProduct({ visible: true }), HIDE)).toEqual([
      expect.objectContaining({
        kind: 'conflict',
        code: 'CHANGED_SINCE',
        before: { visible: true },
        after: { visible: false },
        base: { visible: false },
      }),
    ]);
  });

  it('deletes what nobody touched, and notes all that was made', () => {
    const saved = { description: '<p>x</p>' };
    const tidied = { ...created, undo: { saved }, after: { ...created.after, description: '<p>x' } };

    expect(undoProduct([tidied], storedProduct({ name: 'New', price: '5', ...saved }), DELETE)).toEqual([
      expect.objectContaining({
        kind: 'delete',
        productId: 7,
        before: tidied.after,
        after: {},
        snapshot: { fields: {}, partUpdatedAt: null },
        undo: { saved },
      }),
    ]);
  });

  it('keeps what somebody changed, and names each field with its values', () => {
    const now = storedProduct({ name: 'Theirs', price: '5', 'customField.Shelf=7': '7' });

    expect(undoProduct([created], now, DELETE)).toEqual([
      expect.objectContaining({
        kind: 'conflict',
        before: { name: 'Theirs', 'customField.Shelf=7': '7' },
        after: { name: null, 'customField.Shelf=7': null },
        base: { name: 'New', 'customField.Shelf=7': null },
        reason: 'Changed since the run wrote it, and it stays so: name, customField.Shelf=7.',
      }),
    ]);
  });

  it.each([HIDE, DELETE])(
    'takes one for its own that was never confirmed, where it is as it was sent (%j)',
    (how) => {
      const sent = { ...created, state: 'sent' as const };

      expect(undoProduct([sent], storedProduct({ name: 'New', price: '5' }), how)).toHaveLength(1);
      expect(undoProduct([sent], storedProduct({ name: 'New', price: '6' }), how)).toEqual([]);
    },
  );

  it('never takes one that the store refused', () => {
    const failed = { ...created, state: 'failed' as const };

    expect(undoProduct([failed], storedProduct({ name: 'New', price: '5' }), HIDE)).toEqual([]);
  });
});

describe('taking a deletion back', () => {
  it('creates the product as it was made; values, metafields and links are left to their rows', () => {
    const deletion = doneRow({
      kind: 'delete',
      before: { name: 'New', price: '5' },
      undo: {
        base: {
          name: 'New',
          'metafields.fitment': { hash: 'h', id: 1 },
          related: { part: 'FP9', linked: true },
        },
      },
    });

    expect(undoProduct([deletion], undefined, HIDE)).toEqual([
      expect.objectContaining({
        kind: 'create',
        productId: null,
        before: {},
        after: { name: 'New', price: '5' },
        snapshot: {
          fields: { name: 'New', 'metafields.fitment': null, related: null },
          partUpdatedAt: null,
          restores: true,
        },
      }),
      expect.objectContaining({ kind: 'related', after: { related: 'FP9' } }),
    ]);
    expect(undoProduct([deletion], storedProduct(), HIDE)).toEqual([]);
  });

  it('remembers what was deleted where nothing else is noted', () => {
    const deletion = doneRow({ kind: 'delete', before: { name: 'New' } });

    expect(undoProduct([deletion], undefined, HIDE)[0]?.snapshot?.fields).toEqual({ name: 'New' });
  });
});

describe('taking several rows of a product back', () => {
  it('is nothing where there are none', () => {
    expect(undoProduct([], storedProduct(), HIDE)).toEqual([]);
    expect(undoProduct([], undefined, HIDE)).toEqual([]);
  });

  it('leaves metafields to their own rows', () => {
    const metafields = doneRow({ kind: 'metafields', after: { 'metafields.fitment': 'x' } });

    expect(undoProduct([metafields], storedProduct(), HIDE)).toEqual([]);
  });

  it('gives levels back in a row of stock, and the link in one of its own', () => {
    const rows = [
      doneRow({ kind: 'stock', before: { stock: 4 }, after: { stock: 9 }, undo: { base: { stock: 4 } } }),
      doneRow({ kind: 'related', after: { related: 'FP9' }, undo: { link: { added: 9, automatic: true } } }),
      doneRow({ before: { mpn: 'old' }, after: { mpn: 'new' }, undo: { base: { mpn: 'old' } } }),
    ];

    const undone = undoProduct(rows, storedProduct({ stock: 9, mpn: 'new' }, { related: [9] }), HIDE);

    expect(undone.map(({ kind, after, snapshot }) => [kind, after, snapshot?.fields])).toEqual([
      ['update', { mpn: 'old' }, { mpn: 'old' }],
      ['stock', { stock: 4 }, { stock: 4 }],
      ['related', { removedRelated: 9 }, {}],
    ]);
  });
});
