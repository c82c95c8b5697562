import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { approve, reject, retry } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { skuOf } from './engine.ts';
import { rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: 'agreed with the customer' };

/** What becomes of one order of a kind. */
async function fate(kind: string, options: Parameters<typeof rig>[0] = {}) {
  const at = await rig(options);
  await at.stock(8, { hazmat: kind.startsWith('hazmat') });
  const [order] = await at.orders(kind);
  const report = await submitOrders(await at.engine(), ALL);
  return { at, order: order!, report, bought: await at.bought() };
}

describe('what is not for ttpd', () => {
  it.each(['unpaid', 'pending', 'declined', 'disputed', 'manual-verification', 'all-foreign'])(
    'an order that is %s is never sent',
    async (kind) => {
      const { report, bought, at, order } = await fate(kind);

      const named = await submitOrders(await at.engine(), { ...ALL, orderIds: [order.id] });

      expect(bought).toEqual([]);
      // Whoever asks for all is told of each that waits and is left out.
      expect(report.orders.map(({ state }) => state)).toEqual(order.status_id === 11 ? ['skipped'] : []);
      expect(named.orders).toMatchObject([{ orderId: order.id, state: 'skipped' }]);
      expect((await at.order(order.id)).status_id).toBe(order.status_id);
    },
  );

  it('leaves an order alone while the customer may cancel', async () => {
    const at = await rig();
    await at.stock();
    await at.orders('single', { ageMinutes: 10 });

    const report = await submitOrders(await at.engine(), ALL);
    const later = await submitOrders(
      await at.engine({ settings: { ...(await at.engine()).settings, holdMinutes: 5 } }),
      ALL,
    );

    expect(report.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'HELD' }] }]);
    expect(later.submitted).toBe(1);
  });

  it('ignores foreign lines and sends the rest', async () => {
    const { order, bought } = await fate('foreign-lines');

    const lines = order.consignments.shipping.flatMap(({ line_items }) => line_items);
    expect(lines.length).toBeGreaterThan(1);
    expect(bought.map(({ lines: sent }) => sent.length)).toEqual([1]);
  });
});

describe('what a person must look at', () => {
  it.each([
    ['no-postcode', 'ADDRESS'],
    ['long-street', 'ADDRESS'],
    ['hazmat-by-air', 'HAZMAT_BY_AIR'],
    ['price-moved', 'MARGIN'],
    ['partial-stock', 'STOCK_SHORT'],
  ])('%s goes to review for %s', async (kind, code) => {
    const { at, order, report, bought } = await fate(kind);

    expect(bought).toEqual([]);
    expect(report).toMatchObject({ submitted: 0, review: 1 });
    expect(report.orders[0]?.reasons.map((reason) => reason.code)).toContain(code);
    const [review] = await (await at.engine()).ledger.reviews.list('store', { open: true });
    expect(review).toMatchObject({ orderId: order.id, stage: 'check' });
    expect((await at.order(order.id)).status_id).toBe(11);
  });

  it('a purchase order number that is too long is never cut', async () => {
    const { report, bought } = await fate('single', {
      orders: { poPrefix: 'AVERYLONGSTORENAME', poLength: 12 },
    });

    expect(bought).toEqual([]);
    expect(report.orders[0]?.reasons[0]?.code).toBe('PO_TOO_LONG');
  });

  it("a customer's own long number is not sent in the place of ours", async () => {
    const { order, bought } = await fate('long-po');

    expect(bought.map((it) => it.po_number)).toEqual([`store-${order.id}-1`]);
  });

  it('sends an order at a loss only after it was released, and only at that loss', async () => {
    const { at, order } = await fate('price-moved');
    const engine = await at.engine();
    await approve(engine, order.id, ANN);
    const report = await submitOrders(await at.engine(), ALL);

    expect(report.submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
    const reviews = await engine.ledger.reviews.list('store');
    expect(reviews).toMatchObject([{ resolution: 'approved', resolvedBy: 'ann', note: ANN.note }]);
  });

  it('does not take the release of one loss for that of a greater one', async () => {
    const { at, order } = await fate('price-moved');
    const engine = await at.engine();
    await approve(engine, order.id, ANN);
    await at.admin('parts/reprice', { factor: 1.5 });

    const report = await submitOrders(await at.engine(), ALL);

    expect(report).toMatchObject({ submitted: 0, review: 1 });
    expect(await at.bought()).toEqual([]);
  });

  it('cannot be told to send what must be put right', async () => {
    const { at, order } = await fate('no-postcode');

    await expect(approve(await at.engine(), order.id, ANN)).rejects.toMatchObject({
      code: 'NOT_RELEASABLE',
    });
    await at.admin(`orders/${order.id}`, { address: { zip: '89501' } }, 'PATCH');
    const report = await submitOrders(await at.engine(), ALL);

    expect(report.submitted).toBe(1);
    expect(await (await at.engine()).ledger.reviews.list('store', { open: true })).toEqual([]);
  });

  it('leaves a rejected order to the person until it is taken back', async () => {
    const { at, order } = await fate('partial-stock');
    const engine = await at.engine();
    await reject(engine, order.id, ANN);
    const rejected = await submitOrders(await at.engine(), ALL);
    await retry(engine, { orderId: order.id, notPlaced: false }, ANN);
    const back = await submitOrders(await at.engine(), ALL);

    expect(rejected.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'REJECTED' }] }]);
    expect(back.review).toBe(1);
  });
});

