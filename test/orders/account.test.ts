import { Big } from 'big.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoreOrder } from '../../src/bigcommerce/order-schema.ts';
import type { Supplier } from '../../src/finditparts/supplier.ts';
import { createLineMapper } from '../../src/orders/lines.ts';
import type { OrderEngine } from '../../src/orders/order-engine.ts';
import { prepare } from '../../src/orders/prepare.ts';
import { Rules } from '../../src/rules/schema.ts';
import { aPart } from '../helpers/parts.ts';
import { skuOf } from './engine.ts';
import { anAddress, aStoreLine, ORDER_MONEY } from './samples.ts';

/** What a line can be; `gone` is in the ledger and no more at the supplier. */
const WHAT = ['ours', 'gone', 'foreign', 'blank', 'renamed', 'pickup', 'digital', 'giftcertificate'] as const;

const NUMBERS = ['A1', 'B2', 'C3', 'GONE'];
const PARTS = NUMBERS.map((partNumber) => aPart({ id: `FP-${partNumber}`, partNumber }));

/** A supplier and a ledger of four parts, of which the last is gone. */
function engineFor(approved: boolean): OrderEngine {
  const there = PARTS.slice(0, 3);
  const supplier: Partial<Supplier> = {
    part: async (id) => there.find((part) => part.id === id),
    offers: async ([id]) => [there.find((part) => part.id === id)?.offer],
    search: async function* () {
      yield { parts: [], unreadable: [], number: 1, total: 0 };
    },
  };
  const snapshots = PARTS.map((part, i) => ({
    sku: skuOf(part),
    productId: i + 1,
    partId: part.id,
    partUpdatedAt: null,
    fields: {},
  }));
  const ledger = {
    snapshots: {
      find: async (_: string, skus: string[]) =>
        new Map(
          snapshots
            .filter(({ sku }) => skus.some((it) => it.toLowerCase() === sku.toLowerCase()))
            .map((it) => [it.sku.toLowerCase(), it]),
        ),
      byProduct: async (_: string, [id]: number[]) =>
        new Map([[id, snapshots.filter((it) => it.productId === id)]]),
    },
    orders: { claimedLines: async () => new Set<number>(), nextSeq: async () => 1, list: async () => [] },
    reviews: { list: async () => [], released: async () => [] },
  };
  return {
    ledger,
    supplier,
    store: { orders: { metafields: async () => [] } },
    storeKey: 'store',
    settings: Rules.parse({ orders: approved ? { leaveOut: ['digital', 'pickup'] } : {} }).orders,
    skuOf,
    coreSkuOf: () => null,
    drain: new AbortController().signal,
    giveUp: new AbortController().signal,
  } as unknown as OrderEngine;
}

const aLine = fc.record({
  what: fc.constantFrom(...WHAT),
  part: fc.nat({ max: 2 }),
  quantity: fc.integer({ min: 1, max: 9 }),
  quantityShipped: fc.nat({ max: 9 }),
  quantityRefunded: fc.nat({ max: 9 }),
  address: fc.integer({ min: 1, max: 2 }),
});

function lineOf(
  { what, part, address, ...pieces }: typeof aLine extends fc.Arbitrary<infer T> ? T : never,
  i: number,
) {
  const known = PARTS[what === 'gone' ? 3 : part];
  const isShipped = !['pickup', 'digital', 'giftcertificate'].includes(what);
  const sku =
    what === 'foreign'
      ? 'SHOP-CAP'
      : what === 'blank'
        ? ''
        : what === 'renamed'
          ? 'MY-1'
          : known
            ? skuOf(known)
            : '';
  return aStoreLine({
    id: i + 1,
    addressId: isShipped ? address : null,
    productId: what === 'foreign' ? 99 : what === 'blank' ? null : what === 'gone' ? 4 : part + 1,
    sku,
    type: what === 'digital' || what === 'giftcertificate' ? what : 'physical',
    totalExTax: new Big('150').times(pieces.quantity),
    ...pieces,
  });
}

it('accounts for every piece that was bought: asked for, waiting for a person, or said to be left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aLine, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('USD', 'CAD'),
      fc.boolean(),
      async (some, currency, leavesOut) => {
        const lines = some.map(lineOf);
        const order = {
          ...ORDER_MONEY,
          id: 7,
          lines,
          addresses: [1, 2].map((id) => anAddress({ id })),
          currency,
          billingPhone: '',
        } as unknown as StoreOrder;
        const engine = engineFor(leavesOut);

        const { consignments, findings, waiting, leftOut } = await prepare(
          engine,
          order,
          createLineMapper(engine),
        );

        const asked = consignments.flatMap((it) => it.lines);
        for (const line of lines) {
          const sum = (rows: { orderProductId: number; quantity: number }[]) =>
            rows
              .filter((row) => row.orderProductId === line.id)
              .reduce((all, { quantity }) => all + quantity, 0);
          expect(sum(waiting) + sum(leftOut)).toBe(line.quantity);
          const its = asked.filter((it) => it.line.id === line.id);
          for (const it of its) {
            expect(it.quantity).toBe(sum(waiting));
            expect(it.quantity).toBeLessThanOrEqual(line.quantity - line.quantityRefunded);
          }
          // What waits and is not asked for has been found wanting: nothing is dropped without a word.
          if (sum(waiting) > 0 && its.length === 0) expect(findings).not.toEqual([]);
        }
        if (asked.length > 0 && currency === 'CAD')
          expect(findings.map(({ code }) => code)).toContain('CURRENCY');
      },
    ),
    { numRuns: 300 },
  );
});
