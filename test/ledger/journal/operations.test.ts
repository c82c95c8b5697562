import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import type { NewOperation, Operation, WritingOperation } from '../../../src/ledger/journal/operation.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { newRow, type RowFields, writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

function aRow(fields: RowFields = {}): NewOperation {
  return newRow({ code: null, reason: null, snapshot: null, ...fields });
}

/** A ledger with two plans of these rows: what is done to one must leave the other alone. */
async function aLedgerOf(...rows: NewOperation[]): Promise<Ledger> {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  for (const id of ['P', 'OTHER']) {
    await ledger.plans.start({ id, store: 's', profile: 'p', selection: {} });
    await ledger.operations.add(id, rows);
  }
  return ledger;
}

async function rowsOf({ operations }: Ledger, planId = 'P'): Promise<Operation[]> {
  const rows = [];
  for await (const row of operations.iterate(planId)) rows.push(row);
  return rows;
}

const ends = (rows: Operation[]) => rows.map(({ kind, state, code }) => [kind, state, code]);

describe('a new row', () => {
  it('is planned where it writes, and skipped where it does not', async () => {
    const ledger = await aLedgerOf(
      aRow(),
      aRow({ kind: 'skip', code: 'NO_PRICE' }),
      aRow({ kind: 'conflict', code: 'price' }),
    );

    expect(ends(await rowsOf(ledger))).toEqual([
      ['update', 'planned', null],
      ['skip', 'skipped', 'NO_PRICE'],
      ['conflict', 'skipped', 'price'],
    ]);
  });

  it('is read as it was given', async () => {
    const row = aRow({
      ...{
        before: { price: '1' },
        after: { price: '2' },
        base: { price: '0' },
        reason: 'why',
      },
      snapshot: { fields: { price: '2' }, partUpdatedAt: 't' },
      undo: { imageIds: [3] },
    });
    const ledger = await aLedgerOf(row, aRow({ sku: 'GU-2' }));

    expect(await rowsOf(ledger)).toEqual([
      { ...row, planId: 'P', seq: 1, state: 'planned', error: null },
      {
        ...aRow({ sku: 'GU-2', base: {} }),
        undo: null,
        planId: 'P',
        seq: 2,
        state: 'planned',
        error: null,
      },
    ]);
  });
});

describe('holding removals', () => {
  it('holds what hides and what sets stock to 0, of this plan alone', async () => {
    const rows = [
      aRow({ kind: 'hide', sku: 'A' }),
      aRow({ kind: 'stock', sku: 'B', after: { stock: 0 } }),
      aRow({ kind: 'stock', sku: 'C', after: { stock: 3 } }),
      aRow({ kind: 'update', sku: 'D', after: { stock: 0 } }),
    ];
    const ledger = await aLedgerOf(...rows);

    await ledger.operations.holdRemovals('P', 'HELD', 'too many');

    expect(ends(await rowsOf(ledger))).toEqual([
      ['skip', 'skipped', 'HELD'],
      ['skip', 'skipped', 'HELD'],
      ['stock', 'planned', null],
      ['update', 'planned', null],
    ]);
    expect(ends(await rowsOf(ledger, 'OTHER')).every(([, state]) => state === 'planned')).toBe(true);
  });
});

describe('marking', () => {
  it('changes what it names, of the rows that it names', async () => {
    const ledger = await aLedgerOf(aRow(), aRow({ sku: 'B' }), aRow({ sku: 'C' }));
    const error = { code: 'REFUSED', message: 'no', status: 422 };

    await ledger.operations.mark([{ planId: 'P', seq: 1 }], {
      state: 'failed',
      error,
      productId: 9,
    });
    await ledger.operations.mark([{ planId: 'P', seq: 1 }], { state: 'sent' });
    await ledger.operations.mark([{ planId: 'P', seq: 2 }], {
      state: 'failed',
      error,
    });
    await ledger.operations.mark([{ planId: 'P', seq: 2 }], {
      state: 'unknown',
      error: null,
    });

    expect(
      (await rowsOf(ledger)).map(({ state, productId, error: kept }) => [state, productId, kept]),
    ).toEqual([
      ['sent', 9, error],
      ['unknown', 77, null],
      ['planned', 77, null],
    ]);
    expect((await rowsOf(ledger, 'OTHER')).map(({ state }) => state)).toEqual([
      'planned',
      'planned',
      'planned',
    ]);
  });
});

