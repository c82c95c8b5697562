import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesFrom, type ProductChanges } from '../../../../src/product/fields.ts';
import { updating } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';
import { loseAnswer, loseRequest, refuse } from '../../../helpers/scripted-store.ts';

const url = (name: string) => `https://img.test/${name}.jpg`;

interface Named {
  id: number;
  image_file: string;
}
/** As rows name a picture. */
const nameOf = ({ id, image_file }: Named) => `${path.parse(image_file).name.replace(/__\d+$/, '')}#${id}`;

interface Hanging {
  images: (Named & { description: string; is_thumbnail: boolean; sort_order: number })[];
  videos: { video_id: string; title: string; description: string; sort_order: number }[];
}

/** How the store shows a product's images and videos, as a plan row has it. */
function shownBefore({ images, videos }: Hanging): ProductChanges {
  const entries: [name: string, value: unknown][] = [];
  for (const image of images)
    entries.push([
      `image.${nameOf(image)}`,
      { description: image.description, isThumbnail: image.is_thumbnail, sortOrder: image.sort_order },
    ]);
  for (const { video_id, title, description, sort_order } of videos)
    entries.push([`videos.${video_id}`, { title, description, sortOrder: sort_order }]);
  return changesFrom(entries);
}

/** A product with what hangs on it, and one row that changes it. */
async function change(product: Record<string, unknown>, after: ProductChanges, before: ProductChanges = {}) {
  const bench = await scriptedEngine();
  const id = await bench.product({ sku: 'A', ...product });
  const planId = await bench.plan([
    updating('A', id, { ...shownBefore(await bench.read(id)), ...before }, after),
  ]);
  return { bench, id, planId };
}

const FIELDS = '/v3/catalog/products/{id}/custom-fields';
const FIELD = `${FIELDS}/{fieldId}`;
const torque = {
  custom_fields: [
    { name: 'Torque', value: '5' },
    { name: 'Own', value: 'x' },
  ],
};

describe('custom fields', () => {
  it.each([
    ['makes one that is missing', {}, { 'customField.Torque=5': '5' }, { Torque: '5' }, [`POST ${FIELDS}`]],
    [
      'changes one',
      torque,
      { 'customField.Torque=5': null, 'customField.Torque=6': '6' },
      { Torque: '6', Own: 'x' },
      [`PUT ${FIELD}`],
    ],
    [
      'takes what goes away before it makes what comes',
      torque,
      { 'customField.Bore=1': '1', 'customField.Torque=5': null },
      { Own: 'x', Bore: '1' },
      [`DELETE ${FIELD}`, `POST ${FIELDS}`],
    ],
    [
      "leaves another's value of the same name",
      torque,
      { 'customField.Own=x': null, 'customField.Torque=6': '6' },
      { Torque: '6' },
      [`DELETE ${FIELD}`, `POST ${FIELDS}`],
    ],
    [
      'leaves what is as it should be',
      torque,
      { 'customField.Torque=5': '5' },
      { Torque: '5', Own: 'x' },
      [],
    ],
    ['takes one away', torque, { 'customField.Torque=5': null }, { Own: 'x' }, [`DELETE ${FIELD}`]],
    ['has nothing to take away', {}, { 'customField.Torque=5': null }, {}, []],
  ])('%s', async (_name, product, after, expected, writes) => {
    const { bench, id, planId } = await change(product, after as ProductChanges);

    expect((await bench.run(planId)).states).toEqual(['done']);

    const { custom_fields } = await bench.read(id);
    expect(
      Object.fromEntries(
        custom_fields.map((field: { name: string; value: string }) => [field.name, field.value]),
      ),
    ).toEqual(expected);
    expect(bench.writes()).toEqual(writes);
  });

  it.each([
    ['after', loseAnswer],
    ['before', loseRequest],
  ])('stand once when an answer is lost %s the effect', async (_name, step) => {
    const { bench, id, planId } = await change({}, { 'customField.Torque=5': '5' });
    bench.script(`POST ${FIELDS}`, step);

    expect((await bench.run(planId)).states).toEqual(['done']);
    expect((await bench.read(id)).custom_fields).toMatchObject([{ name: 'Torque', value: '5' }]);
  });
});

const IMAGES = '/v3/catalog/products/{id}/images';

