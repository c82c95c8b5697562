import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredProduct } from '../../../src/catalog/store/read-back.ts';
import { rowState } from '../../../src/catalog/store/row-state.ts';
import { undoProduct } from '../../../src/catalog/undo/undo-product.ts';
import type { ProductFields } from '../../../src/product/fields.ts';
import { doneRow, storedProduct } from '../../helpers/done-rows.ts';

const row = doneRow;
const store = (fields: ProductFields, images: StoredProduct['images'] = []) =>
  storedProduct(fields, { images });

const hide = { deleteCreated: false };
const change = { before: { price: '10', name: 'Old' }, after: { price: '12.50', name: 'New' } };

describe('undoing a row', () => {
  it('restores only what the store still has as it was written', () => {
    const written = row({ ...change, undo: { base: { price: '9', name: null } } });

    const rows = undoProduct([written], store({ price: '12.5', name: "Merchant's" }), hide);

    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'update',
        before: { price: '12.5' },
        after: { price: '10' },
        // The name's base stays what ttpd wrote: it was a person who changed it.
        snapshot: { fields: { price: '9' }, partUpdatedAt: null, restores: true },
      }),
      expect.objectContaining({
        kind: 'conflict',
        code: 'CHANGED_SINCE',
        before: { name: "Merchant's" },
        after: { name: 'Old' },
        base: { name: 'New' },
      }),
    ]);
  });

  it('has nothing to do where the store is as it was before', () => {
    expect(undoProduct([row(change)], store({ price: '10.00', name: 'Old' }), hide)).toEqual([]);
  });

  it.each(['sent', 'unknown', 'failed'] as const)(
    'takes a %s row for what the store shows of it',
    (state) => {
      const half = store({ price: '12.5', name: 'Old' });
      const other = store({ price: '11', name: 'Old' });

      expect(undoProduct([row({ ...change, state })], half, hide)).toEqual([
        expect.objectContaining({ after: { price: '10' } }),
      ]);
      expect(undoProduct([row({ ...change, state })], other, hide)).toEqual([]);
    },
  );

  it('knows a text for its own that the store has tidied', () => {
    const before = { description: '<p>Old</p>' };
    const tidied = { description: '<p>New</p>' };
    const written = row({ before, after: { description: '<p>New' }, undo: { saved: tidied } });
    const created = row({
      kind: 'create',
      after: { searchKeywords: ' drum ' },
      undo: { saved: { searchKeywords: 'drum' } },
    });

    expect(undoProduct([written], store(tidied), hide)).toEqual([
      expect.objectContaining({ kind: 'update', after: before }),
    ]);
    expect(undoProduct([created], store({ searchKeywords: 'drum' }), { deleteCreated: true })).toEqual([
      expect.objectContaining({ kind: 'delete', after: {} }),
    ]);
  });

  it('merges the rows of a product, which may have one of a kind', () => {
    const rows = [
      row({ seq: 3, kind: 'stock', before: { stock: 4 }, after: { stock: 0 } }),
      row({ seq: 2, kind: 'hide', before: { visible: true }, after: { visible: false } }),
      row(change),
    ];

    const undone = undoProduct(rows, store({ price: '12.5', name: 'New', visible: false, stock: 0 }), hide);

    expect(undone.map(({ kind, after }) => [kind, after])).toEqual([
      ['update', { visible: true, price: '10', name: 'Old' }],
      ['stock', { stock: 4 }],
    ]);
  });

  it('does not take a product for its own whose creation was refused or never confirmed', () => {
    const after = { name: 'New', price: '5' };
    const foreign = store({ name: "Somebody's", price: '5', visible: true });

    expect(undoProduct([row({ kind: 'create', state: 'failed', after })], store(after), hide)).toEqual([]);
    expect(undoProduct([row({ kind: 'create', state: 'sent', after })], foreign, hide)).toEqual([]);
    expect(
      undoProduct([row({ kind: 'create', state: 'sent', after })], foreign, { deleteCreated: true }),
    ).toEqual([]);
  });

  it('deletes what nobody touched, by the id that the store has', () => {
    const created = row({
      kind: 'create',
      productId: null,
      state: 'unknown',
      after: { name: 'New', stock: 3 },
    });

    const untouched = undoProduct([created], store({ name: 'New', stock: 3 }), { deleteCreated: true });

    expect(untouched).toEqual([expect.objectContaining({ kind: 'delete', productId: 7 })]);
  });

  it.each<[string, ProductFields]>([
    ['sold', { name: 'New', stock: 2 }],
    ['put work into', { name: 'New', stock: 3, 'customField.Shelf=7': '7' }],
  ])('does not delete what somebody has %s', (_, now) => {
    const created = row({ kind: 'create', after: { name: 'New', stock: 3 } });

    const rows = undoProduct([created], store(now), { deleteCreated: true });

    expect(rows.map(({ kind }) => kind)).toEqual(['conflict']);
  });

  it('says that a product is gone, and recreates one that a rollback deleted', () => {
    const deleted = row({ kind: 'delete', before: { name: 'New' }, undo: { base: { name: 'New' } } });

    expect(undoProduct([row(change)], undefined, hide)).toEqual([
      expect.objectContaining({ kind: 'skip', code: 'GONE_SINCE' }),
    ]);
    expect(undoProduct([deleted], undefined, hide)).toEqual([
      expect.objectContaining({ kind: 'create', productId: null, after: { name: 'New' } }),
    ]);
    expect(undoProduct([deleted], store({ name: 'New' }), hide)).toEqual([]);
  });

  it('leaves the store as it was before, whatever was written', () => {
    const price = fc.integer({ min: 1, max: 5 }).map(String);
    const level = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(price, price, level, level, (was, wrote, had, set) => {
        const rows = [
          row({ seq: 2, kind: 'stock', before: { stock: had }, after: { stock: set } }),
          row({ before: { price: was }, after: { price: wrote } }),
        ];
        const written: ProductFields = { price: wrote, stock: set };
        const restored = { ...written };
        for (const { kind, after } of undoProduct(rows, store(written), hide)) {
          expect(kind).not.toBe('conflict');
          Object.assign(restored, after);
        }
        expect(restored).toEqual({ price: was, stock: had });
      }),
    );
  });
});

