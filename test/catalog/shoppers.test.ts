import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createBigCommerce } from '../../src/bigcommerce/bigcommerce.ts';
import type { Engine } from '../../src/catalog/engine/engine.ts';
import { createMapper } from '../../src/catalog/map/map.ts';
import { createOpenOrders } from '../../src/catalog/map/open-orders.ts';
import { sync } from '../../src/catalog/runs.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import type { Operation } from '../../src/ledger/journal/operation.ts';
import { Rules } from '../../src/rules/schema.ts';
import { httpSend } from '../finditparts/http-send.ts';
import { TARGET } from '../helpers/parts.ts';
import { bench } from '../helpers/sandbox-engine.ts';

/** `TTPD_SHOPS=200` for a long run; each shop takes about a second. */
const RUNS = Number(process.env.TTPD_SHOPS ?? 25);
/** In one sandbox, which slows with the orders that it has. */
const BATCH = 25;
const BATCHES = Array.from({ length: Math.ceil(RUNS / BATCH) }, (_, n) => ({
  seed: 12 + n,
  runs: Math.min(BATCH, RUNS - n * BATCH),
}));
const PRODUCTS = 3;

/** A run asks the store about so many times; something may happen before and after each. */
const SLOTS = 80;

/** What happens in the shop. */
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('buy' as const),
      product: fc.nat(PRODUCTS - 1),
      quantity: fc.integer({ min: 1, max: 3 }),
      status: fc.constantFrom(7, 11, 11, 12),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'refund' as const), order: fc.nat() }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;
interface Timed {
  slot: number;
  what: Event;
}

interface Bought {
  id: number;
  lineId: number;
  product: number;
  pieces: number;
}

/** A shop of some products, whose shoppers come whenever the sync asks it something. */
async function busyShop() {
  const at = await bench(200);
  const created = (await at.rowsOf(await at.sync())).filter(
    (row): row is Operation & { kind: 'create' } => row.kind === 'create' && Number(row.after.stock) >= 90,
  );
  const products = created.slice(0, PRODUCTS).map(({ sku, productId, after }) => ({
    ...{ sku, productId: Number(productId), supplied: Number(after.stock) },
  }));
  expect(products).toHaveLength(PRODUCTS);
  await at.client.admin('POST', '/settings', { stockDelayMs: 5 });

  const { url, storeHash, accessToken } = at.client.sandbox;
  const shop = httpSend('bigcommerce', `${url}/stores/${storeHash}`, accessToken);
  onTestFinished(() => shop.close());
  const clock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };
  let events: Timed[] = [];
  let slot = 0;
  let orders: Bought[] = [];

  async function happenings(): Promise<void> {
    slot += 1;
    for (const { what } of events.filter((each) => each.slot === slot)) await happen(what);
  }

  async function happen(next: Event): Promise<void> {
    if (next.kind === 'buy') {
      const lines = [{ product_id: products[next.product]?.productId, quantity: next.quantity }];
      const body = { lines, status_id: next.status, ageMinutes: 0 };
      const [order] = (await at.client.admin('POST', '/orders', body)).json.orders;
      const lineId = order.consignments.shipping[0].line_items[0].id;
      orders.push({ id: order.id, lineId, product: next.product, pieces: next.quantity });
      return;
    }
    const order = orders[next.order % Math.max(1, orders.length)];
    if (!order || order.pieces === 0) return;
    const patch =
      next.kind === 'cancel' ? { status_id: 5 } : { refunds: [{ id: order.lineId, quantity: 99 }] };
    await at.client.admin('PATCH', `/orders/${order.id}`, patch);
    order.pieces = 0;
  }

  const store = createBigCommerce({
    async send(request) {
      await happenings();
      const answer = await shop.send(request);
      await happenings();
      return answer;
    },
  });
  const rules = Rules.parse({});
  const statuses = async () => rules.stock.openOrders;
  return {
    products,
    /** @returns what the store has of each product more than the supplier has and nobody has bought: 0 or less */
    async run(all: Timed[], levels: number[]): Promise<number[]> {
      orders = [];
      for (const [i, { sku }] of products.entries())
        await at.client.admin('PATCH', `/products/${sku}`, { inventory_level: levels[i] });
      // What was in the shop when the run begins.
      for (const { what } of all.slice(0, 2)) await happen(what);
      events = all.slice(2);
      slot = 0;
      const engine: Engine = { ...at.engine, store, clock };
      engine.openOrders = createOpenOrders({ ...engine, statuses });
      const skus = products.map(({ sku }) => sku);
      const mapper = createMapper(rules, TARGET);
      await sync(
        engine,
        { selection: { skus }, groups: ['stock'], mapper, rules },
        { approve: async () => undefined },
      );
      events = [];
      const ids = products.map(({ productId }) => productId).join(',');
      const { json } = await at.client.store('GET', `/v3/inventory/items?product_id:in=${ids}`);
      const over = products.map(({ productId, supplied }, i) => {
        const item = json.data.find(
          ({ identity }: { identity: { product_id: number } }) => identity.product_id === productId,
        );
        const sold = orders
          .filter(({ product }) => product === i)
          .reduce((sum, { pieces }) => sum + pieces, 0);
        return item.locations[0].total_inventory_onhand - (supplied - sold);
      });
      for (const { id } of orders) await at.client.admin('PATCH', `/orders/${id}`, { status_id: 5 });
      return over;
    },
  };
}

it.each(BATCHES)(
  'never ends a run with more in the store than the supplier has and nobody has bought ($runs shops, seed $seed)',
  async ({ runs, seed }) => {
    const shop = await busyShop();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ slot: fc.nat(SLOTS), what: event }), { minLength: 4, maxLength: 16 }),
        fc.array(fc.integer({ min: 60, max: 80 }), { minLength: PRODUCTS, maxLength: PRODUCTS }),
        async (events, levels) => {
          for (const over of await shop.run(events, levels)) expect(over).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: runs, seed },
    );
  },
  20_000 + BATCH * 5_000,
);
