import { describe, expect, it, onTestFinished } from 'vitest';
import { link, reject, retry } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { connect } from './engine.ts';
import { BLIND, later, machine, next, ordered } from './machines.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

describe('a person', () => {
  async function inDoubt() {
    const { at, id } = await ordered('single', BLIND);
    await at.faults('fp:lost-request:1:POST /orders');
    const laptop = await machine(at, 'laptop');
    await submitOrders(laptop, ALL);
    const ci = await machine(at, 'ci', { clock: later });
    await submitOrders(ci, ALL);
    return { at, id, laptop, ci };
  }

  it('takes an order over that another machine claimed, on the word that nothing was placed', async () => {
    const { at, id, laptop, ci } = await inDoubt();

    await expect(retry(ci, { orderId: id, notPlaced: false }, ANN)).rejects.toMatchObject({
      code: 'NOT_PROVEN',
    });
    await retry(ci, { orderId: id, notPlaced: true }, ANN);
    const taken = await submitOrders(await next(at, ci), ALL);
    // The first machine comes back, and is told the same: the store knows better by now.
    await expect(retry(await next(at, laptop), { orderId: id, notPlaced: true }, ANN)).rejects.toMatchObject({
      code: 'ALREADY_PLACED',
    });
    const late = await submitOrders(await next(at, laptop), ALL);

    expect(taken.submitted).toBe(1);
    expect(late.submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('links an order that another machine claimed', async () => {
    const { at, id } = await ordered('single', BLIND);
    await at.faults('fp:lost-answer:1:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);
    const ci = await machine(at, 'ci', { clock: later });
    await submitOrders(ci, ALL);
    const [bought] = await at.bought();

    const row = await link(ci, { orderId: id, supplierOrderId: bought!.id }, ANN);

    expect(row).toMatchObject({ state: 'submitted', supplierOrderId: bought!.id });
    expect((await at.order(id)).status_id).toBe(9);
    expect(await ci.ledger.reviews.list('store', { open: true })).toEqual([]);
  });

  it('links one of two purchase orders: the order waits until the other is known, too', async () => {
    const { at, id } = await ordered('two-addresses', BLIND);
    await at.faults('fp:lost-answer:2:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);
    const ci = await machine(at, 'ci', { clock: later });
    await submitOrders(ci, ALL);
    const [first, second] = await at.bought();

    await link(ci, { orderId: id, supplierOrderId: first!.id }, ANN);
    const between = (await at.order(id)).status_id;
    await link(ci, { orderId: id, supplierOrderId: second!.id }, ANN);

    expect(between).toBe(11);
    expect((await at.order(id)).status_id).toBe(9);
    expect(await at.bought()).toHaveLength(2);
  });

  it('links one purchase order while lines of the order are still to be sent: it goes on waiting', async () => {
    const { at, id } = await ordered('two-addresses');
    await at.faults('fp:lost-answer:1:POST /orders', 'fp:400:@2:GET /orders', 'fp:422:1:POST /orders');
    const laptop = await machine(at, 'laptop');
    await submitOrders(laptop, ALL);
    await at.faults();
    await retry(laptop, { orderId: id, notPlaced: false }, ANN);
    const [bought] = await at.bought();

    await link(laptop, { orderId: id, supplierOrderId: bought!.id }, ANN);
    const linked = (await at.order(id)).status_id;
    await submitOrders(await next(at, laptop), ALL);

    expect(linked).toBe(11);
    expect((await at.order(id)).status_id).toBe(9);
    expect(await at.bought()).toHaveLength(2);
  });

  it('cannot take the claim of another account away, and takes the order out of all hands', async () => {
    const { at, id } = await ordered('single', BLIND);
    await at.faults('fp:lost-request:1:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);
    const other = connect({ ...at.connection, accessToken: 'other-token' });
    onTestFinished(other.close);
    const ci = await machine(at, 'ci', { clock: later, store: other.store });
    await submitOrders(ci, ALL);

    await expect(retry(ci, { orderId: id, notPlaced: true }, ANN)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await reject(ci, id, ANN);
    const report = await submitOrders(await next(at, ci, { store: other.store }), ALL);

    expect(report.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'REJECTED' }] }]);
    expect(await at.bought()).toEqual([]);
  });
});
