import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SupplierOrderLine } from '../../src/ledger/orders/supplier-orders.ts';
import { providerOf } from '../../src/orders/carriers.ts';
import { differences } from '../../src/orders/confirmation.ts';
import { counted } from '../../src/orders/counters.ts';
import { hashOf, poNumber, requestOf } from '../../src/orders/request.ts';
import { neededStatus } from '../../src/orders/store-status.ts';
import { progressOf } from '../../src/orders/supplier-status.ts';
import { anAddress, aStoreLine, settingsOf } from './samples.ts';

const settings = settingsOf();

function aLine(changes: Partial<SupplierOrderLine> = {}): SupplierOrderLine {
  return {
    orderProductId: 1,
    orderAddressId: 7,
    sku: 'GU-3600AX',
    partId: 'FP-1',
    unitPrice: '97.40',
    core: null,
    ordered: 2,
    confirmed: null,
    backordered: null,
    shipped: 0,
    cancelled: 0,
    ...changes,
  };
}

const theirLine = (changes = {}) => ({
  partId: 'FP-1',
  quantity: 2,
  confirmed: 2,
  backordered: 0,
  unitPrice: new Big('97.40'),
  ...changes,
});

describe('a request', () => {
  const address = anAddress({ phone: '', shippingMethod: 'UPS® Ground' });

  it('is the same for the same order, and has another hash for another address', () => {
    const request = requestOf(poNumber('s', 100, 1), [aLine()], address, settings);
    const moved = requestOf('s-100-1', [aLine()], { ...address, street1: '2 Main Street' }, settings);

    expect(request).toMatchObject({
      poNumber: 's-100-1',
      idempotencyKey: 's-100-1',
      shippingMethod: 'UPS® Ground',
    });
    expect(hashOf(request)).toBe(hashOf(requestOf('s-100-1', [aLine()], address, settings)));
    expect(hashOf(request)).not.toBe(hashOf(moved));
  });

  it('names the shipping method as the supplier does', () => {
    const { shippingMethods } = settingsOf({ shippingMethods: { 'ups® ground': 'GND' } });

    expect(requestOf('p', [aLine()], address, { shippingMethods }).shippingMethod).toBe('GND');
  });
});

describe('what the supplier confirms', () => {
  it.each([
    ['the same', theirLine(), []],
    ['a lower price', theirLine({ unitPrice: new Big('90') }), []],
    ['a part of it on backorder', theirLine({ confirmed: 1, backordered: 1 }), []],
    ['nothing yet', theirLine({ confirmed: null, backordered: null }), []],
    ['a higher price', theirLine({ unitPrice: new Big('97.41') }), ['PRICE']],
    ['fewer', theirLine({ confirmed: 1 }), ['QUANTITY']],
    ['more', theirLine({ quantity: 3, confirmed: 3 }), ['QUANTITY']],
    ['another part', theirLine({ partId: 'FP-2' }), ['LINE_MISSING', 'LINE_ADDED']],
  ])('%s', (_, their, codes) => {
    expect(differences([aLine()], { lines: [their] }, '0%').map(({ code }) => code)).toEqual(codes);
  });

  it('may be dearer within the tolerance', () => {
    const lines = [theirLine({ unitPrice: new Big('99.34') })];

    expect(differences([aLine()], { lines }, '2%')).toEqual([]);
    expect(differences([aLine()], { lines }, '1.9%')).toHaveLength(1);
  });
});

describe('the counters', () => {
  it('always add up to what was ordered, and never past it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
        fc.nat({ max: 20 }),
        fc.nat({ max: 20 }),
        (ordered, confirmed, backordered) => {
          const lines = ordered.map((pieces, i) => aLine({ orderProductId: i + 1, ordered: pieces }));
          const after = counted(lines, {
            status: 'received',
            lines: [theirLine({ confirmed, backordered })],
          });

          for (const line of after)
            expect((line.confirmed ?? 0) + (line.backordered ?? 0) + line.cancelled).toBe(line.ordered);
        },
      ),
    );
  });

  it('keep unknown unknown', () => {
    const [line] = counted([aLine()], { status: 'received', lines: [theirLine({ confirmed: null })] });

    expect(line).toMatchObject({ confirmed: null, cancelled: 0 });
  });

  it('count what had not shipped as cancelled with the order', () => {
    const [line] = counted([aLine({ shipped: 1 })], { status: 'Cancelled', lines: [theirLine()] });

    expect(line?.cancelled).toBe(1);
  });
});

describe("the store's status", () => {
  it.each([
    [11, [0, 0], undefined],
    [11, [2, 0], 3],
    [9, [2, 2], 2],
    [9, [3, 2], undefined],
    [3, [2, 2], 2],
    [3, [2, 1], undefined],
    [2, [2, 1], undefined],
    [5, [2, 2], undefined],
    [10, [2, 2], undefined],
  ] as const)('from %i with %j of 2 and 2 shipped becomes %s', (statusId, shipped, expected) => {
    const lines = shipped.map((quantityShipped, i) => aStoreLine({ id: i, quantityShipped }));

    expect(neededStatus({ statusId, lines })).toBe(expected);
  });

  it('does not wait for what has no parcel', () => {
    const lines = [
      aStoreLine({ quantityShipped: 2 }),
      aStoreLine({ id: 2, addressId: null, type: 'digital' }),
    ];

    expect(neededStatus({ statusId: 9, lines })).toBe(2);
  });
});

it.each([
  ['UPS', 'ups'],
  ['United Parcel Service', 'ups'],
  ['Fed Ex Freight', 'fedex'],
  ['USPS Priority', 'usps'],
  ['Canada Post', 'canadapost'],
  ['Old Dominion', ''],
  ['cups and saucers', ''],
  [null, ''],
])('carrier %s is the provider "%s"', (carrier, provider) => {
  expect(providerOf(carrier, {})).toBe(provider);
});

it('takes the carrier of the settings first', () => {
  expect(providerOf('old dominion', { 'Old Dominion': 'carrier_7' })).toBe('carrier_7');
});

it.each([
  ['Partially Shipped', 'partly'],
  ['partially_shipped', 'partly'],
  ['canceled', 'cancelled'],
  ['On the dock', 'unknown'],
])('the word "%s" means %s', (word, meaning) => {
  expect(progressOf(word)).toBe(meaning);
});
