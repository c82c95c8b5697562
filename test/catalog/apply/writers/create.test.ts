import { describe, expect, it } from 'vitest';
import type { ProductFields } from '../../../../src/product/fields.ts';
import { creating } from '../../../helpers/plan-rows.ts';
import { type ScriptedEngine, scriptedEngine } from '../../../helpers/scripted-engine.ts';
import {
  afterwards,
  failAfter,
  loseAnswer,
  loseRequest,
  pass,
  pretending,
  refuse,
  type Step,
  saying,
  unreachable,
} from '../../../helpers/scripted-store.ts';
import { create, GET, POST } from './one-created.ts';

interface StoredVariant {
  sku: string;
  inventory_level: number;
}

const STOCK = 'PUT /v3/inventory/adjustments/absolute';

const snapshotOf = async ({ engine }: ScriptedEngine) =>
  (await engine.ledger.snapshots.find('store', ['a-1'])).get('a-1');

describe('creating a product', () => {
  it('is one call, and remembers what it wrote', async () => {
    const { bench, row, outcome } = await create({ price: '12.5', stock: 3 });

    const made = (await bench.products())['A-1'];
    expect(made).toMatchObject({ price: 12.5, inventory_level: 3 });
    expect(row).toMatchObject({ state: 'done', productId: made.id, error: null });
    expect(outcome).toMatchObject({ applied: { done: 1, failed: 0, unknown: 0 }, interrupted: false });
    expect(bench.writes()).toEqual([POST]);
    expect(bench.callsTo(GET)).toEqual([]);
    expect(await snapshotOf(bench)).toMatchObject({
      productId: made.id,
      fields: { price: '12.5', stock: 3 },
    });
  });

  it.each([
    ['lost', loseAnswer],
    ['a 500', failAfter(500)],
    ['a 408', failAfter(408)],
    ['cut short', saying(() => ({ body: { data: 'nothing of a product' } }))],
  ])('looks the SKU up when the answer is %s, and does not send it twice', async (_name, step) => {
    const { bench, row } = await create({ stock: 3 }, { [POST]: [step] });

    expect(row).toMatchObject({ state: 'done', error: null });
    expect(bench.writes()).toEqual([POST]);
    expect(bench.callsTo(GET)[0]?.query).toMatchObject({ 'sku:in': 'A-1' });
    expect(Object.keys(await bench.products())).toEqual(['A-1']);
  });

  it('sends it again when it certainly did not arrive', async () => {
    const { bench, row } = await create({}, { [POST]: [loseRequest] });

    expect(row?.state).toBe('done');
    expect(bench.calls.slice(2).map(({ endpoint }) => endpoint)).toEqual([POST, GET, POST]);
  });

  it('sends it three times at most, and looks after the last', async () => {
    const { bench, row, outcome } = await create({}, { [POST]: [loseRequest, loseRequest, loseRequest] });

    expect(row).toMatchObject({ state: 'unknown', error: { code: 'NETWORK' } });
    expect(outcome).toMatchObject({ applied: { done: 0, unknown: 1 } });
    expect(bench.calls.slice(2).map(({ endpoint }) => endpoint)).toEqual([POST, GET, POST, GET, POST, GET]);
    expect(await bench.products()).toEqual({});
  });

  it('finds the product of a third POST whose answer was lost', async () => {
    const { bench, row } = await create({}, { [POST]: [loseRequest, loseRequest, loseAnswer] });

    expect(row?.state).toBe('done');
    expect(Object.keys(await bench.products())).toEqual(['A-1']);
  });

  it.each([401, 403])('stays planned when the key is refused (%d), and the run ends', async (status) => {
    const { row, outcome } = await create({}, { [POST]: [refuse(status)] });

    expect(outcome).toMatchObject({ error: { status } });
    expect(row).toMatchObject({ state: 'planned', error: null });
  });

  it('stays planned when nothing left the machine', async () => {
    const { row, outcome } = await create({}, { [POST]: [unreachable] });

    expect(outcome).toMatchObject({ error: { code: 'NETWORK' } });
    expect(row?.state).toBe('planned');
  });

  it('stays sent when its answer was lost and then the key is refused', async () => {
    const { bench, planId, row, outcome } = await create({}, { [POST]: [loseAnswer], [GET]: [refuse(401)] });

    expect(outcome).toMatchObject({ error: { status: 401 } });
    expect(row?.state).toBe('sent');
    expect((await bench.run(planId, { isResumed: true })).row?.state).toBe('done');
    expect(bench.writes()).toEqual([POST]);
  });

  it('stays sent when it was sent anew and nothing left the machine', async () => {
    const { row, outcome } = await create({}, { [POST]: [loseRequest, unreachable] });

    expect(outcome).toMatchObject({ error: { code: 'NETWORK', outcome: 'not_sent' } });
    expect(row?.state).toBe('sent');
  });

  it.each([
    [409, { status: 409, title: 'The product sku is a duplicate', errors: {} }],
    [422, { status: 422, title: 'The field weight is wrong', errors: { weight: 'must be a number' } }],
    [413, undefined],
    [404, undefined],
  ])('fails with the own words of the store (%d), and is not sent again', async (status, body) => {
    const { bench, row, outcome } = await create({}, { [POST]: [refuse(status, body)] });

    expect(row).toMatchObject({ state: 'failed', productId: null, error: { status } });
    expect(outcome).toMatchObject({ applied: { failed: 1, done: 0 } });
    expect(bench.writes()).toEqual([POST]);
    expect(bench.callsTo(GET)).toEqual([]);
  });

  it("leaves another's product of the SKU alone", async () => {
    const bench = await scriptedEngine();
    const theirs = await bench.product({ sku: 'a-1', price: 99 });
    const planId = await bench.plan([creating('A-1')]);
    const before = await bench.read(theirs);

    const { row } = await bench.run(planId);

    expect(row).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
    expect(await bench.read(theirs)).toEqual(before);
  });

  it('takes the SKU that was taken after a lost answer for its own product', async () => {
    // The look-up comes too early to see it.
    const { row } = await create(
      {},
      { [POST]: [loseAnswer], [GET]: [pretending(200, { data: [], meta: {} })] },
    );

    expect(row).toMatchObject({ state: 'done', error: null });
  });

  it('stays unknown when the look-up cannot be read', async () => {
    const { bench, row } = await create({}, { [POST]: [loseAnswer], [GET]: [refuse(500)] });

    expect(row).toMatchObject({ state: 'unknown', error: { status: 500 } });
    expect(bench.writes()).toEqual([POST]);
  });

  it('stays unknown when the last look-up cannot be read', async () => {
    const { row } = await create(
      {},
      { [POST]: [loseRequest, loseRequest, loseRequest], [GET]: [pass, pass, refuse(500)] },
    );

    expect(row).toMatchObject({ state: 'unknown', error: { status: 500 } });
  });
});

