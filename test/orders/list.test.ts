import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { listOrders } from '../../src/orders/list.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { rig } from './rig.ts';

describe('the list of what waits', () => {
  it('shows an order of which nothing is left to send, without a margin', async () => {
    const at = await rig();
    await at.stock(4);
    const [order] = await at.orders('single');
    await at.faults('fp:422:1:POST /orders');
    await submitOrders(await at.engine(), { dryRun: false });

    const rows = await listOrders(await at.engine());

    expect(rows).toMatchObject([{ orderId: order!.id, state: 'review', margin: null }]);
  });

  it('shows the margin of all purchase orders of an order together', async () => {
    const at = await rig();
    await at.stock(4);
    await at.orders('two-addresses');
    const engine = await at.engine();

    const [row] = await listOrders(engine);
    const { orders } = await submitOrders(engine, { dryRun: true });

    const cents = orders.reduce((sum, { margin }) => sum + Math.round(Number(margin) * 100), 0);
    expect(orders).toHaveLength(2);
    expect(row).toMatchObject({ state: 'ready', margin: (cents / 100).toFixed(2) });
  });
});

it('lists as held what the store has just taken, whatever the clock of the machine says', async () => {
  const at = await rig();
  await at.stock(4);
  await at.orders('single', { ageMinutes: 10 });
  const ahead = { ...systemClock, date: () => new Date(Date.now() + 3_600_000) };

  expect(await listOrders(await at.engine({ clock: ahead }))).toMatchObject([
    { state: 'waiting', blockers: [{ code: 'HELD' }] },
  ]);
});
