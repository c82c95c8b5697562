import { describe, expect, it } from 'vitest';
import { hashPlan } from '../../src/catalog/plan/saved-plan.ts';
import { applySaved, type RunOutcome } from '../../src/catalog/runs.ts';
import type { NewOperation, Operation } from '../../src/ledger/journal/operation.ts';
import { variantField } from '../../src/product/field-names.ts';
import { changesFrom, type ProductChanges } from '../../src/product/fields.ts';
import { newRow } from '../helpers/plan-rows.ts';
import { type Bench, bench } from '../helpers/sandbox-engine.ts';

const PARTS = 200;

/** A store in step, whose supplier then raises every price a little. */
async function repriced(): Promise<{ at: Bench }> {
  const at = await bench(PARTS);
  await at.sync();
  await at.client.admin('POST', '/parts/reprice', { factor: 1.02 });
  return { at };
}

describe('a batch of updates', () => {
  it("ends each row once, by what became of its own calls and of no other row's", async () => {
    const at = await bench(PARTS);
    const [taken, named, varied, plain] = (await at.rowsOf(await at.sync())).filter(
      ({ kind }) => kind === 'create',
    ) as [Operation, Operation, Operation, Operation];
    const change = (
      { sku, productId }: Operation,
      before: ProductChanges,
      after: ProductChanges,
    ): NewOperation => newRow({ sku, name: sku, partId: null, productId, before, after });
    const { ledger, storeKey, profile } = at.engine;
    await ledger.plans.start({ id: 'by-hand', store: storeKey, profile, selection: { file: 'x.csv' } });
    await ledger.operations.add('by-hand', [
      change(named, { name: named.after.name }, { name: taken.after.name }),
      change(varied, {}, changesFrom([[variantField(varied.sku, 'price'), '3']])),
      change(plain, { name: plain.after.name }, { name: 'Another name' }),
    ]);
    await ledger.plans.finish('by-hand', { hash: await hashPlan(at.engine, 'by-hand'), unchanged: 0 });
    await at.client.admin('POST', '/faults', { faults: ['bc:501:*:PUT /v3/catalog/variants'] });

    const outcome = await applySaved(at.engine, 'by-hand');

    expect(outcome.applied).toEqual({ done: 1, failed: 2, unknown: 0, skipped: 0 });
    expect((await at.rowsOf(outcome)).map(({ state, error }) => [state, error?.status])).toEqual([
      ['failed', 409],
      ['failed', 501],
      ['done', undefined],
    ]);
  });
});

describe('a field that both sides changed', () => {
  it('is no conflict any more once the merchant has taken over the value of the supplier', async () => {
    const at = await bench(PARTS);
    const [row] = (await at.rowsOf(await at.sync())).filter(({ kind }) => kind === 'create') as [Operation];
    const supplier = (name: string) => at.client.admin('PATCH', `/parts/${row.partId}`, { name });
    const merchant = (name: unknown) =>
      at.client.admin('PATCH', `/products/${encodeURIComponent(row.sku)}`, { name });
    const nameNow = async () =>
      (await at.client.store('GET', `/v3/catalog/products/${row.productId}`)).json.data.name;

    await supplier('Second name');
    await merchant('By hand');
    const both = await at.sync();
    const [conflict] = (await at.rowsOf(both)).filter(({ kind }) => kind === 'conflict') as [Operation];
    await merchant(conflict.after.name);
    await at.sync({}, { dryRun: true });
    await at.sync();
    await supplier('Third name');
    const last = await at.sync();

    expect([both.plan.conflict, last.plan.conflict]).toEqual([1, 0]);
    expect(await nameNow()).toContain('Third name');
  });
});

