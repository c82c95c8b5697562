import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/ledger/journal/operation.ts';
import { type SyncBed, syncBed } from '../helpers/sync-at-sandbox.ts';
import { importText } from './file/import/import.ts';

/** What ttpd remembers counts for the product that it was written to, whatever SKU that has by now. */

const PARTS = ['FP1000000', 'FP1000001'];
let bed: SyncBed;
beforeEach(async () => {
  bed = await syncBed({ parts: 2 });
  for (const [i, part] of PARTS.entries()) await supplies(part, i === 0 ? 'ONE' : 'TWO');
});
afterEach(() => bed.close());

const supplies = (part: string, number: string, changes: Record<string, unknown> = {}) =>
  bed.admin(`parts/${part}`, 'PATCH', {
    ...{ brand: 'Gunite', part_number: number, name: `Drum ${number}`, status: 'active' },
    ...{ weight: { value: 5, unit: 'lb' }, inventory: 4, superseded_by: null },
    ...{ price: { list: '20.00', account: '10.00' }, fitment: [{ type: 'universal' }] },
    ...changes,
  });
interface Product {
  id: number;
  sku: string;
  name: string;
  price: number;
}
const products = async () => (await bed.store<Product[]>('products?limit=250&sort=id')) ?? [];
const one = async (sku: string) => {
  const found = (await products()).find((each) => each.sku === sku);
  if (!found) throw new Error(`no ${sku}`);
  return found;
};
const put = (id: number, changes: Record<string, unknown>) => bed.store(`products/${id}`, 'PUT', changes);
const remove = (id: number) => bed.store(`products?id:in=${id}`, 'DELETE');
const make = (sku: string, changes: Record<string, unknown> = {}) =>
  bed.store<Product>('products', 'POST', {
    ...{ name: `Theirs ${sku}`, type: 'physical', weight: 1, price: 99, sku, ...changes },
  });
const reprice = () => bed.admin('parts/reprice', 'POST', { factor: 1.1 });
const rowsOf = async (planId: string) => {
  const rows: Operation[] = [];
  for await (const row of bed.ledger.operations.iterate(planId)) rows.push(row);
  return rows;
};
const skips = async (planId: string) =>
  (await rowsOf(planId))
    .filter(({ kind }) => kind === 'skip')
    .map(({ sku, code, reason }) => ({ sku, code, reason }));

describe('a product whose SKU a merchant changed', () => {
  it('is neither written nor made twice, and the row names both SKUs and the product', async () => {
    await bed.sync();
    const { id } = await one('GU-ONE');
    await put(id, { sku: 'MY-1' });
    await reprice();
    const { plan } = await bed.sync();

    expect(await skips(plan.id)).toEqual([
      {
        sku: 'GU-ONE',
        code: 'SKU_CHANGED',
        reason: expect.stringMatching(new RegExp(`Product ${id}.*GU-ONE.*MY-1`)),
      },
    ]);
    expect(plan).toMatchObject({ create: 0, update: 1 });
    expect((await products()).map(({ sku }) => sku)).toEqual(['MY-1', 'GU-TWO']);
    expect((await bed.sync()).plan).toMatchObject({ create: 0, skip: 1 });
    await put(id, { sku: 'GU-ONE' });
    expect((await bed.sync()).plan).toMatchObject({ update: 1, skip: 0 });
  });

  it('is followed where only its case or the blanks around it changed', async () => {
    await bed.admin('settings', 'POST', { trimsTexts: false });
    await bed.sync();
    await put((await one('GU-ONE')).id, { sku: 'gu-one' });
    await put((await one('GU-TWO')).id, { sku: 'GU-TWO ' });
    await reprice();
    const { plan } = await bed.sync();

    expect(plan).toMatchObject({ create: 0, update: 2, skip: 0 });
    expect(await products()).toHaveLength(2);
  });

  it('is not mistaken for the one that it changed SKUs with', async () => {
    await bed.sync();
    const [a, b] = [await one('GU-ONE'), await one('GU-TWO')];
    await put(a.id, { sku: 'X' });
    await put(b.id, { sku: 'GU-ONE' });
    await put(a.id, { sku: 'GU-TWO' });
    await supplies(PARTS[0] ?? '', 'ONE', { price: { list: '50.00', account: '10.00' } });
    const { plan } = await bed.sync();

    expect((await skips(plan.id)).map(({ code }) => code)).toEqual(['SKU_CHANGED', 'SKU_CHANGED']);
    expect((await products()).map(({ id, price }) => [id, price])).toEqual([
      [a.id, a.price],
      [b.id, b.price],
    ]);
  });
});

