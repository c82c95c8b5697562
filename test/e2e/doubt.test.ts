import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { once } from '../helpers/once.ts';
import { cli, prepared, type RunningSandbox, sandbox } from './cli.ts';

const PARTS = ['--parts', '200'];
const SYNC = ['sync', '--category', 'brakes', '--limit', '12'];

async function atSandbox(...faults: string[]) {
  const at = await sandbox(...PARTS, ...faults.flatMap((fault) => ['--fault', fault]));
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

/** What the store is to be in the end, whatever happens on the way. */
const undisturbed = once(async () => {
  const { at, ttpd } = await atSandbox();
  await ttpd.json(...SYNC);
  return (await at.stateHash()).hash;
});

describe('a product that was created, but not wholly', () => {
  it('gets its stock when the store saved it without (207)', async () => {
    const { at, ttpd } = await atSandbox('bc:207:3:POST /v3/catalog/products');

    const { exitCode } = await ttpd.json(...SYNC);

    expect(exitCode).toBe(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('is unknown, neither done nor failed, while its stock cannot be set, and whole after resume', async () => {
    const { at, ttpd } = await atSandbox('bc:207:2:POST /v3/catalog/products', 'bc:422:*:PUT /v3/inventory');

    const first = await ttpd.json(...SYNC);
    await at.admin('faults', 'POST', { faults: [] });
    const second = await ttpd.json('resume');

    expect(first.exitCode).toBe(4);
    expect(first.document.result.applied).toMatchObject({ unknown: 2, failed: 0 });
    expect(second.exitCode).toBe(0);
    // The two products, and their metafields, which waited for them.
    expect(second.document.result.applied).toMatchObject({ done: 4, unknown: 0 });
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });

  it('is unknown while it cannot be looked up, and found by resume', async () => {
    const { at, ttpd } = await atSandbox(
      'bc:lost-answer:1:POST /v3/catalog/products',
      'bc:404:@2:GET /v3/catalog/products',
    );

    const first = await ttpd.json(...SYNC);
    await at.admin('faults', 'POST', { faults: [] });
    const second = await ttpd.json('resume');

    expect(first.document.result.applied).toMatchObject({ unknown: 1, failed: 0 });
    expect(second.document.result.applied).toMatchObject({ done: 2, unknown: 0, failed: 0 });
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });
});

describe('a run that the store stops in the middle', () => {
  it('says the command that goes on, which then finishes it', async () => {
    const { at, ttpd } = await atSandbox('bc:403:@4:POST /v3/catalog/products');

    const first = await ttpd.json(...SYNC, '--concurrency', '1');
    const [command = ''] = (first.document.problems[0] as { next?: string[] }).next ?? [];
    const second = await ttpd.json(...command.replace('ttpd ', '').split(' '));

    expect(first.exitCode).toBe(5);
    expect(command).toMatch(/^ttpd resume /);
    expect(second.exitCode).toBe(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });
});

describe('a disk that fills up in the middle', () => {
  it('stops the run with exit 1 and a way on, and resume finishes it', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox();
    const planned = await ttpd.json(...SYNC, '--dry-run');
    const env = { NODE_OPTIONS: `--import ${path.resolve('test/preload/disk-full.ts')}`, DISK_PAGES: '2' };
    const full = cli({ ...env, TTPD_SANDBOX_URL: at.url }, ttpd.home);

    const first = await full.json('apply', planned.document.result.plan.id, '--concurrency', '1');
    const written = (await at.stateHash()).products;
    const second = await ttpd.json('resume');

    expect(first.exitCode).toBe(1);
    expect(first.document.problems[0]).toMatchObject({
      code: 'LEDGER_FULL',
      hint: expect.stringContaining('Free some space'),
      next: [expect.stringMatching(/^ttpd resume /)],
    });
    expect(first.stderr).not.toMatch(/^\s+at /m);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(planned.document.result.plan.create);
    expect(second.exitCode).toBe(0);
    expect((await at.stateHash()).hash).toBe(await undisturbed());
  });
});

describe('a saved plan', () => {
  const repriced = prepared(PARTS, async ({ at, ttpd }) => {
    await ttpd.json(...SYNC);
    await at.admin('parts/reprice', 'POST', { factor: 1.1 });
    const planned = await ttpd.json(...SYNC, '--dry-run');
    const rows = (await ttpd.json('plan', 'show', '--kind', 'update')).document.result.rows;
    return { planned, sku: rows[0].sku as string };
  });

  async function withChange(change: (at: RunningSandbox, sku: string) => Promise<unknown>) {
    const bed = await repriced();
    await change(bed.at, bed.sku);
    return bed;
  }

  it('is refused when a field that it changes was changed in the store since', async () => {
    const { at, ttpd, sku } = await withChange((store, key) =>
      store.admin(`products/${encodeURIComponent(key)}`, 'PATCH', { price: 3.5 }),
    );
    const before = await at.stateHash();

    const { exitCode, document } = await ttpd.json('apply');

    expect(exitCode).toBe(6);
    expect(document.problems[0]).toMatchObject({
      code: 'STALE_PLAN',
      message: expect.stringContaining(`${sku} (`),
    });
    expect(await at.stateHash()).toEqual(before);
  });

  it('is applied when something else was changed, and leaves that alone', async () => {
    const { at, ttpd, planned } = await withChange((store, key) =>
      store.admin(`products/${encodeURIComponent(key)}`, 'PATCH', { name: 'Our own words' }),
    );

    const { exitCode, document } = await ttpd.json('apply');

    expect(exitCode).toBe(0);
    expect(document.result.applied.done).toBe(planned.document.result.plan.update);
    const { products } = await at.admin<{ products: { name: string }[] }>('products');
    expect(products.map(({ name }) => name)).toContain('Our own words');
  });

  it('writes nothing the second time, and says so', async () => {
    const { ttpd } = await withChange(() => Promise.resolve());
    await ttpd.json('apply');

    const { exitCode, stdout } = await ttpd.run('apply');

    expect(exitCode).toBe(0);
    expect(stdout).toContain('has been applied already');
  });
});

describe('a product that is not as ttpd made it', () => {
  const synced = prepared(PARTS, ({ ttpd }) => ttpd.json(...SYNC));

  it('keeps its stock where the store does not track it, and says so once a sync', async () => {
    const { at, ttpd } = await synced();
    const [first] = (await at.admin<{ products: { sku: string }[] }>('products?limit=1')).products;
    await at.admin(`products/${encodeURIComponent(first?.sku ?? '')}`, 'PATCH', {
      inventory_tracking: 'none',
    });

    const { exitCode, document } = await ttpd.json(...SYNC);

    expect(exitCode).toBe(0);
    expect(document.result.plan).toMatchObject({ stock: 0, update: 0 });
    expect(document.problems).toContainEqual(
      expect.objectContaining({ code: 'NOT_TRACKED', sku: first?.sku }),
    );
  });

  it('is hidden when its part is discontinued, priced or not', async () => {
    const { at, ttpd } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '12')).document.result;
    const { products } = await at.admin<{ products: { sku: string }[] }>('products?limit=1');
    const part = parts.find(({ sku }: { sku: string }) => sku === products[0]?.sku);
    await at.admin(`parts/${part.id}`, 'PATCH', { status: 'discontinued', price: null });

    const { document } = await ttpd.json(...SYNC);
    const after = await at.admin<{ products: { is_visible: boolean }[] }>('products?limit=1');

    expect(document.result.plan).toMatchObject({ hide: 1 });
    expect(after.products[0]?.is_visible).toBe(false);
  });

  it('is not written again for decimals that the store does not keep', async () => {
    const { at, ttpd } = await synced();
    const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '1')).document.result;
    await at.admin(`parts/${parts[0].id}`, 'PATCH', { weight: { value: 27.93456, unit: 'lb' } });

    const first = await ttpd.json(...SYNC);
    const second = await ttpd.json(...SYNC);

    expect(first.document.result.plan.update).toBe(1);
    expect(second.document.result.plan.update).toBe(0);
  });
});