describe('--ramp', () => {
  it('brakes a run that is resumed as it braked the run before it, and says so first', async () => {
    const { at } = await repriced();
    await at.client.admin('POST', '/faults', { faults: ['bc:422:*:PUT /v3/catalog/products'] });
    const puts = async () => {
      const { services } = (await at.client.admin('GET', '/stats')).json;
      await at.client.admin('POST', '/stats/reset');
      return Object.entries(services.bigcommerce.byEndpoint)
        .filter(([endpoint]) => endpoint.startsWith('PUT /v3/catalog/products'))
        .reduce((sum, [, n]) => sum + Number(n), 0);
    };
    await puts();
    const planned = await at.sync({}, { dryRun: true });

    const first = await applySaved(at.engine, planned.plan.id, { ramp: [20, 100] });
    const tried = await puts();
    const second = await applySaved(at.engine, planned.plan.id);

    expect(planned.plan.update).toBeGreaterThan(19);
    for (const { exitCode, problems, applied } of [first, second]) {
      expect(exitCode).toBe(6);
      expect(problems[0]).toMatchObject({ code: 'RAMP_STOPPED' });
      expect(applied.failed).toBeLessThan(planned.plan.update / 3);
    }
    expect(await puts()).toBeLessThanOrEqual(tried);
  });
});

describe('a plan that was kept', () => {
  const HOUR = 3_600_000;
  const later = ({ engine }: Bench, hours: number) => ({
    ...engine,
    clock: { ...engine.clock, date: () => new Date(Date.now() + hours * HOUR) },
  });

  /** A saved plan of new levels for all products, one of which sells out at the supplier after that. */
  async function soldOut() {
    const at = await bench(PARTS);
    await at.sync();
    const ids = await at.partIds();
    for (const id of ids) await at.client.admin('PATCH', `/parts/${id}`, { inventory: 77 });
    const { plan } = await at.sync({}, { dryRun: true });
    const rows = (await at.rowsOf({ plan } as RunOutcome)).filter(({ kind }) => kind === 'stock');
    const [row] = rows as [Operation];
    await at.client.admin('PATCH', `/parts/${row.partId}`, { inventory: 0 });
    const levelOf = async ({ productId }: Operation) =>
      (await at.client.store('GET', `/v3/catalog/products/${productId}`)).json.data.inventory_level;
    return { at, plan, row, others: rows.slice(1), levelOf };
  }

  it('is refused after a day, and nothing is written', async () => {
    const { at, plan } = await soldOut();
    const before = await at.stateHash();

    await expect(applySaved(later(at, 25), plan.id)).rejects.toMatchObject({
      code: 'PLAN_TOO_OLD',
      exitCode: 6,
    });
    expect(await at.stateHash()).toBe(before);
    expect((await applySaved(later(at, 25), plan.id, { maxAge: 48 * HOUR })).applied.done).toBeGreaterThan(0);
  });

  it.each([
    ['applied hours later', 'open', 3],
    ['resumed months later', 'applying', 118 * 24],
  ] as const)('writes no level that the supplier has changed since, when %s', async (_, status, hours) => {
    const { at, plan, row, others, levelOf } = await soldOut();
    const before = await levelOf(row);
    await at.engine.ledger.plans.setStatus(plan.id, status);

    const outcome = await applySaved(later(at, hours), plan.id);

    expect(before).not.toBe(77);
    expect(await levelOf(row)).toBe(before);
    expect(await Promise.all(others.map(levelOf))).toEqual(others.map(() => 77));
    expect(outcome).toMatchObject({ exitCode: 4, applied: { failed: 1, done: others.length } });
    expect(outcome.problems).toMatchObject([{ code: 'SUPPLIER_CHANGED', sku: row.sku }]);
  });

  it('asks the supplier for nothing while it is young', async () => {
    const { at, plan } = await soldOut();
    await at.client.admin('POST', '/stats/reset');
    await applySaved(at.engine, plan.id);

    const { services } = (await at.client.admin('GET', '/stats')).json;
    expect(services.finditparts.byEndpoint).toEqual({});
  });
});
