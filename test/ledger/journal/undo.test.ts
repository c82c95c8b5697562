import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import type { NewOperation, Operation } from '../../../src/ledger/journal/operation.ts';
import type { OperationFilter } from '../../../src/ledger/journal/operations.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { newRow, type RowFields, writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function aRow(fields: RowFields): NewOperation {
  return newRow(fields);
}

/** A ledger whose plans, P1 and on, have a row each. */
async function aLedgerOf(...rows: NewOperation[]): Promise<Ledger> {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  for (const [i, row] of rows.entries()) {
    await ledger.plans.start({ id: `P${i + 1}`, store: 's', profile: 'p', selection: {} });
    await ledger.operations.add(`P${i + 1}`, [row]);
  }
  return ledger;
}

async function rowsOf(
  { operations }: Ledger,
  planId: string,
  filter?: OperationFilter,
): Promise<Operation[]> {
  const rows = [];
  for await (const row of operations.iterate(planId, filter)) rows.push(row);
  return rows;
}

async function complete(ledger: Ledger, planId: string): Promise<Operation | undefined> {
  await ledger.operations.complete(writing(await rowsOf(ledger, planId)), 's');
  return (await rowsOf(ledger, planId))[0];
}

const snapshotOf = async (ledger: Ledger) => (await ledger.snapshots.find('s', ['gu-1'])).get('gu-1');

const CREATED = { fields: { price: '1', name: 'Drum' }, partUpdatedAt: 't1' };
const REPRICED = { fields: { price: '2', gtin: '9' }, partUpdatedAt: 't2' };

describe('what a rollback needs to know', () => {
  it('is what the snapshot said of a row’s fields until the row was done', async () => {
    const ledger = await aLedgerOf(aRow({ kind: 'create', snapshot: CREATED }), aRow({ snapshot: REPRICED }));

    const created = await complete(ledger, 'P1');
    const repriced = await complete(ledger, 'P2');

    expect(created?.undo).toEqual({ base: { price: null, name: null } });
    expect(repriced?.undo).toEqual({ base: { price: '1', gtin: null } });
  });

  it('puts the snapshot back, and has the part compared anew', async () => {
    const restores = { fields: { price: '1', gtin: null }, partUpdatedAt: null, restores: true };
    const ledger = await aLedgerOf(
      aRow({ kind: 'create', snapshot: CREATED }),
      aRow({ snapshot: REPRICED }),
      aRow({ snapshot: restores }),
    );

    for (const planId of ['P1', 'P2', 'P3']) await complete(ledger, planId);

    expect(await snapshotOf(ledger)).toMatchObject({ fields: CREATED.fields, partUpdatedAt: null });
  });

  it('is the whole snapshot of a product that goes', async () => {
    const ledger = await aLedgerOf(
      aRow({ kind: 'create', snapshot: CREATED }),
      aRow({ kind: 'delete', snapshot: { fields: {}, partUpdatedAt: null } }),
    );

    await complete(ledger, 'P1');
    const deleted = await complete(ledger, 'P2');

    expect(deleted?.undo).toEqual({ base: CREATED.fields });
    expect(await snapshotOf(ledger)).toBeUndefined();
  });

  it('keeps what was noted before the row was done', async () => {
    const ledger = await aLedgerOf(aRow({ snapshot: REPRICED }));
    const [row] = await rowsOf(ledger, 'P1');

    await ledger.operations.noteUndo(row as Operation, { imageIds: [5, 6] });

    expect((await complete(ledger, 'P1'))?.undo).toMatchObject({ imageIds: [5, 6], base: { price: null } });
  });
});

describe('rows from the last to the first', () => {
  it('are all of them, over more than one page', async () => {
    const ledger = await aLedgerOf(aRow({}));
    await ledger.operations.add(
      'P1',
      Array.from({ length: 1_202 }, (_, i) => aRow({ sku: `GU-${i + 2}` })),
    );

    const seqs = (await rowsOf(ledger, 'P1', { backwards: true })).map(({ seq }) => seq);

    expect(seqs).toEqual(Array.from({ length: 1_203 }, (_, i) => 1_203 - i));
  });
});

it('gives up the rows that have no end, and no others', async () => {
  const ledger = await aLedgerOf(aRow({}));
  await ledger.operations.add('P1', [aRow({ sku: 'GU-2' }), aRow({ sku: 'GU-3' }), aRow({ sku: 'GU-4' })]);
  const [, done, failed, sent] = (await rowsOf(ledger, 'P1')) as [Operation, Operation, Operation, Operation];
  await ledger.operations.complete(writing([done]), 's');
  await ledger.operations.mark([failed], { state: 'failed' });
  await ledger.operations.mark([sent], { state: 'sent' });

  await ledger.operations.abandon('P1', 'ROLLED_BACK', 'Taken back.');

  expect((await rowsOf(ledger, 'P1')).map(({ state, code }) => [state, code])).toEqual([
    ['skipped', 'ROLLED_BACK'],
    ['done', null],
    ['failed', null],
    ['skipped', 'ROLLED_BACK'],
  ]);
});
