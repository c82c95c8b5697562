import { describe, expect, it, onTestFinished } from 'vitest';
import { rollback } from '../../../src/catalog/rollback.ts';
import { applySaved } from '../../../src/catalog/runs.ts';
import type { Operation } from '../../../src/ledger/journal/operation.ts';
import { type SyncBed, syncBed } from '../../helpers/sync-at-sandbox.ts';

interface Metafield {
  id: number;
  resource_id: number;
  key: string;
  value: string;
  permission_set: string;
}

const [FIRST, SECOND] = ['FP1000000', 'FP1000001'];
const UNIVERSAL = [{ type: 'universal' }];

async function bedOf(parts = 4): Promise<SyncBed> {
  const bed = await syncBed({ parts });
  onTestFinished(() => bed.close());
  return bed;
}

async function rowsOf({ ledger }: SyncBed, planId: string): Promise<Operation[]> {
  const rows = [];
  for await (const row of ledger.operations.iterate(planId)) rows.push(row);
  return rows;
}

/** Takes a plan back, or with `dry` says what that would be. */
async function undo(bed: SyncBed, planId: string, { deleteCreated = false, dry = false } = {}) {
  const plan = await bed.ledger.plans.get(planId);
  if (!plan) throw new Error(`there is no plan ${planId}`);
  const outcome = await rollback(
    bed.engine(),
    { plan, deleteCreated },
    dry ? undefined : () => Promise.resolve(),
  );
  return { ...outcome, rows: await rowsOf(bed, outcome.plan.id) };
}

const list = (bed: SyncBed) => bed.store<Metafield[]>('products/metafields?limit=250');
const contents = async (bed: SyncBed) => {
  const skus = new Map((await products(bed)).map(({ id, sku }) => [id, sku]));
  const all = await list(bed);
  return all
    .map((each) => [skus.get(each.resource_id), each.key, each.value, each.permission_set].join(' '))
    .sort();
};
const fitment = async (bed: SyncBed) => {
  const found = (await list(bed)).find(({ key, value }) => key === 'fitment' && value.includes('universal'));
  if (!found) throw new Error('no part is universal');
  return found;
};
const write = (bed: SyncBed, id: number, value: string) =>
  bed.store('products/metafields', 'PUT', [{ id, value }]);

interface Product {
  id: number;
  sku: string;
  related_products: number[];
}
const products = (bed: SyncBed) => bed.store<Product[]>('products?limit=250');
const fits = (bed: SyncBed, entries: unknown[]) => bed.admin(`parts/${FIRST}`, 'PATCH', { fitment: entries });

/** A plan that changed one product's fitment, and nothing else. */
async function withNewFitment(was: unknown[] = [{ type: 'component', make: 'Meritor', model: 'Q+' }]) {
  const bed = await bedOf();
  await fits(bed, was);
  const first = await bed.sync();
  const before = await contents(bed);
  await fits(bed, UNIVERSAL);
  const { plan } = await bed.sync();
  return { bed, first: first.plan.id, plan: plan.id, before };
}

