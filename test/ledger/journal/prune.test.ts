import { expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../../src/common/clock.ts';
import { systemClock } from '../../../src/common/clock.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-23T12:00:00Z').getTime();

/** A ledger whose wall clock stands so many days ago. */
async function aLedger() {
  let daysAgo = 0;
  const clock: Clock = { ...systemClock, date: () => new Date(NOW - daysAgo * DAY_MS) };
  const ledger = await openLedger(tempFolder(), clock);
  onTestFinished(() => ledger.close());
  return {
    ledger,
    at: (days: number) => {
      daysAgo = days;
    },
    async plan(id: string, status: 'open' | 'applying' | 'applied', store = 's') {
      await ledger.plans.start({ id, store, profile: 'sandbox', selection: {} });
      await ledger.operations.add(id, [
        {
          kind: 'update',
          sku: id,
          name: id,
          partId: null,
          productId: 1,
          before: {},
          after: { price: '1' },
          code: null,
          reason: null,
          snapshot: null,
        },
      ]);
      await ledger.observations.add(id, [{ code: 'PART_ABSENT', sku: id, name: id, detail: '' }]);
      await ledger.plans.finish(id, { hash: 'h', unchanged: 0 });
      await ledger.plans.setStatus(id, status);
    },
    run: (id: string, planId: string | null) =>
      ledger.runs.start({ id, command: 'sync', planId, profile: 'sandbox', store: 's' }),
  };
}

const NINETY_DAYS_AGO = new Date(NOW - 90 * DAY_MS);

it('finds plans that are old and done with, and no others', async () => {
  const { ledger, at, plan, run } = await aLedger();
  at(100);
  await plan('finished', 'applied');
  await run('R1', 'finished');
  await plan('never begun', 'open');
  await plan('unfinished', 'applying');
  await plan('of another store', 'applied', 't');
  await plan('rolled back since', 'applied');
  await plan('in doubt', 'applied');
  for await (const row of ledger.operations.iterate('in doubt'))
    await ledger.operations.mark([row], { state: 'unknown' });
  at(10);
  await plan('young', 'applied');
  await run('R2', 'rolled back since');
  at(0);

  expect(await ledger.plans.old('s', NINETY_DAYS_AGO)).toEqual(['finished', 'never begun']);
});

it('takes a plan away with all that belongs to it, and leaves its runs', async () => {
  const { ledger, at, plan, run } = await aLedger();
  at(100);
  await plan('P', 'applied');
  await run('R', 'P');
  await ledger.plans.remove('P');

  expect(await ledger.plans.get('P')).toBeUndefined();
  expect(await ledger.operations.counts('P')).toEqual([]);
  expect(await ledger.observations.counts('P')).toEqual({});
  expect(await ledger.runs.get('R')).toMatchObject({ id: 'R', planId: null });
});

it('finds runs that are old, but none whose plan is still to be finished', async () => {
  const { ledger, at, plan, run } = await aLedger();
  at(100);
  await plan('finished', 'applied');
  await plan('unfinished', 'applying');
  await run('R1', 'finished');
  await run('R2', 'unfinished');
  await run('R3', null);
  at(10);
  await run('R4', 'finished');
  at(0);

  const old = await ledger.runs.old('s', NINETY_DAYS_AGO);
  await ledger.runs.remove(old);

  expect(old.toSorted()).toEqual(['R1', 'R3']);
  expect((await ledger.runs.list()).map(({ id }) => id).toSorted()).toEqual(['R2', 'R4']);
});
