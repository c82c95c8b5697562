import { describe, expect, it } from 'vitest';
import { metafieldHash } from '../../../../src/catalog/product/metafields.ts';
import { creating, metafielding } from '../../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import {
  failAfter,
  loseAnswer,
  loseRequest,
  refuse,
  saying,
  unreachable,
} from '../../../helpers/scripted-store.ts';

const BULK = '/v3/catalog/products/metafields';
const OF_PRODUCT = 'GET /v3/catalog/products/{id}/metafields';

/** The product's metafields by key. */
async function inStore(bench: ScriptedEngine, productId: number) {
  const { data } = await bench.ask('GET', `/v3/catalog/products/${productId}/metafields`);
  const all = data as { id: number; namespace: string; key: string; value: string }[];
  return Object.fromEntries(all.map(({ namespace, key, value }) => [`${namespace}.${key}`, value]));
}

const put = (bench: ScriptedEngine, productId: number, key: string, value: string, namespace = 'ttpd') =>
  bench.ask('POST', `/v3/catalog/products/${productId}/metafields`, {
    namespace,
    key,
    value,
    permission_set: 'read',
  });

async function products(count: number) {
  const bench = await scriptedEngine();
  const ids: number[] = [];
  for (let n = 1; n <= count; n++) ids.push(await bench.product({ sku: `M-${n}` }));
  return { bench, ids };
}

const remembered = async ({ engine }: ScriptedEngine, sku: string) =>
  (await engine.ledger.snapshots.find('store', [sku])).get(sku)?.fields ?? {};

describe('writing metafields', () => {
  it('makes those of many products in one call, and remembers hash and id', async () => {
    const { bench, ids } = await products(2);
    const planId = await bench.plan(
      ids.map((id, i) => metafielding(`M-${i + 1}`, id, { fitment: `v${i}`, supplier: '{}' })),
    );

    const { states } = await bench.run(planId);

    expect(states).toEqual(['done', 'done']);
    expect(bench.writes()).toEqual([`POST ${BULK}`]);
    expect(bench.callsTo(OF_PRODUCT)).toEqual([]);
    expect(await inStore(bench, ids[1] ?? 0)).toEqual({ 'ttpd.fitment': 'v1', 'ttpd.supplier': '{}' });
    expect(await remembered(bench, 'm-2')).toMatchObject({
      'metafields.fitment': { hash: metafieldHash('fitment', 'v1'), id: expect.any(Number) },
    });
  });

  it('changes and takes away by the ids that it remembers', async () => {
    const { bench, ids } = await products(1);
    const [id = 0] = ids;
    await bench.run(await bench.plan([metafielding('M-1', id, { fitment: 'old', oem: 'gone' })]));
    const before = await remembered(bench, 'm-1');
    bench.calls.length = 0;

    const planId = await bench.plan([metafielding('M-1', id, { fitment: 'new', oem: null }, { before })]);
    const { states } = await bench.run(planId);

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([`PUT ${BULK}`, `DELETE ${BULK}`]);
    expect(await inStore(bench, id)).toEqual({ 'ttpd.fitment': 'new' });
    expect(await remembered(bench, 'm-1')).not.toHaveProperty('metafields.oem');
  });

  it('has nothing to take away where it never wrote', async () => {
    const { bench, ids } = await products(1);

    const { states } = await bench.run(await bench.plan([metafielding('M-1', ids[0] ?? 0, { oem: null })]));

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([]);
  });

  it('settles what is there already by looking (409), and leaves what is not its own', async () => {
    const { bench, ids } = await products(2);
    const [id = 0] = ids;
    await put(bench, id, 'fitment', 'old');
    await put(bench, id, 'fitment', "a merchant's", 'theme');
    const planId = await bench.plan(ids.map((id, i) => metafielding(`M-${i + 1}`, id, { fitment: 'new' })));

    const { states } = await bench.run(planId);

    expect(states).toEqual(['done', 'done']);
    expect(await inStore(bench, id)).toEqual({ 'ttpd.fitment': 'new', 'theme.fitment': "a merchant's" });
    expect(await inStore(bench, ids[1] ?? 0)).toEqual({ 'ttpd.fitment': 'new' });
  });

  it.each([
    ['lost after the effect', loseAnswer],
    ['lost before the effect', loseRequest],
    ['a 500 after the effect', failAfter(500)],
  ])('looks at each product when the answer is %s', async (_name, step) => {
    const { bench, ids } = await products(2);
    const planId = await bench.plan(ids.map((id, i) => metafielding(`M-${i + 1}`, id, { fitment: 'v' })));
    bench.script(`POST ${BULK}`, step);

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(['done', 'done']);
    expect(outcome).toMatchObject({ applied: { done: 2, failed: 0, unknown: 0 } });
    for (const id of ids) expect(await inStore(bench, id)).toEqual({ 'ttpd.fitment': 'v' });
  });

  it('writes nothing again that arrived', async () => {
    const { bench, ids } = await products(1);
    const planId = await bench.plan([metafielding('M-1', ids[0] ?? 0, { fitment: 'v' })]);
    bench.script(`POST ${BULK}`, loseAnswer);

    await bench.run(planId);

    expect(bench.writes()).toEqual([`POST ${BULK}`]);
  });

  it('tries three times, and says whether it may be there', async () => {
    const { bench, ids } = await products(1);
    bench.always(`POST ${BULK}`, loseRequest);

    const { rows } = await bench.run(await bench.plan([metafielding('M-1', ids[0] ?? 0, { fitment: 'v' })]));

    expect(rows[0]).toMatchObject({ state: 'unknown', error: { code: 'NETWORK' } });
    expect(bench.writes()).toHaveLength(3);
  });

  it('fails what is refused for good, and only that', async () => {
    const { bench, ids } = await products(2);
    await bench.ask('DELETE', `/v3/catalog/products/${ids[0]}`);
    const planId = await bench.plan(ids.map((id, i) => metafielding(`M-${i + 1}`, id, { fitment: 'v' })));

    const { states, rows } = await bench.run(planId);

    expect(states).toEqual(['failed', 'done']);
    expect(rows[0]?.error?.message).toBeTruthy();
    expect(await inStore(bench, ids[1] ?? 0)).toEqual({ 'ttpd.fitment': 'v' });
    expect(await remembered(bench, 'm-1')).toEqual({});
  });

  it('is not done where the store saved another value', async () => {
    const { bench, ids } = await products(1);
    const planId = await bench.plan([metafielding('M-1', ids[0] ?? 0, { fitment: 'v' })]);
    const other = saying(({ body }) => {
      const { data } = body as { data: object[] };
      return { body: { data: data.map((each) => ({ ...each, value: 'x' })) } };
    });
    bench.script(`POST ${BULK}`, other);

    const { states } = await bench.run(planId);

    // It looked, and the store has it as it was sent.
    expect(states).toEqual(['done']);
    expect(bench.callsTo(OF_PRODUCT)).toHaveLength(1);
  });

  it('is looked at first in a run that resumes, and does not become done unread', async () => {
    const { bench, ids } = await products(1);
    const planId = await bench.plan([metafielding('M-1', ids[0] ?? 0, { fitment: 'v' })]);
    await bench.engine.ledger.operations.mark(await bench.rowsOf(planId), { state: 'sent' });
    bench.script(OF_PRODUCT, refuse(500), refuse(500), refuse(500));

    const { rows } = await bench.run(planId, { isResumed: true });

    expect(rows[0]).toMatchObject({ state: 'unknown', error: { status: 500 } });
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    ['the key is refused', refuse(403)],
    ['nothing leaves', unreachable],
  ])('ends the run when %s', async (_name, step) => {
    const { bench, ids } = await products(1);
    const planId = await bench.plan([metafielding('M-1', ids[0] ?? 0, { fitment: 'v' })]);
    bench.script(`POST ${BULK}`, step);

    const { outcome, states } = await bench.run(planId);

    expect(outcome).toHaveProperty('error');
    expect(states).toEqual(['sent']);
  });

  it('makes no more than 50 values in a call', async () => {
    const { bench, ids } = await products(3);
    const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, 'v']));
    const planId = await bench.plan(ids.map((id, i) => metafielding(`M-${i + 1}`, id, twenty)));

    await bench.run(planId);

    expect(bench.callsTo(`POST ${BULK}`).map(({ json }) => (json as unknown[]).length)).toEqual([40, 20]);
  });
});

