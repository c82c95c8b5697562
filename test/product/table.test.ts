import { describe, expect, it } from 'vitest';
import { product as answer } from '../../src/bigcommerce/product-schema.ts';
import { plainBody } from '../../src/catalog/apply/writers/bodies.ts';
import { plainFields } from '../../src/catalog/product/plain-fields.ts';
import { compareSaved, savedOtherwise } from '../../src/catalog/product/verify.ts';
import { sameInStore } from '../../src/product/compare.ts';
import { changesFrom, fieldsFrom, type ProductChanges } from '../../src/product/fields.ts';
import { fromFile, toFile } from '../../src/product/file-fields.ts';
import { type Field, marked, rowOf, TABLE_FIELDS, type TableField } from '../../src/product/table.ts';

/** Two values of a field's kind that differ. */
function values({ kind, choices = [], otherwise }: Field): [unknown, unknown] {
  switch (kind) {
    case 'decimal':
      return ['12.5', '0.0625'];
    case 'integer':
      return [3, 4];
    case 'flag':
      return [true, false];
    case 'choice':
      return [choices.find((choice) => choice !== otherwise), choices.at(-1)];
    case 'path':
      return ['/a/', '/b/'];
    case 'date':
      return ['2031-05-01', '2031-05-02T00:00:00Z'];
    default:
      return ['One, two', 'Three'];
  }
}

/** What BigCommerce answers once it took the body: as it was sent, beside what every product has. */
function stored(body: object) {
  return answer.parse({ id: 1, name: 'A', sku: 'GU-1', price: 1, weight: 1, ...body });
}

const one = (field: TableField, value: unknown): ProductChanges => changesFrom([[field, value]]);

/** They have no name in the JSON, and conversions of their own. */
const OTHERWISE = [
  'brand',
  'stock',
  'stockByLocation',
  'categories',
  'channels',
  'images',
  'bulkPrices',
  'removedCategories',
  'removedImages',
  'variants',
];
const PLAIN = TABLE_FIELDS.filter((field) => rowOf(field).wire !== undefined);

it('says of every field how it goes to the store', () => {
  expect(TABLE_FIELDS.filter((field) => !PLAIN.includes(field))).toEqual(expect.arrayContaining(OTHERWISE));
  expect(PLAIN.length + OTHERWISE.length).toBe(TABLE_FIELDS.length);
  expect(new Set(PLAIN.map((field) => rowOf(field).wire)).size).toBe(PLAIN.length);
});

describe.each(PLAIN)('%s', (field) => {
  const row = rowOf(field);
  const [value, other] = values(row);

  it('goes to the store and comes back as it was', () => {
    const body = plainBody(one(field, value));

    expect(Object.keys(body)).toEqual([row.wire]);
    const back: ProductChanges = plainFields(stored(body));
    expect(sameInStore(field, back[field], value)).toBe(true);
    expect(savedOtherwise(plainFields(stored(body)), one(field, value))).toEqual({});
  });

  it('shows in the answer when the store has another value', () => {
    const product = stored(plainBody(one(field, value)));
    if (value === other) return;

    expect(Object.keys(savedOtherwise(plainFields(product), one(field, other)))).toEqual([field]);
    const { error, tidied } = compareSaved(product, one(field, other));
    expect(error?.message).toBe(
      row.verified ? `The store has it with another ${field} than was sent.` : undefined,
    );
    expect(Object.keys(tidied ?? {})).toEqual(row.verified ? [] : [field]);
  });

  it('is not touched by a change of another', () => {
    const neighbour = field === 'mpn' ? 'upc' : 'mpn';
    expect(plainBody(one(neighbour, 'X'))).toEqual({ [neighbour]: 'X' });
  });
});

const MAY_BE_NONE = PLAIN.filter((field) => {
  const { kind, zeroIsNone } = rowOf(field);
  return zeroIsNone || kind === 'text' || kind === 'html' || kind === 'words' || kind === 'date';
});

it.each(MAY_BE_NONE)('%s is none once it is cleared', (field) => {
  const body = plainBody(one(field, null));

  expect(Object.keys(body)).toEqual([rowOf(field).wire]);
  const back: ProductChanges = plainFields(stored(body));
  expect(sameInStore(field, back[field], null)).toBe(true);
});

describe.each(marked('inFiles'))('%s', (field) => {
  it('leaves a product for a file, and comes from there as it was', () => {
    const [value] = values(rowOf(field));
    const fields = changesFrom([[field, value]]);

    const row = toFile(fieldsFrom([[field, value]]));
    expect(row[field]).toEqual(value);
    expect(fromFile({ [field]: value })).toEqual(fields);
  });

  it('is cleared by a file, and kept where the file says nothing', () => {
    const { kind, zeroIsNone } = rowOf(field);
    const cleared = fromFile({ [field]: null })[field];

    if (zeroIsNone)
      expect([cleared, fromFile({ [field]: kind === 'decimal' ? '0.00' : 0 })[field]]).toEqual([null, null]);
    else if (kind === 'path') expect(cleared).toBeUndefined();
    else expect(sameInStore(field, cleared, kind === 'integer' || kind === 'decimal' ? 0 : null)).toBe(true);
    expect(fromFile({})).toEqual({});
  });
});

it.each([
  ['mpn', '0', null, false],
  ['customField.Ply=0', '0', null, false],
  ['costPrice', '0.00', null, true],
  ['price', '0', null, false],
  ['variants.A-1.price', '0', null, false],
  ['variants.A.B.salePrice', '0', null, true],
  ['variants.A.B.lowStock', 0, null, true],
  ['price', '1.00004', '1', true],
] as const)('in the store %s %j and %j are the same: %j', (field, a, b, same) => {
  expect(sameInStore(field, a, b)).toBe(same);
});

it.each(['mpn', 'gtin', 'upc', 'binPickingNumber', 'variants.A-1.mpn'])(
  'takes a %s for the same whatever nobody sees of it',
  (field) => {
    expect(sameInStore(field, 'A 1', 'A\u2003\u200B1')).toBe(true);
    expect(sameInStore(field, 'A 1', 'A1')).toBe(false);
    expect(sameInStore('name', 'A 1', 'A\u20031')).toBe(false);
  },
);