describe('images', () => {
  it('are added beside those that are there, and their ids remembered', async () => {
    const { bench, id, planId } = await change(
      { images: [{ image_url: url('theirs') }] },
      { images: [url('one'), url('two')] },
    );
    const before = (await bench.read(id)).images;
    await bench.engine.ledger.operations.abandon(planId, 'X', 'made anew with what is there');
    const own = before.map(nameOf);
    const again = await bench.plan([
      updating('A', id, { images: own }, { images: [url('one'), url('two')] }),
    ]);

    const { row } = await bench.run(again);

    const { images } = await bench.read(id);
    expect(images).toHaveLength(3);
    expect(row?.undo?.imageIds).toEqual(images.slice(1).map((image: { id: number }) => image.id));
    expect(bench.writes()).toEqual([`POST ${IMAGES}`, `POST ${IMAGES}`]);
  });

  it.each([
    ['after', loseAnswer],
    ['before', loseRequest],
  ])('stand once when an answer is lost %s the effect', async (_name, step) => {
    const { bench, id, planId } = await change({}, { images: [url('one'), url('two')] });
    bench.script(`POST ${IMAGES}`, step);

    const { row } = await bench.run(planId);

    const { images } = await bench.read(id);
    expect(row?.state).toBe('done');
    expect(images).toHaveLength(2);
    expect(row?.undo?.imageIds).toEqual(images.map((image: { id: number }) => image.id));
  });

  it('are taken away by id; one that is gone is no failure', async () => {
    const { bench, id } = await change({ images: [{ image_url: url('a') }, { image_url: url('b') }] }, {});
    const [a, b] = (await bench.read(id)).images;
    const planId = await bench.plan([
      updating(
        'A',
        id,
        {},
        {
          removedImages: [
            { id: a.id, url: url('a') },
            { id: 99_999, url: url('x') },
          ],
        },
      ),
    ]);

    expect((await bench.run(planId)).states).toEqual(['done']);
    expect((await bench.read(id)).images).toMatchObject([{ id: b.id }]);
  });

  it.each([400, 422])(
    'that are refused (%i) keep nothing else of the row out, and are not remembered',
    async (status) => {
      const { bench, id } = await change({}, {});
      const planId = await bench.plan([
        updating('A', id, {}, { images: [url('bad'), url('good')], 'customField.Torque=5': '5' }),
      ]);
      bench.script(`POST ${IMAGES}`, refuse(status));

      const { row, outcome } = await bench.run(planId);

      const { images, custom_fields } = await bench.read(id);
      expect(images).toHaveLength(1);
      expect(custom_fields).toMatchObject([{ name: 'Torque' }]);
      expect(row).toMatchObject({
        state: 'done',
        code: 'IMAGE_REFUSED',
        undo: { imageIds: [null, images[0].id] },
      });
      expect(row?.reason).toContain(url('bad'));
      expect(outcome).toMatchObject({
        problems: [{ code: 'IMAGE_REFUSED', severity: 'warning', sku: 'A' }],
      });
      const base = await bench.engine.ledger.snapshots.find('store', ['A']);
      expect(base.get('a')).toMatchObject({ fields: { images: [url('good')] }, partUpdatedAt: null });
    },
  );

  it('fail their row when the store fails', async () => {
    const { bench, planId } = await change({}, { images: [url('one')] });
    bench.always(`POST ${IMAGES}`, refuse(500));

    expect((await bench.run(planId)).row?.state).toBe('unknown');
  });
});

describe('a picture that a merchant added since the plan was made', () => {
  it('is not taken for the row’s own, which is added beside it', async () => {
    const { bench, id, planId } = await change(
      { images: [{ image_url: url('merchants') }] },
      { images: [url('one')] },
      { images: [] },
    );
    const [theirs] = (await bench.read(id)).images;

    const { row } = await bench.run(planId);

    const { images } = await bench.read(id);
    expect(row?.state).toBe('done');
    expect(images).toHaveLength(2);
    expect(row?.undo?.imageIds).toEqual([images.find((image: { id: number }) => image.id !== theirs.id)?.id]);
  });
});

describe('how images are shown', () => {
  const shown = { description: 'From above', isThumbnail: true, sortOrder: 3 };

  it('is set by the address that the store knows, and by the one it was just made from', async () => {
    const { bench, id } = await change({ images: [{ image_url: url('a') }] }, {});
    const [there] = (await bench.read(id)).images;
    const planId = await bench.plan([
      updating(
        'A',
        id,
        { ...shownBefore(await bench.read(id)), images: [nameOf(there)] },
        changesFrom([
          ['images', [url('new')]],
          [`image.${nameOf(there)}`, { ...shown, isThumbnail: false, sortOrder: 1 }],
          [`image.${url('new')}`, shown],
        ]),
      ),
    ]);

    expect((await bench.run(planId)).states).toEqual(['done']);
    const { images } = await bench.read(id);
    expect(images).toMatchObject([
      { id: there.id, description: 'From above', sort_order: 1, is_thumbnail: false },
      { description: 'From above', sort_order: 3, is_thumbnail: true },
    ]);
  });

  it('takes one away, and knows when it is gone', async () => {
    const { bench, id } = await change({ images: [{ image_url: url('a') }] }, {});
    const [there] = (await bench.read(id)).images;
    const planId = await bench.plan([
      updating(
        'A',
        id,
        { ...shownBefore(await bench.read(id)), images: [nameOf(there)] },
        { [`image.${nameOf(there)}`]: null, 'image.nowhere#99': null },
      ),
    ]);

    expect((await bench.run(planId)).row?.error ?? null).toBeNull();
    expect((await bench.read(id)).images).toEqual([]);
  });
});

it('fails its row where the image that is to be shown otherwise is gone', async () => {
  const { bench, planId } = await change(
    {},
    {
      'image.gone#99': { description: 'x', isThumbnail: true, sortOrder: 0 },
    },
  );

  expect((await bench.run(planId)).row).toMatchObject({ state: 'failed', error: { code: 'IMAGE_GONE' } });
});

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