describe('a rollback of metafields', () => {
  it('finds the former values in the ledger, and the next sync writes the new ones again', async () => {
    const { bed, plan, before } = await withNewFitment();

    const { rows, applied } = await undo(bed, plan);

    expect(rows.map(({ kind, state }) => [kind, state])).toEqual([['metafields', 'done']]);
    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(await contents(bed)).toEqual(before);
    expect((await bed.sync()).plan).toMatchObject({ update: 0, metafields: 1 });
  });

  it('takes away what was not there before', async () => {
    const { bed, plan, before } = await withNewFitment([]);
    const written = await contents(bed);

    const back = await undo(bed, plan);
    const afterwards = await contents(bed);
    await undo(bed, back.plan.id);

    expect(written).toHaveLength(before.length + 1);
    expect(afterwards).toEqual(before);
    expect(await contents(bed)).toEqual(written);
    expect((await bed.sync()).plan.metafields).toBe(0);
  });

  it('keeps what was written since, and restores the other values', async () => {
    const { bed, plan, before } = await withNewFitment();
    const { id, value } = await fitment(bed);
    await write(bed, id, '[]');

    const { rows } = await undo(bed, plan);

    const [restored, kept] = rows;
    expect(rows).toHaveLength(2);
    expect(Object.keys(restored?.after ?? {})).toEqual(['metafields.supplier']);
    expect(kept).toMatchObject({
      kind: 'conflict',
      code: 'CHANGED_SINCE',
      before: { 'metafields.fitment': '[]' },
      base: { 'metafields.fitment': value },
    });
    expect(kept?.after['metafields.fitment']).toContain('Meritor');
    expect((await contents(bed)).filter((each) => !before.includes(each))).toHaveLength(1);
  });

  it('says so where the plan that wrote the former value is gone', async () => {
    const { bed, first, plan } = await withNewFitment();
    const written = await contents(bed);
    await bed.ledger.plans.remove(first);

    const { rows } = await undo(bed, plan);

    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'skip',
        code: 'FORMER_VALUE_LOST',
        reason: expect.stringMatching(/metafields\.fitment.*metafields\.supplier/),
      }),
    ]);
    expect(await contents(bed)).toEqual(written);
  });

  it('is refused as a saved plan when they were written meanwhile', async () => {
    const { bed, plan } = await withNewFitment();
    const dry = await undo(bed, plan, { dry: true });
    await write(bed, (await fitment(bed)).id, '[]');

    await expect(applySaved(bed.engine(), dry.plan.id)).rejects.toMatchObject({
      code: 'STALE_PLAN',
      message: expect.stringContaining('(metafields.fitment)'),
    });
  });

  it('that was stopped does not write over what came meanwhile when it is resumed', async () => {
    const { bed, plan } = await withNewFitment();
    await bed.admin('faults', 'POST', { faults: ['bc:403:1:PUT /v3/catalog/products/metafields'] });
    await expect(undo(bed, plan)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [stopped] = await bed.ledger.plans.list({ limit: 1 });
    const { id } = await fitment(bed);
    await write(bed, id, '[]');

    await applySaved(bed.engine(), stopped?.id ?? '');

    expect(await rowsOf(bed, stopped?.id ?? '')).toEqual([
      expect.objectContaining({
        state: 'failed',
        error: expect.objectContaining({ code: 'CHANGED_MEANWHILE' }),
      }),
    ]);
    expect((await list(bed)).find((each) => each.id === id)?.value).toBe('[]');
  });
});

/** A store with a superseded part and its replacement, linked by a plan of its own unless `linkedAtOnce`. */
async function superseded(linkedAtOnce = false) {
  const bed = await bedOf(2);
  const sellable = { brand: 'Gunite', weight: { value: 5, unit: 'lb' }, inventory: 4 };
  const price = { list: '20.00', account: '10.00' };
  const patch = (part: string, change: unknown) => bed.admin(`parts/${part}`, 'PATCH', change);
  await patch(FIRST, {
    ...sellable,
    price,
    part_number: 'OLD',
    status: 'superseded',
    superseded_by: SECOND,
  });
  await patch(SECOND, { ...sellable, price, part_number: 'NEW', status: 'active', superseded_by: null });
  const first = await bed.sync(linkedAtOnce ? {} : { superseded: { related: false } });
  const relatedOf = async (end: string) =>
    (await products(bed)).find(({ sku }) => sku.endsWith(end)) as Product;
  return { bed, first: first.plan.id, relatedOf };
}

