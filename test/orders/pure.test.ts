import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreOrderAddress, StoreOrderLine } from '../../src/bigcommerce/order-schema.ts';
import type { SupplierOrderLine } from '../../src/ledger/orders/supplier-orders.ts';
import { providerOf } from '../../src/orders/carriers.ts';
import { checkConsignment, checkOrder } from '../../src/orders/checks.ts';
import { differences } from '../../src/orders/confirmation.ts';
import { counted } from '../../src/orders/counters.ts';
import type { MappedLine } from '../../src/orders/lines.ts';
import { marginOf } from '../../src/orders/margin.ts';
import { notYet } from '../../src/orders/pick.ts';
import { piecesOf } from '../../src/orders/pieces.ts';
import { hashOf, poNumber, requestOf } from '../../src/orders/request.ts';
import { neededStatus } from '../../src/orders/store-status.ts';
import { progressOf } from '../../src/orders/supplier-status.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { aPart } from '../helpers/parts.ts';

const settingsOf = (orders: RulesInput['orders'] = {}) => Rules.parse({ orders }).orders;
const settings = settingsOf();

function aStoreLine(changes: Partial<StoreOrderLine> = {}): StoreOrderLine {
  return {
    id: 1,
    addressId: 7,
    productId: 70,
    variantId: null,
    sku: 'GU-3600AX',
    name: 'Drum',
    type: 'physical',
    quantity: 2,
    quantityShipped: 0,
    quantityRefunded: 0,
    priceExTax: new Big('150'),
    totalExTax: new Big('300'),
    priceIncTax: null,
    totalIncTax: null,
    tax: null,
    options: [],
    discount: new Big(0),
    ...changes,
  };
}

function aMapped(line: Partial<StoreOrderLine> = {}, core: string | null = null): MappedLine {
  const part = aPart();
  const price = { ...part.offer!.price!, core: core === null ? null : new Big(core) };
  const offer = { price, stock: part.offer!.stock };
  const its = aStoreLine(line);
  return { line: its, quantity: piecesOf(its).left, part, offer, coreLines: [], doubts: [] };
}

const HAZMAT = { unNumber: 'UN2794', hazardClass: '8', packingGroup: null, shippingName: null };

const ADDRESS: StoreOrderAddress = {
  id: 7,
  name: 'A Customer',
  company: '',
  street1: '1 Main Street',
  street2: '',
  city: 'Austin',
  state: 'Texas',
  zip: '73301',
  country: 'United States',
  countryIso2: 'US',
  phone: '512-555-0100',
  email: '',
  shippingMethod: '',
};

const NET = { taxInclusive: false, refundedBeside: new Big(0) };
const AN_ORDER = {
  currency: 'USD',
  refunded: new Big(0),
  lines: [],
  taxInclusive: false,
  totalTax: new Big(0),
  shippingTax: new Big(0),
  paymentStatus: 'captured',
};

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

describe('the margin', () => {
  it('is what was paid, less cost, core, freight and fee', () => {
    const found = marginOf(
      [aMapped({ discount: new Big('10') }, '20')],
      NET,
      settingsOf({ freightShare: '10%', minimumOrder: 500, minimumOrderFee: '7.50' }),
    );

    // 300 − 10 − 2 × 97.40 − 2 × 20 − 19.48 − 7.50
    expect(found?.margin.toFixed(2)).toBe('28.22');
  });

  it('takes no fee from the minimum on, and is unknown without a cost', () => {
    const none = { ...aMapped(), offer: null };

    expect(
      marginOf([aMapped()], NET, settingsOf({ minimumOrder: 194.8, minimumOrderFee: 9 }))?.fee.eq(0),
    ).toBe(true);
    expect(marginOf([aMapped(), none], NET, settings)).toBeNull();
  });
});

