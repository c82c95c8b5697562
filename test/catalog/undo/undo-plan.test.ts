import { describe, expect, it } from 'vitest';
import { planUndo } from '../../../src/catalog/undo/undo-plan.ts';
import type { NewOperation } from '../../../src/ledger/journal/operation.ts';
import { creating, deleting, hiding, metafielding, stocking, updating } from '../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../helpers/scripted-engine.ts';
import { afterwards, loseAnswer, pass, refuse } from '../../helpers/scripted-store.ts';

const BY_SKU = 'GET /v3/catalog/products';

/** Runs a plan, and plans its way back. */
async function undone(
  bench: ScriptedEngine,
  rows: NewOperation[],
  {
    deleteCreated = false,
    between = async () => {},
  }: { deleteCreated?: boolean; between?: () => Promise<unknown> } = {},
) {
  const planId = await bench.plan(rows);
  const run = await bench.run(planId);
  await between();
  const plan = await bench.engine.ledger.plans.get(planId);
  if (!plan) throw new Error('there is no plan');
  bench.calls.length = 0;
  const { plan: undo, summary, guards } = await planUndo(bench.engine, { plan, deleteCreated });
  return { run, planId, undo, summary, guards, rows: await bench.rowsOf(undo.id), writes: bench.writes() };
}

const shown = (rows: { kind: string; sku: string; after: object }[]) =>
  rows.map(({ kind, sku, after }) => [kind, sku, after]);

