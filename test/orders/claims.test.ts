import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { link, retry } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { connect } from './engine.ts';
import { BLIND, later, ledgerIn, machine, next, ordered } from './machines.ts';
import type { Rig } from './rig.ts';

const ALL = { dryRun: false };
const ANN = { by: 'ann', note: null };

/** How often each purchase order is at the supplier, and how many pieces of each line were ordered. */
async function placed(at: Rig) {
  const bought = await at.bought();
  return bought.map(({ po_number }) => po_number).toSorted();
}

const claimsIn = async (at: Rig, id: number) =>
  (await at.order(id)).metafields.filter(({ key }) => key.startsWith('claim_'));

describe.each([
  ['a supplier that can be asked', {}],
  ['a supplier that can neither be asked nor takes keys', BLIND],
])('two machines, each with its own ledger, and %s', (_, options) => {
  it('order each line once at the same second', async () => {
    const kinds = ['single', 'multi-line', 'two-addresses', 'single', 'foreign-lines', 'single'];
    const { at, ids } = await ordered(kinds, options);
    const both = [await machine(at, 'laptop'), await machine(at, 'ci')];

    const reports = await Promise.all(both.map((engine) => submitOrders(engine, ALL)));
    for (const engine of both) await submitOrders(await next(at, engine), ALL);

    const numbers = await placed(at);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toHaveLength(ids.length + 1);
    for (const { orders } of reports)
      expect(orders.every(({ state }) => state === 'submitted' || state === 'skipped')).toBe(true);
    for (const id of ids) expect((await at.order(id)).status_id).toBe(9);
  });

  it('order each line once, one after the other', async () => {
    const { at, ids } = await ordered(['single', 'single'], options);

    await submitOrders(await machine(at, 'laptop'), ALL);
    for (const id of ids) await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');
    const second = await submitOrders(await machine(at, 'ci'), ALL);

    expect(await at.bought()).toHaveLength(2);
    expect(second).toMatchObject({ submitted: 2, failed: 0, review: 0 });
  });

  it('leave an order alone of which one is in doubt, and say so', async () => {
    const { at, id } = await ordered('single', BLIND);
    await at.faults('fp:lost-answer:1:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);

    const ci = await machine(at, 'ci');
    const soon = await submitOrders(ci, ALL);
    const old = await submitOrders(await next(at, ci, { clock: later }), ALL);

    expect(soon.orders).toMatchObject([
      { orderId: id, state: 'skipped', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] },
    ]);
    expect(soon.orders[0]?.reasons[0]?.message).toContain('laptop');
    expect(old.orders).toMatchObject([{ state: 'review', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] }]);
    expect(await at.bought()).toHaveLength(1);
  });
});

it('says that another machine has an order which it sent while this one was about to', async () => {
  const { at, id } = await ordered('single');
  const laptop = await machine(at, 'laptop');
  const ci = await machine(at, 'ci');
  let looks = 0;
  const get: OrderEngine['store']['orders']['get'] = async (...args) => {
    const order = await ci.store.orders.get(...args);
    if (++looks === 1) await submitOrders(laptop, ALL);
    return order;
  };
  // What the store remembers is read before the laptop has it there, too.
  let readings = 0;
  const metafields: OrderEngine['store']['orders']['metafields'] = async (...args) =>
    ++readings === 1 ? [] : ci.store.orders.metafields(...args);

  const store = { ...ci.store, orders: { ...ci.store.orders, get, metafields } };
  const supplier = { ...ci.supplier, findOrderByPurchaseOrder: async () => [] };
  const report = await submitOrders({ ...ci, store, supplier }, ALL);

  expect(report.orders).toMatchObject([
    { orderId: id, state: 'skipped', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] },
  ]);
  expect(report.orders[0]?.reasons[0]?.message).toContain('FO');
  expect(await at.bought()).toHaveLength(1);
});

