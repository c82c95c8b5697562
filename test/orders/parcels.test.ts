import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { claimParcel } from '../../src/orders/parcel-claims.ts';
import { approve } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { skuOf } from './engine.ts';
import { type Rig, rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };
const A = '1Z999AA10123456784';
const B = '1Z999AA10123456785';

/** An order of one line that the supplier has. */
async function placed(pieces = 2) {
  const at = await rig();
  const parts = await at.stock(6);
  const part = parts.find(
    ({ packQuantity, minimumQuantity }) => (packQuantity ?? 1) * (minimumQuantity ?? 1) === 1,
  );
  const { sku } =
    (await at.store.products.list({}).next()).value?.find(
      ({ mpn }: { mpn: string }) => mpn === part?.partNumber,
    ) ?? {};
  const [order] = await at.orders('single', { lines: [{ sku, quantity: pieces }] });
  await submitOrders(await at.engine(), ALL);
  const [bought] = await at.bought();
  const ship = (tracking_number: string, quantity = pieces) =>
    at.step(bought!.id, {
      action: 'ship',
      parcels: [
        { carrier: 'UPS', tracking_number, lines: [{ part_id: bought!.lines[0]!.part_id, quantity }] },
      ],
    });
  const renumber = (from: string, to: string) => at.step(bought!.id, { action: 'renumber', from, to });
  return { at, id: order!.id, bought: bought!, part: part!, ship, renumber };
}

async function inStore(at: Rig, id: number) {
  const { status_id, shipments, mails } = await at.order(id);
  return {
    status: status_id,
    numbers: shipments.map(({ tracking_number }) => tracking_number),
    pieces: shipments.map(({ items }) => items.reduce((sum, { quantity }) => sum + quantity, 0)),
    mails: mails.length,
  };
}

describe('numbers that the supplier writes as one', () => {
  it.each([', ', '/', ' ', ';', '\n'])('joined by %j become a shipment and a mail each', async (between) => {
    const { at, id, ship } = await placed(2);
    await ship(`${A}${between}${B}`);

    await trackOrders(await at.engine());
    await trackOrders(await at.engine());

    expect(await inStore(at, id)).toEqual({ status: 2, numbers: [A, B], pieces: [1, 1], mails: 2 });
  });

  it('are for a person where it is not said which piece is in which', async () => {
    const { at, id, ship } = await placed(3);
    await ship(`${A}, ${B}`);

    const report = await trackOrders(await at.engine());

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PARCEL_UNCLEAR' }] });
    expect(await inStore(at, id)).toMatchObject({ numbers: [], mails: 0 });

    const order = await at.store.orders.get(id);
    const line = order!.lines[0]!;
    const byHand = { orderAddressId: order!.addresses[0]!.id, shippingProvider: 'ups' };
    const items = [{ orderProductId: line.id, quantity: 2 }];
    await at.store.orders.createShipment(id, { ...byHand, items, trackingNumber: A });
    const after = await trackOrders(await at.engine());

    expect(after.orders[0]).toMatchObject({ state: 'done' });
    expect(await inStore(at, id)).toEqual({ status: 2, numbers: [A, B], pieces: [2, 1], mails: 2 });
  });
});

describe('a placeholder', () => {
  it.each(['TBA', 'N/A', '0', 'https://www.ups.com/track?tracknum=1Z99'])(
    '(%s) is no number yet, and the real one reaches the customer',
    async (text) => {
      const { at, id, ship, renumber } = await placed(1);
      await ship(text);

      const first = await trackOrders(await at.engine());
      const during = await inStore(at, id);
      await renumber(text, A);
      const second = await trackOrders(await at.engine());

      expect(first.orders[0]).toMatchObject({ state: 'open', reasons: [{ code: 'NO_TRACKING' }] });
      expect(during).toMatchObject({ numbers: [], mails: 0 });
      expect(second.orders[0]).toMatchObject({ state: 'done', shipments: [A] });
      expect(await inStore(at, id)).toMatchObject({ status: 2, numbers: [A], mails: 1 });
    },
  );
});

