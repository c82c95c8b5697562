import { describe, expect, it, onTestFinished } from 'vitest';
import { rollback } from '../../src/catalog/rollback.ts';
import { applySaved } from '../../src/catalog/runs.ts';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';
import { importText } from './file/import/import.ts';

/** A store that answers pictures under its own names, as the documentation says. */

const PART = 'FP1000000';
const at = (name: string, host = 'img.test') => `https://${host}/${name}.jpg`;

interface Product {
  id: number;
  sku: string;
  images: { id: number; image_file: string; description: string }[];
}

async function bedOf(...images: string[]): Promise<SyncBed> {
  const bed = await syncBed({ parts: 1 });
  onTestFinished(() => bed.close());
  await bed.admin('settings', 'POST', { preset: 'strict', stockIdentity: 'any' });
  await supplies(bed, ...images);
  return bed;
}

const supplies = (bed: SyncBed, ...images: string[]) =>
  bed.admin(`parts/${PART}`, 'PATCH', {
    ...{ brand: 'Gunite', status: 'active', weight: { value: 5, unit: 'lb' }, inventory: 4 },
    ...{ price: { list: '20.00', account: '10.00' }, images: images.map((url) => ({ url })) },
  });

async function product(bed: SyncBed): Promise<Product> {
  const [found] = await bed.store<Product[]>('products?include=images');
  if (!found) throw new Error('the store is empty');
  return found;
}
const files = async (bed: SyncBed) =>
  (await product(bed)).images.map(({ image_file }) => /([^/]*)__/.exec(image_file)?.[1]).sort();
const upload = async (bed: SyncBed, name: string) =>
  bed.store<{ id: number }>(`products/${(await product(bed)).id}/images`, 'POST', { image_url: at(name) });
const edit = async (bed: SyncBed) => {
  const { id, images } = await product(bed);
  for (const image of images)
    await bed.store(`products/${id}/images/${image.id}`, 'PUT', { description: 'Edited' });
};

describe('a picture that the store cannot fetch', () => {
  it('keeps neither the product nor the other pictures out, and is tried again', async () => {
    const bed = await bedOf(at('good'), at('bad', 'nowhere.invalid'));

    const first = await bed.sync();
    const again = await bed.sync();
    const metafields = await bed.store<unknown[]>('products/metafields');
    await bed.admin('settings', 'POST', { unfetchable: { share: 0, hosts: [] } });
    const last = await bed.sync();
    const after = await bed.sync();

    expect(first).toMatchObject({
      exitCode: 0,
      plan: { create: 1 },
      applied: { failed: 0, unknown: 0 },
      problems: [expect.objectContaining({ code: 'IMAGE_REFUSED', severity: 'warning' })],
    });
    expect(first.problems[0]?.message).toContain(at('bad', 'nowhere.invalid'));
    expect(again.plan).toMatchObject({ create: 0, update: 1, metafields: 0 });
    expect(metafields).not.toEqual([]);
    expect(last.plan).toMatchObject({ update: 1 });
    expect(await files(bed)).toEqual(['bad', 'good']);
    expect(after.plan).toMatchObject({ update: 0, metafields: 0 });
  });

  it('is tried again by the same file, and its product can be deleted by a rollback', async () => {
    const bed = await bedOf();
    const file = `SKU,Name,Price,Weight,Images\nX-1,Drum,5,1,${at('one')};${at('bad', 'x.invalid')}\n`;
    const first = await importText({ engine: bed.engine() }, file);
    const second = await importText({ engine: bed.engine() }, file);
    const plan = await bed.ledger.plans.get(first.plan.id);
    if (!plan) throw new Error('no plan');

    expect(first).toMatchObject({ plan: { create: 1 }, problems: [{ code: 'IMAGE_REFUSED' }] });
    expect(second).toMatchObject({ plan: { update: 1 }, problems: [{ code: 'IMAGE_REFUSED' }] });
    expect(await files(bed)).toEqual(['one']);
    await rollback(bed.engine(), { plan, deleteCreated: true }, async () => {});
    expect(await bed.store<Product[]>('products')).toEqual([]);
  });
});

