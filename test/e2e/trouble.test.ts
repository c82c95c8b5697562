import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, sandbox } from './cli.ts';

const PARTS = ['--parts', '200'];

async function atSandbox(...faults: string[]) {
  const at = await sandbox(...PARTS, ...faults.flatMap((fault) => ['--fault', fault]));
  return { at, ttpd: cli({ TTPD_SANDBOX_URL: at.url }) };
}

/** A profile of the user's own that points at the sandbox, with keys from files. */
function withKeys(url: string, keys: { finditparts: string; bigcommerce: string }) {
  const home = tempFolder();
  const file = (name: string, text: string) => {
    writeFileSync(path.join(home, name), text);
    return `file:${path.join(home, name)}`;
  };
  mkdirSync(home, { recursive: true });
  const profile = {
    extends: 'test',
    finditparts: { baseUrl: `${url}/finditparts/v1`, apiKey: file('fp.key', keys.finditparts) },
    bigcommerce: { storeHash: 'sandbox', apiHost: url, accessToken: file('bc.key', keys.bigcommerce) },
  };
  writeFileSync(
    path.join(home, 'config.json'),
    JSON.stringify({ defaultProfile: 'mine', profiles: { mine: profile } }),
  );
  return cli({}, home);
}

describe('trouble', () => {
  it('names the nearest categories when there is none of that name', async () => {
    const { at, ttpd } = await atSandbox();

    const { exitCode, document } = await ttpd.json('sync', '--category', 'braks');

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({
      code: 'CATEGORY_UNKNOWN',
      hint: expect.stringContaining('brakes'),
    });
    expect((await at.stats()).bigcommerce.byEndpoint).not.toHaveProperty('POST /v3/catalog/products');
  });

  it.each([
    ['answers with 500', 'fp:500', 'SERVICE_FAILED'],
    ['drops the connection', 'fp:lost-request', 'NETWORK'],
    ['sends HTML with 200', 'fp:html', 'BROKEN_BODY'],
    ['cuts its answers short', 'fp:truncate', 'BROKEN_BODY'],
  ])('writes nothing and says what failed when the supplier %s', async (_, fault, code) => {
    const { at, ttpd } = await atSandbox(fault);
    const before = await at.stateHash();

    const { exitCode, document, stderr } = await ttpd.json('sync', '--category', 'brakes');

    expect(exitCode).toBe(1);
    expect(document.problems[0]).toMatchObject({
      code,
      message: expect.stringMatching(/FinditParts.*parts\/search/s),
    });
    expect(document.problems[0]?.hint).toBeTruthy();
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await at.stateHash()).toEqual(before);
  });

  it('goes on after faults that end by themselves', async () => {
    const { ttpd } = await atSandbox('fp:500:1', 'bc:500:1:GET', 'fp:truncate:1:parts/', 'bc:429:2:POST');

    const { exitCode, document } = await ttpd.json('sync', '--category', 'brakes');

    expect(exitCode).toBe(0);
    expect(document.result.applied.failed).toBe(0);
  });

  it('finds products whose creation was not answered, instead of creating them twice', async () => {
    const { at, ttpd } = await atSandbox('bc:lost-answer:30%:POST /v3/catalog/products');
    const twin = await atSandbox();

    const { exitCode, document } = await ttpd.json('sync', '--category', 'brakes');
    await twin.ttpd.json('sync', '--category', 'brakes');

    expect(exitCode).toBe(0);
    expect(document.result.applied).toMatchObject({ failed: 0, unknown: 0 });
    expect(await at.stateHash()).toEqual(await twin.at.stateHash());
  });

  it("keeps the service's own words for a row that it refused, and goes on with the others", async () => {
    const { at, ttpd } = await atSandbox();
    const planned = await ttpd.json('sync', '--category', 'brakes', '--dry-run');
    const shown = await ttpd.json('plan', 'show', '--kind', 'create');
    const [taken] = shown.document.result.rows;
    const other = cli({ TTPD_SANDBOX_URL: at.url });
    const file = path.join(tempFolder(), 'skus');
    writeFileSync(file, taken.sku);
    await other.json('sync', '--skus', file);

    const { exitCode, document } = await ttpd.json('apply', planned.document.result.plan.id);

    expect(exitCode).toBe(4);
    // One product is one failure; the metafields that it would have had are skipped with it.
    const { create, metafields, related } = planned.document.result.plan;
    expect(document.result.applied).toMatchObject({ failed: 1, done: create + metafields + related - 2 });
    expect(document.problems).toContainEqual(
      expect.objectContaining({
        sku: taken.sku,
        code: 'CONFLICT',
        message: expect.stringContaining('duplicate'),
      }),
    );
  });

  it.each([
    ['supplier', { finditparts: 'wrong-key-123', bigcommerce: 'sandbox-token' }, 'fp.key'],
    ['store', { finditparts: 'sandbox-key', bigcommerce: 'wrong-token-123' }, 'bc.key'],
  ])('exits 5 at once when the %s refuses the key, and does not show it', async (_, keys, file) => {
    const { at } = await atSandbox();
    const ttpd = withKeys(at.url, keys);

    const { exitCode, document, stderr } = await ttpd.json('sync', '--category', 'brakes', '--yes');

    expect(exitCode).toBe(5);
    expect(document.problems[0]).toMatchObject({ code: 'UNAUTHORIZED', hint: expect.stringContaining(file) });
    expect(JSON.stringify(document) + stderr).not.toMatch(/wrong-(key|token)-123/);
    expect((await at.stateHash()).products).toBe(0);
  });

  it('needs --yes for a store that is not the sandbox when nobody can be asked', async () => {
    const { at } = await atSandbox();
    const ttpd = withKeys(at.url, { finditparts: 'sandbox-key', bigcommerce: 'sandbox-token' });

    const asked = await ttpd.json('sync', '--category', 'brakes', '--limit', '3');
    const told = await ttpd.json('sync', '--category', 'brakes', '--limit', '3', '--yes');

    expect(asked.exitCode).toBe(2);
    expect(asked.document.problems[0]).toMatchObject({
      code: 'NON_INTERACTIVE',
      hint: expect.stringContaining('--yes'),
    });
    expect(told.exitCode).toBe(0);
  });

  it('says which variable is missing for a store that was not signed in to', async () => {
    const ttpd = cli({ BIGCOMMERCE_STORE_HASH: 'abc', BIGCOMMERCE_ACCESS_TOKEN: '' });

    const { exitCode, document } = await ttpd.json('sync', '--all', '--profile', 'production');

    expect(exitCode).toBe(5);
    expect(document.problems[0]).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(document.problems[0]?.message).toContain('BIGCOMMERCE_ACCESS_TOKEN');
  });

  it('says how to start a sandbox when TTPD_SANDBOX_URL leads nowhere', async () => {
    const { exitCode, stderr } = await cli({ TTPD_SANDBOX_URL: 'http://127.0.0.1:9' }).run('search', 'drum');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('ttpd sandbox serve');
  });
});
