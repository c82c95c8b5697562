import { describe, expect, it } from 'vitest';
import { stocking } from '../../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import {
  failAfter,
  loseAnswer,
  loseRequest,
  meanwhile,
  pretending,
  refuse,
  type Step,
  unreachable,
} from '../../../helpers/scripted-store.ts';

const ADJUST = 'PUT /v3/inventory/adjustments/absolute';
const ITEMS = 'GET /v3/inventory/items';
const NOT_YET: Step = pretending(200, { data: [], meta: { pagination: { total: 0 } } });

async function levels(count: number, to = 3) {
  const bench = await scriptedEngine();
  const ids: number[] = [];
  for (let n = 1; n <= count; n++)
    ids.push(await bench.product({ sku: `S-${n}`, inventory_tracking: 'product', inventory_level: 5 }));
  const planId = await bench.plan(ids.map((id, i) => stocking(`S-${i + 1}`, id, 5, to)));
  return { bench, ids, planId };
}

const inStore = async (bench: ScriptedEngine) =>
  Object.values(await bench.products()).map(({ inventory_level }) => inventory_level);

describe('setting stock', () => {
  it('is one absolute call for all, seen before it is done', async () => {
    const { bench, ids, planId } = await levels(3, 0);

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(['done', 'done', 'done']);
    expect(outcome).toMatchObject({ applied: { done: 3, failed: 0, unknown: 0 } });
    expect(await inStore(bench)).toEqual([0, 0, 0]);
    expect(bench.callsTo(ADJUST).map(({ json }) => json)).toEqual([
      {
        reason: 'ttpd',
        items: ids.map((id) => ({ location_id: 1, product_id: id, quantity: 0 })),
      },
    ]);
    expect(bench.clock.naps).toEqual([250]);
  });

  it('waits for a level that the store shows by and by', async () => {
    const { bench, planId } = await levels(2);
    bench.script(ITEMS, NOT_YET, NOT_YET, NOT_YET);

    expect((await bench.run(planId)).states).toEqual(['done', 'done']);
    expect(bench.clock.naps).toEqual([250, 500, 1_000, 2_000]);
  });

  it('asks only for those that it has not seen', async () => {
    const { bench, ids, planId } = await levels(2);
    bench.script(ITEMS, async (go) => {
      const { body, ...answer } = await go();
      const { data, meta } = body as { data: { identity: { sku: string } }[]; meta: unknown };
      return { ...answer, body: { data: data.filter(({ identity }) => identity.sku !== 'S-2'), meta } };
    });

    expect((await bench.run(planId)).states).toEqual(['done', 'done']);
    expect(bench.callsTo(ITEMS).at(-1)?.query?.['product_id:in']).toBe(String(ids[1]));
  });

  it('is unknown when the store never shows it, and one look later it is done', async () => {
    const { bench, planId } = await levels(1);
    bench.script(ITEMS, NOT_YET, NOT_YET, NOT_YET, NOT_YET);

    const { rows, outcome } = await bench.run(planId);

    expect(rows[0]?.state).toBe('done');
    expect(outcome).toMatchObject({ applied: { done: 1, unknown: 0 } });
    expect(bench.writes()).toEqual([ADJUST]);
  });

  it('stays unknown when no look shows it', async () => {
    const { bench, planId } = await levels(1);
    // The store answers, and goes on showing what it had.
    bench.always(ADJUST, pretending(200, { transaction_id: 't' }));

    const { rows } = await bench.run(planId);

    expect(rows[0]).toMatchObject({ state: 'unknown', error: { code: 'STOCK_NOT_SEEN' } });
    expect(await inStore(bench)).toEqual([5]);
  });

  it('fails the one item that the store refuses, and sets the others', async () => {
    const { bench, ids, planId } = await levels(3);
    await bench.ask('DELETE', `/v3/catalog/products/${ids[1]}`);

    const { rows, states } = await bench.run(planId);

    expect(states).toEqual(['done', 'failed', 'done']);
    expect(rows[1]?.error?.status).toBe(422);
    expect(await inStore(bench)).toEqual([3, 3]);
  });

  it.each([
    ['lost after the effect', loseAnswer],
    ['lost before the effect', loseRequest],
    ['a 500 after the effect', failAfter(500)],
    ['a 503', refuse(503)],
  ])('is settled by looking when the answer is %s', async (_name, step) => {
    const { bench, planId } = await levels(2);
    bench.script(ADJUST, step);

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(['done', 'done']);
    expect(outcome).toMatchObject({ applied: { done: 2, unknown: 0, failed: 0 } });
    expect(await inStore(bench)).toEqual([3, 3]);
  });

  it('is failed, all of it, when the call is refused for what it is', async () => {
    const { bench, planId } = await levels(1);
    bench.script(ADJUST, refuse(422));

    expect((await bench.run(planId)).states).toEqual(['failed']);
    expect(await inStore(bench)).toEqual([5]);
  });

  it('is unknown when the levels cannot be read back, and looked at again', async () => {
    const { bench, planId } = await levels(1);
    bench.script(ITEMS, refuse(500));

    expect((await bench.run(planId)).states).toEqual(['done']);
    expect(bench.writes()).toEqual([ADJUST]);
  });

  it.each([
    ['the key is refused', refuse(403)],
    ['nothing leaves', unreachable],
  ])('ends the run when %s', async (_name, step) => {
    const { bench, planId } = await levels(1);
    bench.script(ADJUST, step);

    const { outcome, states } = await bench.run(planId);

    expect(outcome).toHaveProperty('error');
    expect(states).toEqual(['sent']);
  });

  it("writes the supplier's level over what was sold meanwhile, also in a run that resumes", async () => {
    const { bench, ids, planId } = await levels(1);
    const sell = () => bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { inventory_level: 4 });
    bench.script(ADJUST, meanwhile(sell), loseRequest);
    await bench.run(planId);
    expect(await inStore(bench)).toEqual([3]);

    const next = await bench.plan([stocking('S-1', ids[0] as number, 3, 8)]);
    expect((await bench.run(next)).states).toEqual(['done']);
    expect(await inStore(bench)).toEqual([8]);
  });

  it('does not put a level from the past over what was sold meanwhile', async () => {
    const { bench, ids } = await levels(1);
    const planId = await bench.plan([stocking('S-1', ids[0] ?? 0, 5, 3)], { rollback: 'R' });
    await bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { inventory_level: 4 });

    const { rows } = await bench.run(planId, { isResumed: true });

    expect(rows[0]).toMatchObject({ state: 'failed', error: { code: 'CHANGED_MEANWHILE' } });
    expect(await inStore(bench)).toEqual([4]);
    expect(bench.writes()).toEqual([]);
  });
});