describe('what is wrong with a line', () => {
  const codes = (mapped: MappedLine, method = 'Ground') => {
    const { findings } = checkConsignment(
      { address: { ...ADDRESS, shippingMethod: method }, lines: [mapped], po: 'P' },
      AN_ORDER,
      settings,
    );
    return findings.map(({ code, canRelease }) => (canRelease === false ? `${code} must change` : code));
  };
  const change = (part: Partial<MappedLine['part']>): MappedLine => {
    const mapped = aMapped();
    return { ...mapped, part: { ...mapped.part, hazmat: false, ...part } };
  };
  const offered = (price: Partial<NonNullable<NonNullable<MappedLine['offer']>['price']>> | null) => {
    const mapped = change({});
    const known = mapped.offer?.price;
    return {
      ...mapped,
      offer: { stock: mapped.offer?.stock ?? null, price: price && known ? { ...known, ...price } : null },
    };
  };

  it.each<[string, MappedLine, string[]]>([
    ['nothing', change({}), []],
    ['no price', offered(null), ['PRICE_UNKNOWN must change']],
    ['no price for this account', offered({ account: null }), ['PRICE_UNKNOWN must change']],
    ['a price in other money', offered({ currency: 'CAD' }), ['CURRENCY must change']],
    ['a pack of three', change({ packQuantity: 3 }), ['PACK must change']],
    ['a minimum of three', change({ minimumQuantity: 3 }), ['MINIMUM must change']],
    ['that it is discontinued', change({ status: 'discontinued' }), ['DISCONTINUED must change']],
  ])('is found: %s', (_, mapped, expected) => {
    expect(codes(mapped)).toEqual(expected);
  });

  it('flies only where it is known that it may', () => {
    expect(codes(change({ hazmat: null }), 'Next Day Air')).toEqual(['HAZMAT_UNKNOWN']);
    expect(codes(change({ hazmat: HAZMAT }), 'Next Day Air')).toEqual(['HAZMAT_BY_AIR must change']);
    expect(codes(change({ hazmat: null }))).toEqual([]);
  });
});

describe('the tax of an order', () => {
  const net = { totalIncTax: new Big('360'), tax: new Big('60') };
  it.each<[string, Partial<StoreOrderLine>, Partial<typeof AN_ORDER>, string[]]>([
    ['adds up', net, {}, []],
    ['is in its prices and adds up', net, { taxInclusive: true, totalTax: new Big('60') }, []],
    ['is unsaid', {}, {}, []],
    ['is in its prices and unsaid', {}, { taxInclusive: true }, ['TAX_UNCLEAR']],
    ['does not add up', { ...net, tax: new Big('10') }, {}, ['TAX_UNCLEAR']],
    ['is negative', { totalIncTax: new Big('250') }, {}, ['TAX_UNCLEAR']],
    [
      'is of no line',
      { totalIncTax: new Big('300'), tax: new Big(0) },
      { taxInclusive: true, totalTax: new Big('50') },
      ['TAX_UNCLEAR'],
    ],
  ])('%s', (_, line, order, expected) => {
    const lines = [aStoreLine(line)];
    const found = checkOrder({ ...AN_ORDER, ...order, lines }, lines, settings);

    expect(found.map(({ code }) => code)).toEqual(expected);
  });

  it('is taken off the discount, too, where prices are with tax', () => {
    const line = { ...net, discount: new Big('36') };

    expect(marginOf([aMapped(line)], { ...NET, taxInclusive: true }, settings)?.paid.toFixed(2)).toBe(
      '270.00',
    );
    expect(marginOf([aMapped(line)], NET, settings)?.paid.toFixed(2)).toBe('264.00');
  });

  it.each([
    [true, '290.00'],
    [false, '290.00'],
  ])('is taken off money that was given back, too (prices with tax: %s)', (taxInclusive, paid) => {
    const lines = [aStoreLine(net)];
    const order = { ...AN_ORDER, lines, taxInclusive, totalTax: new Big('60'), refunded: new Big('12') };

    const { margin } = checkConsignment(
      { address: undefined, lines: [aMapped(net)], po: 'P' },
      order,
      settings,
    );

    expect(margin?.paid.toFixed(2)).toBe(paid);
  });
});

describe('which orders may go', () => {
  const order = {
    statusId: 11,
    status: 'Awaiting Fulfillment',
    isDeleted: false,
    paymentStatus: 'captured',
    dateCreated: '2026-11-23T10:00:00.000Z',
  };
  const now = new Date('2026-11-23T10:30:00.000Z');

  it.each<[Partial<typeof order> | { dateCreated: null }, string | undefined]>([
    [{}, undefined],
    [{ dateCreated: '2026-11-23T10:00:01.000Z' }, 'HELD'],
    [{ dateCreated: null }, 'HELD'],
    [{ paymentStatus: 'authorized' }, 'NOT_PAID'],
    [{ paymentStatus: 'PAID' }, undefined],
    [{ statusId: 14, paymentStatus: 'partially refunded' }, undefined],
    [{ isDeleted: true }, 'ARCHIVED'],
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13].map(
      (statusId) => [{ statusId }, 'NOT_AWAITING'] as [{ statusId: number }, string],
    ),
  ])('%j: %s', (changes, code) => {
    expect(notYet({ ...order, ...changes }, settings, now)?.code).toBe(code);
  });
});

describe('a request', () => {
  const address = {
    id: 7,
    name: 'Jane Doe',
    company: '',
    street1: '1 Main Street',
    street2: '',
    city: 'Reno',
    state: 'Nevada',
    zip: '89501',
    country: 'United States',
    countryIso2: 'US',
    phone: '',
    email: 'jane@example.com',
    shippingMethod: 'UPS® Ground',
  };

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
