import { describe, expect, it } from 'vitest';
import { approve } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { skuOf } from './engine.ts';
import { rig } from './rig.ts';

const ANN = { by: 'ann', note: null };

/** An order of two parts, two pieces each, that the supplier has. */
async function placed() {
  const at = await rig();
  const parts = await at.synced();
  const lines = parts.slice(0, 2).map((part) => ({ sku: skuOf(part), quantity: 2 }));
  const [order] = await at.orders('single', { lines });
  await submitOrders(await at.engine(), { dryRun: false });
  const [theirs] = await at.bought();
  const [first] = order!.consignments.shipping.flatMap(({ line_items }) => line_items);
  return { at, id: order!.id, line: first!.id, sku: first!.sku, supplierOrderId: theirs!.id };
}

describe('what is refunded after the supplier has it', () => {
  it.each([9, 14])('is for a person before the parcel leaves (status %i)', async (status_id) => {
    const { at, id, line, sku } = await placed();
    await at.change(id, { status_id, refunds: [{ id: line, quantity: 1 }] });

    const report = await trackOrders(await at.engine());

    expect(report.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'REFUNDED_IN_STORE' }] });
    expect(report.orders[0]?.reasons[0]?.message).toMatch(`1 × ${sku} was refunded`);
    expect((await at.order(id)).staff_notes).toContain('still to deliver');
  });

  it('is never done without a word when it is shipped all the same', async () => {
    const { at, id, line, supplierOrderId } = await placed();
    await at.change(id, { refunds: [{ id: line, quantity: 2 }] });
    await trackOrders(await at.engine());
    await approve(await at.engine(), id, ANN);
    await at.step(supplierOrderId, { action: 'ship', parcels: 1 });

    const shipped = await trackOrders(await at.engine());
    const again = await trackOrders(await at.engine());

    // The approval was of something that was still to come.
    expect(shipped.orders[0]).toMatchObject({ state: 'review', reasons: [{ code: 'REFUNDED_IN_STORE' }] });
    expect(again.orders[0]).toMatchObject({ state: 'review' });
    expect((await at.order(id)).shipments).toHaveLength(1);
    await approve(await at.engine(), id, ANN);
    expect((await trackOrders(await at.engine())).orders[0]?.state).toBe('done');
  });

  it('is nothing to ask about once the supplier has cancelled it', async () => {
    const { at, id, line, supplierOrderId } = await placed();
    await at.change(id, { refunds: [{ id: line, quantity: 2 }] });
    const engine = await at.engine();
    const order: typeof engine.supplier.order = async (asked, signal) => {
      const theirs = await at.supplier.order(asked, signal);
      return (
        theirs && {
          ...theirs,
          lines: theirs.lines.map((it, i) => (i === 0 ? { ...it, confirmed: 0, backordered: 0 } : it)),
        }
      );
    };

    const report = await trackOrders({ ...engine, supplier: { ...engine.supplier, order } });

    expect(supplierOrderId).toBeTruthy();
    expect(report.orders[0]?.reasons.map(({ code }) => code)).toEqual(['CANCELLED']);
  });
});

it('asks a person about a parcel that holds more than was ordered, and closes nothing', async () => {
  const { at, id, line } = await placed();
  await at.change(id, { shipped: [{ id: line, quantity: 3 }] });
  const engine = await at.engine();
  const [record] = await engine.ledger.orders.list('store');
  const key = { store: 'store', po: record!.po, trackingNumber: 'BY-HAND' };
  await engine.ledger.parcels.claim({ ...key, owner: 'x', items: [{ orderProductId: line, quantity: 3 }] });
  await engine.ledger.parcels.written(key, 1);

  const report = await trackOrders(engine);

  expect(report.orders[0]?.reasons.map(({ code }) => code)).toContain('OVERSHIPPED');
  expect((await at.order(id)).status_id).toBe(9);
});
