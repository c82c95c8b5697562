import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import type { ReviewResolution } from '../../src/ledger/db/order-tables.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { approve, link, reject, retry } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { type Rig, rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

async function oneOrder(options: Parameters<typeof rig>[0] = {}) {
  const at = await rig(options);
  const parts = await at.stock(4);
  const [order] = await at.orders('single');
  return { at, id: order!.id, parts };
}

/** Every state the ledger has of purchase orders. */
async function states(at: Rig) {
  const { ledger } = await at.engine();
  return (await ledger.orders.list('store')).map(({ state }) => state);
}

const AFTER = ['lost-answer', 'reset-body', 'truncate', 'empty'];
const BEFORE = ['lost-request', 'html', '500', '502'];

describe('a POST without an answer', () => {
  it.each(AFTER)('that was taken (%s) is found, and not sent again', async (fault) => {
    const { at } = await oneOrder();
    await at.faults(`fp:${fault}:1:POST /orders`);

    const report = await submitOrders(await at.engine(), ALL);

    expect(report).toMatchObject({ submitted: 1, review: 0 });
    expect(await at.bought()).toHaveLength(1);
  });

  it.each(BEFORE)('that was not taken (%s) is sent again, once that is proven', async (fault) => {
    const { at } = await oneOrder();
    await at.faults(`fp:${fault}:2:POST /orders`);

    const report = await submitOrders(await at.engine(), ALL);

    expect(report).toMatchObject({ submitted: 1, review: 0 });
    expect(await at.bought()).toHaveLength(1);
  });

  it('is given up after three tries, for a person', async () => {
    const { at, id } = await oneOrder();
    await at.faults('fp:500:*:POST /orders');

    const report = await submitOrders(await at.engine(), ALL);
    const again = await submitOrders(await at.engine(), ALL);
    const { faults } = await at.admin<{ faults: { fired: number }[] }>('faults');

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'NOT_TAKEN' }] });
    expect(again.orders[0]?.state).toBe('review');
    expect(faults[0]?.fired).toBe(3);
    await at.faults();
    await retry(await at.engine(), { orderId: id, notPlaced: false }, ANN);
    expect((await submitOrders(await at.engine(), ALL)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('waits out a listing that lags', async () => {
    const { at } = await oneOrder({ orders: { settleSeconds: 1 } });
    await at.admin('settings', { orderListingLagMs: 500 });
    await at.faults('fp:lost-answer:1:POST /orders');

    expect((await submitOrders(await at.engine(), ALL)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('is settled although the answer comes after the patience has ended', async () => {
    const { at } = await oneOrder({ timeoutMs: 30_000, orders: { settleSeconds: 1 } });
    await at.faults('fp:latency=600:1:POST /orders');

    expect((await submitOrders(await at.engine(), ALL)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('is for a person when it cannot be looked up, and found as soon as it can', async () => {
    const { at } = await oneOrder();
    await at.faults('fp:lost-answer:1:POST /orders', 'fp:503:6:GET /orders');
    const first = await submitOrders(await at.engine(), ALL);
    await at.faults();

    const second = await submitOrders(await at.engine(), ALL);

    expect(first.orders[0]?.state).not.toBe('submitted');
    expect(second.submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
    expect(await (await at.engine()).ledger.reviews.list('store', { open: true })).toEqual([]);
  });

  it('is not sent at all when the number is taken by another order', async () => {
    const { at, id, parts } = await oneOrder();
    const po = `store-${id}-1`;
    const [foreign] = parts;
    await at.supplier.placeOrder({
      poNumber: po,
      shipTo: {
        name: 'Somebody',
        company: null,
        street1: '1 Other Road',
        street2: null,
        city: 'Reno',
        state: 'NV',
        postalCode: '89501',
        country: 'US',
        phone: null,
        email: null,
      },
      lines: [{ partId: foreign!.id, quantity: 60 * 12, unitPrice: foreign!.offer!.price!.account! }],
      shippingMethod: null,
    });

    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'OTHER_ORDER' }] });
    expect(await at.bought()).toHaveLength(1);
  });

  it('is adopted from another machine that sent the same number', async () => {
    const { at } = await oneOrder();
    await submitOrders(await at.engine(), ALL);
    const [record] = await (await at.engine()).ledger.orders.list('store');
    // The ledger of the other machine knows nothing, and the store was never told.
    const empty = await emptyLedger();
    await at.admin(`orders/${record!.orderId}`, { status_id: 11 }, 'PATCH');

    const report = await submitOrders(await at.engine({ ledger: empty }), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'submitted', supplierOrderId: record!.supplierOrderId });
    expect(await at.bought()).toHaveLength(1);
  });
});

async function emptyLedger() {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

describe('a supplier that cannot be asked', () => {
  const options = { capabilities: { orderLookup: 'none', idempotentOrders: false } } as const;

  it.each([...AFTER, ...BEFORE])('leaves every doubt (%s) to a person', async (fault) => {
    const { at } = await oneOrder(options);
    await at.faults(`fp:${fault}:1:POST /orders`);

    const report = await submitOrders(await at.engine(), ALL);
    await submitOrders(await at.engine(), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'NO_LOOKUP' }] });
    expect((await at.bought()).length).toBeLessThanOrEqual(1);
    expect(await states(at)).toEqual(['unknown']);
  });

  it('is sent again only on the word of a person that nothing was placed', async () => {
    const { at, id } = await oneOrder(options);
    await at.faults('fp:lost-request:1:POST /orders');
    await submitOrders(await at.engine(), ALL);

    await expect(retry(await at.engine(), { orderId: id, notPlaced: false }, ANN)).rejects.toMatchObject({
      code: 'NOT_PROVEN',
    });
    await retry(await at.engine(), { orderId: id, notPlaced: true }, ANN);
    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders).toMatchObject([{ state: 'submitted', poNumber: `store-${id}-1` }]);
    expect(await at.bought()).toHaveLength(1);
  });

  it('is linked by a person who found the order, and only to that one', async () => {
    const { at, id } = await oneOrder(options);
    await at.faults('fp:lost-answer:1:POST /orders');
    await submitOrders(await at.engine(), ALL);
    const [bought] = await at.bought();

    const engine = await at.engine();
    await expect(link(engine, { orderId: id, supplierOrderId: 'FO999' }, ANN)).rejects.toMatchObject({
      code: 'ORDER_UNKNOWN',
    });
    const row = await link(engine, { orderId: id, supplierOrderId: bought!.id }, ANN);

    expect(row).toMatchObject({ state: 'submitted', supplierOrderId: bought!.id });
    expect((await at.order(id)).status_id).toBe(9);
    const resolutions: (ReviewResolution | null)[] = (await engine.ledger.reviews.list('store')).map(
      ({ resolution }) => resolution,
    );
    expect(resolutions).toEqual(['linked']);
  });

  it('keeps a rejected doubt for ever out of the runs', async () => {
    const { at, id } = await oneOrder(options);
    await at.faults('fp:lost-answer:1:POST /orders');
    await submitOrders(await at.engine(), ALL);
    await reject(await at.engine(), id, ANN);

    const report = await submitOrders(await at.engine(), ALL);

    expect(report.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'REJECTED' }] }]);
    expect(await at.bought()).toHaveLength(1);
  });
});

