import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { approve } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { skuOf } from './engine.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

/** A store with parts of the ledger's, and an order of two of them. */
async function bought(lines: (skus: string[]) => object[], options: RigOptions = {}, fields: object = {}) {
  const at = await rig(options);
  const parts = await at.synced();
  const [order] = await at.orders('single', { lines: lines(parts.map(skuOf)), ...fields });
  return { at, parts, id: order!.id };
}

const submit = async (at: Rig, changes: Partial<OrderEngine> = {}) =>
  submitOrders(await at.engine(changes), ALL);
const asked = async (at: Rig) =>
  (await at.bought()).map(({ lines }) => lines.map(({ part_id, quantity }) => [part_id, quantity]));

describe('a line that ttpd put into the store', () => {
  const two = ([a, b]: string[]) => [{ sku: a }, { sku: b }];

  it('is not foreign when the supplier has taken its part away', async () => {
    const { at, parts, id } = await bought(two);
    const [alone] = await at.orders('single', { lines: [{ sku: skuOf(parts[0]!) }] });
    await at.admin(`parts/${parts[0]!.id}`, { removed: true }, 'PATCH');

    const report = await submit(at);

    expect(report).toMatchObject({ submitted: 0, review: 2 });
    for (const row of report.orders) expect(row.reasons.map(({ code }) => code)).toEqual(['PART_GONE']);
    expect(await at.bought()).toEqual([]);
    expect((await at.order(id)).status_id).toBe(11);
    expect((await at.order(alone!.id)).status_id).toBe(11);
  });

  it('is left to the person who releases it, and said so', async () => {
    const { at, parts, id } = await bought(two);
    await at.admin(`parts/${parts[0]!.id}`, { removed: true }, 'PATCH');
    await submit(at);
    await approve(await at.engine(), id, ANN);

    const report = await submit(at);

    expect(await asked(at)).toEqual([[[parts[1]!.id, 1]]]);
    expect(report.orders[0]?.leftOut).toMatchObject([
      { sku: skuOf(parts[0]!), quantity: 1, code: 'PART_GONE' },
    ]);
  });

  it('is found by its brand and number when its part got another id', async () => {
    const { at, parts } = await bought(([a]) => [{ sku: a }]);
    const engine = await at.engine();
    const known = await engine.ledger.snapshots.find('store', [skuOf(parts[0]!)]);
    const { partId } = [...known.values()][0]!;
    const part: OrderEngine['supplier']['part'] = async (asking, signal) =>
      asking === partId ? undefined : at.supplier.part(asking, signal);
    const search: OrderEngine['supplier']['search'] = async function* (query, signal) {
      for await (const page of at.supplier.search(query, signal))
        yield {
          ...page,
          parts: page.parts.map((it) => (it.id === partId ? { ...it, id: parts[1]!.id } : it)),
        };
    };

    const report = await submit(at, { supplier: { ...at.supplier, part, search } });

    expect(report.submitted).toBe(1);
    expect(await asked(at)).toEqual([[[parts[1]!.id, 1]]]);
  });

  it('is not ordered by an id that is another part now', async () => {
    const { at, parts } = await bought(([a]) => [{ sku: a }]);
    const part: OrderEngine['supplier']['part'] = async (id, signal) =>
      at.supplier.part(id === parts[0]!.id ? parts[1]!.id : id, signal);
    const search: OrderEngine['supplier']['search'] = async function* () {};

    const report = await submit(at, { supplier: { ...at.supplier, part, search } });

    expect(report.orders[0]?.reasons.map(({ code }) => code)).toEqual(['PART_CHANGED']);
    expect(await at.bought()).toEqual([]);
  });

  it.each(['part', 'offers', 'search'] as const)(
    'is not foreign when its %s cannot be read',
    async (call) => {
      const at = await rig();
      const [part] = call === 'search' ? await at.stock(1) : await at.synced();
      await at.orders('single', { lines: [{ sku: skuOf(part!) }] });
      const fails = () => {
        throw new ServiceError('CONTRACT', 'FinditParts answered differently than agreed.', {
          service: 'finditparts',
          endpoint: 'GET /parts/{id}',
          outcome: 'unknown',
        });
      };
      const unreadable = async function* () {
        yield { parts: [], unreadable: [{ id: part!.id, reason: 'field brand' }], number: 1, total: 1 };
      };
      const supplier = { ...at.supplier, [call]: call === 'search' ? unreadable : fails };

      const report = await submit(at, { supplier });

      expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'PART_UNREADABLE' }] });
      expect(await at.bought()).toEqual([]);
    },
  );

  it('is known by its product when a merchant gave that another SKU', async () => {
    const { at, parts } = await bought(() => [{ sku: 'placeholder' }], {}, { status_id: 5 });
    await at.admin(`products/${skuOf(parts[0]!)}`, { sku: 'MY-1001' }, 'PATCH');
    const [order] = await at.orders('single', { lines: [{ sku: 'MY-1001' }] });

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'SKU_CHANGED' }] });
    expect(await at.bought()).toEqual([]);
    await approve(await at.engine(), order!.id, ANN);
    await submit(at);
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });

  it('is nobody’s guess when two products have changed their SKUs', async () => {
    const { at, parts } = await bought(() => [{ sku: 'placeholder' }], {}, { status_id: 5 });
    const [a, b] = parts.map(skuOf);
    await at.admin(`products/${a}`, { sku: 'X' }, 'PATCH');
    await at.admin(`products/${b}`, { sku: a }, 'PATCH');
    await at.admin('products/X', { sku: b }, 'PATCH');
    await at.orders('single', { lines: [{ sku: a }] });

    const report = await submit(at);

    expect(report.orders[0]?.reasons.map(({ code }) => code)).toEqual(['AMBIGUOUS_PART']);
    expect(await at.bought()).toEqual([]);
  });

  it.each([
    ['pickup', 'PICKUP_LINE'],
    ['digital', 'DIGITAL_LINE'],
    ['giftcertificate', 'GIFT_CERTIFICATE'],
  ])('is held when it is %s', async (type, code) => {
    const { at, parts, id } = await bought(([a, b]) => [{ sku: a }, { sku: b, type }]);

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code }] });
    expect(await at.bought()).toEqual([]);
    expect((await at.order(id)).status_id).toBe(11);
    const left = await submit(at, {
      settings: { ...(await at.engine()).settings, leaveOut: [type as 'pickup'] },
    });
    expect(left.orders[0]?.leftOut).toMatchObject([{ sku: skuOf(parts[1]!), code }]);
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });

  it('is held when a variant of it was bought', async () => {
    const { at, parts } = await bought(([a]) => [{ sku: a, options: [{ name: 'Size', value: 'L' }] }]);

    const report = await submit(at);

    expect(report.orders[0]?.reasons).toMatchObject([{ code: 'VARIANT_LINE' }]);
    expect(report.orders[0]?.reasons[0]?.message).toContain('Size: L');
    expect(await at.bought()).toEqual([]);
    await approve(await at.engine(), report.orders[0]!.orderId, ANN);
    await submit(at);
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });
});

