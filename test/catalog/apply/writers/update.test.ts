import { describe, expect, it } from 'vitest';
import { hiding, updating } from '../../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import {
  failAfter,
  loseAnswer,
  loseRequest,
  pass,
  refuse,
  type Step,
  saying,
  unreachable,
} from '../../../helpers/scripted-store.ts';

const PUT = 'PUT /v3/catalog/products';
const PUT_ONE = 'PUT /v3/catalog/products/{id}';

/** So many products at 10 that are to cost 12.50. */
async function repricing(count: number) {
  const bench = await scriptedEngine();
  const ids: number[] = [];
  for (let n = 1; n <= count; n++) ids.push(await bench.product({ sku: `U-${n}` }));
  const planId = await bench.plan(
    ids.map((id, i) => updating(`U-${i + 1}`, id, { price: '10' }, { price: '12.5' })),
  );
  return { bench, ids, planId };
}

const prices = async (bench: ScriptedEngine) =>
  Object.values(await bench.products()).map(({ price }) => price);

/** What the store says of its products, changed. */
const asking = (change: (product: Record<string, unknown>) => unknown): Step =>
  saying(({ body }) => {
    const { data } = body as { data: Record<string, unknown> | Record<string, unknown>[] };
    return { body: { data: Array.isArray(data) ? data.map(change) : change(data) } };
  });

