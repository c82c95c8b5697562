import { describe, expect, it } from 'vitest';
import { applySaved } from '../../../src/catalog/runs.ts';
import type { Supplier } from '../../../src/finditparts/supplier.ts';
import type { GuardName } from '../../../src/ledger/journal/plan-notes.ts';
import { type Bench, bench } from '../../helpers/sandbox-engine.ts';

/** 24 brakes: all of them are more than the 20 that never trip a guard. */
const PARTS = 200;

/** A store in step with 24 brakes, and the supplier's side of them. */
async function inStep(): Promise<{ at: Bench; ids: string[] }> {
  const at = await bench(PARTS);
  const { exitCode, guards } = await at.sync();
  expect([exitCode, guards]).toEqual([0, []]);
  return { at, ids: await at.partIds() };
}

async function patch({ client }: Bench, ids: readonly string[], change: unknown) {
  for (const id of ids) {
    const { status } = await client.admin('PATCH', `/parts/${id}`, change);
    expect(status).toBe(200);
  }
}

/** Nothing of the supplier's fault reaches the store, and the next good answer goes on as if nothing had been. */
async function writesNothing(at: Bench, guards: GuardName[]) {
  const before = await at.stateHash();
  const outcome = await at.sync();

  expect(outcome.exitCode).toBe(6);
  expect(outcome.guards?.map(({ guard }) => guard)).toEqual(guards);
  expect(outcome.problems.slice(0, guards.length)).toMatchObject(
    guards.map((guard) => ({
      code: `GUARD_${guard.toUpperCase().replace('-', '_')}`,
      severity: 'error',
      next: [expect.stringContaining('plan show'), expect.stringContaining(`--override-guard ${guard}`)],
    })),
  );
  expect(outcome.applied).toEqual({ done: 0, failed: 0, skipped: 0, unknown: 0 });
  expect(await at.stateHash()).toBe(before);
  return outcome;
}

const half = (ids: string[]) => ids.slice(0, ids.length / 2);
const LIST = { list: '0', account: '0', map: null, breaks: [] };

describe('a sick supplier', () => {
  it('cannot empty the store by an empty answer', async () => {
    const { at, ids } = await inStep();
    await patch(at, ids, { removed: true });

    await writesNothing(at, ['completeness']);
  });

  it('cannot empty half of it by half a catalogue', async () => {
    const { at, ids } = await inStep();
    await patch(at, half(ids), { removed: true });

    const { guards } = await writesNothing(at, ['completeness']);
    expect(guards?.[0]?.first).toHaveLength(10);
  });

  it.each([
    ['zero', LIST],
    ['unknown', null],
    ['in another currency', { currency: 'CAD' }],
  ])('cannot misprice it by prices that are all %s', async (_, price) => {
    const { at, ids } = await inStep();
    await patch(at, ids, { price });

    await writesNothing(at, ['price']);
  });

  it('cannot misprice it by prices a hundred times as high', async () => {
    const { at } = await inStep();
    await at.client.admin('POST', '/parts/reprice', { factor: 100 });

    await writesNothing(at, ['price-move']);
  });

  it('cannot sell it out by stock that is all unknown', async () => {
    const { at, ids } = await inStep();
    await patch(at, ids, { inventory: null });

    await writesNothing(at, ['stock-unknown']);
  });

  it('cannot sell it out by stock that is all 0', async () => {
    const { at, ids } = await inStep();
    await patch(at, ids, { inventory: 0 });

    await writesNothing(at, ['zeroing']);
  });

  it('cannot hide it by discontinuing everything', async () => {
    const { at, ids } = await inStep();
    await patch(at, ids, { status: 'discontinued' });

    await writesNothing(at, ['hiding']);
  });

  it('is not believed with stock of last week', async () => {
    const { at, ids } = await inStep();
    const asOf = new Date(Date.now() - 7 * 86_400_000).toISOString();
    await patch(at, ids, { inventory: { total: 3, as_of: asOf } });

    await writesNothing(at, ['stock-stale']);
  });
});