describe('pictures that the store names anew with every edit', () => {
  it('are known by the next sync, and by another machine', async () => {
    const bed = await bedOf(at('one'), at('two'));
    await bed.sync();
    await edit(bed);
    const same = await bed.sync();
    await bed.forget();
    await bed.sync();
    await bed.sync();
    const names = await files(bed);
    await supplies(bed, at('one'), at('two'), at('three'));
    await bed.sync();

    expect(same.plan).toMatchObject({ update: 0, unchanged: 1 });
    expect(names).toEqual(['one', 'two']);
    expect(await files(bed)).toEqual(['one', 'three', 'two']);
  });

  it('are added once by a file, on this machine and on another', async () => {
    const bed = await bedOf();
    const file = `SKU,Name,Price,Weight,Images\nX-1,Drum,5,1,${at('one')};${at('two')}\n`;
    await importText({ engine: bed.engine() }, file);
    await edit(bed);
    const here = await importText({ engine: bed.engine() }, file);
    await bed.forget();
    const there = await importText({ engine: bed.engine() }, file);

    expect(here.plan).toMatchObject({ update: 0, unchanged: 1 });
    expect(there.plan).toMatchObject({ update: 0, unchanged: 1 });
    expect(await files(bed)).toEqual(['one', 'two']);
  });
});

describe('a merchant’s picture', () => {
  it('is not taken for the one that a saved plan adds, and a rollback leaves it', async () => {
    const bed = await bedOf(at('one'));
    await bed.sync();
    await supplies(bed, at('one'), at('new'));
    const dry = await bed.sync({}, { dryRun: true });
    await upload(bed, 'mine');
    await expect(applySaved(bed.engine(), dry.plan.id)).rejects.toMatchObject({ code: 'STALE_PLAN' });
    const { plan } = await bed.sync();
    const all = await files(bed);
    const saved = await bed.ledger.plans.get(plan.id);
    if (!saved) throw new Error('no plan');
    await rollback(bed.engine(), { plan: saved, deleteCreated: false }, async () => {});

    expect(all).toEqual(['mine', 'new', 'one']);
    expect(await files(bed)).toEqual(['mine', 'one']);
  });

  it('stays where the row that was to add one was refused', async () => {
    const bed = await bedOf(at('one'));
    await bed.sync();
    await supplies(bed, at('one'), at('new'));
    await bed.admin('faults', 'POST', {
      faults: ['bc:422:*:PUT /v3/catalog/products', 'bc:422:*:POST /v3/catalog/products/{id}/images'],
    });
    const { plan } = await bed.sync();
    await bed.admin('faults', 'POST', { faults: [] });
    await upload(bed, 'new');
    const saved = await bed.ledger.plans.get(plan.id);
    if (!saved) throw new Error('no plan');
    await rollback(bed.engine(), { plan: saved, deleteCreated: false }, async () => {});

    expect(await files(bed)).toEqual(['new', 'one']);
  });

  it('that took the place of ttpd’s keeps its product from being deleted', async () => {
    const bed = await bedOf(at('one'));
    const { plan } = await bed.sync();
    const { id, images } = await product(bed);
    await upload(bed, 'mine');
    await bed.store(`products/${id}/images/${images[0]?.id}`, 'DELETE');
    const saved = await bed.ledger.plans.get(plan.id);
    if (!saved) throw new Error('no plan');
    await rollback(bed.engine(), { plan: saved, deleteCreated: true }, async () => {});

    expect(await files(bed)).toEqual(['mine']);
  });
});

it('a rollback says what it cannot put back: a picture that a file took away', async () => {
  const bed = await bedOf(at('one'));
  await bed.sync();
  const { sku } = await product(bed);
  const { plan } = await importText({ engine: bed.engine() }, `SKU,Images\n${sku},<clear>\n`);
  const saved = await bed.ledger.plans.get(plan.id);
  if (!saved) throw new Error('no plan');
  const { plan: undone } = await rollback(
    bed.engine(),
    { plan: saved, deleteCreated: false },
    async () => {},
  );
  const rows = [];
  for await (const row of bed.ledger.operations.iterate(undone.id)) rows.push(row);

  expect(rows).toEqual([expect.objectContaining({ kind: 'skip', code: 'IMAGE_LOST' })]);
});
