import { describe, expect, it } from 'vitest';
import { part } from '../../src/finditparts/parts-api/schema/part.ts';

const BARE = { id: 'FP1', part_number: '065174', brand: 'Bendix' };
const read = (fields: object) => part.parse({ ...BARE, ...fields });

describe('finditparts/parts-api/schema/part', () => {
  it('reads a part of which nothing but its identity is known', () => {
    expect(part.parse(BARE)).toEqual({
      id: 'FP1',
      partNumber: '065174',
      brand: 'Bendix',
      name: null,
      description: null,
      category: null,
      categoryPath: [],
      condition: null,
      status: null,
      supersededBy: null,
      gtin: null,
      weight: null,
      dimensions: null,
      packQuantity: null,
      minimumQuantity: null,
      hazmat: null,
      prop65: null,
      countryOfOrigin: null,
      vmrs: null,
      warranty: null,
      updatedAt: null,
    });
  });

  it.each([
    [{ id: 1, manufacturer_part_number: 'A-1', manufacturer: 'Gunite' }, 'A-1', 'Gunite'],
    [{ id: 1, mpn: '0007', manufacturer: { id: 9, name: 'Gunite' } }, '0007', 'Gunite'],
    [{ id: 1, part_number: null, mpn: 7, brand: '', manufacturer: 'Gunite' }, '7', 'Gunite'],
    [{ id: 1, part_number: 'own', mpn: 'other', brand: { name: 'B' } }, 'own', 'B'],
  ])('finds the identity in %j', (row, partNumber, brand) => {
    expect(part.parse(row)).toMatchObject({ id: '1', partNumber, brand });
  });

  it.each([
    ['id', { ...BARE, id: null }],
    ['part_number', { ...BARE, part_number: undefined }],
    ['brand', { ...BARE, brand: {} }],
    ['price.account', { ...BARE, price: { account: 'call' } }],
    ['price.breaks.0.price', { ...BARE, price: { breaks: [{ min_qty: 2 }] } }],
    ['price', { ...BARE, price: 'call' }],
    ['pack_quantity', { ...BARE, pack_quantity: 'box' }],
    ['', 'a part'],
    ['', null],
    ['', [BARE]],
  ])('names %j as what is wrong', (field, row) => {
    expect(part.safeParse(row).error?.issues[0]?.path.join('.')).toBe(field);
  });

  it.each([
    [false, false],
    ['false', false],
    [null, null],
    [undefined, null],
    ['maybe', null],
    [true, { unNumber: null, hazardClass: null, packingGroup: null, shippingName: null }],
    [
      { un_number: 'UN2794', hazard_class: 8, packing_group: null },
      { unNumber: 'UN2794', hazardClass: '8', packingGroup: null, shippingName: null },
    ],
  ])('reads hazmat %j', (hazmat, expected) => {
    expect(read({ hazmat }).hazmat).toEqual(expected);
  });

  it.each([
    [true, { required: true, warning: null }],
    [false, { required: false, warning: null }],
    [
      { required: false, warning: null },
      { required: false, warning: null },
    ],
    [{ warning: 'Cancer' }, { required: true, warning: 'Cancer' }],
    [{}, null],
    [null, null],
    ['?', null],
  ])('reads prop65 %j', (prop65, expected) => {
    expect(read({ prop65 }).prop65).toEqual(expected);
  });

  it('reads dimensions as far as they are known', () => {
    const known = read({ dimensions: { length: '10.5', width: null, height: 'x', unit: 'in' } }).dimensions;

    expect(known?.length?.toFixed()).toBe('10.5');
    expect(known).toMatchObject({ width: null, height: null, unit: 'in' });
    expect(read({ dimensions: { length: 1 } }).dimensions).toBeNull();
    expect(read({ dimensions: { unit: 'in' } }).dimensions).toBeNull();
  });

  it('carries an offer only when the row has the keys, and tells null from absent', () => {
    expect(read({})).not.toHaveProperty('offer');
    expect(read({ price: null }).offer).toEqual({ price: null, stock: null });
    expect(read({ inventory: { total: '100+' } }).offer).toEqual({
      price: null,
      stock: { total: 100, locations: [], asOf: null },
    });
    expect(read({ price: { currency: 'USD', account: '1,234.50' } }).offer?.price).toMatchObject({
      currency: 'USD',
      list: null,
      breaks: [],
    });
  });

  it('keeps money exact', () => {
    const price = read({ price: { account: '0.1', list: 0.3, breaks: [{ min_qty: '5', price: '0.09' }] } })
      .offer?.price;

    expect(price?.account?.times(3).eq(price.list ?? 0)).toBe(true);
    expect(price?.breaks.map((each) => [each.minimumQuantity, each.price.toFixed()])).toEqual([[5, '0.09']]);
  });

  it('leaves a location out that has no code, and keeps one of unknown quantity', () => {
    const locations = [
      { code: 'DAL', quantity: null, lead_time_days: '2', cutoff: '15:00' },
      { quantity: 5 },
    ];

    expect(read({ inventory: { total: null, locations } }).offer?.stock).toEqual({
      total: null,
      locations: [{ code: 'DAL', name: null, quantity: null, leadTimeDays: 2, cutoff: '15:00' }],
      asOf: null,
    });
  });

  it('carries details only when the answer has them, and drops what cannot be read of them', () => {
    expect(read({})).not.toHaveProperty('details');
    expect(read({ images: null }).details).toEqual({
      images: [],
      attributes: [],
      fitment: [],
      interchange: [],
    });
    expect(
      read({
        images: [{ url: 'https://a/b.jpg' }, { description: 'no url' }],
        attributes: [{ name: 'Bolts', value: 10 }, 'x'],
        interchange: [{ brand: 'Euclid', part_number: 'E15024' }],
        fitment: [
          { type: 'vehicle', vehicle_id: 5, year: '2015', make: 'Mack', model: 'Anthem' },
          { type: 'component', make: 'Meritor', model: 'Q+', note: 'rear' },
          { type: 'universal' },
          { type: 'guess', make: 'Mack' },
        ],
      }).details,
    ).toEqual({
      images: [{ url: 'https://a/b.jpg', description: null }],
      attributes: [{ name: 'Bolts', value: '10' }],
      interchange: [{ brand: 'Euclid', partNumber: 'E15024', note: null }],
      fitment: [
        {
          kind: 'vehicle',
          vehicleId: '5',
          year: 2015,
          make: 'Mack',
          model: 'Anthem',
          engine: null,
          note: null,
        },
        { kind: 'component', make: 'Meritor', model: 'Q+', note: 'rear' },
        { kind: 'universal', note: null },
      ],
    });
  });
});
