import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { approve } from '../../src/orders/review.ts';
import { asked, bought, submit } from './bought.ts';
import { skuOf } from './engine.ts';
import { rig } from './rig.ts';

const ANN = { by: 'ann', note: null };

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
