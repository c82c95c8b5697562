import { describe, expect, it } from 'vitest';
import { changeHolds } from '../../../src/catalog/plan/hold.ts';
import { applySaved } from '../../../src/catalog/runs.ts';
import { Rules, type RulesInput } from '../../../src/rules/schema.ts';
import { type Bench, bench } from '../../helpers/sandbox-engine.ts';

/** 24 brakes: more than the 20 that never trip a guard. */
async function inStep(rules: RulesInput = {}) {
  const at = await bench(200);
  const { exitCode, guards } = await at.sync({}, { rules });
  expect([exitCode, guards]).toEqual([0, []]);
  const ids = await at.partIds();
  const patch = async (some: readonly string[], change: unknown) => {
    for (const id of some) expect((await at.client.admin('PATCH', `/parts/${id}`, change)).status).toBe(200);
  };
  return { ...at, ids, patch };
}

// biome-ignore lint/suspicious/noExplicitAny: JSON that tests look into
async function products({ client }: Bench): Promise<any[]> {
  return (await client.store('GET', '/v3/catalog/products?limit=250&include=custom_fields,images')).json.data;
}

const tripped = (outcome: { guards?: { guard: string }[] }) => outcome.guards?.map(({ guard }) => guard);

describe('a blank feed', () => {
  const BLANK = { name: null, description: null, images: [], attributes: {}, interchange: [] };

  it('renames nothing, empties no description, and is stopped before it takes attributes away', async () => {
    const at = await inStep();
    const before = await products(at);
    await at.patch(at.ids, { ...BLANK, updated_at: new Date().toISOString() });

    const outcome = await at.sync();

    expect([outcome.exitCode, tripped(outcome)]).toEqual([6, ['content']]);
    expect(await products(at)).toEqual(before);

    await applySaved(at.engine, outcome.plan.id, { overrides: ['content'] });
    const shown = (product: { name: string; description: string }) => [product.name, product.description];
    expect((await products(at)).map(shown)).toEqual(before.map(shown));
    expect((await products(at)).map(({ images }) => images.length)).toEqual(
      before.map(({ images }) => images.length),
    );
  });

  it('of one part keeps its name and words, renews its warnings, and goes on when the words come back', async () => {
    const at = await inStep();
    const [id] = at.ids;
    const wrote = async () => (await products(at))[0];
    const before = await wrote();
    await at.patch([id ?? ''], {
      name: null,
      description: null,
      prop65: { warning: true, text: 'May contain lead.' },
      updated_at: new Date().toISOString(),
    });
    expect((await at.sync()).exitCode).toBe(0);
    const silent = await wrote();
    expect(silent.name).toBe(before.name);
    expect(silent.description).toContain(before.description.slice(0, 40));

    await at.patch([id ?? ''], {
      name: 'Brake Drum, new words',
      description: 'Other words.',
      updated_at: new Date(Date.now() + 1_000).toISOString(),
    });
    expect((await at.sync()).exitCode).toBe(0);
    const spoken = await wrote();
    expect(spoken.name).toContain('new words');
    expect(spoken.description).toContain('Other words.');
    expect(spoken.description).not.toContain(before.description.slice(0, 40));
  });

  it('creates a part without a name under its brand and number', async () => {
    const at = await bench(200);
    const [id] = await at.partIds();
    await at.client.admin('PATCH', `/parts/${id}`, { name: null });
    const made = await at.sync();
    expect(made.exitCode).toBe(0);
    const [row] = await at.rowsOf(made);
    expect(row?.after.name).toMatch(/^\S+ \S+/);
    expect((await at.sync()).plan).toMatchObject({ update: 0 });
  });
});

it('stops prices that move far from what the store has, whatever ttpd wrote last', async () => {
  const at = await inStep();
  for (const { id, price } of await products(at))
    await at.client.store('PUT', `/v3/catalog/products/${id}`, { price: price * 10 });

  const outcome = await at.sync();

  expect([outcome.exitCode, tripped(outcome)]).toEqual([6, ['price-move']]);
});

it('stops stock that collapses to one piece each', async () => {
  const rules = { guards: { zeroing: { min: 5 } } };
  const at = await inStep(rules);
  await at.patch(at.ids, { inventory: { total: 1 } });

  const outcome = await at.sync({}, { rules });

  expect([outcome.exitCode, tripped(outcome)]).toEqual([6, ['zeroing']]);
});

