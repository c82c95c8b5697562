import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, sandbox } from './cli.ts';

const SYNC = ['sync', '--category', 'brakes', '--limit', '8'];

async function atSandbox(...faults: string[]) {
  const at = await sandbox('--parts', '200', ...faults.flatMap((fault) => ['--fault', fault]));
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

/** Two rows fail: one with a SKU that another client has taken meanwhile, one by too many 429s. */
async function withFailures() {
  const { at, ttpd } = await atSandbox();
  const planned = await ttpd.json(...SYNC, '--dry-run');
  const { rows } = (await ttpd.json('plan', 'show', '--kind', 'create')).document.result;
  const file = path.join(tempFolder(), 'skus');
  writeFileSync(file, rows[1].sku);
  await cli({ TTPD_SANDBOX_URL: at.url }).json('sync', '--skus', file);
  await at.admin('faults', 'POST', { faults: ['bc:429=1:3:POST /v3/catalog/products'] });
  const run = await ttpd.json('apply', planned.document.result.plan.id, '--concurrency', '1');
  await at.admin('faults', 'POST', { faults: [] });
  return { at, ttpd, run, limited: rows[0].sku as string, taken: rows[1].sku as string };
}

describe('retry', () => {
  it('tries again what may go well, and names what would be refused again', { timeout: 60_000 }, async () => {
    const { ttpd, run, limited, taken } = await withFailures();

    const first = await ttpd.json('retry');
    const second = await ttpd.json('retry', run.document.run);
    const asked = await ttpd.json('retry', run.document.run, '--include-permanent');

    expect(run.document.result.applied).toMatchObject({ failed: 2 });
    expect(run.document.problems.map(({ sku, code }) => [sku, code])).toEqual([
      [limited, 'RATE_LIMITED'],
      [taken, 'CONFLICT'],
    ]);
    // The product, and its metafields, which had been left out with it.
    expect(first.document.result.applied).toMatchObject({ done: 2, failed: 0, unknown: 0 });
    expect(first.stderr).toContain('--include-permanent');
    // The row that stays failed is the reason for the exit code of both.
    expect([first.exitCode, second.exitCode]).toEqual([4, 4]);
    expect(second.document.result.applied).toMatchObject({ done: 0, failed: 0 });
    expect(second.document.problems).toEqual([expect.objectContaining({ sku: taken, code: 'CONFLICT' })]);
    expect(asked.document.result.applied).toMatchObject({ done: 0, failed: 1 });
  });

  it('has nothing to do where nothing failed, and says so', async () => {
    const { ttpd } = await atSandbox();
    const none = await ttpd.json('retry');
    const run = await ttpd.json(...SYNC);

    const named = await ttpd.json('retry', run.document.run);

    expect([none.exitCode, none.document.problems[0]?.code]).toEqual([2, 'NOTHING_TO_RETRY']);
    expect(named.exitCode).toBe(0);
    expect(named.stderr).toContain('Nothing to retry');
  });

  it('leaves an interrupted run to resume', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox('bc:403:@3:POST /v3/catalog/products');
    const run = await ttpd.json(...SYNC, '--concurrency', '1');
    const planId = (await ttpd.json('runs', 'show', run.document.run)).document.result.planId;
    await at.admin('faults', 'POST', { faults: [] });

    const { exitCode, document } = await ttpd.json('retry', planId, '--include-permanent');

    expect([exitCode, document.problems[0]?.code]).toEqual([2, 'NOT_FINISHED']);
    expect(document.problems[0]?.next).toEqual([`ttpd resume ${planId}`]);
  });
});

/** `costPrice: "1.5"` → `cost_price: 1.5`. */
function wire(fields: Record<string, string>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      Number(value),
    ]),
  );
}

describe('an update that was cut off', () => {
  /** All updates were sent and none is known to have been taken: the key is refused from the second PUT on. */
  async function cutOff() {
    const { at, ttpd } = await atSandbox();
    await ttpd.json(...SYNC);
    await at.admin('parts/reprice', 'POST', { factor: 1.1 });
    await at.admin('faults', 'POST', { faults: ['bc:403:1:PUT /v3/catalog/products'] });
    const run = await ttpd.json(...SYNC);
    const { rows } = (await ttpd.json('plan', 'show', '--kind', 'update')).document.result;
    return { at, ttpd, run, rows: rows as { sku: string; after: Record<string, string> }[] };
  }

  it('is not written over what a merchant changed meanwhile, nor written twice', {
    timeout: 60_000,
  }, async () => {
    const { at, ttpd, run, rows } = await cutOff();
    const [mine, same] = rows;
    const edit = (sku: string | undefined, change: unknown) =>
      at.admin(`products/${encodeURIComponent(sku ?? '')}`, 'PATCH', change);
    await edit(mine?.sku, { price: 3.21 });
    await edit(same?.sku, { price: Number(same?.after.price) });
    await at.admin('stats/reset', 'POST', {});

    const { exitCode, document } = await ttpd.json('resume', run.document.run);
    const { products } = await at.admin<{ products: { sku: string; price: number }[] }>('products');

    expect(run.exitCode).toBe(5);
    expect(exitCode).toBe(4);
    expect(document.result.applied).toMatchObject({ done: rows.length - 1, failed: 1, unknown: 0 });
    expect(document.problems).toContainEqual(
      expect.objectContaining({
        sku: mine?.sku,
        code: 'CHANGED_MEANWHILE',
        message: expect.stringMatching(/price was .* was to become .* it is "3.21"/),
      }),
    );
    expect(products.find(({ sku }) => sku === mine?.sku)?.price).toBe(3.21);
  });

  it('is done without a write where the store has it already', { timeout: 60_000 }, async () => {
    const { at, ttpd, rows } = await cutOff();
    for (const { sku, after } of rows)
      await at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', wire(after));
    await at.admin('stats/reset', 'POST', {});

    const { exitCode, document } = await ttpd.json('resume');
    const { byEndpoint } = (await at.stats()).bigcommerce;

    expect(exitCode).toBe(0);
    expect(document.result.applied.done).toBe(rows.length);
    expect(Object.keys(byEndpoint).filter((endpoint) => !endpoint.startsWith('GET'))).toEqual([]);
  });
});

