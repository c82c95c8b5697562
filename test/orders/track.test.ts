import { describe, expect, it } from 'vitest';
import { approve } from '../../src/orders/review.ts';
import { orderStatus } from '../../src/orders/status.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

const ANN = { by: 'ann', note: null };

/** An order that the supplier has. */
async function placed(kind = 'multi-line', options: RigOptions = {}, fields: Record<string, unknown> = {}) {
  const at = await rig(options);
  await at.stock();
  const [order] = await at.orders(kind, fields);
  await submitOrders(await at.engine(), { dryRun: false });
  const [bought] = await at.bought();
  return { at, id: order!.id, bought: bought!, step: (body: object) => at.step(bought!.id, body) };
}

const track = async (at: Rig) => trackOrders(await at.engine());

async function shipped(at: Rig, id: number) {
  const { status_id, shipments, mails } = await at.order(id);
  return {
    status: status_id,
    numbers: shipments.map(({ tracking_number }) => tracking_number),
    pieces: shipments.flatMap(({ items }) => items).reduce((sum, { quantity }) => sum + quantity, 0),
    mails: mails.filter(({ tracking_number }) => tracking_number).length,
  };
}

describe('tracking', () => {
  it.each([
    [1, true],
    [2, true],
    [3, true],
    [1, false],
    [2, false],
    [3, false],
  ])(
    '%i parcels end in Shipped with each number once (the store moves the status itself: %s)',
    async (parcels, moves) => {
      const { at, id, step } = await placed();
      await at.admin('settings', { shipmentsMoveStatus: moves });
      await step({ action: 'ship', parcels });

      const report = await track(at);
      await track(at);

      const { status, numbers, mails } = await shipped(at, id);
      expect(report.shipments).toBe(parcels);
      expect(status).toBe(2);
      expect(new Set(numbers).size).toBe(parcels);
      expect(numbers).toHaveLength(parcels);
      expect(mails).toBe(parcels);
      expect(report.orders[0]).toMatchObject({ state: 'done', reasons: [] });
    },
  );

  it.each([true, false])(
    'is Partially Shipped until the last parcel left (status moved by the store: %s)',
    async (moves) => {
      const { at, id, step, bought } = await placed();
      await at.admin('settings', { shipmentsMoveStatus: moves });
      const [first, ...rest] = bought.lines;
      await step({
        action: 'ship',
        parcels: [
          {
            carrier: 'FedEx',
            tracking_number: 'F1',
            lines: [{ part_id: first!.part_id, quantity: first!.quantity }],
          },
        ],
      });

      const one = await track(at);
      const during = await shipped(at, id);
      await step({ action: 'ship', parcels: rest.length });
      const two = await track(at);

      expect(one.orders[0]?.state).toBe('open');
      expect(during).toMatchObject({ status: 3, numbers: ['F1'], mails: 1 });
      expect(two.orders[0]?.state).toBe('done');
      expect(await shipped(at, id)).toMatchObject({ status: 2, mails: 1 + rest.length });
      expect((await at.order(id)).shipments[0]?.shipping_provider).toBe('fedex');
    },
  );

  it('stays Partially Shipped while another supplier has still to ship', async () => {
    const { at, id, step } = await placed('foreign-lines');
    await step({ action: 'ship' });
    await track(at);

    expect((await shipped(at, id)).status).toBe(3);
  });

  it('allocates a parcel that does not say what is in it when it can only be all', async () => {
    const { at, id, step, bought } = await placed();
    await step({ action: 'ship', withLines: false });

    const report = await track(at);

    expect(report.shipments).toBe(1);
    expect(await shipped(at, id)).toMatchObject({
      status: 2,
      pieces: bought.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    });
  });

  it('guesses nothing when there is more than one way, and takes what a person has written', async () => {
    const { at, id, step } = await placed();
    await step({ action: 'ship', parcels: 2, withLines: false });

    const unclear = await track(at);
    const before = await shipped(at, id);
    const supplierOrder = await at.supplier.order((await at.bought())[0]!.id);
    const order = await at.store.orders.get(id);
    const numbers = supplierOrder!.shipments.map(({ trackingNumber }) => trackingNumber ?? '');
    const halves = [order!.lines.slice(0, 1), order!.lines.slice(1)];
    for (const [i, lines] of halves.entries())
      await at.store.orders.createShipment(id, {
        orderAddressId: order!.addresses[0]!.id,
        items: lines.map((line) => ({ orderProductId: line.id, quantity: line.quantity })),
        trackingNumber: numbers[i] ?? '',
        shippingProvider: '',
      });
    const after = await track(at);

    expect(unclear.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PARCEL_UNCLEAR' }] });
    expect(before.numbers).toEqual([]);
    expect(after).toMatchObject({ shipments: 0, review: 0 });
    expect(after.orders[0]?.state).toBe('done');
    expect((await shipped(at, id)).mails).toBe(2);
    expect(await (await at.engine()).ledger.reviews.list('store', { open: true })).toEqual([]);
  });

  it.each(['lost-answer', 'reset-body', 'truncate', 'lost-request', '500'])(
    'mails the customer once when the answer is lost (%s)',
    async (fault) => {
      const { at, id, step } = await placed();
      await step({ action: 'ship', parcels: 2 });
      await at.faults(`bc:${fault}:1:POST /v2/orders`);

      await track(at);
      await track(at);

      expect(await shipped(at, id)).toMatchObject({ status: 2, mails: 2 });
    },
  );

  it('settles a parcel whose run was killed before or after its POST', async () => {
    for (const wasTaken of [true, false]) {
      const { at, id, step, bought } = await placed();
      await step({ action: 'ship' });
      const supplierOrder = await at.supplier.order(bought.id);
      const trackingNumber = supplierOrder!.shipments[0]!.trackingNumber ?? '';
      const engine = await at.engine();
      const [record] = await engine.ledger.orders.list('store');
      const items = record!.lines.map((line) => ({
        orderProductId: line.orderProductId,
        quantity: line.ordered,
      }));
      await engine.ledger.parcels.claim({
        store: 'store',
        po: record!.po,
        trackingNumber,
        owner: 'dead',
        items,
      });
      if (wasTaken)
        await at.store.orders.createShipment(id, {
          orderAddressId: record!.lines[0]!.orderAddressId,
          items,
          trackingNumber,
          shippingProvider: 'ups',
        });

      const other = await trackOrders(await at.engine({ isGone: () => false }));
      await track(at);

      expect(other.shipments).toBe(0);
      expect(await shipped(at, id)).toMatchObject({ status: 2, numbers: [trackingNumber], mails: 1 });
    }
  });

  it('keeps counters of what is on backorder, and does not close the order', async () => {
    const { at, id, step, bought } = await placed('single', {}, {});
    await step({ action: 'backorder' });
    await track(at);
    const engine = await at.engine();
    const [waiting] = await engine.ledger.orders.list('store');
    await step({ action: 'ship', all: true });
    const done = await track(at);

    expect(waiting).toMatchObject({
      state: 'accepted',
      supplierStatus: 'backordered',
      lines: [{ confirmed: 0, backordered: bought.lines[0]!.quantity, shipped: 0 }],
    });
    expect(done.orders[0]).toMatchObject({ state: 'done', lines: [{ backordered: 0 }] });
    expect((await shipped(at, id)).status).toBe(2);
  });

  it('records a cancellation and refunds nothing', async () => {
    const { at, id, step } = await placed();
    await step({ action: 'cancel' });

    const report = await track(at);
    const during = await at.order(id);
    await approve(await at.engine(), id, ANN);
    const seen = await track(at);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'CANCELLED' }] });
    expect(during.status_id).toBe(9);
    expect(during.staff_notes).toContain('cancelled');
    expect(seen.orders[0]).toMatchObject({ state: 'done' });
    expect((await at.order(id)).status_id).toBe(9);
  });

  it('asks a person about a word of the supplier that it does not know, and about a return', async () => {
    const { at, step } = await placed();
    await step({ action: 'status', status: 'On the dock' });
    const unknown = await track(at);
    await step({ action: 'ship' });
    await step({ action: 'return' });
    const returned = await track(at);

    expect(unknown.orders[0]?.reasons).toMatchObject([{ code: 'UNKNOWN_STATUS' }]);
    expect(returned.orders[0]?.reasons).toMatchObject([{ code: 'RETURNED' }]);
  });

  it('leaves a status alone that a person has set, and says what the customer cancelled', async () => {
    const { at, id, step } = await placed();
    await at.admin(`orders/${id}`, { status_id: 5 }, 'PATCH');
    await step({ action: 'ship' });

    const report = await track(at);

    expect(report.orders[0]?.reasons).toMatchObject([{ code: 'CANCELLED_IN_STORE' }]);
    expect(await shipped(at, id)).toMatchObject({ status: 5, mails: 0 });
  });

  it('tracks both purchase orders of an order with two addresses', async () => {
    const { at, id } = await placed('two-addresses');
    const bought = await at.bought();
    await at.step(bought[0]!.id, { action: 'ship' });
    await track(at);
    const during = await shipped(at, id);
    await at.step(bought[1]!.id, { action: 'ship' });
    await track(at);

    expect(during.status).toBe(3);
    expect(await shipped(at, id)).toMatchObject({ status: 2, mails: 2 });
  });
});

describe('order status', () => {
  it('shows the word of the supplier without writing, and the cores that are outstanding', async () => {
    const { at, id, step } = await placed();
    const engine = await at.engine();
    const [before] = await engine.ledger.orders.list('store');
    await step({ action: 'ship' });
    const live = await orderStatus(engine, { orderIds: [id] });

    expect(live.orders[0]).toMatchObject({ orderId: id, state: 'accepted', supplierStatus: 'shipped' });
    expect(await engine.ledger.orders.list('store')).toEqual([before]);
    expect(live.cores).toEqual([]);
  });
});