describe('a claim', () => {
  it.each(['lost-answer', 'lost-request', 'reset-body', '500', '502', 'html'])(
    'whose answer is lost (%s) is read back',
    async (fault) => {
      const { at, id } = await ordered('single');
      await at.faults(`bc:${fault}:1:POST /v3/orders`);

      const laptop = await machine(at, 'laptop');
      await submitOrders(laptop, ALL);
      await submitOrders(await next(at, laptop), ALL);

      expect(await at.bought()).toHaveLength(1);
      expect(await claimsIn(at, id)).toHaveLength(1);
      expect((await at.order(id)).status_id).toBe(9);
    },
  );

  it('is not taken for granted while the store does not answer, and comes to an end with the next run', async () => {
    const { at, id } = await ordered('single');
    await at.faults('bc:lost-request:*:POST /v3/orders');
    const laptop = await machine(at, 'laptop');

    const first = await submitOrders(laptop, ALL);
    const during = await at.bought();
    await at.faults();
    const second = await submitOrders(await next(at, laptop), ALL);

    expect(first.orders).toMatchObject([{ state: 'failed', reasons: [{ code: 'CLAIM_UNKNOWN' }] }]);
    expect(during).toEqual([]);
    expect(second.submitted).toBe(1);
    expect(await claimsIn(at, id)).toHaveLength(1);
  });

  it('names the purchase order, the machine, the time and the attempt, and nobody in person', async () => {
    const { at, id } = await ordered('single');

    await submitOrders(await machine(at, 'laptop'), ALL);

    const [claim] = await claimsIn(at, id);
    const [bought] = await at.bought();
    expect(claim?.key).toBe('claim_1_1');
    expect(JSON.parse(claim?.value ?? '')).toMatchObject({
      po: `store-${id}-1`,
      machine: 'laptop',
      at: expect.stringMatching(/^\d{4}-/),
      supplierOrderId: bought?.id,
    });
    for (const word of Object.values(bought!.request.ship_to))
      if (word && word.length > 3) expect(claim?.value).not.toContain(word);
  });

  it('of another API account does not collide, but is seen: nobody sends', async () => {
    const { at } = await ordered('single', BLIND);
    const ci = await machine(at, 'ci');
    const { createMetafield, metafields } = ci.store.orders;
    let theirs: Awaited<ReturnType<typeof metafields>> = [];
    const orders = {
      ...ci.store.orders,
      createMetafield: async (...args: Parameters<typeof createMetafield>) => {
        const made = await createMetafield(...args);
        const value = made.value.replace('"ci"', '"laptop"');
        theirs = [{ ...made, id: made.id + 1000, value }];
        return made;
      },
      metafields: async (...args: Parameters<typeof metafields>) => [
        ...(await metafields(...args)),
        ...theirs,
      ],
    };

    const report = await submitOrders({ ...ci, store: { ...ci.store, orders } }, ALL);

    expect(report.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] }]);
    expect(await at.bought()).toEqual([]);
  });

  it('of two machines with an API account each keeps at most one of them at a line', async () => {
    const { at, ids } = await ordered(['single', 'multi-line', 'single', 'single'], BLIND);
    const other = connect({ ...at.connection, accessToken: 'other-token' });
    onTestFinished(other.close);
    const laptop = await machine(at, 'laptop');
    const ci = await machine(at, 'ci', { store: other.store });

    await Promise.all([submitOrders(laptop, ALL), submitOrders(ci, ALL)]);
    await submitOrders(await next(at, laptop), ALL);
    await submitOrders(await next(at, ci, { store: other.store }), ALL);

    expect(await placed(at)).toEqual(ids.map((id) => `store-${id}-1`).toSorted());
    for (const id of ids) expect((await at.order(id)).status_id).toBe(9);
  });

  it.each([
    ['lost-answer', 'submitted', 1],
    ['lost-request', 'review', 0],
  ] as const)(
    'that stands for long without a number is looked up at the supplier (%s: %s)',
    async (fault, state, pieces) => {
      const { at } = await ordered('single');
      await at.faults(`fp:${fault}:1:POST /orders`, 'fp:400:@2:GET /orders');
      await submitOrders(await machine(at, 'laptop'), ALL);
      await at.faults();
      const ci = await machine(at, 'ci');

      const soon = await submitOrders(ci, ALL);
      const old = await submitOrders(await next(at, ci, { clock: later }), ALL);

      expect(soon.orders).toMatchObject([{ state: 'skipped', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] }]);
      expect(old.orders).toMatchObject([{ state }]);
      expect(await at.bought()).toHaveLength(pieces);
    },
  );

  it('ends with a certain refusal: another machine may send the order', async () => {
    const { at, id } = await ordered('single');
    await at.faults('fp:422:1:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);

    expect(await claimsIn(at, id)).toEqual([]);
    expect((await submitOrders(await machine(at, 'ci'), ALL)).submitted).toBe(1);
    expect(await at.bought()).toHaveLength(1);
  });

  it('ends when the run stops before anything was sent', async () => {
    const { at, id } = await ordered('single');
    await at.faults('fp:429:*:POST /orders');
    await submitOrders(await machine(at, 'laptop'), ALL);

    expect(await claimsIn(at, id)).toEqual([]);
  });
});

