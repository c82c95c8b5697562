import { describe, expect, it } from 'vitest';
import { creating, relating, updating } from '../../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { loseAnswer, refuse, unreachable } from '../../../helpers/scripted-store.ts';

const PUT_ONE = 'PUT /v3/catalog/products/{id}';

/** An old part and its replacement, both in the store and in the ledger; `own` are the old one's related products. */
async function pair(own?: number[]) {
  const bench = await scriptedEngine();
  const other = await bench.product({ sku: 'OTHER' });
  const next = await bench.product({ sku: 'NEW' });
  const old = await bench.product({
    sku: 'OLD',
    ...(own ? { related_products: own.map((id) => (id === 0 ? other : id)) } : {}),
  });
  await bench.run(
    await bench.plan([updating('NEW', next, { price: '10' }, { price: '11' }, { partId: 'FP-NEW' })]),
  );
  bench.calls.length = 0;
  const related = async () => (await bench.read(old)).related_products as number[];
  return { bench, old, next, other, related };
}

const remembered = async ({ engine }: ScriptedEngine) =>
  (await engine.ledger.snapshots.find('store', ['old'])).get('old')?.fields.related;

describe('linking a part with its replacement', () => {
  it("adds it to a merchant's own choice", async () => {
    const { bench, old, next, other, related } = await pair([0]);

    const { rows } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(await related()).toEqual([other, next]);
    expect(rows[0]).toMatchObject({ state: 'done', undo: { link: { added: next, automatic: false } } });
    expect(await remembered(bench)).toEqual({ part: 'FP-NEW', linked: true, product: expect.any(Number) });
  });

  it('takes the place of a list that the store makes by itself', async () => {
    const { bench, old, next, related } = await pair();
    expect(await related()).toEqual([-1]);

    const { rows } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(await related()).toEqual([next]);
    expect(rows[0]?.undo?.link).toEqual({ added: next, automatic: true });
  });

  it('writes nothing where it is there already', async () => {
    const { bench, old } = await pair([2]);

    const { states } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([]);
    expect(await remembered(bench)).toEqual({ part: 'FP-NEW', linked: true, product: expect.any(Number) });
  });

  it('remembers that it is open while the replacement is not in the store', async () => {
    const { bench, old } = await pair();

    const { states } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NOWHERE')]));

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([]);
    expect(await remembered(bench)).toEqual({ part: 'FP-NOWHERE', linked: false });
  });

  it('leaves a list that is full alone', async () => {
    const { bench, old, next } = await pair();
    const full: number[] = [];
    for (let n = 0; n < 50; n++) full.push(await bench.product({ sku: `F-${n}` }));
    await bench.ask('PUT', `/v3/catalog/products/${old}`, { related_products: full });

    await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect((await bench.read(old)).related_products).toEqual(full);
    expect(full).not.toContain(next);

    await bench.ask('PUT', `/v3/catalog/products/${old}`, { related_products: full.slice(1) });
    await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));
    expect((await bench.read(old)).related_products).toEqual([...full.slice(1), next]);
  });

  it('is settled with a product that is gone', async () => {
    const { bench, old } = await pair();
    await bench.ask('DELETE', `/v3/catalog/products/${old}`);

    const { states } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([]);
  });

  it('knows for the way back that it was the store that chose, also when its answer is lost', async () => {
    const { bench, old, next, related } = await pair();
    const planId = await bench.plan([relating('OLD', old, 'FP-NEW')]);
    bench.script(PUT_ONE, loseAnswer);

    const first = await bench.run(planId);
    expect(first.rows[0]).toMatchObject({
      state: 'unknown',
      undo: { link: { added: next, automatic: true } },
    });

    const { rows } = await bench.run(planId, { isResumed: true });
    expect(rows[0]).toMatchObject({ state: 'done', undo: { link: { added: next, automatic: true } } });
    expect(await related()).toEqual([next]);
    expect(bench.writes()).toEqual([PUT_ONE]);
  });

  it('fails where it is refused', async () => {
    const { bench, old, related } = await pair();
    bench.script(PUT_ONE, refuse(422));

    const { rows } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(rows[0]).toMatchObject({ state: 'failed', error: { status: 422 } });
    expect(await related()).toEqual([-1]);
    expect(await remembered(bench)).toBeUndefined();
  });

  it.each([
    ['the products cannot be read', 'GET /v3/catalog/products', refuse(500), 'unknown'],
    ['the products are refused', 'GET /v3/catalog/products', refuse(422), 'failed'],
  ])('ends its rows when %s', async (_name, endpoint, step, state) => {
    const { bench, old } = await pair();
    bench.script(endpoint, step);

    expect((await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]))).states).toEqual([state]);
  });

  it.each([
    ['the key is refused', refuse(401)],
    ['nothing leaves', unreachable],
  ])('ends the run when %s', async (_name, step) => {
    const { bench, old } = await pair();
    bench.script(PUT_ONE, step);

    const { outcome, states } = await bench.run(await bench.plan([relating('OLD', old, 'FP-NEW')]));

    expect(outcome).toHaveProperty('error');
    expect(states).toEqual(['sent']);
  });

  it('links products that the same plan makes', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan([
      creating('OLD', {}, { partId: 'FP-OLD' }),
      relating('OLD', null, 'FP-NEW'),
      creating('NEW', {}, { partId: 'FP-NEW' }),
    ]);

    const { states } = await bench.run(planId);

    expect(states).toEqual(['done', 'done', 'done']);
    const { OLD, NEW } = await bench.products();
    expect(OLD.related_products).toEqual([NEW.id]);
  });
});

describe('taking a link away', () => {
  const removing = (old: number, next: number, automatic: boolean) =>
    relating('OLD', old, '', {
      after: { removedRelated: next },
      before: { related: 'FP-NEW' },
      snapshot: { fields: { related: null }, partUpdatedAt: null, restores: true },
      undo: { link: { added: next, automatic } },
    });

  it.each([
    ['leaves what a merchant chose', [0, 2], true, (other: number) => [other]],
    ['gives the choice back to the store', [2], true, () => [-1]],
    ['leaves an empty list where it was empty', [2], false, () => []],
  ] as const)('%s', async (_name, own, automatic, expected) => {
    const { bench, old, next, other, related } = await pair([...own]);

    const { states } = await bench.run(await bench.plan([removing(old, next, automatic)]));

    expect(states).toEqual(['done']);
    expect(await related()).toEqual(expected(other));
  });

  it('writes nothing where it is gone already', async () => {
    const { bench, old, next, other, related } = await pair([0]);

    const { states } = await bench.run(await bench.plan([removing(old, next, true)]));

    expect(states).toEqual(['done']);
    expect(bench.writes()).toEqual([]);
    expect(await related()).toEqual([other]);
  });
});
