import { describe, expect, it } from 'vitest';
import { createMapper } from '../../src/catalog/map/map.ts';
import type { PlanRequest } from '../../src/catalog/plan/request.ts';
import { type RunOutcome, sync } from '../../src/catalog/runs.ts';
import { systemClock } from '../../src/common/clock.ts';
import { FIELD_GROUPS } from '../../src/product/table.ts';
import { Rules } from '../../src/rules/schema.ts';
import { TARGET } from '../helpers/parts.ts';
import { type Bench, bench } from '../helpers/sandbox-engine.ts';

const PARTS = 200;

interface Merchant {
  /** A product that the merchant works on, and what the supplier has for it by now. */
  sku: string;
  rename(name: string): Promise<void>;
  /** Puts it into a category of the merchant's own, beside those that it is in. */
  addCategory(): Promise<number>;
  product(): Promise<{ name: string; categories: number[]; is_visible: boolean; description: string }>;
}

/** A store in step, before the supplier renames its parts and moves them to another category too. */
async function renamedParts(): Promise<{ at: Bench; skus: string[]; merchant(sku: string): Merchant }> {
  const at = await bench(PARTS);
  const rows = (await at.rowsOf(await at.sync())).filter(({ kind }) => kind === 'create');
  for (const { partId } of rows) await at.client.admin('PATCH', `/parts/${partId}`, { name: 'New name' });
  return { at, skus: rows.map(({ sku }) => sku), merchant: (sku) => merchantOf(at, sku) };
}

function merchantOf({ client }: Bench, sku: string): Merchant {
  const product = async () => {
    const { json } = await client.store('GET', `/v3/catalog/products?sku=${encodeURIComponent(sku)}`);
    return json.data[0];
  };
  const change = async (body: Record<string, unknown>) => {
    const { status } = await client.store('PUT', `/v3/catalog/products/${(await product()).id}`, body);
    expect(status).toBe(200);
  };
  return {
    sku,
    product,
    rename: (name) => change({ name }),
    async addCategory() {
      const [{ category_id: id }] = (
        await client.store('POST', '/v3/catalog/trees/categories', [
          { name: `Offers ${sku}`, tree_id: 1, parent_id: 0 },
        ])
      ).json.data;
      await change({ categories: [...(await product()).categories, id] });
      return id;
    },
  };
}

/** Names and categories by other rules, so that every product has a row of both. */
const RULES = Rules.parse({
  text: { name: '{{brand}} {{partNumber}} {{name}}' },
  categories: { map: [{ when: { category: 'brakes' }, path: ['Stopping', 'All of it'] }] },
});

function runSync(
  { engine }: Bench,
  options: { approve?: () => Promise<void>; engine?: Partial<Bench['engine']> } = {},
): Promise<RunOutcome> {
  const request: PlanRequest = {
    selection: { category: 'brakes' },
    groups: FIELD_GROUPS,
    mapper: createMapper(RULES, TARGET),
    rules: RULES,
  };
  return sync({ ...engine, ...options.engine }, request, { approve: options.approve ?? (async () => {}) });
}

describe('what a merchant changes while the question waits', () => {
  it('stays: a name with its row, and a category beside those that are written', async () => {
    const { at, skus, merchant } = await renamedParts();
    const [renames, adds, other] = [skus[0], skus[1], skus[2]].map((sku) => merchant(sku ?? '')) as [
      Merchant,
      Merchant,
      Merchant,
    ];
    let category = 0;

    const outcome = await runSync(at, {
      async approve() {
        await renames.rename('By hand');
        category = await adds.addCategory();
      },
    });

    expect((await renames.product()).name).toBe('By hand');
    const { categories, name } = await adds.product();
    expect(categories).toContain(category);
    expect(categories.length).toBeGreaterThan(2);
    expect(name).toContain('New name');
    expect((await other.product()).name).toContain('New name');
    expect(outcome.exitCode).toBe(4);
    expect(outcome.applied).toMatchObject({ failed: 1, done: outcome.plan.update - 1 });
    expect(outcome.problems.filter(({ sku }) => sku === renames.sku)).toMatchObject([
      { code: 'CHANGED_MEANWHILE', message: expect.stringContaining('By hand') },
    ]);
  });

  it('stays when the run takes long, too', async () => {
    const { at, skus, merchant } = await renamedParts();
    const [renames, adds] = [merchant(skus.at(-1) ?? ''), merchant(skus.at(-2) ?? '')];
    const { ledger } = at.engine;
    let hours = 0;
    let category = 0;

    await runSync(at, {
      engine: {
        concurrency: 1,
        clock: { ...systemClock, now: () => systemClock.now() + hours * 3_600_000 },
        ledger: {
          ...ledger,
          operations: {
            ...ledger.operations,
            async complete(rows, store) {
              await ledger.operations.complete(rows, store);
              if (hours > 0) return;
              // After the first ten products.
              await renames.rename('By hand');
              category = await adds.addCategory();
              hours = 1;
            },
          },
        },
      },
    });

    expect((await renames.product()).name).toBe('By hand');
    expect((await adds.product()).categories).toContain(category);
  });

  it('costs a call for each 250 products, and none where the rows hold nothing of the merchant', async () => {
    const { at } = await renamedParts();
    const reads = async () => {
      const { services } = (await at.client.admin('GET', '/stats')).json;
      await at.client.admin('POST', '/stats/reset');
      return services.bigcommerce.byEndpoint['GET /v3/catalog/products'];
    };
    await reads();
    expect((await runSync(at)).plan.update).toBeGreaterThan(10);
    const renaming = await reads();
    await at.client.admin('POST', '/parts/reprice', { factor: 1.01 });
    const { plan } = await runSync(at);

    expect(plan.update).toBeGreaterThan(10);
    // The store's one page, and the look before the writes.
    expect([renaming, await reads()]).toEqual([2, 1]);
  });
});