describe('what the store remembers is believed', () => {
  it('by a ledger that was lost, of orders that are put back', async () => {
    const { at, id } = await ordered('two-addresses', BLIND);
    await submitOrders(await machine(at, 'laptop'), ALL);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');

    const fresh = await machine(at, 'laptop');
    const report = await submitOrders(fresh, ALL);

    expect(await at.bought()).toHaveLength(2);
    expect(report.submitted).toBe(2);
    expect((await at.order(id)).status_id).toBe(9);
    const records = await fresh.ledger.orders.list('store');
    expect(records.map(({ state, po }) => [state, po])).toEqual([
      ['accepted', `store-${id}-1`],
      ['accepted', `store-${id}-2`],
    ]);
  });

  it('of the part of an order that another machine has sent before it died: the rest is sent, too', async () => {
    const { at, id } = await ordered('two-addresses', BLIND);
    const stop = new AbortController();
    const laptop = await machine(at, 'laptop', { drain: stop.signal });
    const { placeOrder } = laptop.supplier;
    const supplier = {
      ...laptop.supplier,
      placeOrder: async (...args: Parameters<typeof placeOrder>) => {
        stop.abort();
        return placeOrder(...args);
      },
    };
    await submitOrders({ ...laptop, supplier }, ALL);

    const during = await placed(at);
    await submitOrders(await machine(at, 'ci'), ALL);

    expect(during).toEqual([`store-${id}-1`]);
    expect(await placed(at)).toEqual([`store-${id}-1`, `store-${id}-2`]);
    expect((await at.order(id)).status_id).toBe(9);
  });

  it('by a ledger of a backup in which the purchase order is still in doubt', async () => {
    const { at, id } = await ordered('single', BLIND);
    await at.faults('fp:lost-answer:1:POST /orders');
    const laptop = await machine(at, 'laptop');
    await submitOrders(laptop, ALL);
    const [bought] = await at.bought();
    const folder = tempFolder();
    await laptop.ledger.backup(path.join(folder, 'ledger.db'));
    await link(laptop, { orderId: id, supplierOrderId: bought!.id }, ANN);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');

    const restored = await at.engine({ ledger: await ledgerIn(folder), machine: 'laptop' });
    const told = retry(restored, { orderId: id, notPlaced: true }, ANN);
    await expect(told).rejects.toMatchObject({ code: 'ALREADY_PLACED', exitCode: 2 });
    const report = await submitOrders(restored, ALL);

    expect(report.orders).toMatchObject([{ state: 'submitted', supplierOrderId: bought!.id }]);
    expect(await at.bought()).toHaveLength(1);
    expect((await at.order(id)).status_id).toBe(9);
    expect(await restored.ledger.reviews.list('store', { open: true })).toEqual([]);
  });

  it('where only the number of the supplier stands there', async () => {
    const { at, id } = await ordered('single', BLIND);
    await submitOrders(await machine(at, 'laptop'), ALL);
    for (const { id: field } of (await at.store.orders.metafields(id)).filter(({ key }) =>
      key.startsWith('claim_'),
    ))
      await at.store.orders.deleteMetafield(id, field);
    await at.admin(`orders/${id}`, { status_id: 11 }, 'PATCH');

    const report = await submitOrders(await machine(at, 'ci'), ALL);

    expect(await at.bought()).toHaveLength(1);
    expect(report.submitted).toBe(1);
  });

  it('where a claim cannot be read: a person is asked', async () => {
    const { at, id } = await ordered('single');
    await at.store.orders.setMetafield(id, {
      namespace: 'ttpd',
      key: 'claim_1_1',
      value: 'gone',
      permissionSet: 'read',
    });

    const report = await submitOrders(await machine(at, 'ci'), ALL);

    expect(report.orders).toMatchObject([{ state: 'review', reasons: [{ code: 'CLAIMED_ELSEWHERE' }] }]);
    expect(await at.bought()).toEqual([]);
  });
});