describe('a rollback of links', () => {
  it("takes away a plan's own, and leaves the list to the store where it was", async () => {
    const { bed, relatedOf } = await superseded();
    const was = (await relatedOf('OLD')).related_products;
    const { plan } = await bed.sync();
    const written = (await relatedOf('OLD')).related_products;

    const back = await undo(bed, plan.id);
    const afterwards = (await relatedOf('OLD')).related_products;
    await undo(bed, back.plan.id);

    expect(was).toEqual([-1]);
    expect(written).toEqual([(await relatedOf('NEW')).id]);
    expect(afterwards).toEqual([-1]);
    expect((await relatedOf('OLD')).related_products).toEqual(written);
    expect((await bed.sync()).plan.related).toBe(0);
  });

  it('leaves what a merchant chose, and plans the link again', async () => {
    const { bed, relatedOf } = await superseded();
    const { plan } = await bed.sync();
    const { id, sku, related_products } = await relatedOf('OLD');
    await bed.admin(`products/${sku}`, 'PATCH', { related_products: [...related_products, id] });

    await undo(bed, plan.id);

    expect((await relatedOf('OLD')).related_products).toEqual([id]);
    expect((await bed.sync()).plan.related).toBe(1);
  });

  it('takes away one that was never answered', async () => {
    const { bed, relatedOf } = await superseded();
    await bed.admin('faults', 'POST', { faults: ['bc:lost-answer:20:PUT /v3/catalog/products'] });
    const { plan, applied } = await bed.sync();
    await bed.admin('faults', 'POST', { faults: [] });
    const written = (await relatedOf('OLD')).related_products;

    await undo(bed, plan.id);

    expect(applied.unknown).toBe(1);
    expect(written).toEqual([(await relatedOf('NEW')).id]);
    expect((await relatedOf('OLD')).related_products).toEqual([-1]);
    expect((await bed.sync()).plan.related).toBe(1);
  });

  it('has nothing to do where the link is gone, or was a merchant’s before', async () => {
    const gone = await superseded();
    const { plan } = await gone.bed.sync();
    await gone.bed.admin(`products/${(await gone.relatedOf('OLD')).sku}`, 'PATCH', { related_products: [] });
    const theirs = await superseded();
    const chosen = (await theirs.relatedOf('NEW')).id;
    await theirs.bed.admin(`products/${(await theirs.relatedOf('OLD')).sku}`, 'PATCH', {
      related_products: [chosen],
    });
    const second = await theirs.bed.sync();

    expect((await undo(gone.bed, plan.id)).rows).toEqual([]);
    expect((await undo(theirs.bed, second.plan.id)).rows).toEqual([]);
    expect((await theirs.relatedOf('OLD')).related_products).toEqual([chosen]);
  });
});

describe('a deleted product that is created again', () => {
  it('has its metafields and its link, and the next sync has nothing to do', async () => {
    const { bed, first, relatedOf } = await superseded(true);
    const before = await contents(bed);

    const deleted = await undo(bed, first, { deleteCreated: true });
    const empty = [await list(bed), await products(bed)];
    const { plan, applied } = await undo(bed, deleted.plan.id);

    expect(empty).toEqual([[], []]);
    expect(plan).toMatchObject({ create: 2, metafields: 2, related: 1 });
    expect(applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(await contents(bed)).toEqual(before);
    expect((await relatedOf('OLD')).related_products).toEqual([(await relatedOf('NEW')).id]);
    expect((await bed.sync()).plan).toMatchObject({ create: 0, update: 0, metafields: 0, related: 0 });
  });

  it('has them, too, where the deletion was never answered', async () => {
    const { bed, first, relatedOf } = await superseded(true);
    const before = await contents(bed);
    await bed.admin('faults', 'POST', { faults: ['bc:lost-answer:20:DELETE /v3/catalog/products'] });
    const deleted = await undo(bed, first, { deleteCreated: true });
    await bed.admin('faults', 'POST', { faults: [] });

    await undo(bed, deleted.plan.id);

    expect(deleted.applied).toMatchObject({ unknown: 2 });
    expect(await contents(bed)).toEqual(before);
    expect((await relatedOf('OLD')).related_products).toEqual([(await relatedOf('NEW')).id]);
    expect((await bed.sync()).plan).toMatchObject({ create: 0, update: 0, metafields: 0, related: 0 });
  });

  it('is planned with its metafields by the next sync where their values are lost', async () => {
    const { bed, first } = await superseded(true);
    const deleted = await undo(bed, first, { deleteCreated: true });
    await bed.ledger.plans.remove(first);

    const { rows, plan } = await undo(bed, deleted.plan.id);

    expect(plan).toMatchObject({ create: 2, metafields: 0, skip: 2 });
    expect(rows.filter(({ kind }) => kind === 'skip').map(({ code }) => code)).toEqual([
      'FORMER_VALUE_LOST',
      'FORMER_VALUE_LOST',
    ]);
    expect((await bed.sync()).plan).toMatchObject({ metafields: 2 });
  });
});
