import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NO_FACTS } from '../../../src/catalog/guards/guard.ts';
import { systemClock } from '../../../src/common/clock.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import type { PlanFacts } from '../../../src/ledger/journal/plan-notes.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { newRow, type RowFields, writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A row that went into the ledger, and that somebody then changed in the file. */
async function read(
  fields: RowFields,
  change?: Record<string, string | number | null>,
): Promise<Operation[]> {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  await ledger.plans.start({ id: 'P', store: 's', profile: 'p', selection: {} });
  await ledger.operations.add('P', [newRow(fields)]);
  const db = new DatabaseSync(ledger.file);
  for (const [column, value] of Object.entries(change ?? {}))
    db.prepare(`update operation set "${column}" = ?`).run(value);
  db.close();
  const rows: Operation[] = [];
  for await (const row of ledger.operations.iterate('P')) rows.push(row);
  return rows;
}

describe('a row that is not what its kind is', () => {
  it.each<[string, RowFields, Record<string, string | null>, string]>([
    ['no JSON', {}, { after: '{"price":' }, 'expected record'],
    ['no object', {}, { before: '[1]' }, 'expected record'],
    ['a price that is a number', {}, { after: '{"price":12.5}' }, 'price is 12.5'],
    [
      'a level that is a text',
      { kind: 'stock', after: { stock: 1 } },
      { after: '{"stock":"1"}' },
      'stock is "1"',
    ],
    ['no level', { kind: 'stock', after: { stock: 1 } }, { after: '{}' }, 'stock'],
    ["a variant's price that is a list", {}, { before: '{"variants.A.price":["1"]}' }, 'variants.A.price is'],
    ['an update of no product', {}, { product_id: null }, 'product_id'],
    ['a snapshot without fields', {}, { snapshot: '{"partUpdatedAt":null}' }, 'fields'],
    ['what it undoes as a text', {}, { undo: '"x"' }, 'expected object'],
    ['an error without a code', {}, { error: '{"message":"no"}' }, 'code'],
  ])('is named as damage of the ledger: %s', async (_, fields, change, words) => {
    const reading = read(fields, change);

    await expect(reading).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    await expect(reading).rejects.toThrow('row 1 of the plan P');
    await expect(reading).rejects.toThrow(words);
  });
});

describe('what stands beside the rows and is not what it was', () => {
  const FACTS: PlanFacts = { ...NO_FACTS, selectionKey: null, owners: { price: 'merchant' } };

  async function changed(statement: string, ...values: string[]) {
    const ledger = await openLedger(tempFolder(), systemClock);
    onTestFinished(() => ledger.close());
    await ledger.plans.start({ id: 'P', store: 's', profile: 'p', selection: { file: 'x.csv' } });
    await ledger.plans.note('P', { facts: FACTS, guards: [], ramp: [10, 100] });
    await ledger.operations.add('P', [
      newRow({ sku: 'GU-1', snapshot: { fields: {}, partUpdatedAt: null } }),
    ]);
    for await (const row of ledger.operations.iterate('P'))
      await ledger.operations.complete(writing([row]), 's');
    await ledger.reviews.open({
      store: 's',
      orderId: 7,
      po: null,
      stage: 'check',
      reasons: [{ code: 'C', message: 'm' }],
    });
    const db = new DatabaseSync(ledger.file);
    if (statement) db.prepare(statement).run(...values);
    db.close();
    return ledger;
  }

  it.each<[string, string, string, (ledger: Ledger) => Promise<unknown>]>([
    ["a plan's facts", 'update plan set facts = ?', '{"parts":"many"}', ({ plans }) => plans.get('P')],
    ["a plan's guards", 'update plan set guards = ?', '[{"guard":"nobody"}]', ({ plans }) => plans.get('P')],
    ["a plan's review", 'update plan set review = ?', '{}', ({ plans }) => plans.get('P')],
    ["a plan's stages", 'update plan set ramp = ?', '{"at":10}', ({ plans }) => plans.get('P')],
    ["a plan's selection", 'update plan set selection = ?', '[]', ({ plans }) => plans.get('P')],
    [
      'what was last written',
      'update snapshot set fields = ?',
      '{"price":12.5}',
      ({ snapshots }) => snapshots.find('s', ['GU-1']),
    ],
    ['a review', 'update order_review set reasons = ?', '["C"]', ({ reviews }) => reviews.list('s')],
  ])('is named as damage of the ledger: %s', async (_, statement, value, reading) => {
    await expect(reading(await changed(statement, value))).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
  });

  it('comes back as it was given', async () => {
    const ledger = await changed('');

    expect(await ledger.plans.get('P')).toMatchObject({
      ...{ origin: 'file', facts: FACTS, guards: [], ramp: [10, 100], review: null },
    });
    expect((await ledger.reviews.list('s'))[0]?.reasons).toEqual([{ code: 'C', message: 'm' }]);
  });
});

describe('a row of each kind', () => {
  it.each<RowFields>([
    { kind: 'create', productId: null, after: { price: '1', categories: [['A']] } },
    { kind: 'update', before: { price: '1', salePrice: null }, after: { price: '2' }, base: { price: '1' } },
    { kind: 'stock', before: { stock: null }, after: { stock: 0 } },
    { kind: 'hide', before: { visible: true }, after: { visible: false }, code: 'PART_GONE', reason: 'gone' },
    { kind: 'delete', before: { name: 'Drum', stock: 3 }, undo: { saved: { name: 'drum' } } },
    {
      kind: 'metafields',
      productId: null,
      before: { 'metafields.a': { hash: 'h', id: 3 } },
      after: { 'metafields.a': null },
    },
    { kind: 'related', after: { removedRelated: 5 }, undo: { link: { added: 5, automatic: true } } },
    { kind: 'conflict', before: { name: 'x' }, after: { name: 'y' }, base: {}, code: 'C', reason: 'both' },
    { kind: 'skip', productId: null, code: 'NO_PRICE', reason: 'No price.' },
  ])('comes back as it was given: $kind', async (fields) => {
    expect(await read(fields)).toEqual([expect.objectContaining(fields)]);
  });

  it('keeps of one that was held what it was to write, so that the plan is the one that was made', async () => {
    const held = { kind: 'skip', code: 'DUPLICATE_SKU', reason: 'Two parts.' };

    const [row] = await read({ before: { price: '1' }, after: { price: '2' } }, held);

    expect(row).toMatchObject({ ...held, before: { price: '1' }, after: { price: '2' } });
  });
});
