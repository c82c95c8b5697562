import { describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/common/clock.ts';
import type { NewOperation } from '../../../src/ledger/journal/operation.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A ledger whose clock says what `at` says. */
async function aLedger(at: { date: string }): Promise<Ledger> {
  const clock: Clock = { ...systemClock, date: () => new Date(at.date) };
  const ledger = await openLedger(tempFolder(), clock);
  onTestFinished(() => ledger.close());
  return ledger;
}

const UPDATE: NewOperation = {
  ...{ kind: 'update', sku: 'A', name: 'A part', partId: 'F', productId: 7, before: {}, after: {} },
  ...{ code: null, reason: null, snapshot: null },
};

async function aDonePlan(ledger: Ledger, id: string, store = 's'): Promise<void> {
  await ledger.plans.start({ id, store, profile: 'p', selection: {} });
  await ledger.operations.add(id, [UPDATE]);
  await ledger.plans.finish(id, { hash: 'h', unchanged: 0 });
  await ledger.operations.mark([{ planId: id, seq: 1 }], { state: 'done' });
}

describe('a clock that is set back', () => {
  it('makes no later plan an older one, nor a run', async () => {
    const at = { date: '2026-01-02T00:00:00.000Z' };
    const ledger = await aLedger(at);
    for (const id of ['Z-ahead', 'A-right']) {
      await ledger.runs.start({ id, command: 'sync', planId: null, profile: 'p', store: 's' });
      await aDonePlan(ledger, id);
      at.date = '2026-01-01T00:00:00.000Z';
    }

    const plans = await ledger.plans.list({ store: 's' });
    const runs = await ledger.runs.list({ store: 's' });

    expect(plans.map(({ id }) => id)).toEqual(['A-right', 'Z-ahead']);
    expect((await ledger.plans.list({ store: 's', limit: 1 })).map(({ id }) => id)).toEqual(['A-right']);
    expect(runs.map(({ id }) => id)).toEqual(['A-right', 'Z-ahead']);
  });

  it('keeps what a plan has before it and what after', async () => {
    const at = { date: '2026-01-03T00:00:00.000Z' };
    const ledger = await aLedger(at);
    await aDonePlan(ledger, 'first');
    at.date = '2026-01-02T00:00:00.000Z';
    await aDonePlan(ledger, 'second');
    await aDonePlan(ledger, 'elsewhere', 'another store');
    await aDonePlan(ledger, 'failed');
    await ledger.operations.mark([{ planId: 'failed', seq: 1 }], { state: 'failed' });
    await aDonePlan(ledger, 'third');
    at.date = '2026-01-01T00:00:00.000Z';
    await aDonePlan(ledger, 'fourth');

    const earlier = await ledger.operations.earlier({ planId: 'third', sku: 'a', kind: 'update' }, 's');

    expect(earlier.map(({ planId }) => planId)).toEqual(['second', 'first']);
    expect(await ledger.operations.earlier({ planId: 'third', sku: 'a', kind: 'stock' }, 's')).toEqual([]);
  });
});