describe('a product whose stock was not saved with it', () => {
  const without: Step = saying(({ body }) => ({ status: 207, body: { ...(body as object), errors: {} } }));

  it('has its stock set apart', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan([creating('A-1', { stock: 7 })]);
    const drop = async () => {
      const [{ id }] = Object.values(await bench.products()) as [{ id: number }];
      await bench.ask('PUT', `/v3/catalog/products/${id}`, { inventory_level: 0 });
    };
    bench.script(POST, async (go, request) => {
      const answer = await afterwards(drop)(go, request);
      return { ...answer, status: 207 };
    });

    const { row } = await bench.run(planId);

    expect(row?.state).toBe('done');
    expect((await bench.products())['A-1'].inventory_level).toBe(7);
    expect(bench.callsTo(STOCK).map(({ json }) => json)).toEqual([
      { reason: 'ttpd', items: [{ location_id: 1, product_id: row?.productId, quantity: 7 }] },
    ]);
  });

  it.each<[string, ProductFields, Record<string, unknown>]>([
    [
      'all of its variants',
      {
        inventoryTracking: 'variant',
        variants: [
          { sku: 'A-1-S', options: [{ name: 'Size', value: 'S' }], stock: 2, fields: {} },
          { sku: 'A-1-L', options: [{ name: 'Size', value: 'L' }], stock: 3, fields: {} },
          { sku: 'A-1-X', options: [{ name: 'Size', value: 'X' }], fields: {} },
        ],
      },
      { inventory_level: 5 },
    ],
    ['its own', { stock: 3 }, { inventory_level: 3 }],
    ['none', {}, { inventory_level: 0 }],
  ])('finds after a lost answer that its stock is there: %s', async (_, fields, shown) => {
    const { bench, row } = await create(fields, { [POST]: [loseAnswer] });

    expect(row?.state).toBe('done');
    expect((await bench.products())['A-1']).toMatchObject(shown);
    expect(bench.callsTo(STOCK)).toEqual([]);
  });

  it('sets the stock of its variants', async () => {
    const variants = [
      { sku: 'A-1-S', options: [{ name: 'Size', value: 'S' }], stock: 4, fields: {} },
      { sku: 'A-1-L', options: [{ name: 'Size', value: 'L' }], fields: {} },
    ];
    const { bench, row } = await create({ variants, inventoryTracking: 'variant' }, { [POST]: [without] });

    expect(row?.state).toBe('done');
    const { variants: made } = (await bench.products())['A-1'];
    expect(made.map(({ sku, inventory_level }: StoredVariant) => [sku, inventory_level])).toEqual([
      ['A-1-S', 4],
      ['A-1-L', 0],
    ]);
    expect(bench.callsTo(STOCK)[0]?.json).toMatchObject({
      items: [{ location_id: 1, variant_id: made[0].id, quantity: 4 }],
    });
  });

  it.each([
    ['refuses it', refuse(422)],
    ['loses it', loseRequest],
    ['fails', refuse(503)],
  ])('stays unknown, with its id, when the store %s', async (_name, step) => {
    const { bench, row } = await create({ stock: 7 }, { [POST]: [without], [STOCK]: [step] });

    const made = (await bench.products())['A-1'];
    expect(row).toMatchObject({ state: 'unknown', productId: made.id });
    expect(await snapshotOf(bench)).toBeUndefined();
  });

  it('ends the run when the key may not set stock', async () => {
    const { row, outcome } = await create({ stock: 7 }, { [POST]: [without], [STOCK]: [refuse(403)] });

    expect(outcome).toMatchObject({ error: { status: 403 } });
    expect(row?.state).toBe('sent');
  });

  it('is looked at for its level when its answer was lost', async () => {
    const bench = await scriptedEngine();
    const planId = await bench.plan([creating('A-1', { stock: 7 })]);
    bench.script(POST, async (go, request) => {
      await go();
      const [{ id }] = Object.values(await bench.products()) as [{ id: number }];
      await bench.ask('PUT', `/v3/catalog/products/${id}`, { inventory_level: 1 });
      return loseRequest(go, request);
    });

    await bench.run(planId);

    expect((await bench.products())['A-1'].inventory_level).toBe(7);
  });
});