describe('a number', () => {
  it('that two purchase orders of one order travel under makes a shipment for each', async () => {
    const at = await rig();
    await at.stock();
    const [order] = await at.orders('two-addresses');
    await submitOrders(await at.engine(), ALL);
    for (const { id, lines } of await at.bought())
      await at.step(id, {
        action: 'ship',
        parcels: [
          {
            carrier: 'Saia',
            tracking_number: 'PRO123456789',
            lines: lines.map(({ part_id, quantity }) => ({ part_id, quantity })),
          },
        ],
      });

    const report = await trackOrders(await at.engine());
    await trackOrders(await at.engine());

    expect(report.orders.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(await inStore(at, order!.id)).toMatchObject({
      status: 2,
      numbers: ['PRO123456789', 'PRO123456789'],
      mails: 2,
    });
  });

  it('that the supplier corrects after everything was shipped is for a person', async () => {
    const { at, id, ship, renumber } = await placed(1);
    await ship(A);
    await trackOrders(await at.engine());
    await renumber(A, B);

    const corrected = await trackOrders(await at.engine());
    const during = await inStore(at, id);
    await approve(await at.engine(), id, ANN);
    const seen = await trackOrders(await at.engine());

    expect(corrected.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'TRACKING_CHANGED' }] });
    expect(corrected.orders[0]?.reasons[0]?.message).toMatch(new RegExp(`${A}.*${B}`));
    expect(during).toMatchObject({ numbers: [A], mails: 1 });
    expect(seen.orders[0]).toMatchObject({ state: 'done', shipments: [] });
    expect(await inStore(at, id)).toMatchObject({ numbers: [A], mails: 1 });
  });

  it('that a person corrects in the store needs nobody any more', async () => {
    const { at, id, ship, renumber } = await placed(1);
    await ship(A);
    await trackOrders(await at.engine());
    await renumber(A, B);
    const engine = await at.engine();
    await trackOrders(engine);
    const shipments = async () =>
      (await at.store.orders.shipments(id)).map((it) => ({ ...it, trackingNumber: B }));
    const store = { ...engine.store, orders: { ...engine.store.orders, shipments } };

    const report = await trackOrders({ ...engine, store });

    expect(report.orders[0]).toMatchObject({ state: 'done', shipments: [] });
    expect(await engine.ledger.reviews.list('store', { open: true })).toEqual([]);
    expect(await inStore(at, id)).toMatchObject({ mails: 1 });
  });
});

