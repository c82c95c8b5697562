import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesProduct,
  createBody,
  plainBody,
  updateBody,
  variantAddBody,
  variantBody,
} from '../../../../src/catalog/apply/writers/bodies.ts';
import { imageField } from '../../../../src/product/field-names.ts';
import { changesFrom, type ProductChanges } from '../../../../src/product/fields.ts';

const create = (fields: ProductChanges) =>
  JSON.parse(JSON.stringify(createBody('A-1', fields, [3, 4]))) as Record<string, unknown>;
const update = (after: ProductChanges, categories?: number[]) =>
  JSON.parse(JSON.stringify(updateBody(7, after, categories))) as Record<string, unknown>;
/** What comes with a new product. */
const nested = (fields: ProductChanges) => {
  const { variants, videos, images } = createBody('A-1', fields, []);
  return { ...(variants && { variants }), ...(videos && { videos }), images };
};

describe('the body of a new product', () => {
  it('has what the store asks for where nothing is given', () => {
    expect(create({})).toEqual({
      name: 'A-1',
      sku: 'A-1',
      type: 'physical',
      price: 0,
      weight: 0,
      categories: [3, 4],
      inventory_tracking: 'none',
      custom_fields: [],
      images: [],
    });
  });

  it('has what is given', () => {
    expect(
      create({
        name: 'Drum',
        type: 'digital',
        price: '12.50',
        weight: '9.1',
        stock: 3,
        'customField.Bore=8.78': '8.78',
        'customField.Gone=1': null,
      }),
    ).toMatchObject({
      name: 'Drum',
      type: 'digital',
      price: 12.5,
      weight: 9.1,
      categories: [3, 4],
      inventory_tracking: 'product',
      inventory_level: 3,
      custom_fields: [{ name: 'Bore', value: '8.78' }],
    });
  });

  it('counts a level of 0, and none where there is no level', () => {
    expect(create({ stock: 0 })).toMatchObject({ inventory_tracking: 'product', inventory_level: 0 });
    expect(create({ stock: null })).not.toHaveProperty('inventory_level');
    expect(create({ inventoryTracking: 'variant' })).toMatchObject({ inventory_tracking: 'variant' });
  });

  it('shows a condition that is given, unless it is told not to', () => {
    expect(create({ condition: 'Used' })).toMatchObject({ condition: 'Used', is_condition_shown: true });
    expect(create({ condition: 'Used', showCondition: false })).toMatchObject({ is_condition_shown: false });
    expect(create({})).not.toHaveProperty('is_condition_shown');
  });

  it('has a price of many up to where the next begins, and the last without an end', () => {
    expect(
      create({
        bulkPrices: [
          { from: 10, price: '9' },
          { from: 50, price: '8.5' },
        ],
      }).bulk_pricing_rules,
    ).toEqual([
      { quantity_min: 10, quantity_max: 49, type: 'fixed', amount: 9 },
      { quantity_min: 50, quantity_max: 0, type: 'fixed', amount: 8.5 },
    ]);
    expect(create({ bulkPrices: [] })).not.toHaveProperty('bulk_pricing_rules');
  });
});

