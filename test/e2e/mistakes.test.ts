import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { BIN, cli, sandbox } from './cli.ts';

/** Something that is no sandbox. */
async function stranger(status: number, body: string): Promise<string> {
  const server = createServer((_, answer) => answer.writeHead(status).end(body));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a mistake of the user is told as one', () => {
  it.each([
    [['export-csv', 'a.csv', '--vehicle', '2018 Freightliner Cascadia'], 'OPTION_CONFLICT'],
    [['config', 'path', '--output-file', '/nonexistent/x'], 'FILE_UNWRITABLE'],
    [['sandbox', 'serve', '--fault', 'xx'], 'FAULT_INVALID'],
    [['sandbox', 'serve', '--data', '/dev/null/x'], 'FOLDER_UNWRITABLE'],
    [['sandbox', 'reset', '--data', '/dev/null/x'], 'FOLDER_UNWRITABLE'],
    [['sync', '--skus', '/dev/null'], 'FILE_EMPTY'],
    [['sync', '--skus', '/does/not/exist'], 'FILE_UNREADABLE'],
    [['sync', '--skus', 'skus.txt', '--category', 'brakes', '--all'], 'SELECTED_TWICE'],
  ])('%j', async (args, code) => {
    const ttpd = cli();
    const { exitCode, document, stderr } = await ttpd.json(...args);

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({ code, hint: expect.any(String) as string });
    expect(stderr).not.toMatch(/bug in ttpd|^\s+at /m);
  });

  it('a port that is taken', async () => {
    const url = await stranger(200, '');

    const { exitCode, document } = await cli().json('sandbox', 'serve', '--port', new URL(url).port);

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({ code: 'PORT_TAKEN', next: ['ttpd sandbox serve'] });
  });

  it.each([
    ['nobody', undefined],
    ['who answers with an error', [500, '{}']],
    ['who answers something else', [200, '{"hello":1}']],
    ['who answers no JSON', [200, '<html>']],
  ] as const)('resetting a sandbox where there is %s', async (_, answer) => {
    const url = answer ? await stranger(answer[0], answer[1]) : 'http://127.0.0.1:9';

    const { exitCode, document } = await cli({ TTPD_SANDBOX_URL: url }).json('sandbox', 'reset');

    expect(exitCode).toBe(1);
    expect(document.problems[0]).toMatchObject({ code: 'SANDBOX_UNREACHABLE', next: ['ttpd sandbox serve'] });
  });

  it('--json together with --ndjson', async () => {
    const { exitCode, document } = await cli().json('config', 'path', '--ndjson');

    expect(exitCode).toBe(2);
    expect(document.problems[0]?.code).toBe('SETTINGS_CONFLICT');
  });
});

it('takes an empty TTPD_SANDBOX_URL for none', async () => {
  const ttpd = cli({ TTPD_SANDBOX_URL: '' });

  expect((await ttpd.json('sandbox', 'reset', '--parts', '50')).exitCode).toBe(0);
  expect((await ttpd.json('search', '--all')).document.result.parts).toHaveLength(50);
});

it('gives what to run next in the JSON document too', async () => {
  const { document } = await cli().json('plan', 'show', 'nope');

  expect(document.problems[0]).toMatchObject({ code: 'PLAN_UNKNOWN', next: ['ttpd plan list'] });
});

it('suggests a category where a search in an unknown one finds nothing', async () => {
  const ttpd = cli();

  const slip = await ttpd.run('search', '--category', 'braks');
  const nonsense = await ttpd.run('search', '--category', 'zzz');

  expect(slip).toMatchObject({ exitCode: 0, stdout: 'Nothing found.' });
  expect(slip.stderr).toContain('Did you mean brakes');
  expect(nonsense.stderr).toContain('air-conditioning');
});

describe('config list --show-origin', () => {
  async function origins(env: Record<string, string>, config?: object, ...args: string[]) {
    const home = tempFolder();
    if (config) writeFileSync(path.join(home, 'config.json'), JSON.stringify(config));
    const { document } = await cli(env, home).json('config', 'list', '--show-origin', ...args);
    return Object.fromEntries(
      (document.result.settings as { key: string; origin: string }[]).map(({ key, origin }) => [key, origin]),
    );
  }
  const ENV = { BIGCOMMERCE_STORE_HASH: 'abc', BIGCOMMERCE_API_HOST: 'https://example.com' };

  it('knows which profile is the default, and which one config.json made the default', async () => {
    expect((await origins({})).profile).toBe('default');
    expect((await origins({}, { defaultProfile: 'test' })).profile).toBe('config.json');
    expect((await origins({}, undefined, '--profile', 'test')).profile).toBe('--profile');
  });

  it('names the variables that gave the store', async () => {
    const own = { profiles: { mine: { extends: 'test', bigcommerce: { storeHash: 'own' } } } };

    expect(await origins(ENV, undefined, '--profile', 'test')).toMatchObject({
      'bigcommerce.storeHash': 'BIGCOMMERCE_STORE_HASH',
      'bigcommerce.apiHost': 'BIGCOMMERCE_API_HOST',
    });
    expect(await origins(ENV, own, '--profile', 'mine')).toMatchObject({
      'bigcommerce.storeHash': 'profile mine',
      'bigcommerce.apiHost': 'BIGCOMMERCE_API_HOST',
    });
  });
});

it('writes all of it although nobody reads what it says any more', async () => {
  const at = await sandbox('--parts', '300');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--all', '--dry-run');

  await execa({
    shell: 'bash',
    preferLocal: true,
    reject: false,
    env: { TTPD_HOME: ttpd.home, TTPD_SANDBOX_URL: at.url },
  })`node ${BIN} apply 2>&1 | head -1 >/dev/null`;

  const [run] = (await ttpd.json('runs', 'list')).document.result.runs;
  expect(run).toMatchObject({ command: 'apply', exitCode: 0 });
  expect((await at.stateHash()).products).toBeGreaterThan(200);
});

it('survives a reader of an export that goes away', async () => {
  const at = await sandbox('--parts', '300');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--all', '--dry-run');

  const { stderr } = await execa({
    shell: 'bash',
    preferLocal: true,
    reject: false,
    env: { TTPD_HOME: ttpd.home, TTPD_SANDBOX_URL: at.url },
  })`node ${BIN} plan export | head -1 >/dev/null`;

  expect(stderr).not.toMatch(/bug in ttpd|EPIPE/);
});
