import { describe, expect, it } from 'vitest';
import { retry } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { type Rig, rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

async function oneOrder(options: Parameters<typeof rig>[0] = {}) {
  const at = await rig(options);
  await at.stock(4);
  const [order] = await at.orders('single');
  return { at, id: order!.id };
}

/** Changes the store's order at the moment in which a run waits between the two looks. */
async function changedWhileWaiting(at: Rig, change: () => Promise<unknown>) {
  const engine = await at.engine();
  const sleep = async () => void (await change());
  return { ...engine, clock: { ...engine.clock, sleep } };
}

describe('a key that the supplier does not heed', () => {
  it.each(['lost-answer', 'reset-body', 'truncate', 'empty'])(
    'never makes a second order of an answer that is lost (%s)',
    async (fault) => {
      const { at } = await oneOrder({ capabilities: { idempotentOrders: true } });
      await at.admin('settings', { idempotentOrders: false });
      await at.faults(`fp:${fault}:1:POST /orders`);

      const report = await submitOrders(await at.engine(), ALL);

      expect(report).toMatchObject({ submitted: 1, review: 0 });
      expect(await at.bought()).toHaveLength(1);
    },
  );

  it('leaves the doubt to a person where orders cannot be looked up', async () => {
    const { at } = await oneOrder({ capabilities: { orderLookup: 'none', idempotentOrders: true } });
    await at.admin('settings', { idempotentOrders: false });
    await at.faults('fp:lost-answer:1:POST /orders');

    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'NO_LOOKUP' }] });
    expect(await at.bought()).toHaveLength(1);
  });
});

describe('an order that changes in the store after it was claimed', () => {
  const CHANGES: [string, object][] = [
    ['cancelled', { status_id: 5 }],
    ['moved by a person', { status_id: 9 }],
    ['given another address', { address: { street_1: '9 Other Road' } }],
  ];

  it.each(CHANGES)('(%s) while a lost POST is settled is not sent again', async (_, change) => {
    const { at, id } = await oneOrder();
    await at.faults('fp:lost-request:1:POST /orders');
    const engine = await changedWhileWaiting(at, () => at.admin(`orders/${id}`, change, 'PATCH'));

    const report = await submitOrders(engine, ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'ORDER_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
  });

  it.each(CHANGES)('(%s) between two runs is not sent by the second', async (_, change) => {
    const { at, id } = await oneOrder();
    await at.faults('fp:lost-request:1:POST /orders');
    const stop = new AbortController();
    const waiting = await changedWhileWaiting(at, async () => {
      stop.abort();
      stop.signal.throwIfAborted();
    });
    await submitOrders({ ...waiting, drain: stop.signal }, ALL);
    await at.admin(`orders/${id}`, change, 'PATCH');

    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'ORDER_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
  });

  it('(refunded in part) while a lost POST is settled is not sent again', async () => {
    const { at, id } = await oneOrder();
    const [line] = (await at.store.orders.get(id))?.lines ?? [];
    await at.faults('fp:lost-request:1:POST /orders');
    const refunds = [{ id: line?.id, quantity: 1 }];
    const engine = await changedWhileWaiting(at, () => at.admin(`orders/${id}`, { refunds }, 'PATCH'));

    const report = await submitOrders(engine, ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'ORDER_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
  });

  it('(another quantity) while a lost POST is settled is not sent again', async () => {
    const { at } = await oneOrder();
    await at.faults('fp:lost-request:1:POST /orders');
    let more = 0;
    const engine = await changedWhileWaiting(at, async () => more++);
    const orders = {
      ...engine.store.orders,
      get: async (orderId: number, signal?: AbortSignal) => {
        const order = await at.store.orders.get(orderId, signal);
        return (
          order && {
            ...order,
            lines: order.lines.map((line) => ({ ...line, quantity: line.quantity + more })),
          }
        );
      },
    };

    const report = await submitOrders({ ...engine, store: { ...engine.store, orders } }, ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'ORDER_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
  });

  it('before its first POST is given back, and checked anew by the next run', async () => {
    const { at, id } = await oneOrder();
    const engine = await at.engine();
    const { findOrderByPurchaseOrder } = engine.supplier;
    const supplier = {
      ...engine.supplier,
      findOrderByPurchaseOrder: async (po: string, signal?: AbortSignal) => {
        await at.admin(`orders/${id}`, { status_id: 5 }, 'PATCH');
        return findOrderByPurchaseOrder(po, signal);
      },
    };

    const report = await submitOrders({ ...engine, supplier }, ALL);

    expect(report.orders[0]).toMatchObject({ state: 'failed', reasons: [{ code: 'ORDER_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
    expect(await engine.ledger.orders.list('store')).toEqual([]);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');
    expect((await submitOrders(await at.engine(), ALL)).submitted).toBe(1);
  });

  it('goes out as it is now, under its old number, once a person knows that nothing was placed', async () => {
    const { at, id } = await oneOrder();
    await at.faults('fp:lost-request:1:POST /orders');
    const change = { address: { street_1: '9 Other Road' } };
    await submitOrders(await changedWhileWaiting(at, () => at.admin(`orders/${id}`, change, 'PATCH')), ALL);

    await retry(await at.engine(), { orderId: id, notPlaced: true }, ANN);
    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders).toMatchObject([{ state: 'submitted', poNumber: `store-${id}-1` }]);
    const [bought, ...others] = await at.bought();
    expect(bought?.request.ship_to).toMatchObject({ street1: '9 Other Road' });
    expect(others).toEqual([]);
  });
});
