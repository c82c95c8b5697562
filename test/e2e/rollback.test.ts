import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cli, prepared, type RunningSandbox, sandbox } from './cli.ts';

const PARTS = ['--parts', '200'];
const SYNC = ['sync', '--category', 'brakes', '--limit', '12'];

interface Product {
  sku: string;
  name: string;
  price: number;
  is_visible: boolean;
  inventory_level: number;
  categories: number[];
  images: { id: number }[];
  custom_fields: { name: string; value: string }[];
}

async function atSandbox(...faults: string[]) {
  const at = await sandbox(...PARTS, ...faults.flatMap((fault) => ['--fault', fault]));
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

async function productsOf(at: RunningSandbox): Promise<Product[]> {
  return (await at.admin<{ products: Product[] }>('products?limit=100')).products;
}

const edit = (at: RunningSandbox, sku: string, change: unknown) =>
  at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', change);

async function show(at: RunningSandbox, sku: string): Promise<Product> {
  const product = (await productsOf(at)).find((each) => each.sku === sku);
  if (!product) throw new Error(`the store has no ${sku}`);
  return product;
}

function fieldsOf({ custom_fields }: Pick<Product, 'custom_fields'>) {
  const fields = custom_fields.map(({ name, value }) => ({ name, value }));
  return fields.sort((a, b) => a.name.localeCompare(b.name));
}

/** A synced store whose parts then changed in every way that leads to an update, a stock or a hide row, in a second sync. */
const withChanges = prepared(PARTS, async ({ at, ttpd }) => {
  await ttpd.json(...SYNC);
  const found = await ttpd.json('search', '--category', 'brakes', '--limit', '12');
  const inStore = new Set((await productsOf(at)).map(({ sku }) => sku));
  const parts = (found.document.result.parts as { id: string; sku: string }[]).filter(({ sku }) =>
    inStore.has(sku),
  );
  const [a, b, c, d] = parts as [{ id: string; sku: string }, ...{ id: string; sku: string }[]];
  const before = await at.stateHash();
  await at.admin('parts/reprice', 'POST', { factor: 1.1 });
  const patch = (part: { id: string } | undefined, change: unknown) =>
    at.admin(`parts/${part?.id}`, 'PATCH', change);
  await patch(a, {
    updated_at: '2030-01-01T00:00:00Z',
    description: 'Another text of the supplier.',
    attributes: [{ name: 'Finish', value: 'Painted' }],
    images: [{ url: 'https://images.example.com/another.jpg' }],
  });
  await patch(b, { inventory: 77 });
  await patch(c, { status: 'discontinued' });
  await patch(d, { weight: { value: 12.5, unit: 'lb' }, inventory: 3 });
  const old = await show(at, d?.sku ?? '');
  const run = await ttpd.json(...SYNC);
  return { before, old, run, a, b, d };
});

describe('rollback', () => {
  it('restores updates, stock and hides, and the next sync plans them again', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd, before, run } = await withChanges();
    const after = await at.stateHash();

    const { exitCode, document } = await ttpd.json('rollback', run.document.run);
    const again = await ttpd.json(...SYNC, '--dry-run');

    expect(run.document.result.plan).toMatchObject({ hide: 1, stock: 2 });
    expect(run.document.result.plan.update).toBeGreaterThan(5);
    expect(after.hash).not.toBe(before.hash);
    expect(exitCode).toBe(0);
    expect(document.result.counts).toMatchObject({ kept: 0, failed: 0 });
    expect(await at.stateHash()).toEqual(before);
    const { id: _, ...planned } = again.document.result.plan;
    const { id: __, ...first } = run.document.result.plan;
    expect(planned).toEqual(first);
    expect(again.document.problems.filter(({ code }) => code === 'CONFLICT')).toEqual([]);
  });

  it('is itself taken back by a rollback', { timeout: 60_000 }, async () => {
    const { at, ttpd, run } = await withChanges();
    const after = await at.stateHash();

    const back = await ttpd.json('rollback', run.document.run);
    const forth = await ttpd.json('rollback', back.document.run);

    expect(forth.exitCode).toBe(0);
    expect(await at.stateHash()).toEqual(after);
    expect((await ttpd.json(...SYNC, '--dry-run')).document.result.plan).toMatchObject({
      update: 0,
      stock: 0,
      hide: 0,
    });
  });

  it('keeps what was changed since, with all three values, and restores the rest', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd, old, run, a, b, d } = await withChanges();
    const written = await show(at, d?.sku ?? '');
    await edit(at, a.sku, { description: '<p>Our own words</p>' });
    await edit(at, b?.sku ?? '', { inventory_level: 55 });
    await edit(at, d?.sku ?? '', { price: 9.99 });

    const dry = await ttpd.json('rollback', run.document.run, '--dry-run');
    const { exitCode, document } = await ttpd.json('rollback', run.document.run);
    const products = new Map((await productsOf(at)).map((product) => [product.sku, product]));

    expect(exitCode).toBe(0);
    expect(dry.document.result.kept).toEqual(document.result.kept);
    expect(document.result.kept).toContainEqual({
      sku: d?.sku,
      field: 'price',
      before: String(old.price),
      written: String(written.price),
      now: '9.99',
    });
    expect(document.result.kept).toContainEqual(
      expect.objectContaining({ sku: b?.sku, field: 'stock', now: 55, written: 77 }),
    );
    expect(document.result.kept).toContainEqual(
      expect.objectContaining({ sku: a.sku, field: 'description', now: '<p>Our own words</p>' }),
    );
    expect(document.result.counts.kept).toBe(3);
    expect(products.get(d?.sku ?? '')?.price).toBe(9.99);
    expect(products.get(b?.sku ?? '')?.inventory_level).toBe(55);
    expect(products.get(d?.sku ?? '')?.inventory_level).toBe(old.inventory_level);
  });

  it("takes its own categories, images and custom fields away and leaves a person's", {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd } = await atSandbox();
    await ttpd.json('sync', '--category', 'filters', '--limit', '5');
    await ttpd.json(...SYNC);
    const products = await productsOf(at);
    const theirs = products[0]?.categories[0];
    const sku = products.at(-1)?.sku ?? '';
    const found = await ttpd.json('search', '--category', 'brakes', '--limit', '12');
    const part = found.document.result.parts.find((each: { sku: string }) => each.sku === sku);
    await at.admin(`parts/${part.id}`, 'PATCH', {
      updated_at: '2030-01-01T00:00:00Z',
      attributes: [{ name: 'Finish', value: 'Painted' }],
      images: [{ url: 'https://images.example.com/another.jpg' }],
    });
    const rules = path.join(ttpd.home, 'season.yaml');
    writeFileSync(rules, 'categories:\n  map:\n    - when: { category: brakes }\n      path: Season\n');
    const before = await show(at, sku);
    const run = await ttpd.json(...SYNC, '--config', rules);
    const written = await show(at, sku);
    await edit(at, sku, {
      categories: [...written.categories, theirs],
      custom_fields: [{ name: 'Shelf', value: '7' }],
    });

    const { exitCode, document } = await ttpd.json('rollback', run.document.run);
    const after = await show(at, sku);

    expect(written.categories).not.toEqual(before.categories);
    expect(written.images.length).toBe(before.images.length + 1);
    expect(exitCode).toBe(0);
    expect(document.result.counts.kept).toBe(0);
    expect(after.categories.sort()).toEqual([...before.categories, theirs].sort());
    expect(after.images.map(({ id }) => id)).toEqual(before.images.map(({ id }) => id));
    expect(fieldsOf(after)).toEqual(
      fieldsOf({ custom_fields: [...before.custom_fields, { name: 'Shelf', value: '7' }] }),
    );
  });

  it('hides what was created, and deletes it where that is asked for', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox();
    const first = await ttpd.json(...SYNC);
    await ttpd.json('rollback', first.document.run, '--delete-created');
    // The categories and brands are there from here on, as in a store that has been in use for a while.
    const empty = await at.stateHash();
    const run = await ttpd.json(...SYNC);
    const full = await at.stateHash();
    const made = run.document.result.plan.create as number;

    const hidden = await ttpd.json('rollback', run.document.run);
    const visible = (await productsOf(at)).filter(({ is_visible }) => is_visible);
    const deleted = await ttpd.json('rollback', run.document.run, '--delete-created');
    const afterwards = await at.stateHash();
    const remade = await ttpd.json('rollback', deleted.document.run);
    await ttpd.json('rollback', hidden.document.run);

    expect(made).toBeGreaterThan(5);
    expect(hidden.document.result.counts).toEqual({ restored: made, kept: 0, failed: 0 });
    expect(visible).toEqual([]);
    expect(deleted.exitCode).toBe(0);
    expect(deleted.document.result.plan).toMatchObject({ delete: made, hide: 0 });
    expect(empty.products).toBe(0);
    expect(afterwards).toEqual(empty);
    expect(remade.document.result.plan).toMatchObject({ create: made });
    expect(await at.stateHash()).toEqual(full);
  });

  it('leaves alone a created product that somebody has worked on', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox();
    const run = await ttpd.json(...SYNC);
    const [first, second] = await productsOf(at);
    await edit(at, first?.sku ?? '', { name: 'Our own words' });
    await edit(at, second?.sku ?? '', { is_visible: false });

    const { exitCode, document } = await ttpd.json('rollback', run.document.run, '--delete-created');

    expect(exitCode).toBe(0);
    expect(document.result.kept).toEqual([
      expect.objectContaining({ sku: first?.sku, field: 'name', now: 'Our own words' }),
    ]);
    expect((await productsOf(at)).map(({ name }) => name)).toEqual(['Our own words']);
  });

  it('says what it would do, and its plan is refused once the store has moved', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd, b, run } = await withChanges();
    const before = await at.stateHash();

    const dry = await ttpd.json('rollback', run.document.run, '--dry-run');
    const untouched = await at.stateHash();
    await edit(at, b?.sku ?? '', { inventory_level: 55 });
    const late = await ttpd.json('apply', dry.document.result.plan.id);

    const { update, stock, metafields } = run.document.result.plan;
    expect(metafields).toBeGreaterThan(0);
    expect(dry.document.result.counts.restored).toBe(update + stock + metafields);
    expect(untouched).toEqual(before);
    expect(late.exitCode).toBe(6);
    expect(late.document.problems[0]).toMatchObject({
      code: 'STALE_PLAN',
      message: expect.stringContaining(`${b?.sku} (stock)`),
    });
  });

  it('takes back a run that was killed, which resume then leaves alone', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox('bc:latency=100:100%:POST /v3/catalog/products');
    const run = ttpd.start(...SYNC, '--concurrency', '2', '--progress', 'none');
    while ((await at.stateHash()).products < 4) await sleep(10);
    run.kill('SIGKILL');
    await run;
    await at.admin('faults', 'POST', { faults: [] });
    const { runs } = (await ttpd.json('runs', 'list')).document.result;

    const { exitCode } = await ttpd.json('rollback', runs[0].id, '--delete-created');
    const resumed = await ttpd.json('resume');

    expect(exitCode).toBe(0);
    expect((await at.stateHash()).products).toBe(0);
    expect(resumed.document.problems[0]?.code).toBe('NOTHING_TO_RESUME');
  });

  it('is resumed like any run', { timeout: 60_000 }, async () => {
    const { at, ttpd, before, run } = await withChanges();
    await at.admin('faults', 'POST', { faults: ['bc:403:1:PUT /v3/catalog/products'] });

    const stopped = await ttpd.json('rollback', run.document.run);
    const resumed = await ttpd.json('resume', stopped.document.run);

    expect(stopped.exitCode).toBe(5);
    expect(resumed.exitCode).toBe(0);
    expect(await at.stateHash()).toEqual(before);
  });

  it('names a run that is not there, and one that wrote nothing', async () => {
    const { ttpd } = await atSandbox();
    await ttpd.json('sync', '--category', 'braks');
    const { runs } = (await ttpd.json('runs', 'list')).document.result;

    const unknown = await ttpd.json('rollback', 'nonsense');
    const without = await ttpd.json('rollback', runs[0].id);

    const planned = await ttpd.json(...SYNC, '--dry-run');
    const open = await ttpd.json('rollback', planned.document.result.plan.id);

    expect([open.exitCode, open.document.problems[0]?.code]).toEqual([2, 'NOTHING_WRITTEN']);
    expect([unknown.exitCode, unknown.document.problems[0]?.code]).toEqual([2, 'PLAN_UNKNOWN']);
    expect([without.exitCode, without.document.problems[0]?.code]).toEqual([2, 'NO_PLAN']);
  });
});