describe('an update whose answer was lost', () => {
  it('is read back in the same run, its own images and custom fields among it', {
    timeout: 60_000,
  }, async () => {
    async function run(...faults: string[]) {
      const { at, ttpd } = await atSandbox();
      await ttpd.json(...SYNC);
      const { parts } = (await ttpd.json('search', '--category', 'brakes', '--limit', '8')).document.result;
      for (const { id } of parts)
        await at.admin(`parts/${id}`, 'PATCH', {
          updated_at: '2030-01-01T00:00:00Z',
          attributes: [{ name: 'Finish', value: 'Painted' }],
          images: [{ url: `https://images.example.com/${id}.jpg` }],
        });
      await at.admin('faults', 'POST', { faults });
      const { document } = await ttpd.json(...SYNC);
      return { document, hash: (await at.stateHash()).hash };
    }
    const undisturbed = await run();

    const { document, hash } = await run(
      'bc:lost-answer:2:/images',
      'bc:lost-answer:3:/custom-fields',
      'bc:lost-answer:1:PUT /v3/catalog/products',
    );

    expect(undisturbed.document.result.plan.update).toBeGreaterThan(3);
    expect(document.result.applied).toEqual(undisturbed.document.result.applied);
    expect(hash).toBe(undisturbed.hash);
  });
});

describe('--ramp', () => {
  it('writes stage by stage, all of it where nothing goes wrong', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox();
    const plain = await atSandbox();
    await plain.ttpd.json('sync', '--category', 'brakes');

    const { exitCode } = await ttpd.json('sync', '--category', 'brakes', '--ramp', '10,50,100');

    expect(exitCode).toBe(0);
    expect(await at.stateHash()).toEqual(await plain.at.stateHash());
  });

  it('stops after a stage that went wrong, and resume goes on', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox('bc:422:3:POST /v3/catalog/products');

    const { exitCode, document } = await ttpd.json('sync', '--category', 'brakes', '--ramp', '50,100');
    const { create } = document.result.plan;
    const resumed = await ttpd.json('resume', document.run);

    expect(exitCode).toBe(6);
    expect(document.problems).toContainEqual(
      expect.objectContaining({ code: 'RAMP_STOPPED', message: expect.stringContaining('50 %') }),
    );
    expect(document.result.applied).toMatchObject({ failed: 3, done: Math.ceil(create / 2) - 3 });
    expect(resumed.document.result.applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(resumed.document.result.applied.done).toBeGreaterThan(create - Math.ceil(create / 2));
    expect((await at.stateHash()).products).toBe(create - 3);
  });

  it.each(['10,5,100', '10,50', 'x', '0,100'])('refuses %s', async (shares) => {
    const { exitCode, document } = await cli().json('sync', '--all', '--ramp', shares);

    expect(exitCode).toBe(2);
    expect(document.problems[0]?.message).toContain('end with 100');
  });
});

describe('a creation whose end was not found out', () => {
  it('leaves alone what somebody made of the product meanwhile', { timeout: 60_000 }, async () => {
    const { at, ttpd } = await atSandbox(
      'bc:lost-answer:1:POST /v3/catalog/products',
      'bc:404:@2:GET /v3/catalog/products',
    );
    const run = await ttpd.json(...SYNC, '--concurrency', '1');
    await at.admin('faults', 'POST', { faults: [] });
    const sku = run.document.problems[0]?.sku ?? '';
    await at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', { price: 3.21 });

    const { exitCode, document } = await ttpd.json('resume');
    const again = await ttpd.json('resume');

    expect(run.document.result.applied).toMatchObject({ unknown: 1 });
    expect(exitCode).toBe(4);
    expect(document.problems).toEqual([expect.objectContaining({ sku, code: 'CHANGED_MEANWHILE' })]);
    expect(again.document.problems[0]?.code).toBe('NOTHING_TO_RESUME');
  });
});
