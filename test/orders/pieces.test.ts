import { describe, expect, it } from 'vitest';
import { approve } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { asked, bought, submit } from './bought.ts';
import { skuOf } from './engine.ts';

const ANN = { by: 'ann', note: null };

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
