import { describe, expect, it } from 'vitest';
import type { ProductFields } from '../../../../src/product/fields.ts';
import { deleting, newRow, writing } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { loseAnswer, loseRequest, meanwhile, refuse, unreachable } from '../../../helpers/scripted-store.ts';

const DELETE = 'DELETE /v3/catalog/products';
const READ = 'GET /v3/catalog/products';
const MADE: ProductFields = { name: 'A drum', price: '10', weight: '1', stock: 5, categories: [] };

async function products(count: number) {
  const bench = await scriptedEngine();
  const ids: number[] = [];
  for (let n = 1; n <= count; n++)
    ids.push(
      await bench.product({
        sku: `D-${n}`,
        name: `A drum ${n}`,
        inventory_tracking: 'product',
        inventory_level: 5,
      }),
    );
  const rows = ids.map((id, i) => deleting(`D-${i + 1}`, id, { ...MADE, name: `A drum ${i + 1}` }));
  return { bench, ids, rows };
}

describe('deleting products', () => {
  it('looks at them first, and takes them away in one call', async () => {
    const { bench, ids, rows } = await products(3);
    const planId = await bench.plan(rows);

    const done = await bench.run(planId);

    expect(await bench.products()).toEqual({});
    expect(bench.callsTo(READ).length).toBeGreaterThan(0);
    expect(bench.callsTo(DELETE).map(({ query }) => query)).toEqual([{ 'id:in': ids.join(',') }]);
    expect(done.rows.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    expect(done.outcome).toMatchObject({ applied: { done: 3, failed: 0 } });
  });

  it.each<[string, object]>([
    ['price', { price: 11 }],
    ['name', { name: 'A better drum' }],
    ['stock', { inventory_level: 4 }],
    ['mpn', { mpn: 'X' }],
    ['customField.Torque=5', { custom_fields: [{ name: 'Torque', value: '5' }] }],
    ['categories', { categories: [1] }],
    ['images', { images: [{ image_url: 'https://img.test/1.jpg' }] }],
  ])('keeps one whose %s somebody changed, and takes the others', async (field, change) => {
    const { bench, ids, rows } = await products(2);
    const all = rows.map((row) => newRow({ ...row, before: { ...row.before, mpn: '', images: [] } }));
    const planId = await bench.plan(all);
    await bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, change);

    const done = await bench.run(planId);

    expect(Object.keys(await bench.products())).toEqual(['D-1']);
    expect(done.rows.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(done.rows[0]?.error).toMatchObject({ code: 'CHANGED_MEANWHILE' });
    expect(done.rows[0]?.error?.message).toContain(field);
    expect(done.outcome).toMatchObject({ applied: { done: 1, failed: 1 } });
  });

  it('takes one that was only hidden since', async () => {
    const { bench, ids, rows } = await products(1);
    const planId = await bench.plan(
      rows.map((row) => newRow({ ...row, before: { ...row.before, visible: true } })),
    );
    await bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { is_visible: false });

    await bench.run(planId);

    expect(await bench.products()).toEqual({});
  });

  it('takes one whose text the store had tidied', async () => {
    const { bench, rows } = await products(1);
    const planId = await bench.plan(
      rows.map((row) =>
        newRow({
          ...row,
          before: { ...row.before, pageTitle: 'as sent' },
          undo: { saved: { pageTitle: '' } },
        }),
      ),
    );

    const done = await bench.run(planId);

    expect(done.rows[0]).toMatchObject({ state: 'done' });
    expect(await bench.products()).toEqual({});
  });

  it('is done with what is gone already, without a call', async () => {
    const { bench, ids, rows } = await products(2);
    const planId = await bench.plan(rows);
    for (const id of ids) await bench.ask('DELETE', `/v3/catalog/products/${id}`);

    const done = await bench.run(planId);

    expect(done.rows.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(bench.writes()).toEqual([]);
  });

  it('forgets what it remembered of them', async () => {
    const { bench, ids, rows } = await products(1);
    const planId = await bench.plan(rows);
    const { ledger } = bench.engine;
    const kept = {
      kind: 'update' as const,
      after: { price: '10' },
      snapshot: { fields: { price: '10' }, partUpdatedAt: null },
    };
    const earlier = await bench.plan([newRow({ ...rows[0], ...kept })]);
    await ledger.operations.complete(writing(await bench.rowsOf(earlier)), 'store');
    expect((await ledger.snapshots.find('store', ['d-1'])).size).toBe(1);

    const done = await bench.run(planId);

    expect((await ledger.snapshots.find('store', ['d-1'])).size).toBe(0);
    expect(done.rows[0]?.undo?.base).toEqual({ price: '10' });
    expect(ids).toHaveLength(1);
  });

  it.each([
    ['lost after it was done', loseAnswer, 'unknown', 0],
    ['lost on its way', loseRequest, 'unknown', 2],
    ['refused', refuse(422), 'failed', 2],
    ['not made', refuse(503), 'unknown', 2],
  ])('says what is known when the call is %s', async (_name, step, state, left) => {
    const { bench, rows } = await products(2);
    const planId = await bench.plan(rows);
    bench.script(DELETE, step);

    const done = await bench.run(planId);

    expect(done.rows.map((row) => row.state)).toEqual([state, state]);
    expect(done.rows[0]?.error).not.toBeNull();
    expect(Object.keys(await bench.products())).toHaveLength(left);

    if (state !== 'unknown') return;
    const again = await bench.run(planId, { isResumed: true });
    expect(again.rows.map((row) => row.state)).toEqual(['done', 'done']);
    expect(await bench.products()).toEqual({});
  });

  it.each([
    ['the key is refused', refuse(403)],
    ['nothing leaves', unreachable],
  ])('ends the run when %s; the rows come again', async (_name, step) => {
    const { bench, rows } = await products(1);
    const planId = await bench.plan(rows);
    bench.script(DELETE, step);

    const done = await bench.run(planId);

    expect(done.outcome).toHaveProperty('error');
    expect(done.rows[0]?.state).toBe('sent');
    expect((await bench.run(planId, { isResumed: true })).rows[0]?.state).toBe('done');
  });

  it('looks again in the run that resumes', async () => {
    const { bench, ids, rows } = await products(1);
    const planId = await bench.plan(rows);
    bench.script(DELETE, loseRequest);
    await bench.run(planId);
    await bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { price: 11 });

    const again = await bench.run(planId, { isResumed: true });

    expect(again.rows[0]).toMatchObject({ state: 'failed', error: { code: 'CHANGED_MEANWHILE' } });
    expect(Object.keys(await bench.products())).toEqual(['D-1']);
  });

  it('takes nothing that is not in the plan', async () => {
    const { bench, rows } = await products(3);
    const planId = await bench.plan(rows.slice(0, 1));
    bench.script(
      DELETE,
      meanwhile(() => bench.product({ sku: 'OTHER' })),
    );

    await bench.run(planId);

    expect(Object.keys(await bench.products()).sort()).toEqual(['D-2', 'D-3', 'OTHER']);
  });
});