describe('a part that the supplier sends in the place of another', () => {
  /** The supplier fills an order for one part with another that has the same pack. */
  async function substituted(...faults: string[]) {
    const at = await rig();
    const [part, other] = (await at.stock()).filter(
      ({ packQuantity, minimumQuantity }) => (packQuantity ?? 1) * (minimumQuantity ?? 1) === 1,
    );
    await at.admin('settings', { substitutes: { [part!.id]: other!.id } });
    const [order] = await at.orders('single', { lines: [{ sku: skuOf(part!), quantity: 2 }] });
    await at.faults(...faults);
    const report = await submitOrders(await at.engine(), ALL);
    const [bought] = await at.bought();
    return { at, id: order!.id, other: other!, bought: bought!, report };
  }

  it('is asked about, and the order goes on waiting', async () => {
    const { at, id, bought, other, report } = await substituted();

    expect(bought.lines).toMatchObject([{ part_id: other.id, quantity: 2 }]);
    expect(report.orders[0]?.state).toBe('review');
    expect(report.orders[0]?.reasons.map(({ message }) => message).join(' ')).toContain(other.id);
    expect((await at.order(id)).status_id).toBe(11);
  });

  it('is the line\u2019s once a person has approved it', async () => {
    const { at, id, bought } = await substituted();
    await approve(await at.engine(), id, ANN);
    await submitOrders(await at.engine(), ALL);
    await at.step(bought.id, { action: 'ship', parcels: 1 });

    const report = await trackOrders(await at.engine());

    expect(report.orders[0]).toMatchObject({ state: 'done', reasons: [] });
    expect(await inStore(at, id)).toMatchObject({ status: 2, pieces: [2], mails: 1 });
    expect(await at.bought()).toHaveLength(1);
  });

  it('is found where the answer was lost, asked about and not ordered again', async () => {
    const { at, id, bought, report } = await substituted('fp:lost-answer:1:POST /orders');
    await approve(await at.engine(), id, ANN);
    await submitOrders(await at.engine(), ALL);
    await at.step(bought.id, { action: 'ship', parcels: 1 });
    await trackOrders(await at.engine());

    expect(report.orders[0]?.reasons.map(({ code }) => code)).toEqual(['LINE_MISSING', 'LINE_ADDED']);
    expect(await at.bought()).toHaveLength(1);
    expect(await inStore(at, id)).toMatchObject({ status: 2, pieces: [2], mails: 1 });
  });

  it('is asked about again by a machine whose ledger does not know the order, which then ships it', async () => {
    const { at, id, bought } = await substituted();
    await approve(await at.engine(), id, ANN);
    await submitOrders(await at.engine(), ALL);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');
    const ledger = await openLedger(tempFolder(), systemClock);
    onTestFinished(() => ledger.close());
    const fresh = async () => at.engine({ ledger, machine: 'ci' });

    const asked = await submitOrders(await fresh(), ALL);
    await approve(await fresh(), id, ANN);
    await submitOrders(await fresh(), ALL);
    await at.step(bought.id, { action: 'ship', parcels: 1 });
    await trackOrders(await fresh());

    expect(asked.orders[0]?.reasons.map(({ code }) => code)).toEqual(['LINE_MISSING', 'LINE_ADDED']);
    expect(await at.bought()).toHaveLength(1);
    expect(await inStore(at, id)).toMatchObject({ status: 2, pieces: [2], mails: 1 });
  });

  it('is unclear before, and not "more than was ordered"', async () => {
    const { at, id, bought, other } = await substituted();
    await at.step(bought.id, { action: 'ship', parcels: 1 });

    const report = await trackOrders(await at.engine());

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PARCEL_UNCLEAR' }] });
    expect(report.orders[0]?.reasons[0]?.message).toContain(other.id);
    expect(await inStore(at, id)).toMatchObject({ numbers: [], mails: 0 });
  });
});

describe('two machines that track one order', () => {
  async function twoLedgers() {
    const { at, id, ship } = await placed(2);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');
    const ledger = await openLedger(tempFolder(), systemClock);
    onTestFinished(() => ledger.close());
    const other = await at.engine({ ledger, machine: 'ci' });
    await submitOrders(other, ALL);
    await ship(`${A}, ${B}`);
    return { at, id, other };
  }

  it('mail the customer once a parcel, at the same second', async () => {
    const { at, id, other } = await twoLedgers();

    await Promise.all([trackOrders(await at.engine()), trackOrders(other)]);
    await trackOrders(await at.engine());
    await trackOrders(other);

    expect(await inStore(at, id)).toEqual({
      status: 2,
      numbers: expect.arrayContaining([A, B]),
      pieces: [1, 1],
      mails: 2,
    });
  });

  it('leave a parcel alone that the other has begun, and ask a person when it never ends', async () => {
    const { at, id, other } = await twoLedgers();
    const [record] = await other.ledger.orders.list('store');
    for (const number of [A, B]) await claimParcel(other, record!, number);
    const later = { ...systemClock, date: () => new Date(Date.now() + 3_600_000) };

    const soon = await trackOrders(await at.engine());
    const old = await trackOrders(await at.engine({ clock: later }));

    expect(soon.orders[0]).toMatchObject({ state: 'failed', reasons: [{ code: 'PARCEL_CLAIMED' }, {}] });
    expect(old.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PARCEL_CLAIMED' }, {}] });
    expect(old.orders[0]?.reasons[0]?.message).toContain('ci');
    expect(await inStore(at, id)).toMatchObject({ numbers: [], mails: 0 });
  });

  it.each(['lost-answer', 'lost-request', '500'])(
    'mail once when the answer to a claim is lost (%s)',
    async (fault) => {
      const { at, id, other } = await twoLedgers();
      await at.faults(`bc:${fault}:2:POST /v3/orders`);

      await trackOrders(await at.engine());
      await trackOrders(other);
      await trackOrders(await at.engine());

      expect(await inStore(at, id)).toMatchObject({ status: 2, mails: 2 });
    },
  );
});