describe('updating products', () => {
  it('writes ten in one call, and only what changed', async () => {
    const { bench, ids, planId } = await repricing(12);

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(Array(12).fill('done'));
    expect(outcome).toMatchObject({ applied: { done: 12, failed: 0, unknown: 0 } });
    expect(bench.callsTo(PUT).map(({ json }) => (json as unknown[]).length)).toEqual([10, 2]);
    expect(bench.callsTo(PUT)[0]?.json).toContainEqual({ id: ids[0], price: 12.5 });
    expect(await prices(bench)).toEqual(Array(12).fill(12.5));
  });

  it('writes the nine good ones of ten, and says what the store has against the tenth', async () => {
    const { bench, ids, planId } = await repricing(10);
    await bench.ask('DELETE', `/v3/catalog/products/${ids[4]}`);

    const { rows, states } = await bench.run(planId);

    expect(states.map((state, i) => (state === 'done' ? [] : [i, state]).join(':')).filter(Boolean)).toEqual([
      '4:failed',
    ]);
    expect(rows[4]?.error?.status).toBeGreaterThanOrEqual(400);
    expect(await prices(bench)).toEqual(Array(9).fill(12.5));
  });

  it('bisects a 422 that does not say which row it means', async () => {
    const { bench, ids, planId } = await repricing(4);
    const bad = ids[2];
    bench.always(PUT, (go, request) => {
      const rows = request.json as { id: number }[];
      return rows.some(({ id }) => id === bad) ? refuse(422)(go, request) : go();
    });
    bench.always(PUT_ONE, (go, request) =>
      request.path.endsWith(`/${bad}`) ? refuse(422)(go, request) : go(),
    );

    const { states, rows } = await bench.run(planId);

    expect(states).toEqual(['done', 'done', 'failed', 'done']);
    expect(rows[2]?.error).toMatchObject({ status: 422 });
    expect(await prices(bench)).toEqual([12.5, 12.5, 10, 12.5]);
  });

  it.each([
    ['lost after the effect', loseAnswer],
    ['lost before the effect', loseRequest],
    ['a 500 after the effect', failAfter(500)],
    ['a 503 before it', refuse(503)],
  ])('looks at the store when the answer is %s, and each row ends once', async (_name, step) => {
    const { bench, planId } = await repricing(3);
    bench.script(PUT, step);

    const { states, outcome } = await bench.run(planId);

    expect(states).toEqual(['done', 'done', 'done']);
    expect(outcome).toMatchObject({ applied: { done: 3, failed: 0, unknown: 0 } });
    expect(await prices(bench)).toEqual([12.5, 12.5, 12.5]);
    const last = bench.events.findLast((event) => event.type === 'progress');
    expect(last).toMatchObject({ done: 3, total: 3, counts: { updated: 3, unknown: 0 } });
  });

  it('writes nothing a second time that arrived', async () => {
    const { bench, planId } = await repricing(3);
    bench.script(PUT, loseAnswer);

    await bench.run(planId);

    expect(bench.writes()).toEqual([PUT]);
  });

  it("keeps a merchant's change that came before the lost row is looked at", async () => {
    const { bench, ids, planId } = await repricing(2);
    const edit = () => bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { price: 99 });
    bench.script(PUT, async (go, request) => {
      await edit();
      return loseRequest(go, request);
    });

    const { rows } = await bench.run(planId);

    expect(rows.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(rows[0]?.error).toMatchObject({ code: 'CHANGED_MEANWHILE' });
    expect(rows[0]?.error?.message).toContain('price was "10" and was to become "12.5"; it is "99"');
    expect(await prices(bench)).toEqual([99, 12.5]);
  });

  it('gives up after three looks, and the row stays unknown', async () => {
    const { bench, planId } = await repricing(1);
    bench.always(PUT_ONE, loseRequest);

    const { rows, outcome } = await bench.run(planId);

    expect(rows[0]).toMatchObject({ state: 'unknown', error: { code: 'NETWORK' } });
    expect(outcome).toMatchObject({ applied: { unknown: 1 }, interrupted: false });
    expect(bench.callsTo(PUT_ONE)).toHaveLength(4);
  });

  it('says of each row of a batch what became of it, where one is refused and another fails', async () => {
    const { bench, planId } = await repricing(10);
    bench.script(PUT, refuse(422));
    bench.always(PUT_ONE, refuse(500));
    bench.script(PUT_ONE, pass, pass);

    const { rows } = await bench.run(planId);

    const now = await prices(bench);
    expect(rows.map(({ state }) => state === 'done')).toEqual(now.map((price) => price === 12.5));
    expect(rows.filter(({ state }) => state === 'done').length).toBeGreaterThan(1);
  });

  it('takes a 403 that is about one product for that row’s', async () => {
    const { bench, planId } = await repricing(2);
    bench.script(PUT, refuse(403, { status: 403, title: 'This product can not be changed' }));
    bench.script(PUT_ONE, refuse(403, { status: 403, title: 'This product can not be changed' }));

    const { rows } = await bench.run(planId);

    expect(rows.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(rows[0]?.error).toMatchObject({ code: 'FORBIDDEN' });
    expect(await prices(bench)).toEqual([10, 12.5]);
  });

  it.each([
    ['the key is refused', refuse(401), 'UNAUTHORIZED'],
    ['a scope is missing', refuse(403), 'FORBIDDEN'],
    ['nothing leaves', unreachable, 'NETWORK'],
  ])('ends the run when %s; the row comes again', async (_name, step, code) => {
    const { bench, planId } = await repricing(1);
    bench.script(PUT_ONE, step);

    const { outcome, states } = await bench.run(planId);

    expect(outcome).toMatchObject({ error: { code } });
    expect(states).toEqual(['sent']);
    expect((await bench.run(planId, { isResumed: true })).states).toEqual(['done']);
  });

  it('is in doubt where the store answers with another value, until the store has it', async () => {
    const { bench, planId } = await repricing(2);
    bench.script(
      PUT,
      asking((product) => ({ ...product, price: 11 })),
    );

    const { states } = await bench.run(planId);

    // The store has what was sent: it was its answer that was wrong.
    expect(states).toEqual(['done', 'done']);
    expect(bench.writes()).toEqual([PUT]);
  });

  it('stays in doubt where the store really made something else of it', async () => {
    const { bench, ids, planId } = await repricing(1);
    const rounding: Step = async (go) => {
      await go();
      const { data } = await bench.ask('PUT', `/v3/catalog/products/${ids[0]}`, { price: 13 });
      return { status: 200, headers: {}, body: { data } };
    };
    bench.script(PUT_ONE, rounding);

    const { rows, outcome } = await bench.run(planId);

    expect(rows[0]).toMatchObject({ state: 'unknown', error: { code: 'NOT_AS_SENT' } });
    expect(outcome).toMatchObject({ applied: { unknown: 1, done: 0, failed: 0 } });
    expect(await prices(bench)).toEqual([13]);
  });

  it('fails a row that is missing in the answer', async () => {
    const { bench, planId } = await repricing(3);
    bench.script(
      PUT,
      saying(({ body }) => ({ body: { data: (body as { data: unknown[] }).data.slice(1) } })),
    );

    const { rows, states } = await bench.run(planId);

    expect(states).toEqual(['failed', 'done', 'done']);
    expect(rows[0]?.error?.message).toContain('missing');
  });

  it('tries the rows of a 207 apart', async () => {
    const { bench, planId } = await repricing(2);
    bench.script(
      PUT,
      saying(() => ({ status: 207 })),
    );

    expect((await bench.run(planId)).states).toEqual(['done', 'done']);
    expect(await prices(bench)).toEqual([12.5, 12.5]);
  });

  it('remembers the texts that the store tidied, for the way back', async () => {
    const bench = await scriptedEngine();
    const id = await bench.product({ sku: 'U-1' });
    const planId = await bench.plan([updating('U-1', id, { pageTitle: '' }, { pageTitle: 'A title ' })]);
    bench.script(
      PUT_ONE,
      asking((product) => ({ ...product, page_title: 'A title' })),
    );

    const { rows } = await bench.run(planId);

    expect(rows[0]).toMatchObject({ state: 'done', undo: { saved: { pageTitle: 'A title' } } });
  });

  it('hides', async () => {
    const bench = await scriptedEngine();
    const id = await bench.product({ sku: 'H-1' });
    const planId = await bench.plan([hiding('H-1', id)]);

    const { states } = await bench.run(planId);

    expect(states).toEqual(['done']);
    expect(bench.callsTo(PUT_ONE).map(({ json }) => json)).toEqual([{ is_visible: false }]);
    expect((await bench.read(id)).is_visible).toBe(false);
    expect(bench.events.findLast(({ type }) => type === 'progress')).toMatchObject({
      counts: { hidden: 1, updated: 0 },
    });
  });
});

describe('what a product has calls of its own for', () => {
  /** Two products, the first with a custom field of its own. */
  async function withFields(after: Record<string, unknown>) {
    const bench = await scriptedEngine();
    const ids = [await bench.product({ sku: 'U-1' }), await bench.product({ sku: 'U-2' })];
    const planId = await bench.plan(
      ids.map((id, i) => updating(`U-${i + 1}`, id, { price: '10' }, { price: '12.5', ...after })),
    );
    return { bench, ids, planId };
  }
  const FIELD = 'POST /v3/catalog/products/{id}/custom-fields';

  it.each([
    ['refused', refuse(422), 'failed'],
    ['lost', loseRequest, 'done'],
  ])('ends only the row whose custom field is %s', async (_name, step, state) => {
    const { bench, planId } = await withFields({ 'customField.Torque=5': '5' });
    bench.script(FIELD, step);

    const { states } = await bench.run(planId);

    expect(states).toEqual([state, 'done']);
    expect(await prices(bench)).toEqual([12.5, 12.5]);
  });

  it('ends the run when the key is refused half-way; what is written is not written twice', async () => {
    const { bench, planId } = await withFields({ 'customField.Torque=5': '5' });
    bench.script(FIELD, refuse(403));

    const { outcome, states } = await bench.run(planId);

    expect(outcome).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(states).toEqual(['sent', 'sent']);
    expect((await bench.run(planId, { isResumed: true })).states).toEqual(['done', 'done']);
    for (const product of Object.values(await bench.products()))
      expect(product.custom_fields).toMatchObject([{ name: 'Torque', value: '5' }]);
  });

  it('does without a PUT when nothing of the product itself changes', async () => {
    const bench = await scriptedEngine();
    const id = await bench.product({ sku: 'U-1' });
    const planId = await bench.plan([updating('U-1', id, {}, { 'customField.Torque=5': '5' })]);

    await bench.run(planId);

    expect(bench.writes()).toEqual([FIELD]);
  });
});
