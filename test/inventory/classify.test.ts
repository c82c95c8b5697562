import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMapper } from '../../src/catalog/map/map.ts';
import type { StoreEntry } from '../../src/catalog/store/reader.ts';
import type { Part } from '../../src/finditparts/supplier.ts';
import { type Criteria, classify } from '../../src/inventory/classify.ts';
import { ASPECTS } from '../../src/inventory/findings.ts';
import { Rules } from '../../src/rules/schema.ts';
import { aPart, TARGET } from '../helpers/parts.ts';

const CRITERIA: Criteria = {
  aspects: ASPECTS,
  tolerance: { stock: { pieces: 0 }, price: new Big(0) },
  notBefore: null,
};

/** As sync would have written `aPart()`. */
function product(changes: StoreEntry['fields'] = {}, tracked = true): StoreEntry {
  return {
    sku: 'GU-3600A',
    productId: 7,
    tracked,
    fields: { price: '146.2', stock: 12, visible: true, ...changes },
  };
}

function found(
  part: Partial<Part>,
  store: StoreEntry | undefined,
  criteria: Partial<Criteria> = {},
  rules: unknown = {},
) {
  const whole = aPart(part);
  const mapped = createMapper(Rules.parse(rules), TARGET)(whole);
  return classify({ part: whole, mapped, store }, { ...CRITERIA, ...criteria });
}

const classesOf = (...args: Parameters<typeof found>) => found(...args).map((each) => each.class);
const stockOf = (total: number | null, asOf: string | null = null) => ({
  ...aPart().offer,
  price: aPart().offer?.price ?? null,
  stock: { total, locations: [], asOf },
});

describe('classify', () => {
  it('finds nothing where both sides agree, however the price is written', () => {
    expect(found({}, product())).toEqual([]);
    expect(found({}, product({ price: '146.2000' }))).toEqual([]);
  });

  it('names both values of a stock drift, and what the wrong pieces are worth', () => {
    expect(found({}, product({ stock: 20 }))).toEqual([
      expect.objectContaining({
        class: 'stock',
        sku: 'GU-3600AX',
        productId: 7,
        supplier: '12',
        store: '20',
        effect: '1169.60',
      }),
    ]);
  });

  it('names both values of a price drift, and what it comes to over the stock', () => {
    expect(found({}, product({ price: '1.5' }))).toEqual([
      expect.objectContaining({ class: 'price', supplier: '146.20', store: '1.50', effect: '1736.40' }),
    ]);
  });

  it('expects what the rules make of the supplier: buffer, pack and markup', () => {
    const rules = {
      stock: { buffer: 2, packs: true },
      price: { rules: [{ markup: '100%' }] },
    };
    const part = { packQuantity: 4 };

    expect(classesOf(part, product({ stock: 8, price: '194.8' }), {}, rules)).toEqual([]);
    expect(found(part, product(), {}, rules).map(({ supplier }) => supplier)).toEqual(['8', '194.80']);
  });

  it('takes an unknown stock for unreadable, never for zero', () => {
    expect(found({ offer: stockOf(null) }, product({ stock: 0 }))).toEqual([
      expect.objectContaining({
        class: 'unreadable',
        supplier: null,
        reason: expect.stringContaining('stock'),
      }),
    ]);
    expect(classesOf({ offer: stockOf(0) }, product({ stock: 0 }))).toEqual([]);
  });

  it('still compares the price where only the stock is unknown', () => {
    expect(classesOf({ offer: stockOf(null) }, product({ price: '1' }))).toEqual(['unreadable', 'price']);
  });

  it('takes an unknown price for unreadable, and what the rules hold back for unmapped', () => {
    const { stock = null } = aPart().offer ?? {};
    expect(classesOf({ offer: { price: null, stock } }, product())).toEqual(['unreadable']);
    expect(classesOf({ weight: null }, product(), {}, { weight: { missing: 'hold' } })).toEqual(['unmapped']);
  });

  it('cannot read a stock that the store does not count', () => {
    expect(classesOf({}, product({}, false))).toEqual(['unreadable']);
    expect(classesOf({}, { ...product(), fields: { price: '146.2', visible: true } })).toEqual([
      'unreadable',
    ]);
  });

  it('finds what is hidden though it could be sold, and nothing wrong with hiding what is sold out', () => {
    expect(found({}, product({ visible: false }))).toEqual([
      expect.objectContaining({
        class: 'visibility',
        supplier: 'visible',
        store: 'hidden',
        effect: '1754.40',
      }),
    ]);
    expect(classesOf({ offer: stockOf(0) }, product({ stock: 0, visible: false }))).toEqual([]);
  });

  it('finds what is shown though the supplier has discontinued it', () => {
    const gone = { status: 'discontinued' } as const;

    expect(classesOf(gone, product())).toEqual(['visibility']);
    expect(classesOf(gone, product({ visible: false }))).toEqual([]);
    expect(classesOf(gone, undefined)).toEqual([]);
  });

  it('says what only the supplier has', () => {
    expect(found({}, undefined)).toEqual([
      expect.objectContaining({ class: 'supplier-only', supplier: '12', productId: null }),
    ]);
  });

  it('compares only what it is asked to', () => {
    const off = product({ stock: 1, price: '1', visible: false });

    for (const aspect of ASPECTS) expect(classesOf({}, off, { aspects: [aspect] })).toEqual([aspect]);
  });

  it('does not compare values that are older than the limit, or of unknown age', () => {
    const notBefore = new Date('2026-11-23T00:00:00Z');
    const old = { offer: stockOf(3, '2026-11-22T23:59:59Z') };

    expect(found(old, product(), { notBefore, aspects: ['stock'] })).toEqual([
      expect.objectContaining({ class: 'stale', reason: expect.stringContaining('2026-11-22') }),
    ]);
    expect(classesOf({}, product(), { notBefore, aspects: ['price'] })).toEqual(['stale']);
    const ahead = { offer: stockOf(12, '2026-11-24T20:00:00Z') };
    const notAfter = new Date('2026-11-24T01:00:00Z');
    expect(classesOf(ahead, product(), { notBefore, notAfter, aspects: ['stock'] })).toEqual(['stale']);
    expect(
      classesOf({ offer: stockOf(12, '2026-11-23T00:00:00Z') }, product(), { notBefore, aspects: ['stock'] }),
    ).toEqual([]);
  });

  it('forgives exactly as much as the tolerance', () => {
    const natural = fc.nat({ max: 1_000 });
    fc.assert(
      fc.property(natural, natural, natural, (supplier, store, pieces) => {
        const tolerance = { stock: { pieces }, price: new Big(0) };
        const classes = classesOf({ offer: stockOf(supplier) }, product({ stock: store }), {
          tolerance,
          aspects: ['stock'],
        });
        expect(classes.length === 0).toBe(Math.abs(supplier - store) <= pieces);
      }),
    );
    const share = { stock: { share: new Big('0.1') }, price: new Big('0.01') };
    const stock = (there: number) =>
      classesOf({ offer: stockOf(100) }, product({ stock: there }), { tolerance: share });
    expect([stock(90), stock(89), stock(110), stock(111)]).toEqual([[], ['stock'], [], ['stock']]);
    const price = (there: string) => classesOf({}, product({ price: there }), { tolerance: share });
    expect([price('146.21'), price('146.211')]).toEqual([[], ['price']]);
  });
});
