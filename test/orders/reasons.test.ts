import { describe, expect, it } from 'vitest';
import { link, reject } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { skuOf } from './engine.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

async function oneOrder(kind = 'single', options: RigOptions = {}) {
  const at = await rig(options);
  const parts = await at.stock();
  const [order] = await at.orders(kind);
  return { at, id: order?.id ?? 0, parts };
}

/** An order that the supplier has. */
async function placed(kind = 'single') {
  const { at, id, parts } = await oneOrder(kind);
  await submitOrders(await at.engine(), ALL);
  const [bought] = await at.bought();
  return { at, id, parts, step: (body: object) => at.step(bought?.id ?? '', body) };
}

const submit = async (at: Rig, orderIds?: number[]) =>
  submitOrders(await at.engine(), { ...ALL, ...(orderIds && { orderIds }) });
const track = async (at: Rig) => trackOrders(await at.engine());

/** An engine whose store has lost an order, from a look on. */
async function withoutOrder(at: Rig, looks: number) {
  const engine = await at.engine();
  let seen = 0;
  const get: typeof engine.store.orders.get = async (id, signal) =>
    ++seen > looks ? undefined : engine.store.orders.get(id, signal);
  return { ...engine, store: { ...engine.store, orders: { ...engine.store.orders, get } } };
}

const reasonsOf = ({ orders }: { orders: { reasons: { code: string; message: string }[] }[] }) =>
  orders.flatMap(({ reasons }) => reasons.map(({ code }) => code));

describe('an order is not sent before a person has looked', () => {
  it('that is not said to be paid', async () => {
    const { at, id } = await oneOrder();
    await at.admin(`orders/${id}`, { payment_status: '' }, 'PATCH');

    const report = await submit(at);

    expect(report.orders).toMatchObject([{ state: 'review', reasons: [{ code: 'PAYMENT_UNKNOWN' }] }]);
    expect(await at.bought()).toEqual([]);
  });

  it('of which a piece was refunded', async () => {
    const { at, id } = await oneOrder();
    const [line] = (await at.store.orders.get(id))?.lines ?? [];
    const pieces = (line?.quantity ?? 0) * 2;
    const patch = {
      quantities: [{ id: line?.id, quantity: pieces }],
      refunds: [{ id: line?.id, quantity: 1 }],
    };
    await at.change(id, patch);

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review' });
    expect(reasonsOf(report)).toContain('REFUNDED');
    expect(await at.bought()).toEqual([]);
  });

  it('of which some was shipped from elsewhere', async () => {
    const { at, id } = await oneOrder('multi-line');
    const order = await at.store.orders.get(id);
    await at.store.orders.createShipment(id, {
      orderAddressId: order?.addresses[0]?.id ?? 0,
      items: [{ orderProductId: order?.lines[0]?.id ?? 0, quantity: 1 }],
      trackingNumber: 'OTHER-1',
      shippingProvider: '',
    });
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review' });
    expect(reasonsOf(report)).toContain('PARTLY_SHIPPED');
    expect(await at.bought()).toEqual([]);
  });

  it('whose SKU two parts of the supplier have', async () => {
    const { at, id, parts } = await oneOrder();
    const [line] = (await at.store.orders.get(id))?.lines ?? [];
    const [part, twin] = [
      parts.find((each) => skuOf(each) === line?.sku),
      parts.find((each) => skuOf(each) !== line?.sku),
    ];
    await at.admin(`parts/${twin?.id}`, { brand: part?.brand, part_number: part?.partNumber }, 'PATCH');

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review' });
    expect(reasonsOf(report)).toContain('AMBIGUOUS_PART');
    expect(await at.bought()).toEqual([]);
  });
});

describe('an order that is named, and not sent', () => {
  it('has nothing that is the supplier’s', async () => {
    const { at, id } = await oneOrder('all-foreign');

    expect((await submit(at, [id])).orders).toMatchObject([
      { state: 'skipped', reasons: [{ code: 'NOTHING_TO_SEND' }] },
    ]);
    expect((await submit(at)).orders).toMatchObject([{ state: 'skipped', leftOut: [{}, {}] }]);
  });

  it('was rejected by a person', async () => {
    const { at, id } = await oneOrder('no-postcode');
    await submit(at);
    await reject(await at.engine(), id, ANN);

    expect((await submit(at, [id])).orders).toMatchObject([
      { state: 'skipped', reasons: [{ code: 'REJECTED' }] },
    ]);
    expect(await at.bought()).toEqual([]);
  });
});

