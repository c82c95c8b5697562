import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/catalog/apply/ramp.ts';
import {
  creating,
  deleting,
  hiding,
  metafielding,
  newRow,
  stocking,
  updating,
} from '../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../helpers/scripted-engine.ts';
import { afterwards, loseRequest, meanwhile, refuse } from '../../helpers/scripted-store.ts';

const POST = 'POST /v3/catalog/products';
const PUT = 'PUT /v3/catalog/products';
const PUT_ONE = 'PUT /v3/catalog/products/{id}';
const DELETE = 'DELETE /v3/catalog/products';
const STOCK = 'PUT /v3/inventory/adjustments/absolute';
const METAFIELDS = 'POST /v3/catalog/products/metafields';

async function products(bench: ScriptedEngine, skus: readonly string[], fields = {}) {
  const ids: number[] = [];
  for (const sku of skus) ids.push(await bench.product({ sku, ...fields }));
  return ids;
}

describe('the order of work', () => {
  it('is stock, changes, creations, deletions, and last what hangs on products', async () => {
    const bench = await scriptedEngine();
    const [a = 0, b = 0, c = 0] = await products(bench, ['A', 'B', 'C'], {
      inventory_tracking: 'product',
      inventory_level: 5,
    });
    const planId = await bench.plan([
      metafielding('N', null, { fitment: 'v' }),
      deleting('C', c, { name: 'C', price: '10', weight: '1', stock: 5 }),
      creating('N'),
      updating('B', b, { price: '10' }, { price: '11' }),
      stocking('A', a, 5, 0),
    ]);

    const { states } = await bench.run(planId);

    expect(states).toEqual(Array(5).fill('done'));
    expect(bench.writes()).toEqual([STOCK, PUT_ONE, POST, DELETE, METAFIELDS]);
    expect((await bench.engine.ledger.plans.get(planId))?.status).toBe('applied');
  });

  it('leaves rows that have their end alone', async () => {
    const bench = await scriptedEngine();
    const [a = 0] = await products(bench, ['A']);
    const planId = await bench.plan([updating('A', a, { price: '10' }, { price: '11' })]);
    await bench.run(planId);
    bench.calls.length = 0;

    const { outcome } = await bench.run(planId, { isResumed: true });

    expect(outcome).toMatchObject({ applied: { done: 0, failed: 0, unknown: 0 }, interrupted: false });
    expect(bench.calls).toEqual([]);
  });

  it('makes the categories that it needs, once', async () => {
    const bench = await scriptedEngine();
    const path = ['Brakes', 'Drums'];
    const planId = await bench.plan([
      creating('A', { categories: [path] }),
      creating('B', { categories: [path, ['Brakes']] }),
    ]);

    await bench.run(planId);

    const { A, B } = await bench.products();
    expect(A.categories).toHaveLength(1);
    expect(B.categories).toHaveLength(2);
    expect(B.categories).toContain(A.categories[0]);
    expect(bench.callsTo('POST /v3/catalog/trees/categories')).toHaveLength(2);
  });

  it('begins nothing new after the first stop, and finishes what is under way', async () => {
    const bench = await scriptedEngine({ concurrency: 1 });
    const planId = await bench.plan(['A', 'B', 'C'].map((sku) => creating(sku)));
    bench.script(
      POST,
      meanwhile(() => bench.drain.abort()),
    );

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(['done', 'planned', 'planned']);
    expect(outcome).toMatchObject({ interrupted: true, applied: { done: 1 } });
    expect(Object.keys(await bench.products())).toEqual(['A']);
    expect((await bench.engine.ledger.plans.get(planId))?.status).toBe('applying');
  });

  it('was not interrupted when the stop came after the last row', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan([creating('A')]);
    bench.script(
      POST,
      afterwards(() => bench.drain.abort()),
    );

    expect((await bench.run(planId)).outcome).toMatchObject({ interrupted: false, applied: { done: 1 } });
  });

  it('takes no row of another kind after the stop', async () => {
    const bench = await scriptedEngine();
    const [a = 0, b = 0] = await products(bench, ['A', 'B'], {
      inventory_tracking: 'product',
      inventory_level: 5,
    });
    const planId = await bench.plan([
      stocking('A', a, 5, 4),
      updating('B', b, { price: '10' }, { price: '11' }),
    ]);
    bench.script(
      STOCK,
      afterwards(() => bench.drain.abort()),
    );

    expect((await bench.run(planId)).states).toEqual(['done', 'planned']);
    expect(bench.writes()).toEqual([STOCK]);
  });

  it('waits for what is under way when a row ends the run', async () => {
    const bench = await scriptedEngine({ concurrency: 2 });
    const planId = await bench.plan(['A', 'B', 'C', 'D'].map((sku) => creating(sku)));
    bench.script(POST, refuse(401));

    const { states, outcome } = await bench.run(planId);

    expect(outcome).toMatchObject({ error: { status: 401 } });
    expect(states.toSorted()).toEqual(['done', 'planned', 'planned', 'planned']);
    expect(Object.keys(await bench.products())).toHaveLength(1);
  });

  it('counts what became of the rows, each once', async () => {
    const bench = await scriptedEngine();
    const [a = 0, b = 0, c = 0] = await products(bench, ['A', 'B', 'C']);
    const planId = await bench.plan([
      updating('A', a, { price: '10' }, { price: '11' }),
      hiding('B', b),
      updating('C', c, {}, { 'customField.Torque=5': '5' }),
      creating('N'),
      newRow({ ...creating('S'), kind: 'skip' }),
    ]);
    bench.script(POST, refuse(422));
    bench.always('POST /v3/catalog/products/{id}/custom-fields', loseRequest);

    const { outcome } = await bench.run(planId);

    expect(outcome).toMatchObject({ applied: { done: 2, failed: 1, unknown: 1, skipped: 1 } });
    const progress = bench.events.filter((event) => event.type === 'progress');
    expect(progress.at(-1)).toMatchObject({
      stage: 'apply',
      done: 4,
      total: 4,
      counts: { created: 0, updated: 1, hidden: 1, stock: 0, failed: 1, unknown: 1 },
    });
    expect(bench.events[0]).toEqual({ type: 'stage', stage: 'apply', total: 4 });
    expect(bench.events.at(-1)).toEqual({ type: 'stage-done', stage: 'apply', done: 4 });
  });
});