describe('an answer that says no', () => {
  it('goes to a person with the words of the supplier, and under a new number afterwards', async () => {
    const { at, id } = await oneOrder();
    await at.faults('fp:422:1:POST /orders');

    const report = await submitOrders(await at.engine(), ALL);
    await retry(await at.engine(), { orderId: id, notPlaced: false }, ANN);
    const again = await submitOrders(await at.engine(), ALL);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'REFUSED' }] });
    expect(again.orders[0]).toMatchObject({ state: 'submitted', poNumber: `store-${id}-2` });
  });

  it('stops the run when the key is not accepted, and nothing is left claimed', async () => {
    const { at } = await oneOrder();
    await at.faults('fp:403:1:POST /orders');

    await expect(submitOrders(await at.engine(), ALL)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await at.faults();

    expect((await submitOrders(await at.engine(), ALL)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });
});

describe('what the supplier confirms otherwise', () => {
  it('is held, with a note, until a person approves', async () => {
    const { at, id } = await oneOrder();
    await at.faults('bc:500:*:PUT /v2/orders');
    await submitOrders(await at.engine(), ALL);
    await at.faults();
    const [bought] = await at.bought();
    const [line] = bought!.lines;
    await at.step(bought!.id, {
      action: 'confirm',
      lines: [{ part_id: line!.part_id, confirmed: line!.quantity, backordered: 0, unit_price: '9999.00' }],
    });

    const held = await submitOrders(await at.engine(), ALL);
    const during = await at.order(id);
    await approve(await at.engine(), id, ANN);
    const after = await submitOrders(await at.engine(), ALL);

    expect(held.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PRICE' }] });
    expect(during).toMatchObject({ status_id: 11, staff_notes: expect.stringContaining('on hold') });
    expect(after.orders[0]).toMatchObject({ state: 'submitted' });
    expect((await at.order(id)).status_id).toBe(9);
  });

  it('is told to the store by the next run when the store did not answer', async () => {
    const { at, id } = await oneOrder();
    await at.faults('bc:500:*:PUT /v2/orders');
    const first = await submitOrders(await at.engine(), ALL);
    await at.faults();
    const second = await submitOrders(await at.engine(), ALL);

    expect(first.orders[0]).toMatchObject({ state: 'failed', reasons: [{ code: 'STORE_NOT_TOLD' }] });
    expect(second.orders[0]).toMatchObject({ state: 'submitted' });
    expect((await at.order(id)).status_id).toBe(9);
    expect(await at.bought()).toHaveLength(1);
  });
});
