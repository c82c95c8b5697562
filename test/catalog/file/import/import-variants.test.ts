import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placesAt } from '../../../../src/catalog/engine/places.ts';
import { rollback } from '../../../../src/catalog/rollback.ts';
import { type StoreEngine, startStoreEngine } from '../../../helpers/store-engine.ts';
import { importText, lines } from './import.ts';
import { PANEL } from './panel-file.ts';

let at: StoreEngine;
beforeAll(async () => {
  at = await startStoreEngine();
});
beforeEach(() => at.reset());
afterAll(() => at?.close());

const product = async (sku: string) => {
  const [found] = await at.store.products.bySku([sku], {
    include: ['custom_fields', 'images', 'videos', 'variants'],
  });
  return found;
};
const clevis = (sku: string, length: string, finish: string) =>
  `Variant,,${sku},Type=Rectangle|Name=Length|Value=${length}Type=Rectangle|Name=Finish|Value=${finish},2,3,`;
const CLEVIS = [
  'Item,Name,SKU,Options,Current Stock,Price,Weight',
  'Product,Clevis,C,,,3,1',
  clevis('C-1', '5 in', 'Zinc'),
  clevis('C-2', '6 in', 'Zinc'),
  clevis('C-3', '5 in', 'Black'),
];

describe('a product with variants, images and videos', () => {
  it('is created in one call', async () => {
    const { applied } = await importText(at, PANEL);
    const made = await product('CK');

    expect(applied.done).toBe(1);
    expect(made).toMatchObject({
      inventoryLevel: 12,
      images: [
        { description: 'Front', isThumbnail: true, sortOrder: 0 },
        { description: 'Side', isThumbnail: false, sortOrder: 1 },
      ],
      videos: [{ videoId: 'z3fRu9pkuXE', title: 'Fitting' }],
    });
    expect(
      made?.variants?.map(({ sku, price, inventoryLevel }) => [sku, price?.toNumber(), inventoryLevel]),
    ).toEqual([
      ['CK-5', 18.99, 7],
      ['CK-6', undefined, 5],
    ]);
    expect(made?.variants?.[0]?.options).toMatchObject([
      { name: 'Length', value: '5 in' },
      { name: 'Finish', value: 'Zinc' },
    ]);
  });

  it('is in step when the same file comes again', async () => {
    await importText(at, PANEL);
    expect((await importText(at, PANEL)).plan).toMatchObject({ unchanged: 1, update: 0, stock: 0 });
  });

  it('changes of each part only what is otherwise', async () => {
    await importText(at, PANEL);
    const changed = PANEL.replace('CK-5,Type', 'CK-5,Type')
      .replace(',7,18.99,', ',8,17.5,')
      .replace('Side,FALSE', 'From the side,FALSE')
      .replace('Fitting,How to', 'Fitting it,How to');
    const { operations, applied } = await importText(at, changed);
    const made = await product('CK');

    expect(operations.map(({ kind, sku, after }) => [kind, sku, Object.keys(after)])).toEqual([
      ['update', 'CK', ['videos.z3fRu9pkuXE', expect.stringMatching(/^image\./), 'variants.CK-5.price']],
      ['stock', 'CK-5', ['stock']],
    ]);
    expect(applied).toMatchObject({ done: 2, failed: 0 });
    expect(made?.variants?.[0]).toMatchObject({ inventoryLevel: 8 });
    expect(made?.variants?.[0]?.price?.toNumber()).toBe(17.5);
    expect(made?.images?.[1]).toMatchObject({ description: 'From the side' });
    expect(made?.videos).toMatchObject([{ title: 'Fitting it' }]);
  });

  it('says what it cannot change: options and channels', async () => {
    await importText(at, PANEL);
    const text = lines(
      'Item,SKU,Options,Channels',
      'Product,CK,,2;3',
      'Variant,CK-5,Type=Rectangle|Name=Length|Value=5.5 inType=Rectangle|Name=Finish|Value=Zinc,',
    );
    const { allProblems, plan } = await importText(at, text);

    expect(allProblems.map(({ code, severity }) => [code, severity])).toEqual([
      ['CHANNELS_NOT_WRITTEN', 'warning'],
      ['VARIANT_OPTIONS', 'warning'],
    ]);
    expect(plan).toMatchObject({ unchanged: 1 });
  });

  it('has its stock by variant at the configured location, there and back', async () => {
    await fetch(`${at.url}/v3/inventory/locations`, {
      method: 'POST',
      headers: { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' },
      body: JSON.stringify([{ code: 'WEST', label: 'West' }]),
    });
    const there = { ...at, engine: { ...at.engine, places: placesAt(2) } };
    const levels = async () => {
      const found = new Map<string, number[]>();
      for await (const items of at.store.inventory.items())
        for (const { sku, locations } of items)
          found.set(
            sku,
            locations.map(({ onHand }) => onHand),
          );
      return Object.fromEntries(found);
    };
    await importText(there, PANEL);
    await expect.poll(levels).toEqual({ 'CK-5': [0, 7], 'CK-6': [0, 5] });
    expect((await importText(there, PANEL)).plan).toMatchObject({ unchanged: 1 });

    const { plan, operations } = await importText(there, PANEL.replace(',7,18.99,', ',8,18.99,'));
    expect(operations).toMatchObject([{ kind: 'stock', sku: 'CK-5', after: { stock: 8 } }]);
    expect(await levels()).toEqual({ 'CK-5': [0, 8], 'CK-6': [0, 5] });

    const saved = await at.engine.ledger.plans.get(plan.id);
    if (!saved) throw new Error('no plan');
    const undone = await rollback(there.engine, { plan: saved, deleteCreated: false }, async () => undefined);
    expect(undone).toMatchObject({ applied: { done: 1, failed: 0 } });
    expect(await levels()).toMatchObject({ 'CK-5': [0, 7], 'CK-6': [0, 5] });

    await importText(there, lines(...CLEVIS));
    await importText(there, lines(...CLEVIS, clevis('C-4', '6 in', 'black')));
    await expect.poll(levels).toMatchObject({ 'C-1': [0, 2], 'C-3': [0, 2], 'C-4': [0, 2] });
  });

  it('adds a variant of options that the product has', async () => {
    await importText(at, lines(...CLEVIS));
    const { applied, operations } = await importText(at, lines(...CLEVIS, clevis('C-4', '6 in', 'black')));
    const again = await importText(at, lines(...CLEVIS, clevis('C-4', '6 in', 'black')));

    expect(operations).toMatchObject([{ kind: 'update', after: { variants: [{ sku: 'C-4', stock: 2 }] } }]);
    expect(applied).toMatchObject({ done: 1, failed: 0 });
    expect((await product('C'))?.variants?.[3]).toMatchObject({ sku: 'C-4', inventoryLevel: 2 });
    expect(again.plan).toMatchObject({ unchanged: 1 });
  });

  it('says which variant the store lacks', async () => {
    await importText(at, PANEL);
    const { allProblems, plan } = await importText(
      at,
      PANEL.replace('CK-6,', 'CK-7,').replace('Value=6 in', 'Value=7 in'),
    );

    expect(allProblems).toMatchObject([{ code: 'VARIANT_UNKNOWN', line: 2, value: 'CK-7' }]);
    expect(plan).toMatchObject({ update: 0, unchanged: 0 });
  });
});
