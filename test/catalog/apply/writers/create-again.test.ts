import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creating } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import {
  failAfter,
  loseAnswer,
  loseRequest,
  meanwhile,
  pass,
  refuse,
  type Step,
  saying,
} from '../../../helpers/scripted-store.ts';
import { create, GET, POST } from './one-created.ts';

describe('a product that the store has otherwise than it was sent', () => {
  it('is unknown at first', async () => {
    const { row } = await create(
      { price: '12.5' },
      {
        [POST]: [
          saying(({ body }) => ({
            body: { data: { ...(body as { data: object }).data, price: 13 } },
          })),
        ],
      },
    );

    expect(row).toMatchObject({ state: 'unknown', error: { code: 'NOT_AS_SENT' } });
    expect(row?.error?.message).toContain('price');
    expect(row?.productId).toBeGreaterThan(0);
  });

  it('remembers the texts that the store tidied', async () => {
    const tidy = saying(({ body }) => ({
      body: { data: { ...(body as { data: object }).data, description: '<p>Tidy</p>' } },
    }));
    const { row } = await create({ description: '<p>Tidy' }, { [POST]: [tidy] });

    expect(row).toMatchObject({ state: 'done', undo: { saved: { description: '<p>Tidy</p>' } } });
  });

  it('was changed by somebody where a run before had sent it', async () => {
    const { bench, planId, row } = await create({}, { [POST]: [loseAnswer], [GET]: [refuse(401)] });
    expect(row?.state).toBe('sent');
    const { id } = (await bench.products())['A-1'];
    await bench.ask('PUT', `/v3/catalog/products/${id}`, { price: 77 });

    const again = await bench.run(planId, { isResumed: true });

    expect(again.row).toMatchObject({ state: 'failed', productId: id, error: { code: 'CHANGED_MEANWHILE' } });
    expect((await bench.read(id)).price).toBe(77);
    expect(bench.writes()).toEqual([POST]);
  });

  it('stays in doubt where the store itself had made something else of it', async () => {
    const other = saying(({ body }) => ({
      body: { data: { ...(body as { data: object }).data, price: 13 } },
    }));
    const { bench, planId } = await create({}, { [POST]: [other] });
    const { id } = (await bench.products())['A-1'];
    await bench.ask('PUT', `/v3/catalog/products/${id}`, { price: 13 });

    const again = await bench.run(planId, { isResumed: true });

    expect(again.row).toMatchObject({ state: 'unknown', error: { code: 'NOT_AS_SENT' } });
  });
});

describe('a product that a run before this one sent', () => {
  const sent = async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan([creating('A-1')]);
    const rows = await bench.rowsOf(planId);
    await bench.engine.ledger.operations.mark(rows, { state: 'sent' });
    return { bench, planId };
  };

  it('is looked up before it is sent', async () => {
    const { bench, planId } = await sent();

    const { row } = await bench.run(planId, { isResumed: true });

    expect(row?.state).toBe('done');
    expect(bench.calls.slice(2).map(({ endpoint }) => endpoint)).toEqual([GET, POST]);
  });

  it('never becomes planned again, whatever is refused', async () => {
    const { bench, planId } = await sent();
    bench.script(POST, refuse(401));

    const { row, outcome } = await bench.run(planId, { isResumed: true });

    expect(outcome).toMatchObject({ error: { status: 401 } });
    expect(row?.state).toBe('sent');
  });

  it('is settled by its SKU when it turns out to be there after the look-up', async () => {
    const { bench, planId } = await sent();
    const make = () => bench.product({ sku: 'A-1', name: 'The A-1', price: 10, weight: 1 });
    bench.script(POST, meanwhile(make));

    const { row } = await bench.run(planId, { isResumed: true });

    expect(row?.state).toBe('done');
    expect(Object.keys(await bench.products())).toEqual(['A-1']);
  });
});

/** Whatever happens on the way: what the ledger says is what is in the store, and no SKU is there twice. */
it('tells the truth under any order of faults', { timeout: 60_000 }, async () => {
  const steps = {
    pass,
    loseRequest,
    loseAnswer,
    late: failAfter(502),
    early: refuse(503),
    refused: refuse(422),
  };
  const step = fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 5 }),
      fc.array(step, { maxLength: 4 }),
      async (posts, gets) => {
        const bench = await scriptedEngine();
        const planId = await bench.plan([creating('A-1', { stock: 2 })]);
        const takes = (names: typeof posts): Step => {
          const queue = [...names];
          return (go, request) => steps[queue.shift() ?? 'pass'](go, request);
        };
        bench.always(POST, takes(posts));
        bench.always(GET, takes(gets));

        const { row } = await bench.run(planId);

        const made = await bench.products();
        if (row?.state === 'done')
          expect(made['A-1']).toMatchObject({ id: row.productId, inventory_level: 2 });
        if (row?.state === 'failed') expect(made).toEqual({});
        expect(row?.state).not.toBe('planned');

        bench.always(POST, pass);
        bench.always(GET, pass);
        if (row?.state === 'failed') return;
        expect((await bench.run(planId, { isResumed: true })).row?.state).toBe('done');
        expect(Object.keys(await bench.products())).toEqual(['A-1']);
      },
    ),
    { numRuns: 30 },
  );
});