describe('whoever asks for all', () => {
  it('is told of each order that was left out, and why', async () => {
    const at = await rig();
    await at.synced();
    const made = await at.orders(['all-foreign', 'unpaid', 'single']);

    const { orders } = await submit(at);

    expect(orders.map(({ orderId, state, reasons }) => [orderId, state, reasons[0]?.code])).toEqual([
      [made[0]!.id, 'skipped', 'NOTHING_TO_SEND'],
      [made[1]!.id, 'skipped', 'NOT_PAID'],
      [made[2]!.id, 'submitted', undefined],
    ]);
    expect(orders[0]?.leftOut.map(({ code }) => code)).toEqual(['FOREIGN', 'FOREIGN']);
  });
});

it('waits out the time to cancel by the clock of the store, not of the machine', async () => {
  const { at } = await bought(([a]) => [{ sku: a }], {}, { ageMinutes: 10 });
  const { clock } = await at.engine();
  const ahead = { ...clock, date: () => new Date(clock.date().getTime() + 3_600_000) };

  expect((await submit(at, { clock: ahead })).orders).toMatchObject([{ reasons: [{ code: 'HELD' }] }]);
  expect(await at.bought()).toEqual([]);
});

describe('pieces', () => {
  async function five() {
    const { at, parts, id } = await bought(([a]) => [{ sku: a, quantity: 5 }]);
    const line = (await at.store.orders.get(id))!.lines[0]!.id;
    return { at, part: parts[0]!, id, line };
  }

  it('that were refunded are not ordered, and their money is not reckoned with', async () => {
    const { at, part, id, line } = await five();
    const { orders } = await submitOrders(await at.engine(), { dryRun: true });
    await at.change(id, { status_id: 11, refunds: [{ id: line, quantity: 2 }] });

    const held = await submit(at);
    await approve(await at.engine(), id, ANN);
    const report = await submit(at);

    expect(held.orders[0]?.reasons).toMatchObject([
      { code: 'REFUNDED', message: `2 of 5 × ${skuOf(part)} were refunded.` },
    ]);
    expect(await asked(at)).toEqual([[[part.id, 3]]]);
    expect(Number(report.orders[0]?.margin)).toBeCloseTo((Number(orders[0]?.margin) * 3) / 5, 1);
    expect(report.orders[0]?.leftOut).toMatchObject([{ quantity: 2, code: 'REFUNDED' }]);
  });

  it.each([
    ['refunds', 'REFUNDED'],
    ['shipped', 'PARTLY_SHIPPED'],
  ])('(%s) are asked for again when they are more than was approved', async (what, code) => {
    const { at, part, id, line } = await five();
    await at.change(id, { [what]: [{ id: line, quantity: 1 }] });
    await submit(at);
    await approve(await at.engine(), id, ANN);
    await at.change(id, { [what]: [{ id: line, quantity: 3 }] });

    const again = await submit(at);

    expect(again.orders[0]).toMatchObject({ state: 'review', reasons: [{ code }] });
    expect(await at.bought()).toEqual([]);
    await approve(await at.engine(), id, ANN);
    await submit(at);
    expect(await asked(at)).toEqual([[[part.id, 2]]]);
  });

  it('are picked up after a refund has moved the order to Partially Refunded', async () => {
    const { at, part, id, line } = await five();
    await at.change(id, { status_id: 14, refunds: [{ id: line, quantity: 2 }] });

    const held = await submit(at);
    await approve(await at.engine(), id, ANN);
    await submit(at);

    expect(held.review).toBe(1);
    expect(await asked(at)).toEqual([[[part.id, 3]]]);
  });

  it('of which none is left are left out, and said so', async () => {
    const { at, id, line } = await five();
    await at.change(id, { refunds: [{ id: line, quantity: 1 }] });
    await submit(at);
    await at.change(id, { refunds: [{ id: line, quantity: 5 }], payment_status: 'captured' });

    const report = await submit(at);

    expect(report.orders).toMatchObject([{ state: 'skipped', leftOut: [{ quantity: 5, code: 'REFUNDED' }] }]);
    expect(await (await at.engine()).ledger.reviews.list('store', { open: true })).toEqual([]);
    expect(await at.bought()).toEqual([]);
  });

  it('whose money alone was given back are judged by what is left of it', async () => {
    const { at, id } = await five();
    await at.change(id, { refunded_amount: '10.00' });
    const before = await submitOrders(await at.engine(), { dryRun: true });
    await at.change(id, { refunded_amount: '100000.00' });

    const after = await submit(at);

    expect(before.orders[0]?.reasons.map(({ code }) => code)).toEqual(['REFUNDED']);
    expect(after.orders[0]?.reasons.map(({ code }) => code)).toEqual(['REFUNDED', 'MARGIN']);
  });
});

