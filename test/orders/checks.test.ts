import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import type { StoreOrderLine } from '../../src/bigcommerce/order-schema.ts';
import { checkConsignment, checkOrder } from '../../src/orders/checks.ts';
import type { MappedLine } from '../../src/orders/lines.ts';
import { marginOf } from '../../src/orders/margin.ts';
import { notYet } from '../../src/orders/pick.ts';
import { aPart } from '../helpers/parts.ts';
import { anAddress, aStoreLine, ORDER_MONEY, settingsOf } from './samples.ts';

const settings = settingsOf();
const NET = { taxInclusive: false, refundedBeside: new Big(0) };
const AN_ORDER = { ...ORDER_MONEY, lines: [] };

function aMapped(line: Partial<StoreOrderLine> = {}, core: string | null = null): MappedLine {
  const part = aPart();
  const price = { ...part.offer!.price!, core: core === null ? null : new Big(core) };
  const offer = { price, stock: part.offer!.stock };
  const its = aStoreLine(line);
  return { line: its, quantity: its.pieces.left, part, offer, coreLines: [], doubts: [] };
}

const HAZMAT = { unNumber: 'UN2794', hazardClass: '8', packingGroup: null, shippingName: null };

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
      { address: anAddress({ shippingMethod: method }), lines: [mapped], po: 'P' },
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