describe('a supplier in good health', () => {
  it('may take a part away, sell some out and move some prices far', async () => {
    const { at, ids } = await inStep();
    await patch(at, ids.slice(0, 1), { removed: true });
    await patch(at, ids.slice(1, 5), { inventory: 0 });
    await patch(at, ids.slice(5, 9), { price: null });
    await patch(at, ids.slice(9, 13), { inventory: null });

    const { exitCode, guards } = await at.sync();

    expect([exitCode, guards]).toEqual([0, []]);
  });

  it('trips nothing when it prices and stocks an empty store for the first time', async () => {
    const at = await bench(PARTS);
    await patch(at, await at.partIds(), { inventory: 0 });

    const { exitCode, guards, plan } = await at.sync();

    expect([exitCode, guards]).toEqual([0, []]);
    expect(plan.create).toBeGreaterThan(15);
  });
});

describe('--override-guard', () => {
  it('lets a plan pass one guard, and a shorter catalogue is the measure from then on', async () => {
    const { at, ids } = await inStep();
    await patch(at, half(ids), { removed: true });

    const first = await at.sync({ overrides: ['completeness'] });
    const second = await at.sync();

    expect(first.exitCode).toBe(0);
    expect(first.guards).toMatchObject([{ guard: 'completeness', overridden: true }]);
    expect([second.exitCode, second.guards]).toEqual([0, []]);
  });

  it('lets it pass no other', async () => {
    const { at, ids } = await inStep();
    await at.client.admin('POST', '/parts/reprice', { factor: 2 });
    await patch(at, ids, { inventory: 0 });

    const { exitCode, guards, problems } = await at.sync({ overrides: ['zeroing'] });

    expect(exitCode).toBe(6);
    expect(guards?.map(({ guard, overridden }) => [guard, overridden])).toEqual([
      ['price-move', false],
      ['zeroing', true],
    ]);
    expect(problems.filter(({ code }) => code.startsWith('GUARD_'))).toHaveLength(1);
  });

  it('is needed to apply a saved plan too', async () => {
    const { at } = await inStep();
    await at.client.admin('POST', '/parts/reprice', { factor: 2 });
    const before = await at.stateHash();
    const planned = await at.sync({}, { dryRun: true });
    const { id } = planned.plan;

    const refused = await applySaved(at.engine, id);
    expect([planned.exitCode, refused.exitCode]).toEqual([6, 6]);
    expect(await at.stateHash()).toBe(before);

    const applied = await applySaved(at.engine, id, { overrides: ['price-move'] });
    expect(applied).toMatchObject({ exitCode: 0, guards: [{ guard: 'price-move', overridden: true }] });
    expect(await at.stateHash()).not.toBe(before);
    // As `resume` would, were there anything left to do.
    expect(await applySaved(at.engine, id)).toMatchObject({ exitCode: 0, guards: [{ overridden: true }] });
  });
});

/** Says that there are more parts than it gives. */
function losing(supplier: Supplier, lost: string): Supplier {
  return {
    ...supplier,
    async *search(query, signal) {
      for await (const page of supplier.search(query, signal))
        yield { ...page, parts: page.parts.filter(({ id }) => id !== lost) };
    },
  };
}

describe('an answer that was not whole', () => {
  it('hides nothing and sets nothing to 0, even where its guard is overridden', async () => {
    const { at, ids } = await inStep();
    const [lost = '', gone = '', empty = '', dearer = ''] = ids.slice(5);
    await patch(at, [gone], { status: 'discontinued' });
    await patch(at, [empty], { inventory: 0 });
    await patch(at, [dearer], { price: { list: '999' } });
    at.engine.supplier = losing(at.engine.supplier, lost);

    const outcome = await at.sync({ overrides: ['completeness', 'price-move'] });
    const rows = await at.rowsOf(outcome);

    expect(outcome.exitCode).toBe(0);
    expect(rows.filter(({ code }) => code === 'READ_INCOMPLETE')).toHaveLength(2);
    expect(rows.filter(({ kind }) => kind === 'hide' || kind === 'stock')).toEqual([]);
    expect(rows.some(({ kind, partId }) => kind === 'update' && partId === dearer)).toBe(true);
  });
});
