import { describe, expect, it } from 'vitest';
import { reviewText, submitText, trackText, waitingText } from '../../../src/commands/order/report.ts';
import { reviewDetails } from '../../../src/commands/order/review-report.ts';
import type { OrderReview } from '../../../src/ledger/orders/reviews.ts';
import type { OrderRow } from '../../../src/orders/order-rows.ts';

const WHY = `It is held for a reason that takes many words: ${'word after word '.repeat(8)}and an end.`;

const row: OrderRow = {
  orderId: 101,
  poNumber: null,
  state: 'review',
  supplierOrderId: null,
  margin: '3.00',
  reasons: [{ code: 'MARGIN', message: WHY }],
  warnings: [{ code: 'BELOW_COST', message: 'GU-1 was sold at 1.00, below its cost of 2.00.' }],
  lines: [],
  leftOut: [
    {
      orderProductId: 1,
      sku: 'CAP',
      quantity: 2,
      code: 'FOREIGN',
      message: "2 × CAP is not FinditParts': left out.",
    },
  ],
};

const review: OrderReview = {
  id: 1,
  store: 'store',
  orderId: 101,
  po: null,
  stage: 'check',
  reasons: row.reasons,
  since: '2026-11-27T12:00:00.000Z',
  resolution: null,
  resolvedAt: null,
  resolvedBy: null,
  note: null,
};

describe('on a wide terminal', () => {
  it('a reason is whole, and what was left out is said', () => {
    const text = submitText({ orders: [row], submitted: 0, review: 1, failed: 0 }, false, 300);

    expect(text).toContain(WHY);
    expect(text).toContain("Left out:\n  order 101  2 × CAP is not FinditParts': left out.");
    expect(text).toContain('To know:\n  order 101  GU-1 was sold at 1.00');
    expect(reviewText([review], 300)).toContain(WHY);
  });

  it('the list says what to do next', () => {
    const waiting = {
      orderId: 101,
      state: 'review' as const,
      created: null,
      customer: null,
      total: '9.00',
      currency: 'USD',
      payment: 'captured',
      lines: 1,
      foreign: 0,
      margin: null,
      blockers: row.reasons,
      warnings: [],
      waiting: [],
      leftOut: [],
      next: 'Decide: ttpd order review show 101',
    };

    expect(waitingText([waiting], 400)).toContain(waiting.next);
    expect(waitingText([waiting], 400)).toContain(WHY);
  });
});

it('never cuts a tracking number, however narrow the terminal', () => {
  const numbers = ['1Z99900000030001', '1Z99900000030002', '1Z99900000030003'];
  const tracked = {
    ...row,
    poNumber: 'p',
    supplierStatus: 'shipped',
    state: 'open' as const,
    shipments: numbers,
    lines: [],
  };

  const text = trackText({ orders: [tracked], shipments: 3, review: 0, failed: 0 }, 60);

  for (const number of numbers) expect(text).toContain(`order 101  ${number}`);
});

describe('one order under review', () => {
  const order = {
    payment: 'captured',
    total: '326.00',
    currency: 'USD',
    lines: [
      {
        sku: 'GU-3600AX',
        name: 'Drum',
        quantity: 2,
        price: '150.00',
        quantityRefunded: 1,
        quantityShipped: 0,
      },
    ],
  };
  const details = (changes: Partial<OrderReview>) =>
    reviewDetails(
      {
        orderId: 101,
        status: 'Awaiting',
        addresses: [],
        reviews: [{ ...review, ...changes }],
        records: [],
        order,
      },
      120,
    );

  it('shows lines, pieces, prices and payment', () => {
    expect(details({})).toMatch(/captured, 326\.00 USD/);
    expect(details({})).toMatch(/GU-3600AX +Drum +2 +150\.00 +1 +0/);
  });

  it.each([
    [{}, /approve 101/],
    [
      { reasons: [{ code: 'ADDRESS', message: 'x', canRelease: false as const }] },
      /retry 101 {3}it was put right/,
    ],
    [{ stage: 'refused' as const }, /retry 101 {3}it was put right/],
    [{ stage: 'doubt' as const }, /link 101 <supplier order>/],
  ])('names the decisions that are open: %j', (changes, expected) => {
    expect(details(changes)).toMatch(expected);
    expect(details(changes)).toMatch(/reject 101/);
    expect(details({ ...changes, resolution: 'approved' })).not.toMatch(/reject 101/);
  });
});
