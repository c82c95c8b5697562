import { describe, expect, it } from 'vitest';
import { submitOrders } from '../../src/orders/submit.ts';
import { rig } from './rig.ts';

const ALL = { dryRun: false };

describe('submitting an order', () => {
  it('sends it once, and tells the store', async () => {
    const at = await rig();
    await at.stock();
    const [order] = await at.orders('multi-line');
    const engine = await at.engine();

    const report = await submitOrders(engine, ALL);
    const again = await submitOrders(await at.engine(), ALL);

    const [bought, ...others] = await at.bought();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ submitted: 1, review: 0, failed: 0 });
    expect(report.orders[0]).toMatchObject({
      orderId: order!.id,
      poNumber: `store-${order!.id}-1`,
      state: 'submitted',
      supplierOrderId: bought!.id,
      reasons: [],
    });
    expect(Number(report.orders[0]?.margin)).toBeGreaterThan(0);
    expect(again.orders).toEqual([]);
    const after = await at.order(order!.id);
    expect(after.status_id).toBe(9);
    expect(after.staff_notes).toContain(bought!.id);
    expect(after.metafields.filter(({ key }) => !key.startsWith('claim_'))).toMatchObject([
      { namespace: 'ttpd', key: 'supplier_order_id', value: bought!.id },
    ]);
  });

  it('writes nothing anywhere in a dry run', async () => {
    const at = await rig();
    await at.stock();
    const [order] = await at.orders(['single', 'no-postcode']);
    const engine = await at.engine();

    const report = await submitOrders(engine, { dryRun: true });

    expect(report.orders.map(({ state }) => state)).toEqual(['ready', 'review']);
    expect(await at.bought()).toEqual([]);
    expect(await engine.ledger.orders.list('store')).toEqual([]);
    expect(await engine.ledger.reviews.list('store')).toEqual([]);
    expect((await at.order(order!.id)).status_id).toBe(11);
  });
});
