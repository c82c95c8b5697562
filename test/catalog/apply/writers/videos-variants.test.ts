import { describe, expect, it } from 'vitest';
import type { ProductChanges } from '../../../../src/product/fields.ts';
import { updating } from '../../../helpers/plan-rows.ts';
import { loseAnswer, refuse } from '../../../helpers/scripted-store.ts';
import { change } from './one-changed.ts';

describe('videos', () => {
  const video = { title: 'T', description: 'D', sortOrder: 2 };
  const wire = { title: 'T', description: 'D', sort_order: 2 };

  it.each([
    ['makes one', {}, { 'videos.abcdefghijk': video }, [{ ...wire, video_id: 'abcdefghijk' }]],
    [
      'changes one',
      { videos: [{ video_id: 'abcdefghijk', title: 'Old' }] },
      { 'videos.abcdefghijk': video },
      [{ ...wire, video_id: 'abcdefghijk' }],
    ],
    [
      'takes one away',
      { videos: [{ video_id: 'abcdefghijk', title: 'Old' }] },
      { 'videos.abcdefghijk': null },
      [],
    ],
    ['has none to take away', {}, { 'videos.abcdefghijk': null }, []],
  ])('%s', async (_name, product, after, expected) => {
    const { bench, id, planId } = await change(product, after as ProductChanges);

    expect((await bench.run(planId)).states).toEqual(['done']);
    const { videos } = await bench.read(id);
    expect(videos).toHaveLength(expected.length);
    expect(videos).toMatchObject(expected);
  });
});

describe('variants', () => {
  const size = (value: string) => [{ option_display_name: 'Size', label: value }];
  const sized = {
    inventory_tracking: 'variant',
    variants: [
      { sku: 'A-S', option_values: size('S') },
      { sku: 'A-L', option_values: size('L') },
    ],
  };
  const bySku = (variants: { sku: string }[]) => Object.fromEntries(variants.map((each) => [each.sku, each]));

  it('are changed by SKU, in whatever case', async () => {
    const { bench, id, planId } = await change(sized, {
      'variants.a-s.price': '12.5',
      'variants.a-s.lowStock': null,
      'variants.A-L.upc': null,
      'variants.A-L.weight': null,
    });

    expect((await bench.run(planId)).states).toEqual(['done']);
    expect(bySku((await bench.read(id)).variants)).toMatchObject({
      'A-S': { price: 12.5, inventory_warning_level: 0 },
      'A-L': { upc: '', weight: null },
    });
  });

  const coloured = {
    inventory_tracking: 'variant',
    variants: [
      { sku: 'A-SR', option_values: [...size('S'), { option_display_name: 'Colour', label: 'red' }] },
      { sku: 'A-LB', option_values: [...size('L'), { option_display_name: 'Colour', label: 'blue' }] },
    ],
  };
  const added = (value: string) => ({
    variants: [
      {
        sku: 'A-NEW',
        options: [
          { name: 'size', value },
          { name: 'Colour', value: 'BLUE' },
        ],
        stock: 2,
        fields: { price: '9' },
      },
    ],
  });

  it('are added to options that are there, once', async () => {
    const { bench, id, planId } = await change(coloured, added('s'));
    bench.script('PUT /v3/catalog/variants', loseAnswer);

    expect((await bench.run(planId)).states).toEqual(['done']);
    const { variants } = await bench.read(id);
    expect(variants).toHaveLength(3);
    expect(bySku(variants)['A-NEW']).toMatchObject({ price: 9, inventory_level: 2 });
  });

  it('are not added where an option is gone, and the row says so', async () => {
    const { bench, id, planId } = await change(coloured, added('XL'));

    const { row } = await bench.run(planId);

    expect(row).toMatchObject({ state: 'failed', error: { code: 'VARIANT_GONE' } });
    expect(row?.error?.message).toContain('A-NEW');
    expect((await bench.read(id)).variants).toHaveLength(2);
  });

  it('fail their row, and only theirs, when one is gone', async () => {
    const { bench, planId: _, id } = await change(sized, {});
    const other = await bench.product({ sku: 'B' });
    const planId = await bench.plan([
      updating('A', id, {}, { 'variants.A-X.price': '9', 'variants.A-S.price': '8' }),
      updating('B', other, { price: '10' }, { price: '11' }),
    ]);

    const { rows, states } = await bench.run(planId);

    expect(states).toEqual(['failed', 'done']);
    expect(rows[0]?.error).toMatchObject({ code: 'VARIANT_GONE' });
    expect(rows[0]?.error?.message).toContain('A-X');
  });

  it('fail their row when the store refuses them', async () => {
    const { bench, planId } = await change(sized, { 'variants.A-S.price': '9' });
    bench.always('PUT /v3/catalog/variants', refuse(422));

    expect((await bench.run(planId)).row).toMatchObject({ state: 'failed', error: { status: 422 } });
  });
});
