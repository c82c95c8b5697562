import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OrderRow, SubmitReport } from '../../src/orders/order-rows.ts';
import { approve } from '../../src/orders/review.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { skuOf } from './engine.ts';
import { type Rig, rig } from './rig.ts';

const ANN = { by: 'ann', note: null };
/** Of the parts that the shop sells: one that the supplier has no more, and one whose product has another SKU now. */
const GONE = 0;
const RENAMED = 1;
const PARTS = 6;

/** The first six times of seven. */
function mostly<const T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const aLine = fc.record({
  type: mostly('physical', 'pickup', 'digital', 'giftcertificate'),
  quantity: fc.integer({ min: 1, max: 5 }),
  refunded: mostly(0, 1, 2),
  shipped: mostly(0, 1, 2),
  address: fc.nat({ max: 1 }),
  isVariant: mostly(false, true),
});
const anOrder = fc.record({
  /** Each part once, so that what the supplier has of a part is what it has of a line. */
  parts: fc.subarray([...Array(PARTS).keys()], { maxLength: 3 }),
  lines: fc.array(aLine, { minLength: 3, maxLength: 3 }),
  foreign: fc.array(aLine, { maxLength: 1 }),
  currency: mostly('USD', 'CAD'),
  status: mostly(11, 14, 5),
  payment: mostly('captured', 'pending', ''),
});
type Wanted = typeof anOrder extends fc.Arbitrary<infer T> ? T : never;

const WHERE = ['asked', 'inReview', 'leftOut'] as const;
/** Whole orders that are not sent, or not yet, and say so by a reason of their own. */
const AS_A_WHOLE = ['NOT_PAID', 'NOT_AWAITING'];

async function shop() {
  const at = await rig();
  await at.admin('settings', { ordersTakeStock: false });
  const parts = (await at.synced(20)).slice(0, PARTS);
  expect(parts).toHaveLength(PARTS);
  const skus = parts.map((part, i) => (i === RENAMED ? 'MY-OWN' : skuOf(part)));
  await at.admin(`products/${skuOf(parts[RENAMED]!)}`, { sku: skus[RENAMED] }, 'PATCH');
  await at.admin(`parts/${parts[GONE]!.id}`, { removed: true }, 'PATCH');
  const ids = new Map(parts.map(({ id }, i) => [skus[i]!, id]));
  return { at, skus, ids, tally: { asked: 0, inReview: 0, leftOut: 0 } };
}

/** As checkout, the merchant and other hands make it. */
async function place(at: Rig, skus: readonly string[], wanted: Wanted): Promise<number> {
  const { parts, lines, foreign, currency, status, payment } = wanted;
  const all = [
    ...parts.map((part, i) => ({ ...lines[i]!, sku: skus[part]! })),
    ...foreign.map((line) => ({ ...line, sku: 'SHOP-CAP', price: '19.00' })),
  ];
  const given = all.map(({ refunded: _r, shipped: _s, isVariant, ...line }) => ({
    ...line,
    ...(isVariant && { options: [{ name: 'Size', value: 'L' }] }),
  }));
  const [order] = await at.orders('single', {
    lines: given,
    addresses: [{}, {}],
    default_currency_code: currency,
    payment_status: payment,
  });
  const made = (await at.store.orders.get(order!.id))!;
  const some = (of: (line: (typeof all)[number]) => number) =>
    made.lines.flatMap((line) => {
      const its = all.find(({ sku }) => sku === line.sku)!;
      const quantity = Math.min(of(its), its.quantity);
      return quantity > 0 ? [{ id: line.id, quantity }] : [];
    });
  const refunds = some(({ refunded }) => refunded);
  const shipped = status === 14 ? [] : some((line) => (line.type === 'physical' ? line.shipped : 0));
  await at.change(order!.id, {
    status_id: status,
    ...(refunds.length > 0 && { refunds }),
    shipped,
    payment_status: payment,
  });
  return order!.id;
}

/** Line by line: what the supplier has, what waits for a person, and what is said to be left out. */
async function judge(
  { at, ids, tally }: Awaited<ReturnType<typeof shop>>,
  orderId: number,
  report: SubmitReport,
) {
  const rows: OrderRow[] = report.orders.filter((row) => row.orderId === orderId);
  const order = (await at.store.orders.get(orderId))!;
  const theirs = (await at.bought()).filter(({ po_number }) => po_number.startsWith(`store-${orderId}-`));
  const asked = theirs.flatMap(({ lines }) => lines);
  const isSkipped = rows.some(
    ({ state, reasons }) => state === 'skipped' && AS_A_WHOLE.includes(reasons[0]!.code),
  );
  const inReview = rows.filter(({ state }) => state === 'review').flatMap(({ lines }) => lines);
  const leftOut = rows.flatMap((row) => row.leftOut);
  const sum = (some: readonly { quantity: number }[]) =>
    some.reduce((all, { quantity }) => all + quantity, 0);
  for (const line of order.lines) {
    const { id, sku, quantity } = line;
    const found = {
      asked: sum(asked.filter(({ part_id }) => part_id === ids.get(sku))),
      inReview: sum(inReview.filter(({ orderProductId }) => orderProductId === id)),
      leftOut: sum(leftOut.filter(({ orderProductId }) => orderProductId === id)),
    };
    if (isSkipped) expect(found).toEqual({ asked: 0, inReview: 0, leftOut: 0 });
    else
      expect(found.asked + found.inReview + found.leftOut, `${sku} ${JSON.stringify(found)}`).toBe(quantity);
    expect(found.asked).toBeLessThanOrEqual(
      Math.max(0, quantity - line.quantityRefunded - line.quantityShipped),
    );
    for (const where of WHERE) tally[where] += found[where];
  }
  // Each line is in one purchase order, and an order of which something waits is found again.
  expect(new Set(theirs.map(({ po_number }) => po_number)).size).toBe(theirs.length);
  if (inReview.length > 0) {
    expect([11, 14]).toContain(order.statusId);
    const { ledger } = await at.engine();
    expect(await ledger.reviews.list('store', { open: true, orderIds: [orderId] })).not.toEqual([]);
  }
  return inReview.length > 0;
}

it('accounts at both services for every piece that was paid for, before and after a person has approved', {
  timeout: 240_000,
}, async () => {
  const its = await shop();
  const { at, skus, tally } = its;
  await fc.assert(
    fc.asyncProperty(fc.array(anOrder, { minLength: 1, maxLength: 4 }), async (wanted) => {
      const orderIds: number[] = [];
      for (const each of wanted)
        if (each.parts.length + each.foreign.length > 0) orderIds.push(await place(at, skus, each));

      const first = await submitOrders(await at.engine(), { dryRun: false, orderIds });
      const again: number[] = [];
      for (const id of orderIds) if (await judge(its, id, first)) again.push(id);
      // What can be put right only in the store, or not at all, is not to be approved.
      for (const id of again) await approve(await at.engine(), id, ANN).catch(() => []);
      const second = await submitOrders(await at.engine(), { dryRun: false, orderIds: again });
      for (const id of again) await judge(its, id, second);
    }),
    { numRuns: 15 },
  );
  // Something of each came about.
  expect(Math.min(...Object.values(tally))).toBeGreaterThan(0);
});
