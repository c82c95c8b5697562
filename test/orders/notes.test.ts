import { describe, expect, it } from 'vitest';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { type Rig, rig } from './rig.ts';

const CALL = 'CALL BEFORE DELIVERY';

/** A person writes into the order's staff notes, once: before ttpd changes it for the first time, or after it read it. */
function meanwhile(at: Rig, engine: OrderEngine, id: number, when: 'before the change' | 'after the look') {
  let isDone = false;
  async function write() {
    if (isDone) return;
    isDone = true;
    const { staff_notes } = await at.order(id);
    await at.change(id, { staff_notes: [staff_notes, CALL].filter(Boolean).join('\n') });
  }
  const { get, update } = engine.store.orders;
  const orders: OrderEngine['store']['orders'] = {
    ...engine.store.orders,
    get: async (...args) => {
      const order = await get(...args);
      if (when === 'after the look') await write();
      return order;
    },
    update: async (...args) => {
      if (when === 'before the change') await write();
      return update(...args);
    },
  };
  return { ...engine, store: { ...engine.store, orders } };
}

describe.each(['before the change', 'after the look'] as const)(
  'what a person writes into the staff notes (%s)',
  (when) => {
    it('is kept when an order is sent', async () => {
      const at = await rig();
      await at.stock();
      const [order] = await at.orders('single', { staff_notes: 'Regular customer.' });

      await submitOrders(meanwhile(at, await at.engine(), order!.id, when), { dryRun: false });

      const [bought] = await at.bought();
      const { staff_notes, status_id } = await at.order(order!.id);
      expect(staff_notes.split('\n')).toEqual([
        'Regular customer.',
        CALL,
        expect.stringContaining(bought!.id),
      ]);
      expect(status_id).toBe(9);
    });
  },
);

it('keeps what a person writes into the staff notes while an order is tracked', async () => {
  const at = await rig();
  await at.stock();
  const [order] = await at.orders('single');
  await submitOrders(await at.engine(), { dryRun: false });
  const [bought] = await at.bought();
  await at.step(bought!.id, { action: 'cancel' });

  await trackOrders(meanwhile(at, await at.engine(), order!.id, 'after the look'));

  const { staff_notes } = await at.order(order!.id);
  expect(staff_notes).toContain(CALL);
  expect(staff_notes).toContain('cancelled');
});