describe('what goes by little every day', () => {
  it('is stopped once prices are far from those of some days ago, and measured anew when that is let pass', async () => {
    const at = await inStep();
    const fall = () => at.client.admin('POST', '/parts/reprice', { factor: 0.81 });
    await fall();
    expect((await at.sync()).exitCode).toBe(0);
    await fall();
    const second = await at.sync();
    expect([second.exitCode, tripped(second)]).toEqual([6, ['price-move']]);
    expect(second.guards?.[0]?.first[0]?.reason).toMatch(/^-3\d/);

    expect((await applySaved(at.engine, second.plan.id, { overrides: ['price-move'] })).exitCode).toBe(0);
    await fall();
    expect((await at.sync()).exitCode).toBe(0);
    await fall();
    expect((await at.sync()).exitCode).toBe(6);
  });

  it('is stopped once too many are sold out, counting those of the days before that still are', async () => {
    const rules = { guards: { zeroing: { share: '50%', min: 5 } } };
    const at = await inStep(rules);
    const stocked = new Set(
      (await products(at)).filter(({ inventory_level }) => inventory_level > 0).map(({ mpn }) => mpn),
    );
    const parts: string[] = [];
    for (const id of at.ids)
      if (stocked.has((await at.client.supplier('GET', `/parts/${id}`)).json.part.part_number))
        parts.push(id);
    const third = Math.floor(parts.length / 3);
    await at.patch(parts.slice(0, third), { inventory: { total: 0 } });
    expect((await at.sync({}, { rules })).exitCode).toBe(0);
    await at.patch(parts.slice(third, 2 * third), { inventory: { total: 0 } });

    const outcome = await at.sync({}, { rules });

    expect([outcome.exitCode, tripped(outcome)]).toEqual([6, ['zeroing']]);
    expect(outcome.guards?.[0]?.message).toContain(`${third} of them did in the last days`);

    // Those that are sold again no longer count.
    await at.patch(parts.slice(0, third), { inventory: { total: 9 } });
    expect((await at.sync({}, { rules })).exitCode).toBe(0);
  });
});

describe('one extreme row', () => {
  it('is held on its own, by sync and in a saved plan, and the rest goes on', async () => {
    const at = await inStep();
    const [odd, other] = at.ids;
    const price = (factor: string) => ({ price: { list: factor, account: '10.00', map: null } });
    await at.patch([odd ?? ''], price('99999.00'));
    const stopped = await at.sync();
    expect([stopped.exitCode, tripped(stopped)]).toEqual([6, ['price-move']]);
    const sku = stopped.guards?.[0]?.first[0]?.sku ?? '';
    const inStore = async () => (await products(at)).find((each) => each.sku === sku).price;
    const before = await inStore();

    await at.patch([other ?? ''], { inventory: { total: 777 } });
    const held = await at.sync({ hold: [sku, 'NOT-THERE'] });
    expect([held.exitCode, tripped(held)]).toEqual([0, []]);
    expect(held.plan).toMatchObject({ stock: 1, skip: expect.any(Number) });
    expect(held.problems).toContainEqual(expect.objectContaining({ code: 'NOTHING_HELD', sku: 'NOT-THERE' }));
    expect(await inStore()).toBe(before);
    expect((await products(at)).filter(({ inventory_level }) => inventory_level === 777)).toHaveLength(1);

    const limits = Rules.parse({}).guards;
    const { plan } = await at.sync();
    expect(await changeHolds(at.engine, plan.id, { hold: [sku.toLowerCase()] }, limits)).toBeGreaterThan(0);
    expect((await at.engine.ledger.plans.get(plan.id))?.guards).toEqual([]);
    await changeHolds(at.engine, plan.id, { release: [sku] }, limits);
    expect((await at.engine.ledger.plans.get(plan.id))?.guards).toMatchObject([{ guard: 'price-move' }]);
    await expect(changeHolds(at.engine, plan.id, { release: [sku] }, limits)).rejects.toMatchObject({
      code: 'NOTHING_HELD',
    });
    await changeHolds(at.engine, plan.id, { hold: [sku] }, limits);
    expect(await applySaved(at.engine, plan.id)).toMatchObject({ exitCode: 0 });
    expect(await inStore()).toBe(before);
    await expect(changeHolds(at.engine, plan.id, { release: [sku] }, limits)).rejects.toMatchObject({
      code: 'PLAN_BEGUN',
    });

    // The next plan has it anew.
    expect(tripped(await at.sync())).toEqual(['price-move']);
  });
});