describe('the look for a purchase order', () => {
  it('that fails before anything was sent puts the order off, and the next run sends it', async () => {
    const { at } = await oneOrder();
    await at.faults('fp:400:*:GET /orders');

    const report = await submit(at);
    await at.faults();
    const again = await submit(at);

    expect(reasonsOf(report)).toEqual(['LOOKUP_FAILED']);
    expect(report.submitted).toBe(0);
    expect(again.submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('that fails after it was sent leaves the doubt to a person', async () => {
    const { at } = await oneOrder();
    const engine = await at.engine();
    await at.faults('fp:lost-answer:1:POST /orders', 'fp:400:@2:GET /orders');

    const report = await submitOrders(engine, ALL);

    expect(report.orders).toMatchObject([{ state: 'review', reasons: [{ code: 'LOOKUP_FAILED' }] }]);
    expect(await at.bought()).toHaveLength(1);
  });

  it('that finds several is for a person, and nothing more is sent', async () => {
    const { at, id, parts } = await oneOrder();
    const [part] = parts;
    const shipTo = {
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
    };
    const unitPrice = part?.offer?.price?.account;
    if (!part || !unitPrice) throw new Error('the part has no price');
    for (const packs of [1, 2])
      await at.supplier.placeOrder({
        poNumber: `store-${id}-1`,
        shipTo,
        lines: [{ partId: part.id, quantity: packs * (part.packQuantity ?? 1) * 60, unitPrice }],
        shippingMethod: null,
      });

    const report = await submit(at);

    expect(report.orders).toMatchObject([{ state: 'review', reasons: [{ code: 'SEVERAL_ORDERS' }] }]);
    expect(await at.bought()).toHaveLength(2);
  });
});

describe('linking an order by hand', () => {
  it('needs one that is in doubt', async () => {
    const { at, id } = await placed();
    const [bought] = await at.bought();
    const engine = await at.engine();

    await expect(link(engine, { orderId: id, supplierOrderId: bought?.id ?? '' }, ANN)).rejects.toMatchObject(
      { code: 'NOTHING_TO_LINK', exitCode: 2, message: `Order ${id} has no purchase order in doubt.` },
    );
  });

  it('needs its number where several are', async () => {
    const { at, id } = await oneOrder('two-addresses', { capabilities: { orderLookup: 'none' } });
    await at.faults('fp:lost-answer:2:POST /orders');
    await submit(at);
    const [bought] = await at.bought();
    const engine = await at.engine();
    const named = { orderId: id, supplierOrderId: bought?.id ?? '' };

    await expect(link(engine, named, ANN)).rejects.toMatchObject({
      code: 'NOTHING_TO_LINK',
      hint: 'Name one with --po.',
    });
    await expect(link(engine, { ...named, po: `store-${id}-9` }, ANN)).rejects.toMatchObject({
      code: 'NOTHING_TO_LINK',
    });
    expect(await link(engine, { ...named, po: bought?.po_number ?? '' }, ANN)).toMatchObject({
      state: 'submitted',
      supplierOrderId: bought?.id,
    });
  });
});

describe('what is gone meanwhile', () => {
  it("is the store's order when the supplier has it already", async () => {
    const { at } = await oneOrder();
    // Read when it is checked and before it is sent, and then no more.
    const reports = [];
    for (const looks of [2, 0]) reports.push(await submitOrders(await withoutOrder(at, looks), ALL));

    expect(reports.flatMap(reasonsOf)).toContain('ORDER_GONE');
    expect(await at.bought()).toHaveLength(1);
  });

  it("is the store's order when its parcels leave", async () => {
    const { at, step } = await placed();
    await step({ action: 'ship' });

    const report = await trackOrders(await withoutOrder(at, 0));

    expect(report.orders).toMatchObject([
      { state: 'review', shipments: [], reasons: [{ code: 'ORDER_GONE' }] },
    ]);
  });

  it("is the supplier's order, which is said, and nothing is written", async () => {
    const { at, id, step } = await placed();
    await step({ action: 'ship' });
    const engine = await at.engine();
    const supplier = { ...engine.supplier, order: async () => undefined };

    const report = await trackOrders({ ...engine, supplier });

    expect(report.orders).toMatchObject([{ state: 'failed', reasons: [{ code: 'ORDER_UNREADABLE' }] }]);
    expect((await at.order(id)).shipments).toEqual([]);
    expect((await track(at)).shipments).toBe(1);
  });

  it("is the supplier's order before the store knew of it", async () => {
    const { at } = await oneOrder();
    await at.faults('bc:500:*:PUT /v2/orders');
    await submit(at);
    await at.faults();
    const engine = await at.engine();
    const supplier = { ...engine.supplier, order: async () => undefined };

    const report = await submitOrders({ ...engine, supplier }, ALL);

    expect(report.orders).toMatchObject([{ state: 'failed', reasons: [{ code: 'ORDER_UNREADABLE' }] }]);
    expect((await submit(at)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });
});

describe('a parcel', () => {
  it('without a number waits for it', async () => {
    const { at, id, step } = await placed();
    await step({ action: 'ship', parcels: [{ carrier: 'UPS', tracking_number: '' }] });

    const report = await track(at);

    expect(report.orders).toMatchObject([
      { state: 'open', shipments: [], reasons: [{ code: 'NO_TRACKING' }] },
    ]);
    expect((await at.order(id)).shipments).toEqual([]);
  });

  it('with a number that the store would cut is for a person', async () => {
    const { at, id, step } = await placed();
    await step({ action: 'ship', parcels: [{ carrier: 'UPS', tracking_number: '1Z'.repeat(26) }] });

    const report = await track(at);

    expect(report.orders).toMatchObject([
      { state: 'review', shipments: [], reasons: [{ code: 'TRACKING_TOO_LONG' }] },
    ]);
    expect((await at.order(id)).shipments).toEqual([]);
  });

  it('that the store certainly did not take is left to the next run, which mails once', async () => {
    const { at, id, step } = await placed();
    await step({ action: 'ship' });
    await at.faults('bc:lost-request:1:POST /v2/orders');

    const report = await track(at);
    const before = (await at.order(id)).mails.length;
    const again = await track(at);

    expect(report.orders).toMatchObject([{ state: 'failed', reasons: [{ code: 'SHIPMENT_LOST' }] }]);
    expect([report.shipments, before]).toEqual([0, 0]);
    expect(again.orders).toMatchObject([{ state: 'done', reasons: [] }]);
    expect((await at.order(id)).mails).toHaveLength(1);
  });
});