describe('giving up', () => {
  it('takes what has no end: planned, sent and unknown', async () => {
    const ledger = await aLedgerOf(...['A', 'B', 'C', 'D', 'E'].map((sku) => aRow({ sku })));
    for (const [i, state] of (['planned', 'sent', 'unknown', 'done', 'failed'] as const).entries())
      await ledger.operations.mark([{ planId: 'P', seq: i + 1 }], { state });

    await ledger.operations.abandon('P', 'GIVEN_UP', 'why');

    expect((await rowsOf(ledger)).map(({ state }) => state)).toEqual([
      ...['skipped', 'skipped', 'skipped', 'done', 'failed'],
    ]);
    expect((await rowsOf(ledger, 'OTHER'))[0]?.state).toBe('planned');
  });
});

describe('finishing rows', () => {
  it('moves the snapshot of this store and SKU alone, and clears the error', async () => {
    const snapshot = { fields: { price: '2' }, partUpdatedAt: 't' };
    const ledger = await aLedgerOf(aRow({ snapshot }), aRow({ sku: 'GU-2', snapshot }));
    const error = { code: 'REFUSED', message: 'no' };
    await ledger.operations.mark([{ planId: 'P', seq: 1 }], {
      state: 'failed',
      error,
    });
    const [first] = (await rowsOf(ledger)) as [Operation];

    await ledger.operations.complete(writing([first], { productId: 5 }), 's');

    const [done, open] = (await rowsOf(ledger)) as [Operation, Operation];
    expect(done).toMatchObject({ state: 'done', productId: 5, error: null });
    expect(open).toMatchObject({ state: 'planned', undo: null });
    expect([...(await ledger.snapshots.find('s', ['gu-1', 'gu-2'])).keys()]).toEqual(['gu-1']);
    expect((await ledger.snapshots.find('another', ['gu-1'])).size).toBe(0);
  });

  it('without a snapshot leaves the base as it was', async () => {
    const snapshot = { fields: { price: '2' }, partUpdatedAt: 't' };
    const ledger = await aLedgerOf(aRow({ snapshot }), aRow({ kind: 'metafields' }));

    await ledger.operations.complete(writing(await rowsOf(ledger)), 's');

    expect((await ledger.snapshots.find('s', ['GU-1'])).get('gu-1')?.fields).toEqual({ price: '2' });
    expect((await rowsOf(ledger))[1]).toMatchObject({
      state: 'done',
      undo: null,
    });
  });

  it('is all or nothing', async () => {
    const snapshot = { fields: { price: '2' }, partUpdatedAt: 't' };
    const ledger = await aLedgerOf(aRow({ snapshot }));
    const [row] = writing(await rowsOf(ledger)) as [WritingOperation];
    const unwritable = {
      ...row,
      snapshot: { ...snapshot, partUpdatedAt: Symbol('x') as never },
    };

    await expect(ledger.operations.complete([row, unwritable], 's')).rejects.toThrow();

    expect((await rowsOf(ledger))[0]?.state).toBe('planned');
    expect((await ledger.snapshots.find('s', ['GU-1'])).size).toBe(0);
  });
});

describe('what a plan creates', () => {
  it('is found by SKU in any case, and by part', async () => {
    const ledger = await aLedgerOf(
      aRow({ kind: 'create', sku: 'A', partId: 'FP-A', productId: null }),
      aRow({ kind: 'update', sku: 'B', partId: 'FP-B' }),
    );
    await ledger.operations.mark([{ planId: 'P', seq: 1 }], {
      state: 'done',
      productId: 4,
    });

    const { operations } = ledger;

    expect(await operations.creations('P', ['a', 'B'])).toEqual(
      new Map([['a', { state: 'done', productId: 4 }]]),
    );
    expect(await operations.createdParts('P', ['FP-A', 'FP-B'])).toEqual(new Set(['FP-A']));
    expect(await operations.createdParts('P', [])).toEqual(new Set());
  });
});