describe('what comes with a new product', () => {
  it('is its images in their order, the first of them the thumbnail', () => {
    expect(nested({ images: ['https://i/1', 'https://i/2'] })).toEqual({
      images: [
        { image_url: 'https://i/1', is_thumbnail: true, sort_order: 0 },
        { image_url: 'https://i/2', is_thumbnail: false, sort_order: 1 },
      ],
    });
  });

  it('shows images as they are told to be shown', () => {
    const shown = { description: 'Front', isThumbnail: false, sortOrder: 8 };

    expect(
      nested(
        changesFrom([
          ['images', ['https://i/1', 'https://i/2']],
          [imageField('https://i/1'), shown],
          [imageField('https://i/2'), { description: '', isThumbnail: true, sortOrder: 2 }],
        ]),
      ).images,
    ).toEqual([
      { image_url: 'https://i/1', is_thumbnail: false, sort_order: 8, description: 'Front' },
      { image_url: 'https://i/2', is_thumbnail: true, sort_order: 2 },
    ]);
  });

  it('is its videos, but for those that are taken away', () => {
    const body = nested({
      'videos.abc': { title: 'Fitting', description: 'How', sortOrder: 1 },
      'videos.def': null,
    });

    expect(body.videos).toEqual([{ video_id: 'abc', title: 'Fitting', description: 'How', sort_order: 1 }]);
    expect(nested({ 'videos.def': null })).not.toHaveProperty('videos');
  });

  it('is its variants with options by name, and a level where one is given', () => {
    const options = [{ name: 'Size', value: 'Large' }];

    expect(
      JSON.parse(
        JSON.stringify(
          nested({
            variants: [
              { sku: 'A-L', options, stock: 0, fields: { price: '5.5' } },
              { sku: 'A-S', options, fields: {} },
            ],
          }).variants,
        ),
      ),
    ).toEqual([
      {
        sku: 'A-L',
        price: 5.5,
        inventory_level: 0,
        option_values: [{ option_display_name: 'Size', label: 'Large' }],
      },
      { sku: 'A-S', option_values: [{ option_display_name: 'Size', label: 'Large' }] },
    ]);
    expect(nested({ variants: [] })).not.toHaveProperty('variants');
    expect(nested({})).toEqual({ images: [] });
  });

  it('is a variant with options by id where the product is there', () => {
    expect(
      variantAddBody(7, { sku: 'A-L', options: [], stock: 2, fields: {} }, [{ valueId: 11, optionId: 22 }]),
    ).toEqual({
      sku: 'A-L',
      inventory_level: 2,
      product_id: 7,
      option_values: [{ id: 11, option_id: 22 }],
    });
  });
});

describe('the body of a change', () => {
  it('has what changed, and nothing else', () => {
    expect(update({ price: '11' })).toEqual({ id: 7, price: 11 });
    expect(update({ stock: 4 })).toEqual({ id: 7, inventory_level: 4 });
    expect(update({}, [3])).toEqual({ id: 7, categories: [3] });
    expect(update({}, [])).toEqual({ id: 7, categories: [] });
  });
});

describe('a plain field on its way to the store', () => {
  it.each<[ProductChanges, object]>([
    [{ brand: 'Gunite' }, { brand_name: 'Gunite' }],
    [{ brand: null }, { brand_id: 0 }],
    [
      { description: null, costPrice: null, sortOrder: null },
      { description: '', cost_price: 0, sort_order: 0 },
    ],
    [
      { sortOrder: 3, mpn: 'X' },
      { sort_order: 3, mpn: 'X' },
    ],
    [{ metaKeywords: 'drum, brake' }, { meta_keywords: ['drum', 'brake'] }],
    [{ customUrl: '/drum/' }, { custom_url: { url: '/drum/', is_customized: true } }],
    [{ customUrl: null }, {}],
    [{}, {}],
  ])('%j is %j', (fields, body) => expect(plainBody(fields)).toEqual(body));

  it("makes a variant's price the product's again, and empties its texts", () => {
    expect(variantBody({ price: null, upc: null, weight: '2' })).toEqual({ price: null, upc: '', weight: 2 });
  });
});

describe('whether the product itself changes', () => {
  it.each<[ProductChanges, boolean]>([
    [{ price: '1' }, true],
    [{ categories: [] }, true],
    [{ images: [] }, false],
    [{ removedImages: [] }, false],
    [{ stock: 1 }, false],
    [{ variants: [] }, false],
    [{ 'customField.Bore=8': '8' }, false],
    [{ 'videos.abc': null }, false],
    [{ 'customField.Bore=8': '8', name: 'A' }, true],
    [{}, false],
  ])('%j: %s', (after, changes) => expect(changesProduct(after)).toBe(changes));
});

it('writes any amount as the very decimal that the rules made', () => {
  const amount = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 9_999 }));
  fc.assert(
    fc.property(amount, ([whole, fraction]) => {
      const text = `${whole}.${String(fraction).padStart(4, '0')}`.replace(/\.?0+$/, '') || '0';
      const body = createBody('GU-1', { name: 'A', price: text, costPrice: text }, []);
      expect(JSON.stringify([body.price, body.cost_price])).toBe(`[${text},${text}]`);
    }),
    { numRuns: 2_000 },
  );
});
