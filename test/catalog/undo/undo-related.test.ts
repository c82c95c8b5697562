import { describe, expect, it } from 'vitest';
import { relink, undoRelated } from '../../../src/catalog/undo/undo-related.ts';
import type { ProductChanges } from '../../../src/product/fields.ts';
import { doneRow, storedProduct } from '../../helpers/done-rows.ts';

const LINK = { added: 9, automatic: false };
const linked = (related: number[]) => storedProduct({}, { related });

describe('taking a link back', () => {
  const row = doneRow({ kind: 'related', before: { related: null }, after: { related: 'FP9' } });

  it('takes the one away that the row added, and the snapshot is as it was', () => {
    const known = { ...row, undo: { link: LINK, base: { related: 'FP8' } } };

    expect(undoRelated(known, linked([3, 9]))).toEqual([
      expect.objectContaining({
        kind: 'related',
        productId: 7,
        before: { related: 'FP9' },
        after: { removedRelated: 9 },
        snapshot: { fields: { related: 'FP8' }, partUpdatedAt: null, restores: true },
        undo: { link: LINK },
      }),
    ]);
    expect(undoRelated({ ...row, undo: { link: LINK, base: {} } }, linked([9]))[0]?.snapshot?.fields).toEqual(
      {
        related: null,
      },
    );
    expect(undoRelated({ ...row, undo: { link: LINK } }, linked([9]))[0]?.snapshot?.fields).toEqual({});
  });

  it.each([
    ['the row added none', { ...row, undo: {} }, [9]],
    ['nothing is noted of it', row, [9]],
    ['it is gone', { ...row, undo: { link: LINK } }, [3]],
  ])('has nothing to do where %s', (_, was, related) => {
    expect(undoRelated(was, linked(related))).toEqual([]);
  });

  it('links again what a rollback took away, unless somebody has', () => {
    const taken = doneRow({
      kind: 'related',
      before: { related: 'FP9' },
      after: { removedRelated: 9 },
      undo: { link: LINK },
    });

    expect(undoRelated(taken, linked([3]))).toEqual([
      expect.objectContaining({
        kind: 'related',
        before: { related: null },
        after: { related: 'FP9' },
        snapshot: { fields: {}, partUpdatedAt: null, restores: true },
      }),
    ]);
    expect(undoRelated(taken, linked([9]))).toEqual([]);
  });
});

describe('a product that is created again', () => {
  const deletion = (base: ProductChanges) => doneRow({ kind: 'delete', undo: { base } });

  it('is linked to the part that it was linked to, by no id', () => {
    expect(relink(deletion({ related: { part: 'FP9', linked: true } }))).toEqual([
      expect.objectContaining({ kind: 'related', productId: null, after: { related: 'FP9' } }),
    ]);
  });

  it.each<[string, ProductChanges]>([
    ['was not linked', { related: { part: 'FP9', linked: false } }],
    ['had no part to be linked to', { related: null }],
    ['is not remembered', {}],
  ])('is not where it %s', (_, base) => {
    expect(relink(deletion(base))).toEqual([]);
  });

  it('is not where nothing is noted of it', () => {
    expect(relink(doneRow({ kind: 'delete' }))).toEqual([]);
  });
});