describe('orders of a shape of their own', () => {
  it('sends one purchase order to each address', async () => {
    const { at, order, bought } = await fate('two-addresses');

    expect(bought.map((it) => it.po_number)).toEqual([`store-${order.id}-1`, `store-${order.id}-2`]);
    expect(new Set(bought.map((it) => it.request.ship_to.street1)).size).toBe(2);
    const { metafields, staff_notes, status_id } = await at.order(order.id);
    const numbers = metafields.filter(({ key }) => key === 'supplier_order_id');
    expect(numbers.map(({ value }) => value)).toEqual([bought.map(({ id }) => id).join(', ')]);
    expect(bought.every(({ id }) => staff_notes.includes(id))).toBe(true);
    expect(status_id).toBe(9);
  });

  it('keeps the parts on backorder in its counters', async () => {
    const { at, order } = await fate('partial-stock');
    await approve(await at.engine(), order.id, ANN);

    const engine = await at.engine();
    const report = await submitOrders(engine, ALL);

    expect(report.submitted).toBe(1);
    const [record] = await engine.ledger.orders.list('store');
    const [line] = record?.lines ?? [];
    expect(line?.backordered).toBeGreaterThan(0);
    expect((line?.confirmed ?? 0) + (line?.backordered ?? 0)).toBe(line?.ordered);
    expect((await at.order(order.id)).staff_notes).toContain('on backorder');
  });

  it('orders two lines of one part as one, and counts each', async () => {
    const at = await rig();
    const [part] = await at.stock(3);
    const sku = skuOf(part!);
    await at.orders('single', {
      lines: [
        { sku, quantity: part!.packQuantity ?? 1 },
        { sku, quantity: part!.packQuantity ?? 1 },
      ],
    });

    const engine = await at.engine();
    await submitOrders(engine, ALL);

    expect((await at.bought()).map(({ lines }) => lines)).toMatchObject([
      [{ part_id: part!.id, quantity: 2 * (part!.packQuantity ?? 1) }],
    ]);
    const [record] = await engine.ledger.orders.list('store');
    expect(record?.lines.map(({ confirmed }) => confirmed)).toEqual([
      part!.packQuantity ?? 1,
      part!.packQuantity ?? 1,
    ]);
  });

  it('reads a store that says "empty" as [] or as 204', async () => {
    const at = await rig();
    for (const emptyLists of ['[]', '204']) {
      await at.admin('settings', { emptyLists });
      expect((await submitOrders(await at.engine(), ALL)).orders).toEqual([]);
    }
  });

  it('keeps addresses out of the ledger', async () => {
    const { at, order } = await fate('single');
    const engine = await at.engine();
    const [address] = order.consignments.shipping as unknown as { street_1: string; email: string }[];

    const bytes =
      readFileSync(engine.ledger.file, 'latin1') + readFileSync(`${engine.ledger.file}-wal`, 'latin1');

    expect(bytes).toContain(`store-${order.id}-1`);
    expect(bytes).not.toContain(address!.street_1);
    expect(bytes).not.toContain(address!.email);
  });
});
