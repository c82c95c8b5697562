import { describe, expect, it } from 'vitest';
import { changedSince } from '../../../src/catalog/store/changed-since.ts';
import type { StoredProduct } from '../../../src/catalog/store/read-back.ts';
import type { Undo } from '../../../src/ledger/journal/operation.ts';
import { fieldsFrom, type ProductChanges, type ProductFields } from '../../../src/product/fields.ts';
import { type Field, rowOf, TABLE_FIELDS, type TableField } from '../../../src/product/table.ts';
import { storedProduct } from '../../helpers/done-rows.ts';

const MADE: ProductFields = {
  name: 'A drum',
  price: '10',
  costPrice: '5',
  visible: true,
  stock: 3,
  description: '<p>As sent</p>',
  'customField.Torque=5': '5',
  categories: [['Brakes']],
  images: ['https://x/one.jpg'],
};
const UNDO: Undo = {
  saved: {
    description: '<p>As kept</p>',
    customUrl: '/a-drum/',
    condition: 'New',
    type: 'physical',
    purchasability: 'available',
    showCondition: false,
    inventoryTracking: 'product',
  },
};
const images = [{ id: 1, name: 'one#1' }];
/** Names of what changed, of a product that is as it was made but for that. */
const changes = (fields: ProductFields = {}, more: Partial<StoredProduct> = {}, undo = UNDO) => {
  const there: ProductChanges = {
    ...MADE,
    ...undo.saved,
    images: ['one#1'],
    featured: false,
    sortOrder: 0,
    pageTitle: '',
  };
  return Object.keys(
    changedSince(
      MADE,
      undo,
      storedProduct(fieldsFrom(Object.entries({ ...there, ...fields })), { images, related: [-1], ...more }),
    ),
  );
};

/** Another value than a product has of which nothing was said. */
function another(field: TableField, { kind, choices }: Field): unknown {
  if (kind === 'integer') return 7;
  if (kind === 'flag') return field === 'visible' ? undefined : true;
  if (kind === 'choice') return choices?.find((choice) => choice !== UNDO.saved?.[field as 'type']);
  return kind === 'decimal' ? '7.5' : 'theirs';
}

describe('whether a product is still as it was made', () => {
  it('is, with what the store made of it and however it writes values', () => {
    expect(changes({ price: '10.0000', categories: [['BRAKES']] })).toEqual([]);
  });

  const plain = TABLE_FIELDS.filter((field) => rowOf(field).kind !== 'list' && field !== 'visible');
  it.each(plain)('is not when somebody set its %s', (field) => {
    expect(changes(fieldsFrom([[field, another(field, rowOf(field))]]))).toEqual([field]);
  });

  it.each<[string, ProductFields]>([
    ['description', { description: '' }],
    ['customField.Torque=5', { 'customField.Torque=5': null }],
    ['customField.Torque=6', { 'customField.Torque=6': '6' }],
    ['customField.Own=x', { 'customField.Own=x': 'x' }],
    ['videos.abc', { 'videos.abc': { title: 'T', description: '', sortOrder: 0 } }],
    ['bulkPrices', { bulkPrices: [{ from: 5, price: '9' }] }],
    ['categories', { categories: [['Brakes'], ['Own']] }],
    ['categories', { categories: [] }],
    ['images', { 'image.one#1': { description: 'Their words', isThumbnail: true, sortOrder: 0 } }],
  ])('is not when its %s is another', (field, change) => {
    expect(changes(change)).toEqual([field]);
  });

  it.each<[string, Partial<StoredProduct>]>([
    ['images', { images: [] }],
    ['images', { images: [...images, { id: 2, name: 'b#2' }] }],
    ['images', { images: [{ id: 2, name: 'theirs#2' }] }],
    ['variants', { optionSkus: ['A-RED'] }],
    ['related', { related: [9] }],
    ['sold', { sold: 1 }],
    ['metafields.mine/shelf', { foreignMetafields: ['mine/shelf'] }],
  ])('is not when its %s are others', (field, more) => {
    expect(changes({}, more)).toEqual([field]);
  });

  it('is with the link that ttpd made', () => {
    const link = { added: 9, automatic: true };
    expect(changes({}, { related: [9] }, { ...UNDO, link })).toEqual([]);
  });

  it('is, where nobody saw what the store made of it, with the same words', () => {
    const there = storedProduct(
      { ...MADE, images: ['one#1'], description: '<p>As <i>sent</i></p>' },
      { images },
    );
    expect(Object.keys(changedSince(MADE, null, there))).toEqual([]);
    expect(Object.keys(changedSince({ ...MADE, description: '<p>x</p>' }, null, there))).toEqual([
      'description',
    ]);
  });

  it('still is when it was hidden; shown by somebody, it is not', () => {
    expect(changes({ visible: false })).toEqual([]);
    expect(Object.keys(changedSince({ visible: false }, null, storedProduct({ visible: true })))).toEqual([
      'visible',
    ]);
  });
});
