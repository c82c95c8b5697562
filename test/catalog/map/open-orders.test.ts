import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/catalog/engine/engine.ts';
import { createMapper } from '../../../src/catalog/map/map.ts';
import { createOpenOrders } from '../../../src/catalog/map/open-orders.ts';
import { explainRow } from '../../../src/catalog/plan/explain.ts';
import { applySaved, type RunOutcome, sync } from '../../../src/catalog/runs.ts';
import { NONE_KNOWN } from '../../../src/inventory/baseline.ts';
import { reconcile } from '../../../src/inventory/reconcile.ts';
import { FIELD_GROUPS } from '../../../src/product/table.ts';
import { Rules, type RulesInput } from '../../../src/rules/schema.ts';
import { TARGET } from '../../helpers/parts.ts';
import { type Bench, bench } from '../../helpers/sandbox-engine.ts';

interface Shop {
  at: Bench;
  sku: string;
  productId: number;
  /** At the supplier. */
  supplied: number;
  /** As another process would: with nothing in memory. */
  engine(rules?: RulesInput): Engine;
  sync(options?: { rules?: RulesInput; dryRun?: boolean; engine?: Engine }): Promise<RunOutcome>;
  buy(quantity: number, more?: Record<string, unknown>): Promise<{ id: number; lineId: number }>;
  patch(orderId: number, body: object): Promise<unknown>;
  level(): Promise<number>;
}

/** A shop in step, one of whose products has some pieces. */
async function shop(): Promise<Shop> {
  const at = await bench(200);
  const created = await at.rowsOf(await at.sync());
  const one = created.find(({ kind, after }) => kind === 'create' && Number(after.stock) > 20);
  if (!one) throw new Error('no product with stock');
  const { sku, after } = one;
  const productId = Number(one.productId);
  await at.client.admin('PATCH', `/products/${sku}`, { inventory_level: 1 });
  const engine = (input: RulesInput = {}): Engine => ({
    ...at.engine,
    openOrders: createOpenOrders({
      ...at.engine,
      statuses: async () => Rules.parse(input).stock.openOrders,
    }),
  });
  return {
    at,
    sku,
    productId,
    supplied: Number(after.stock),
    engine,
    sync({ rules: input = {}, dryRun = false, engine: given = engine(input) } = {}) {
      const rules = Rules.parse(input);
      return sync(
        given,
        { selection: { skus: [sku] }, groups: FIELD_GROUPS, mapper: createMapper(rules, TARGET), rules },
        { approve: dryRun ? undefined : async () => undefined },
      );
    },
    async buy(quantity, more = {}) {
      const body = { lines: [{ product_id: productId, quantity }], ...more };
      const { json } = await at.client.admin('POST', '/orders', body);
      const [order] = json.orders;
      return { id: order.id, lineId: order.consignments.shipping[0].line_items[0].id };
    },
    patch: (orderId, body) => at.client.admin('PATCH', `/orders/${orderId}`, body),
    async level() {
      const path = `/v3/inventory/items?product_id:in=${productId}`;
      return (await at.client.store('GET', path)).json.data[0].locations[0].total_inventory_onhand;
    },
  };
}

describe('what is sold and not yet ordered', () => {
  it('is taken off the figure of the supplier, and the plan says so', async () => {
    const at = await shop();
    await at.buy(2);

    const outcome = await at.sync();

    expect(await at.level()).toBe(at.supplied - 2);
    const rows = await at.at.rowsOf(outcome);
    const row = rows.find(({ kind }) => kind === 'stock');
    expect(row && explainRow(row, Rules.parse({}).owners)).toMatchObject([
      { field: 'stock', reason: `${at.supplied} at the supplier − 2 sold and not yet ordered` },
    ]);
    expect((await at.sync()).plan.stock).toBe(0);
  });

  it('counts by line what is not refunded', async () => {
    const at = await shop();
    const { id, lineId } = await at.buy(5);
    await at.patch(id, { refunds: [{ id: lineId, quantity: 2 }] });

    await at.sync();

    expect(await at.level()).toBe(at.supplied - 3);
  });

  it.each([
    ['awaiting payment', 7, 2],
    ['to be verified', 12, 2],
    ['disputed', 13, 2],
    ['never finished at checkout', 0, 0],
    ['pending', 1, 0],
    ['cancelled', 5, 0],
    ['declined', 6, 0],
    ['refunded', 4, 0],
  ])('of an order that is %s', async (_, status_id, off) => {
    const at = await shop();
    await at.buy(2, { status_id });
    await at.sync();
    expect(await at.level()).toBe(at.supplied - off);
  });

  it('stays taken off while the figure is older than the moment at which it was forwarded', async () => {
    const at = await shop();
    await at.buy(2, { status_id: 9, ageMinutes: 0 });
    await at.buy(1, { status_id: 9, ageMinutes: 60 });
    await at.sync();
    expect(await at.level()).toBe(at.supplied - 2);
  });

  it('is left alone where the rules say so', async () => {
    const at = await shop();
    await at.buy(2);
    await at.sync({ rules: { stock: { openOrders: false } } });
    expect(await at.level()).toBe(at.supplied);
  });

  it('counts what was bought since a saved plan was made', async () => {
    const at = await shop();
    await at.buy(1);
    const { plan } = await at.sync({ dryRun: true });
    await at.buy(3);

    await applySaved(at.engine(), plan.id);

    expect(await at.level()).toBe(at.supplied - 4);
    const rows = await at.at.rowsOf({ plan } as RunOutcome);
    expect(rows.map(({ after, state }) => [after.stock, state])).toEqual([[at.supplied - 4, 'done']]);
  });

  it('is said to be unknown where the token may not read orders', async () => {
    const at = await shop();
    await at.at.client.admin('POST', '/faults', { faults: ['bc:403:*:GET /v2/orders'] });

    const { problems } = await at.sync();

    expect(problems.map(({ code }) => code)).toContain('OPEN_ORDERS_UNKNOWN');
    expect(await at.level()).toBe(at.supplied);
  });

  it('does not differ for reconcile', async () => {
    const at = await shop();
    await at.buy(2);
    await at.sync();
    const { mapper, rules } = { mapper: createMapper(Rules.parse({}), TARGET), rules: Rules.parse({}) };
    const asked = {
      selection: { skus: [at.sku] },
      everything: false,
      criteria: {
        aspects: ['stock' as const],
        tolerance: { stock: { pieces: 0 }, price: new Big(0) },
        notBefore: null,
      },
      mapper,
      rules,
      known: NONE_KNOWN,
      failOn: 'any' as const,
      overrides: [],
    };
    expect((await reconcile(at.engine(), asked)).comparison).toMatchObject({ equal: 1, drift: { stock: 0 } });
    expect((await reconcile(at.at.engine, asked)).comparison).toMatchObject({ drift: { stock: 1 } });
  });
});