describe('a row that a run before this one may have sent', () => {
  const now = (price: string, stock = 1) => store({ price, stock });
  const priced = row({ before: { price: '10' }, after: { price: '12' } });
  const stocked = row({ kind: 'stock', before: { stock: 4 }, after: { stock: 9 } });
  const loose = (field: string) => field !== 'stock';

  it.each([
    ['12.0000', { is: 'done' }],
    ['10', { is: 'open' }],
    ['11', { is: 'changed', fields: ['price'] }],
  ])('at a price of %s in the store is %j', (price, expected) => {
    expect(rowState(priced, now(price), loose)).toEqual(expected);
  });

  it("writes the supplier's level whatever was sold, and a level of the past only where nothing was", () => {
    expect(rowState(stocked, now('1', 3), loose)).toEqual({ is: 'open' });
    expect(rowState(stocked, now('1', 3), () => true)).toEqual({
      is: 'changed',
      fields: ['stock'],
    });
    expect(rowState(stocked, now('1', 9), loose)).toEqual({ is: 'done' });
  });

  it('has its images once all came that it adds', () => {
    const after = { images: ['https://x/a.jpg', 'https://x/b.jpg'] };
    const adds = row({ before: { images: ['a#1'] }, after, state: 'sent' });
    const images = (...names: string[]) =>
      store(
        {},
        names.map((name, i) => ({ id: i + 1, name: `${name}#${i + 1}` })),
      );

    expect(rowState(adds, images('a', 'b'), loose)).toEqual({ is: 'open' });
    expect(rowState(adds, images('a', 'b', 'mine'), loose)).toEqual({ is: 'open' });
    expect(rowState(adds, images('a', 'b', 'a'), loose)).toEqual({ is: 'done' });
  });
});
