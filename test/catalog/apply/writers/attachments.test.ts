import { describe, expect, it } from 'vitest';
import { changesFrom, type ProductChanges } from '../../../../src/product/fields.ts';
import { updating } from '../../../helpers/plan-rows.ts';
import { loseAnswer, loseRequest, refuse } from '../../../helpers/scripted-store.ts';
import { change, nameOf, shownBefore } from './one-changed.ts';

const url = (name: string) => `https://img.test/${name}.jpg`;

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