describe('a product that was deleted in the store', () => {
  it('is made again, and the plan says that it had been there', async () => {
    await bed.sync();
    const { id } = await one('GU-ONE');
    await remove(id);
    const { plan, problems } = await bed.sync();

    const made = (await rowsOf(plan.id)).find(({ kind }) => kind === 'create');
    expect(made).toMatchObject({ code: 'DELETED_IN_STORE', reason: expect.stringContaining(String(id)) });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'DELETED_IN_STORE', sku: 'GU-ONE', severity: 'warning' }),
    );
    const { id: anew } = await one('GU-ONE');
    expect(await bed.store<unknown[]>(`products/${anew}/metafields`)).not.toEqual([]);
    expect((await bed.sync()).plan).toMatchObject({ create: 0, update: 0, metafields: 0, skip: 0 });
  });

  it('and made anew by somebody is taken for one that ttpd never wrote', async () => {
    await bed.sync();
    await remove((await one('GU-ONE')).id);
    const { id } = await make('GU-ONE', { name: 'Mine anew', description: '<p>Mine</p>' });
    const { plan, problems } = await bed.sync();

    expect(problems).toContainEqual(expect.objectContaining({ code: 'PRODUCT_REMADE', sku: 'GU-ONE' }));
    expect(plan).toMatchObject({ create: 0, update: 1, metafields: 1, conflict: 0 });
    expect(await one('GU-ONE')).toMatchObject({ id, name: 'Mine anew' });
    expect(await bed.store<unknown[]>(`products/${id}/metafields`)).not.toEqual([]);
    expect((await bed.sync()).plan).toMatchObject({ update: 0, metafields: 0, conflict: 0, unchanged: 2 });
  });

  it('leads the link of a superseded part to the product that is there now', async () => {
    await supplies(PARTS[0] ?? '', 'ONE', { status: 'superseded', superseded_by: PARTS[1] });
    await bed.sync();
    await remove((await one('GU-TWO')).id);
    await bed.sync();
    await bed.sync();

    const { id } = await one('GU-TWO');
    const [linked] = await bed.store<{ related_products: number[] }[]>('products?sku=GU-ONE');
    expect(linked?.related_products).toContain(id);
  });
});

describe('a SKU or a name that something else has', () => {
  it('is told with who has it, and asked for once', async () => {
    const { id } = await make('THEIRS', {
      variants: [{ sku: 'GU-ONE', option_values: [{ option_display_name: 'Size', label: 'L' }] }],
    });
    const other = await make('OTHER', { name: await nameOf('GU-TWO') });
    const first = await bed.sync();
    const again = await bed.sync();
    const posts = bed.received.filter(
      ({ method, path }) => method === 'POST' && path === '/v3/catalog/products',
    );

    expect(first.problems.map(({ code, sku, message }) => [code, sku, message])).toEqual([
      ['SKU_TAKEN', 'GU-ONE', expect.stringContaining(`product ${id}`)],
      ['NAME_TAKEN', 'GU-TWO', expect.stringContaining(`Product ${other.id} (OTHER)`)],
    ]);
    expect(await skips(again.plan.id)).toEqual([
      expect.objectContaining({ sku: 'GU-ONE', code: 'SKU_TAKEN' }),
      expect.objectContaining({ sku: 'GU-TWO', code: 'NAME_TAKEN' }),
    ]);
    expect(posts).toEqual([]);
    await put(other.id, { name: 'Something else' });
    expect((await bed.sync()).plan).toMatchObject({ create: 1, skip: 1 });
  });
});

describe('a product that cannot be read', () => {
  it('is left as it is, and keeps no other from being synced', async () => {
    await bed.sync();
    const { id } = await one('GU-ONE');
    await make('FOREIGN');
    await reprice();
    bed.alter = (product) =>
      'FOREIGN GU-ONE'.includes(product.sku ?? '-') ? { ...product, weight: null } : product;
    const { plan, exitCode } = await bed.sync();
    const imported = await importText({ engine: bed.engine() }, 'SKU,Price\nGU-ONE,30\nGU-TWO,31\n');

    expect(exitCode).toBe(0);
    expect(await skips(plan.id)).toEqual([
      {
        sku: 'GU-ONE',
        code: 'PRODUCT_UNREADABLE',
        reason: expect.stringMatching(new RegExp(`product ${id} .*weight`)),
      },
    ]);
    expect(plan).toMatchObject({ create: 0, update: 1 });
    expect(imported.rejected).toEqual([
      expect.objectContaining({ sku: 'GU-ONE', code: 'PRODUCT_UNREADABLE' }),
    ]);
    expect((await one('GU-TWO')).price).toBe(31);
  });
});

/** What the rules call it. */
async function nameOf(sku: string): Promise<string> {
  const { plan } = await bed.sync({}, { dryRun: true });
  return (await rowsOf(plan.id)).find((row) => row.sku === sku && row.kind === 'create')?.name ?? '';
}
