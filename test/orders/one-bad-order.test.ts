import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import { listOrders } from '../../src/orders/list.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { type Rig, rig } from './rig.ts';

const ALL = { dryRun: false };

async function threeOrders() {
  const at = await rig();
  await at.stock();
  const orders = await at.orders(['single', 'single', 'single']);
  const [first, bad, last] = orders.map(({ id }) => id);
  return { at, first: first!, bad: bad!, last: last! };
}

type Trouble = (orderId: number) => ServiceError | undefined;

function answer(code: string, outcome: 'refused' | 'unknown' = 'refused'): ServiceError {
  const facts = { service: 'bigcommerce', endpoint: 'GET /v2/orders/{id}', outcome } as const;
  return new ServiceError(code, `It answered ${code}.`, facts);
}

/** The store refuses to show some of its orders. */
function refusing(engine: OrderEngine, trouble: Trouble): OrderEngine {
  const { get } = engine.store.orders;
  const orders = {
    ...engine.store.orders,
    get: async (orderId: number, signal?: AbortSignal) => {
      const error = trouble(orderId);
      if (error) throw error;
      return get(orderId, signal);
    },
  };
  return { ...engine, store: { ...engine.store, orders } };
}

/** A line of a half and some: no whole number of pieces, as another system wrote it. */
async function half(at: Rig, id: number) {
  const [line] = (await at.order(id)).consignments.shipping.flatMap(({ line_items }) => line_items);
  await at.change(id, { quantities: [{ id: line!.id, quantity: 1.5 }] });
  return line!;
}

const numbers = async (at: Rig) => (await at.bought()).map(({ po_number }) => po_number).toSorted();

describe('one order that cannot be read', () => {
  it('is a failed row, and the others are sent and listed', async () => {
    const { at, first, bad, last } = await threeOrders();
    await half(at, bad);

    const listed = await listOrders(await at.engine());
    const report = await submitOrders(await at.engine(), ALL);
    const again = await submitOrders(await at.engine(), ALL);

    expect(listed.map(({ orderId, state }) => [orderId, state])).toEqual([
      [first, 'ready'],
      [bad, 'failed'],
      [last, 'ready'],
    ]);
    expect(report).toMatchObject({ submitted: 2, failed: 1 });
    expect(report.orders[1]).toMatchObject({ orderId: bad, reasons: [{ code: 'ORDER_UNREADABLE' }] });
    expect(again).toMatchObject({ submitted: 0, failed: 1 });
    expect(await numbers(at)).toEqual([`store-${first}-1`, `store-${last}-1`]);
    for (const [id, status] of [
      [first, 9],
      [bad, 11],
      [last, 9],
    ] as const)
      expect((await at.order(id)).status_id).toBe(status);
  });

  it('is sent as soon as it can be', async () => {
    const { at, bad } = await threeOrders();
    const line = await half(at, bad);
    await submitOrders(await at.engine(), ALL);
    await at.change(bad, { quantities: [{ id: line.id, quantity: line.quantity }] });

    const report = await submitOrders(await at.engine(), ALL);

    expect(report).toMatchObject({ submitted: 1, failed: 0 });
    expect(await numbers(at)).toContain(`store-${bad}-1`);
  });

  it('by its number is a failed row', async () => {
    const { at, bad } = await threeOrders();
    await half(at, bad);

    const report = await submitOrders(await at.engine(), { ...ALL, orderIds: [bad] });

    expect(report).toMatchObject({ submitted: 0, failed: 1 });
    expect(await at.bought()).toEqual([]);
  });

  it.each(['FORBIDDEN', 'CONTRACT', 'INVALID_REQUEST', 'SERVICE_FAILED'])(
    'by an answer of its own (%s) is a failed row',
    async (code) => {
      const { at, first, bad, last } = await threeOrders();
      const engine = refusing(await at.engine(), (id) => (id === bad ? answer(code) : undefined));

      const report = await submitOrders(engine, ALL);

      expect(report).toMatchObject({ submitted: 2, failed: 1 });
      expect(report.orders[1]).toMatchObject({ orderId: bad, state: 'failed', reasons: [{ code }] });
      expect(await numbers(at)).toEqual([`store-${first}-1`, `store-${last}-1`]);
    },
  );

  it('keeps no parcel of another back', async () => {
    const { at, bad } = await threeOrders();
    await submitOrders(await at.engine(), ALL);
    for (const { id } of await at.bought()) await at.step(id, { action: 'ship' });
    const engine = refusing(await at.engine(), (id) => (id === bad ? answer('FORBIDDEN') : undefined));

    const report = await trackOrders(engine);

    expect(report).toMatchObject({ shipments: 2, failed: 1 });
  });
});

describe('a key that may not', () => {
  it('read any order stops the run', async () => {
    const { at } = await threeOrders();
    const engine = refusing(await at.engine(), () => answer('FORBIDDEN'));

    await expect(submitOrders(engine, ALL)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await at.bought()).toEqual([]);
  });

  it('send one order leaves it for the next run, and sends the others', async () => {
    const { at } = await threeOrders();
    await at.faults('fp:403:1:POST /orders');

    const first = await submitOrders(await at.engine({ concurrency: 1 }), ALL);
    await at.faults();
    const second = await submitOrders(await at.engine(), ALL);

    expect(first).toMatchObject({ submitted: 2, failed: 1 });
    expect(second).toMatchObject({ submitted: 1, failed: 0 });
    expect(await at.bought()).toHaveLength(3);
  });
});