it('records each run with the exit code that it had', async () => {
  const { ttpd } = await atSandbox();
  await ttpd.json('sync', '--category', 'braks');
  await ttpd.json(...SYNC, '--dry-run', '--detailed-exitcode');

  const { runs } = (await ttpd.json('runs', 'list')).document.result;

  expect(runs.map(({ exitCode }: { exitCode: number }) => exitCode)).toEqual([10, 2]);
});

describe('an update that was applied, answered with 500, and then refused for too many requests', () => {
  it('is looked for and found, and the next sync has nothing to do', async () => {
    const { at, ttpd } = await atSandbox();
    const { document } = await ttpd.json('sync', '--category', 'brakes', '--limit', '1');
    const [part] = (await ttpd.json('search', '--category', 'brakes', '--limit', '1')).document.result.parts;
    await at.admin(`parts/${part.id}`, 'PATCH', { name: 'Another name' });
    await at.admin('faults', 'POST', {
      faults: ['bc:late-500:1:PUT /v3/catalog/products', 'bc:429:2:PUT /v3/catalog/products'],
    });

    const second = await ttpd.json('sync', '--category', 'brakes', '--limit', '1');
    await at.admin('faults', 'POST', { faults: [] });
    const third = await ttpd.json('sync', '--category', 'brakes', '--limit', '1');

    expect(document.result.applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(second.document.result.applied).toMatchObject({ done: 1, failed: 0, unknown: 0 });
    expect(third.document.result.plan).toMatchObject({ update: 0, unchanged: 1, conflict: 0 });
  });
});
