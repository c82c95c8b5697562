import { describe, expect, it } from 'vitest';
import { requireFresh } from '../../../src/catalog/plan/freshness.ts';
import { findPlan } from '../../../src/catalog/plan/saved-plan.ts';
import { metafieldHash } from '../../../src/catalog/product/metafields.ts';
import type { NewOperation } from '../../../src/ledger/journal/operation.ts';
import { creating, deleting, hiding, metafielding, stocking, updating } from '../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../helpers/scripted-engine.ts';

const UNDO = { rollback: 'R' };

/** What is said of a plan before it is applied: nothing, or why it is refused. */
async function look(bench: ScriptedEngine, rows: NewOperation[], selection = {}): Promise<string> {
  const plan = await findPlan(bench.engine, await bench.plan(rows, selection));
  const said = await requireFresh(bench.engine, plan).then(
    () => '',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  );
  expect(bench.writes()).toEqual([]);
  return said;
}

async function store(fields: Record<string, unknown> = {}) {
  const bench = await scriptedEngine();
  return { bench, id: await bench.product({ sku: 'A', ...fields }) };
}

const edit = (bench: ScriptedEngine, id: number, fields: object) =>
  bench.ask('PUT', `/v3/catalog/products/${id}`, fields);

describe('a saved plan', () => {
  it.each<[string, object, (id: number) => NewOperation]>([
    ['price', { price: 99 }, (id) => updating('A', id, { price: '10' }, { price: '11' })],
    [
      'description',
      { description: '<p>Mine</p>' },
      (id) => updating('A', id, { description: '' }, { description: '<p>Ours</p>' }),
    ],
    [
      'categories',
      { categories: [1] },
      (id) => updating('A', id, { categories: [] }, { categories: [['Ours']] }),
    ],
  ])('is refused when somebody has changed %s since', async (field, change, row) => {
    const { bench, id } = await store();
    await edit(bench, id, change);

    expect(await look(bench, [row(id)])).toMatch(new RegExp(`^STALE_PLAN: .*A \\(${field}\\)`));
  });

  it.each<[string, object, (id: number) => NewOperation]>([
    ['nothing moved', {}, (id) => updating('A', id, { price: '10' }, { price: '11' })],
    ['the store agrees already', { price: 11 }, (id) => updating('A', id, { price: '10' }, { price: '11' })],
    ['another field moved', { name: 'Mine' }, (id) => updating('A', id, { price: '10' }, { price: '11' })],
    ['it is hidden already', { is_visible: false }, (id) => hiding('A', id)],
    ['pieces were sold', { inventory_level: 1 }, (id) => stocking('A', id, 5, 3)],
  ])('passes when %s', async (_name, change, row) => {
    const { bench, id } = await store({ inventory_tracking: 'product', inventory_level: 5 });
    if (Object.keys(change).length > 0) await edit(bench, id, change);

    expect(await look(bench, [row(id), creating('NEW')])).toBe('');
  });

  it.each([
    ['update', (id: number) => updating('A', id, { price: '10' }, { price: '11' })],
    ['hide', (id: number) => hiding('A', id)],
  ])('is refused when the product of a row of kind %s is gone', async (_kind, row) => {
    const { bench, id } = await store();
    await bench.ask('DELETE', `/v3/catalog/products/${id}`);

    expect(await look(bench, [row(id)])).toMatch(/^STALE_PLAN: .*A \(gone\)/);
  });

  it('names ten of what moved, and counts the rest', async () => {
    const bench = await scriptedEngine();
    const rows: NewOperation[] = [];
    for (let n = 1; n <= 12; n++)
      rows.push(updating(`A-${n}`, await bench.product({ sku: `A-${n}` }), { price: '9' }, { price: '8' }));

    expect(await look(bench, rows)).toMatch(/A-10 \(price\), and 2 more\. Nothing was written\.$/);
    expect(await look(bench, rows.slice(0, 10))).toMatch(/A-10 \(price\)\. Nothing was written\.$/);
  });

  it('is refused when its rows are not those that were reviewed', async () => {
    const { bench, id } = await store();
    const planId = await bench.plan([updating('A', id, { price: '10' }, { price: '11' })]);
    await bench.engine.ledger.operations.add(planId, [hiding('B', id)]);

    const plan = await findPlan(bench.engine, planId);
    await expect(requireFresh(bench.engine, plan)).rejects.toMatchObject({
      code: 'PLAN_CHANGED',
      exitCode: 6,
    });
  });
});

describe('a saved rollback', () => {
  it('is refused when pieces were sold since', async () => {
    const { bench, id } = await store({ inventory_tracking: 'product', inventory_level: 4 });

    expect(await look(bench, [stocking('A', id, 5, 3)], UNDO)).toMatch(/^STALE_PLAN: .*A \(stock\)/);
    expect(await look(bench, [stocking('A', id, 4, 3)], UNDO)).toBe('');
  });

  it('is refused when a product that it deletes was changed since; one that is gone is no hindrance', async () => {
    const { bench, id } = await store({ inventory_tracking: 'product', inventory_level: 5 });
    const row = deleting('A', id, { name: 'A', price: '10', weight: '1', stock: 5 });
    expect(await look(bench, [row], UNDO)).toBe('');

    await edit(bench, id, { inventory_level: 4 });
    expect(await look(bench, [row], UNDO)).toMatch(/^STALE_PLAN: .*A \(stock\)/);

    await bench.ask('DELETE', `/v3/catalog/products/${id}`);
    expect(await look(bench, [row], UNDO)).toBe('');
  });

  it('is refused when a metafield was written since; a sync writes over it', async () => {
    const { bench, id } = await store();
    const path = `/v3/catalog/products/${id}/metafields`;
    const body = { namespace: 'ttpd', key: 'fitment', value: 'mine', permission_set: 'read' };
    const made = (await bench.ask('POST', path, body)).data.id;
    const before = { 'metafields.fitment': { hash: metafieldHash('fitment', 'mine'), id: made } };
    const row = metafielding('A', id, { fitment: 'former' }, { before });
    expect(await look(bench, [row, metafielding('NEW', null, { fitment: 'v' })], UNDO)).toBe('');

    await bench.ask('PUT', `${path}/${made}`, { value: "somebody's" });
    expect(await look(bench, [row], UNDO)).toMatch(/^STALE_PLAN: .*A \(metafields\.fitment\)/);
    expect(await look(bench, [row])).toBe('');
  });
});