describe('a run that goes on with a plan', () => {
  it.each([
    ['update', (id: number) => updating('A', id, { price: '10' }, { price: '11' }), { price: 99 }, 'price'],
    ['hide', (id: number) => hiding('A', id), { is_visible: true, name: 'Renamed' }, undefined],
  ])('looks at rows of kind %s before it writes', async (_kind, row, edit, field) => {
    const bench = await scriptedEngine();
    const [a = 0] = await products(bench, ['A']);
    const planId = await bench.plan([row(a)]);
    await bench.ask('PUT', `/v3/catalog/products/${a}`, edit);

    const { row: end } = await bench.run(planId, { isResumed: true });

    expect(bench.callsTo('GET /v3/catalog/products')).not.toEqual([]);
    if (field === undefined) expect(end?.state).toBe('done');
    else {
      expect(end).toMatchObject({ state: 'failed', error: { code: 'CHANGED_MEANWHILE' } });
      expect(bench.writes()).toEqual([]);
    }
  });

  it('has nothing to write where the store has it already', async () => {
    const bench = await scriptedEngine();
    const [a = 0] = await products(bench, ['A'], { price: 11 });
    const planId = await bench.plan([updating('A', a, { price: '10' }, { price: '11' })]);

    const { states, outcome } = await bench.run(planId, { isResumed: true });

    expect(states).toEqual(['done']);
    expect(outcome).toMatchObject({ applied: { done: 1 } });
    expect(bench.writes()).toEqual([]);
  });

  it('fails a row whose product is gone', async () => {
    const bench = await scriptedEngine();
    const [a = 0, b = 0] = await products(bench, ['A', 'B']);
    const planId = await bench.plan([
      updating('A', a, { price: '10' }, { price: '11' }),
      updating('B', b, { price: '10' }, { price: '11' }),
    ]);
    await bench.ask('DELETE', `/v3/catalog/products/${a}`);

    const { rows, states } = await bench.run(planId, { isResumed: true });

    expect(states).toEqual(['failed', 'done']);
    expect(rows[0]?.error?.code).toBe('GONE_MEANWHILE');
  });

  it('keeps the categories that a merchant added meanwhile', async () => {
    const bench = await scriptedEngine();
    const { data } = await bench.ask('POST', '/v3/catalog/trees/categories', [
      { name: 'Ours', tree_id: 1 },
      { name: 'Theirs', tree_id: 1 },
    ]);
    const [ours, theirs] = data.map(({ category_id }: { category_id: number }) => category_id);
    const [a = 0] = await products(bench, ['A']);
    const planId = await bench.plan([updating('A', a, { categories: [] }, { categories: [['Ours']] })]);
    await bench.ask('PUT', `/v3/catalog/products/${a}`, { categories: [theirs] });

    await bench.run(planId, { isResumed: true });

    expect((await bench.read(a)).categories.toSorted()).toEqual([ours, theirs].toSorted());
  });
});