describe('planning the way back', () => {
  it('goes from the last product to the first, writes nothing, and says what it takes back', async () => {
    const bench = await scriptedEngine();
    const [a, b] = [await bench.product({ sku: 'A' }), await bench.product({ sku: 'B' })];

    const { rows, undo, planId, writes, guards, summary } = await undone(bench, [
      updating('A', a, { price: '10' }, { price: '11' }),
      updating('B', b, { price: '10' }, { price: '12' }),
    ]);

    expect(shown(rows)).toEqual([
      ['update', 'B', { price: '10' }],
      ['update', 'A', { price: '10' }],
    ]);
    expect(undo.selection).toEqual({ rollback: planId });
    expect(summary).toMatchObject({ update: 2, unchanged: 0 });
    expect([writes, guards]).toEqual([[], []]);
    expect(bench.events).toContainEqual(
      expect.objectContaining({ type: 'progress', stage: 'read', done: 2, total: null }),
    );
  });

  it('counts as unchanged what is as it was', async () => {
    const bench = await scriptedEngine();
    const [a, b] = [await bench.product({ sku: 'A' }), await bench.product({ sku: 'B' })];

    const { rows, summary } = await undone(
      bench,
      [
        updating('A', a, { price: '10' }, { price: '11' }),
        updating('B', b, { price: '10' }, { price: '12' }),
      ],
      { between: () => bench.ask('PUT', `/v3/catalog/products/${a}`, { price: 10 }) },
    );

    expect(shown(rows)).toEqual([['update', 'B', { price: '10' }]]);
    expect(summary).toMatchObject({ update: 1, unchanged: 1 });
  });

  it('takes the rows of one product together, however its SKU is written', async () => {
    const bench = await scriptedEngine();
    const fields = { inventory_tracking: 'product', inventory_level: 5 };
    const [a, b] = [
      await bench.product({ sku: 'A', ...fields }),
      await bench.product({ sku: 'B', ...fields }),
    ];

    const { rows } = await undone(bench, [
      stocking('A', a, 5, 3),
      updating('a', a, { price: '10' }, { price: '11' }),
      stocking('B', b, 5, 4),
    ]);

    expect(shown(rows)).toEqual([
      ['stock', 'B', { stock: 5 }],
      ['update', 'a', { price: '10' }],
      ['stock', 'a', { stock: 5 }],
    ]);
  });

  it('leaves what a row without an effect would have written', async () => {
    const bench = await scriptedEngine();
    const [a, b] = [await bench.product({ sku: 'A' }), await bench.product({ sku: 'B' })];
    const planId = await bench.plan([updating('A', a, { price: '10' }, { price: '11' }), hiding('B', b)]);
    bench.always('PUT /v3/catalog/products', refuse(422));
    bench.always('PUT /v3/catalog/products/{id}', refuse(422));
    const { states } = await bench.run(planId);
    const plan = await bench.engine.ledger.plans.get(planId);
    if (!plan) throw new Error('there is no plan');

    const { summary } = await planUndo(bench.engine, { plan, deleteCreated: false });

    expect(states).toEqual(['failed', 'failed']);
    expect(summary).toMatchObject({ update: 0, unchanged: 2 });
  });

  it('finds by its SKU what was made and never answered', async () => {
    const bench = await scriptedEngine();
    bench.script('POST /v3/catalog/products', loseAnswer);
    // The look after the lost answer does not see it, and neither do the next ones.
    bench.always(BY_SKU, refuse(500));
    const { rows, run } = await undone(bench, [creating('A')], {
      between: async () => bench.always(BY_SKU, pass),
    });

    expect(run.row).toMatchObject({ state: 'unknown', productId: null });
    const made = (await bench.products()).A;
    expect(rows).toMatchObject([{ kind: 'hide', sku: 'A', productId: made.id }]);
  });

  it('has nothing to do for what was never made', async () => {
    const bench = await scriptedEngine();
    bench.script('POST /v3/catalog/products', refuse(422));

    const { rows, summary } = await undone(bench, [creating('A')]);

    expect(rows).toEqual([]);
    expect(summary.unchanged).toBe(1);
  });

  it('asks for the level of what it would delete, so that a sale keeps it', async () => {
    const bench = await scriptedEngine();
    const sold = async () => {
      const { id } = (await bench.products()).A;
      await bench.ask('PUT', `/v3/catalog/products/${id}`, { inventory_level: 2 });
    };

    const { rows } = await undone(bench, [creating('A', { stock: 3 }), creating('B', { stock: 3 })], {
      deleteCreated: true,
      between: sold,
    });

    expect(rows.map(({ kind, sku }) => [kind, sku])).toEqual([
      ['delete', 'B'],
      ['conflict', 'A'],
    ]);
  });

  it('asks for levels only where they matter', async () => {
    const bench = await scriptedEngine();
    const fields = { inventory_tracking: 'product', inventory_level: 5 };
    const [a, b] = [
      await bench.product({ sku: 'A', ...fields }),
      await bench.product({ sku: 'B', ...fields }),
    ];
    await undone(bench, [
      creating('N'),
      updating('A', a, { price: '10' }, { price: '11' }),
      stocking('B', b, 5, 4),
    ]);

    const asked = bench.calls.filter(({ path }) => path.includes('/inventory/'));
    expect(asked.map(({ query }) => query?.['product_id:in'])).toEqual([String(b)]);
  });

  it('asks for levels of created products where these are to be deleted, and of no others', async () => {
    for (const deleteCreated of [true, false]) {
      const bench = await scriptedEngine();
      const a = await bench.product({ sku: 'A' });
      const { run } = await undone(
        bench,
        [
          creating('N'),
          metafielding('N', null, { fitment: 'v' }, { before: { 'metafields.fitment': null } }),
          updating('A', a, { price: '10' }, { price: '11' }),
        ],
        { deleteCreated },
      );

      const asked = bench.calls.filter(({ path }) => path.includes('/inventory/'));
      const made = run.rows.find(({ kind }) => kind === 'create')?.productId;
      expect(asked.map(({ query }) => query?.['product_id:in'])).toEqual(deleteCreated ? [String(made)] : []);
    }
  });

  it('asks for no level of a product that was never made', async () => {
    const bench = await scriptedEngine();
    bench.script('POST /v3/catalog/products', refuse(422));
    await undone(bench, [creating('N', { stock: 3 })], { deleteCreated: true });

    expect(bench.calls.filter(({ path }) => path.includes('/inventory/'))).toEqual([]);
  });

  it('says with the plan that created products are to be deleted', async () => {
    const { undo, planId } = await undone(await scriptedEngine(), [creating('A')], { deleteCreated: true });

    expect(undo.selection).toEqual({ rollback: planId, deleteCreated: true });
  });

  it('takes metafields back of products that were there, and leaves those of created ones to them', async () => {
    const bench = await scriptedEngine();
    const a = await bench.product({ sku: 'A' });

    const { rows } = await undone(bench, [
      metafielding('A', a, { fitment: 'v' }, { before: { 'metafields.fitment': null } }),
      creating('N'),
      metafielding('N', null, { fitment: 'v' }, { before: { 'metafields.fitment': null } }),
    ]);

    expect(shown(rows)).toEqual([
      ['hide', 'N', { visible: false }],
      ['metafields', 'A', { 'metafields.fitment': null }],
    ]);
  });

  it('says of a product that is gone that it is, and asks for no metafields of it', async () => {
    const bench = await scriptedEngine();
    const a = await bench.product({ sku: 'A' });

    const { rows } = await undone(
      bench,
      [metafielding('A', a, { fitment: 'v' }, { before: { 'metafields.fitment': null } })],
      { between: () => bench.ask('DELETE', `/v3/catalog/products/${a}`) },
    );

    expect(rows).toMatchObject([{ kind: 'skip', code: 'GONE_SINCE' }]);
    expect(bench.calls.filter(({ path }) => path.includes('metafields'))).toEqual([]);
  });

  it('makes a deleted product again with what ttpd remembers of it, also where the end was not noted', async () => {
    for (const isNoted of [true, false]) {
      const bench = await scriptedEngine();
      const first = await bench.run(await bench.plan([creating('A', { price: '12' })]));
      const id = first.row?.productId ?? 0;
      if (!isNoted)
        bench.script('DELETE /v3/catalog/products', (go, request) => {
          bench.always(BY_SKU, refuse(500));
          return loseAnswer(go, request);
        });
      const { rows, run } = await undone(
        bench,
        [deleting('A', id, { name: 'The A', price: '12', weight: '1' })],
        { between: async () => bench.always(BY_SKU, pass) },
      );

      expect([isNoted, run.row?.state === 'done']).toEqual([isNoted, isNoted]);
      expect(rows).toMatchObject([{ kind: 'create', productId: null, after: { price: '12' } }]);
      expect(rows[0]?.snapshot?.fields).toMatchObject({ price: '12', name: 'The A' });
    }
  });

  it('ends at the stop, and leaves no plan behind', async () => {
    const bench = await scriptedEngine();
    const a = await bench.product({ sku: 'A' });
    const planId = await bench.plan([updating('A', a, { price: '10' }, { price: '11' })]);
    await bench.run(planId);
    const plan = await bench.engine.ledger.plans.get(planId);
    if (!plan) throw new Error('there is no plan');
    bench.script(
      'GET /v3/catalog/trees/categories',
      afterwards(() => bench.drain.abort()),
    );

    await expect(planUndo(bench.engine, { plan, deleteCreated: false })).rejects.toThrow();
    expect(await bench.engine.ledger.plans.list({ limit: 9 })).toHaveLength(1);
  });
});
