import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, type RunningSandbox, sandbox } from './cli.ts';

/** 60 brakes: everything that 240 would show, in a quarter of the time. */
const PARTS = ['--parts', '500'];

async function atSandbox(...args: string[]) {
  const at = await sandbox(...PARTS, ...args);
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

async function writesDuring(
  at: RunningSandbox,
  work: () => Promise<unknown>,
): Promise<Record<string, number>> {
  await at.admin('stats/reset', 'POST');
  await work();
  const { byEndpoint } = (await at.stats()).bigcommerce;
  return Object.fromEntries(Object.entries(byEndpoint).filter(([endpoint]) => !endpoint.startsWith('GET ')));
}

describe('ttpd sync', () => {
  it('creates a category, and has nothing to write the second time', async () => {
    const { at, ttpd } = await atSandbox();

    const first = await ttpd.json('sync', '--category', 'brakes');
    const { plan, applied } = first.document.result;

    expect(first.exitCode).toBe(0);
    expect(plan.create).toBeGreaterThan(50);
    expect(plan.create + plan.skip).toBe(60);
    expect(plan.metafields).toBe(plan.create);
    expect(applied).toEqual({
      done: 2 * plan.create + plan.related,
      failed: 0,
      skipped: plan.skip,
      unknown: 0,
    });
    expect((await at.stateHash()).products).toBe(plan.create);

    const before = await at.stateHash();
    const writes = await writesDuring(at, async () => {
      const second = await ttpd.json('sync', '--category', 'brakes');
      expect(second.document.result.plan).toMatchObject({
        create: 0,
        update: 0,
        stock: 0,
        unchanged: plan.create,
      });
    });
    expect(writes).toEqual({});
    expect(await at.stateHash()).toEqual(before);
  });

  it('says of each part that it leaves out why', async () => {
    const { ttpd } = await atSandbox();

    const { document } = await ttpd.json('sync', '--category', 'brakes');

    const reasons = document.problems.filter(({ severity }) => severity === 'warning');
    expect(reasons).toHaveLength(document.result.plan.skip);
    for (const reason of reasons)
      expect(reason).toMatchObject({ sku: expect.any(String), message: expect.any(String) });
  });

  it('plans without writing, and apply then does exactly that plan', async () => {
    const { at, ttpd } = await atSandbox();
    const twin = await atSandbox();
    const fresh = await at.stateHash();

    const planned = await ttpd.json('sync', '--category', 'brakes', '--dry-run');
    expect(planned.exitCode).toBe(0);
    expect(await at.stateHash()).toEqual(fresh);

    const { id, ...counts } = planned.document.result.plan;
    const applied = await ttpd.json('apply', id);
    await twin.ttpd.json('sync', '--category', 'brakes');

    expect(applied.document.result.plan).toEqual({ id, ...counts });
    expect(applied.document.result.applied.done).toBe(counts.create + counts.metafields + counts.related);
    expect(await at.stateHash()).toEqual(await twin.at.stateHash());
  });

  it('exits 10 from a dry run that found work, where that was asked for', async () => {
    const { ttpd } = await atSandbox();

    const run = await ttpd.run('sync', '--category', 'brakes', '--dry-run', '--detailed-exitcode');

    expect(run.exitCode).toBe(10);
  });

  it('writes changed prices ten products a call', async () => {
    const { at, ttpd } = await atSandbox();
    await ttpd.json('sync', '--category', 'brakes');
    await at.admin('parts/reprice', 'POST', { factor: 1.1 });

    let updated = 0;
    const writes = await writesDuring(at, async () => {
      const { document } = await ttpd.json('sync', '--category', 'brakes');
      updated = document.result.plan.update;
      expect(document.result.applied).toMatchObject({ done: updated, failed: 0 });
    });

    expect(updated).toBeGreaterThan(50);
    expect(writes).toEqual({ 'PUT /v3/catalog/products': Math.ceil(updated / 10) });
  });

  it('changes only stock with --only stock, all of it in one call', async () => {
    const { at, ttpd } = await atSandbox();
    const { document } = await ttpd.json('sync', '--category', 'brakes');
    await at.admin('parts/reprice', 'POST', { factor: 1.1 });
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '8')).document.result;
    for (const { id } of parts) await at.admin(`parts/${id}`, 'PATCH', { inventory: stockOf(id, 777) });

    let stock = 0;
    const writes = await writesDuring(at, async () => {
      const only = await ttpd.json('sync', '--category', 'brakes', '--only', 'stock');
      stock = only.document.result.plan.stock;
      expect(only.document.result.plan.update).toBe(0);
    });

    expect(document.exitCode).toBe(0);
    expect(stock).toBeGreaterThan(0);
    expect(writes).toEqual({ 'PUT /v3/inventory/adjustments/absolute': 1 });
  });

  it('keeps what a merchant edited, and shows what both sides changed', async () => {
    const { at, ttpd } = await atSandbox();
    await ttpd.json('sync', '--category', 'brakes');
    const [first, second] = (await at.admin<{ products: { sku: string }[] }>('products?limit=2')).products;
    await at.admin(`products/${encodeURIComponent(first?.sku ?? '')}`, 'PATCH', { name: 'Our own words' });
    await at.admin(`products/${encodeURIComponent(second?.sku ?? '')}`, 'PATCH', { price: 1 });

    const { document } = await ttpd.json('sync', '--category', 'brakes');

    // The name is the merchant's after the edit, the price is the supplier's.
    expect(document.result.plan).toMatchObject({ update: 1, conflict: 0 });
    const { products } = await at.admin<{ products: { name: string; price: number }[] }>('products?limit=2');
    expect(products[0]?.name).toBe('Our own words');
    expect(products[1]?.price).not.toBe(1);
  });

  it('takes SKUs from a file, and names the ones that lead nowhere', async () => {
    const { ttpd } = await atSandbox();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '3')).document.result;
    const skus = parts.map(({ sku }: { sku: string }) => sku);
    const file = path.join(tempFolder(), 'skus.txt');
    writeFileSync(file, `\uFEFF# ours\r\n${skus.join('\r\n')}\r\n\r\nGU-NOT-THERE\r\n`);

    const { document } = await ttpd.json('sync', '--skus', file);

    expect(document.result.plan.create + document.result.plan.skip).toBe(3);
    expect(document.problems).toContainEqual(
      expect.objectContaining({ code: 'SKU_UNKNOWN', sku: 'GU-NOT-THERE' }),
    );
  });

  it('asks for price and stock of each part where search does not carry them', async () => {
    const { at, ttpd } = await atSandbox();
    const twin = await atSandbox();
    await at.admin('settings', 'POST', { searchCarriesOffers: false });

    const { document } = await ttpd.json('sync', '--category', 'brakes', '--limit', '10');
    await twin.ttpd.json('sync', '--category', 'brakes', '--limit', '10');
    const { byEndpoint } = (await at.stats()).finditparts;

    expect(document.result.plan.create).toBeGreaterThan(5);
    expect(await at.stateHash()).toEqual(await twin.at.stateHash());
    expect(byEndpoint).toMatchObject({ 'GET /parts/{id}/price': 10, 'GET /parts/{id}/inventory': 10 });
  });

  it('stops after --limit parts', async () => {
    const { at, ttpd } = await atSandbox();

    const { document } = await ttpd.json('sync', '--all', '--limit', '7');

    expect(document.result.plan.create + document.result.plan.skip).toBe(7);
    expect((await at.stateHash()).products).toBe(document.result.plan.create);
  });
});

function stockOf(id: string, quantity: number) {
  return {
    part_id: id,
    total: quantity,
    locations: [{ code: 'X', name: 'X', quantity, lead_time_days: 1, cutoff: null }],
  };
}
