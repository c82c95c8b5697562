import { describe, expect, it } from 'vitest';
import { metafieldHash } from '../../../src/catalog/product/metafields.ts';
import { remakeMetafields, undoMetafields } from '../../../src/catalog/undo/undo-metafields.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import { doneRow } from '../../helpers/done-rows.ts';
import type { RowFields } from '../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../helpers/scripted-engine.ts';

const FITMENT = 'metafields.fitment' as const;
const SPECS = 'metafields.specs' as const;
const written = (field: string, value: string, id = 5) => ({
  hash: metafieldHash(field.slice('metafields.'.length), value),
  id,
});
const there = (values: Record<string, string>) =>
  new Map(Object.entries(values).map(([field, value], i) => [field, { id: 40 + i, value }]));

/** A source with these rows written earlier, the newest first. */
async function sourceOf(...values: Operation['after'][]) {
  const { engine } = await scriptedEngine();
  const earlier = async () => values.map((after) => doneRow({ kind: 'metafields', after }));
  return { ledger: { operations: { ...engine.ledger.operations, earlier } }, storeKey: 'store' };
}

const row = (fields: RowFields = {}) =>
  doneRow({
    before: { [FITMENT]: written(FITMENT, 'old') },
    after: { [FITMENT]: 'new' },
    ...fields,
    kind: 'metafields',
  });

describe('taking metafields back', () => {
  it('gives back the value that the hash is of, from the newest row that has it', async () => {
    const source = await sourceOf({ [FITMENT]: 'between' }, { [FITMENT]: 'old' }, { [FITMENT]: 'older' });

    expect(await undoMetafields(source, row(), there({ [FITMENT]: 'new' }))).toEqual([
      expect.objectContaining({
        kind: 'metafields',
        before: { [FITMENT]: { ...written(FITMENT, 'new'), id: 40 } },
        after: { [FITMENT]: 'old' },
        snapshot: { fields: {}, partUpdatedAt: null, restores: true },
      }),
    ]);
  });

  it('takes away what was not there before, and writes anew what the row took away', async () => {
    const source = await sourceOf({ [SPECS]: 'old' });
    const both = row({
      before: { [FITMENT]: null, [SPECS]: written(SPECS, 'old') },
      after: { [FITMENT]: 'new', [SPECS]: null },
    });

    expect(await undoMetafields(source, both, there({ [FITMENT]: 'new' }))).toEqual([
      expect.objectContaining({
        before: { [FITMENT]: { ...written(FITMENT, 'new'), id: 40 }, [SPECS]: null },
        after: { [FITMENT]: null, [SPECS]: 'old' },
      }),
    ]);
  });

  it('has nothing to do where the store has what it had', async () => {
    expect(await undoMetafields(await sourceOf(), row(), there({ [FITMENT]: 'old' }))).toEqual([]);
  });

  it('keeps what somebody wrote since, with all three values', async () => {
    const source = await sourceOf({ [FITMENT]: 'old' });

    expect(await undoMetafields(source, row(), there({ [FITMENT]: 'theirs' }))).toEqual([
      expect.objectContaining({
        kind: 'conflict',
        code: 'CHANGED_SINCE',
        before: { [FITMENT]: 'theirs' },
        after: { [FITMENT]: 'old' },
        base: { [FITMENT]: 'new' },
      }),
    ]);
    expect(await undoMetafields(await sourceOf(), row(), there({}))).toEqual([
      expect.objectContaining({ before: { [FITMENT]: null }, after: { [FITMENT]: null } }),
    ]);
    expect(
      await undoMetafields(source, row({ after: { [FITMENT]: null } }), there({ [FITMENT]: 'theirs' })),
    ).toEqual([expect.objectContaining({ base: { [FITMENT]: null } })]);
  });

  it.each(['sent', 'unknown', 'failed'] as const)(
    'says nothing of a %s row whose value is not in the store',
    async (state) => {
      const source = await sourceOf({ [FITMENT]: 'old' });

      expect(await undoMetafields(source, row({ state }), there({ [FITMENT]: 'theirs' }))).toEqual([]);
      expect(await undoMetafields(source, row({ state }), there({ [FITMENT]: 'new' }))).toHaveLength(1);
    },
  );

  it('says of which value nobody knows what it was, and restores the others', async () => {
    const source = await sourceOf({ [SPECS]: 'old' });
    const both = row({
      before: { [FITMENT]: written(FITMENT, 'old'), [SPECS]: written(SPECS, 'old') },
      after: { [FITMENT]: 'new', [SPECS]: 'new' },
    });

    expect(await undoMetafields(source, both, there({ [FITMENT]: 'new', [SPECS]: 'new' }))).toEqual([
      expect.objectContaining({ kind: 'metafields', after: { [SPECS]: 'old' } }),
      expect.objectContaining({
        kind: 'skip',
        code: 'FORMER_VALUE_LOST',
        reason: expect.stringMatching(/no longer known.*: metafields\.fitment\.$/) as string,
      }),
    ]);
  });

  it('asks the ledger for nothing where no value was there before', async () => {
    const { ledger, storeKey } = await sourceOf();
    const earlier = () => Promise.reject(new Error('asked'));
    const source = { ledger: { operations: { ...ledger.operations, earlier } }, storeKey };
    const fresh = row({ before: { [FITMENT]: null } });

    expect(await undoMetafields(source, fresh, there({ [FITMENT]: 'new' }))).toHaveLength(1);
  });
});

describe('writing metafields of a deleted product anew', () => {
  const deletion = doneRow({
    kind: 'delete',
    undo: { base: { name: 'Drum', [FITMENT]: written(FITMENT, 'old'), [SPECS]: written(SPECS, 'old') } },
  });

  it('takes the values from the rows that wrote them, for a product that has no id yet', async () => {
    const source = await sourceOf({ [FITMENT]: 'old', [SPECS]: 'old' });

    expect(await remakeMetafields(source, deletion)).toEqual([
      expect.objectContaining({
        kind: 'metafields',
        productId: null,
        before: {},
        after: { [FITMENT]: 'old', [SPECS]: 'old' },
      }),
    ]);
  });

  it('says which are lost', async () => {
    const rows = await remakeMetafields(await sourceOf({ [FITMENT]: 'old' }), deletion);

    expect(rows.map(({ kind, after }) => [kind, after])).toEqual([
      ['metafields', { [FITMENT]: 'old' }],
      ['skip', undefined],
    ]);
    expect(rows[1]?.reason).toMatch(/: metafields\.specs\.$/);
  });

  it('has none where it had none', async () => {
    const none = doneRow({ kind: 'delete', undo: { base: { name: 'Drum' } } });

    expect(await remakeMetafields(await sourceOf(), none)).toEqual([]);
    expect(await remakeMetafields(await sourceOf(), doneRow({ kind: 'delete' }))).toEqual([]);
  });
});