describe('metafields of a product that the same plan makes', () => {
  const both = () => [creating('N-1'), metafielding('N-1', null, { fitment: 'v' })];

  it('are written once it is there', async () => {
    const bench = await scriptedEngine();
    const { rows, states } = await bench.run(await bench.plan(both()));

    expect(states).toEqual(['done', 'done']);
    expect(rows[1]?.productId).toBe(rows[0]?.productId);
    expect(await inStore(bench, rows[0]?.productId ?? 0)).toEqual({ 'ttpd.fitment': 'v' });
  });

  it('are skipped with it when it is refused, and count as no second failure', async () => {
    const bench = await scriptedEngine();
    bench.script('POST /v3/catalog/products', refuse(422));
    const { rows, outcome } = await bench.run(await bench.plan(both()));

    expect(rows[1]).toMatchObject({ state: 'skipped', error: { code: 'NOT_CREATED' } });
    expect(outcome).toMatchObject({ applied: { failed: 1, skipped: 1, done: 0 } });
  });

  it('wait while its end is not known', async () => {
    const bench = await scriptedEngine();
    bench.always('POST /v3/catalog/products', loseRequest);
    const planId = await bench.plan(both());
    expect((await bench.run(planId)).states).toEqual(['unknown', 'planned']);

    bench.always('POST /v3/catalog/products', (go) => go());
    expect((await bench.run(planId, { isResumed: true })).states).toEqual(['done', 'done']);
  });
});

describe('metafields of a rollback that is resumed', () => {
  it('stay where somebody wrote them since', async () => {
    const { bench, ids } = await products(2);
    const hash = (value: string) => metafieldHash('fitment', value);
    const made: number[] = [];
    for (const id of ids) made.push((await put(bench, id, 'fitment', 'mine')).data.id as number);
    const planId = await bench.plan(
      ids.map((id, i) =>
        metafielding(
          `M-${i + 1}`,
          id,
          { fitment: 'former' },
          { before: { 'metafields.fitment': { hash: hash('mine'), id: made[i] ?? 0 } } },
        ),
      ),
      { rollback: 'R' },
    );
    await bench.ask('PUT', `/v3/catalog/products/${ids[0]}/metafields/${made[0]}`, { value: "somebody's" });

    const { rows } = await bench.run(planId, { isResumed: true });

    expect(rows.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(rows[0]?.error).toMatchObject({ code: 'CHANGED_MEANWHILE' });
    expect(rows[0]?.error?.message).toContain('metafields.fitment');
    expect(await inStore(bench, ids[0] ?? 0)).toEqual({ 'ttpd.fitment': "somebody's" });
    expect(await inStore(bench, ids[1] ?? 0)).toEqual({ 'ttpd.fitment': 'former' });
  });
});