describe('going up a ramp', () => {
  const skus = Array.from({ length: 20 }, (_, n) => `R-${n + 1}`);

  it('takes the same share of each kind, and goes on while it is well', async () => {
    const bench = await scriptedEngine({ concurrency: 1 });
    const seen: number[] = [];
    const ids = await products(bench, ['A', 'B']);
    const planId = await bench.plan([
      ...skus.slice(0, 4).map((sku) => creating(sku)),
      metafielding('A', ids[0] ?? 0, { fitment: 'v' }),
    ]);
    bench.always(POST, async (go) => {
      seen.push(bench.callsTo(METAFIELDS).length);
      return go();
    });

    const { outcome, states } = await bench.run(planId, { ramp: [50, 100] });

    expect(states).toEqual(Array(5).fill('done'));
    expect(outcome).not.toHaveProperty('rampStop');
    // What hangs on products waits for the last stage.
    expect(seen).toEqual([0, 0, 0, 0]);
  });

  it('stops after a stage with too many failures; the rest stays planned', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan(skus.map((sku) => creating(sku)));
    bench.script(POST, refuse(422), refuse(422), refuse(422));

    const { outcome, states } = await bench.run(planId, { ramp: [20, 100] });

    expect(outcome).toMatchObject({ rampStop: { at: 20, tried: 4, bad: 3 }, interrupted: false });
    expect(states.filter((state) => state === 'planned')).toHaveLength(16);
    expect(Object.keys(await bench.products())).toHaveLength(1);
  });

  it('stops on what is in doubt as well', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan(skus.map((sku) => creating(sku)));
    bench.always(POST, loseRequest);

    expect((await bench.run(planId, { ramp: [20, 100] })).outcome).toMatchObject({
      rampStop: { at: 20, tried: 4, bad: 4 },
    });
  });

  const counts = (done: number, failed: number, unknown = 0) => ({ done, failed, unknown, skipped: 0 });

  it.each([
    ['two of two are too few to judge', counts(0, 0), counts(0, 2), undefined],
    ['three of 60 are 5 %, and that is well', counts(0, 0), counts(57, 3), undefined],
    ['three of 59 are more', counts(0, 0), counts(56, 3), { at: 1, tried: 59, bad: 3 }],
    ['what failed before is not held against it', counts(0, 9), counts(20, 11), undefined],
    ['doubt counts like failure', counts(1, 1, 1), counts(2, 2, 3), { at: 1, tried: 4, bad: 3 }],
  ])('%s', (_name, before, after, stop) => {
    expect(judge(1, before, after)).toEqual(stop);
  });
});

it('writes two kinds of one product in one run', async () => {
  const bench = await scriptedEngine();
  const [a = 0, b = 0] = await products(bench, ['A', 'B'], {
    inventory_tracking: 'product',
    inventory_level: 5,
  });
  const planId = await bench.plan([
    updating('A', a, { price: '10' }, { price: '11' }),
    stocking('A', a, 5, 2),
    updating('B', b, { price: '10' }, { price: '11' }),
  ]);

  expect((await bench.run(planId)).states).toEqual(['done', 'done', 'done']);
  expect(bench.callsTo(PUT)).toHaveLength(1);
  expect(await bench.read(a)).toMatchObject({ price: 11, inventory_level: 2 });
});