describe('money', () => {
  it('is in what was paid in, whatever the shopper looked at', async () => {
    const { at, parts } = await bought(
      ([a]) => [{ sku: a }],
      {},
      {
        currency_code: 'CAD',
        default_currency_code: 'USD',
        currency_exchange_rate: '1.36',
      },
    );

    const report = await submit(at);

    expect(report.submitted).toBe(1);
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });

  it('is not taken for dollars when the shopper paid in another currency', async () => {
    const { at } = await bought(
      ([a]) => [{ sku: a }],
      {},
      {
        currency_code: 'USD',
        default_currency_code: 'CAD',
        currency_exchange_rate: '0.735',
      },
    );

    const report = await submit(at);

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'CURRENCY' }] });
    expect(await at.bought()).toEqual([]);
  });

  it.each([true, false])(
    'is compared without tax (prices with tax: %s)',
    async (is_tax_inclusive_pricing) => {
      const at = await rig();
      const [part] = await at.synced();
      const cost = Number(part!.offer!.price!.account);
      const price = (is_tax_inclusive_pricing ? cost * 1.1 : cost * 0.95).toFixed(2);
      await at.orders('single', {
        lines: [{ sku: skuOf(part!), price }],
        tax_percent: 20,
        is_tax_inclusive_pricing,
      });

      const report = await submit(at);

      expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'MARGIN' }] });
      expect(report.orders[0]?.warnings.map(({ code }) => code)).toContain('BELOW_COST');
    },
  );

  it('is without its tax in a shop that enters prices with tax', async () => {
    const at = await rig();
    const [part] = await at.synced();
    await at.admin('settings', { pricesWithTax: 20 });
    const cost = Number(part!.offer!.price!.account);
    const prices = [(cost * 1.1).toFixed(2), (cost * 1.3).toFixed(2)];
    for (const price of prices) await at.orders('single', { lines: [{ sku: skuOf(part!), price }] });

    const { orders } = await submit(at);

    expect(orders.map(({ state, reasons }) => [state, reasons.map(({ code }) => code)])).toEqual([
      ['review', ['MARGIN']],
      ['submitted', []],
    ]);
    expect(Number(orders[1]?.margin)).toBeCloseTo((cost * 1.3) / 1.2 - cost, 1);
  });

  it('that was paid for one line below its cost is a warning where the whole has its margin', async () => {
    const at = await rig();
    const [a, b] = await at.synced();
    const cost = Number(a!.offer!.price!.account);
    await at.orders('single', {
      lines: [
        { sku: skuOf(a!), price: (cost * 0.9).toFixed(2) },
        { sku: skuOf(b!), price: (Number(b!.offer!.price!.account) + cost).toFixed(2) },
      ],
    });

    const report = await submit(at);

    expect(report.submitted).toBe(1);
    expect(report.orders[0]?.warnings.map(({ code }) => code)).toContain('BELOW_COST');
  });

  it('for a core charge in a line of its own is paid, and the line is not ordered', async () => {
    const { at, parts } = await bought(([a]) => [
      { sku: a },
      { sku: `${a}-CORE`, name: 'Core charge', price: '900' },
    ]);
    const core = { price: { core: '900.00', account: '10.00' } };
    await at.admin(`parts/${parts[0]!.id}`, core, 'PATCH');
    const coreSkuOf: OrderEngine['coreSkuOf'] = (part) => `${skuOf(part)}-CORE`;

    const without = await submitOrders(await at.engine(), { dryRun: true });
    const report = await submit(at, { coreSkuOf });

    expect(without.orders[0]?.reasons.map(({ code }) => code)).toEqual(['MARGIN']);
    expect(report.orders[0]).toMatchObject({ state: 'submitted', leftOut: [{ code: 'CORE' }] });
    expect(await asked(at)).toEqual([[[parts[0]!.id, 1]]]);
  });
});
