import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, type RunningSandbox, sandbox } from './cli.ts';

interface Workflow {
  jobs: { reconcile: { env: Record<string, string>; steps: { name?: string; run?: string; if?: string }[] } };
}
interface Pipeline {
  reconcile: { script: string[]; variables: Record<string, string>; artifacts: Record<string, unknown> };
}

/** A job's folder with `ttpd` on its PATH, and a store of which one price is wrong. */
async function job() {
  const at = await sandbox('--parts', '100');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await ttpd.run('sync', '--category', 'brakes');
  const { products } = await at.admin<{ products: { sku: string }[] }>('products?limit=1');
  const sku = products[0]?.sku ?? '';
  const folder = tempFolder();
  const command = path.join(folder, 'ttpd');
  writeFileSync(command, `#!/usr/bin/env bash\nexec node ${path.resolve('bin/ttpd.js')} "$@"\n`);
  chmodSync(command, 0o755);
  return { at, ttpd, sku, folder, file: (name: string) => path.join(folder, name) };
}

/** As a runner does: a script for bash, with the job's variables. */
function shell(script: string, at: RunningSandbox, home: string, folder: string, env = {}) {
  return execa('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    reject: false,
    stdin: 'ignore',
    env: {
      TTPD_HOME: home,
      TTPD_SANDBOX_URL: at.url,
      NO_COLOR: '1',
      CI: 'true',
      ...env,
      PATH: `${path.resolve('node_modules/.bin')}:${folder}:${process.env.PATH}`,
    },
  });
}

const wrongPrice = (at: RunningSandbox, sku: string) =>
  at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', { price: 1 });

describe('examples for CI', { timeout: 60_000 }, () => {
  it('GitHub Actions: passes in step, fails on drift, honours a baseline, keeps its reports', async () => {
    const { at, ttpd, sku, folder, file } = await job();
    const { env, steps } = (parse(readFileSync('examples/github-actions/reconcile.yml', 'utf8')) as Workflow)
      .jobs.reconcile;
    const script = steps.map(({ run }) => run).find((run) => run?.includes('ttpd reconcile')) ?? '';
    const summary = file('summary.md');
    const run = () =>
      shell(script, at, ttpd.home, folder, { GITHUB_STEP_SUMMARY: summary, TTPD_NOTIFY_URL: '' });

    expect((await run()).exitCode).toBe(0);
    await wrongPrice(at, sku);
    const { exitCode, stderr } = await run();

    expect(exitCode).toBe(10);
    expect(stderr).toContain('::error title=');
    expect(readFileSync(summary, 'utf8')).toContain('1 difference in');
    expect(['drift.xml', 'drift.md', 'drift.csv'].filter((name) => !existsSync(file(name)))).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ if: 'always()' });
    expect(Object.values(env).filter((value) => !value.startsWith('${{ secrets.'))).toEqual(['production']);

    const entry = `{ sku: ${sku}, class: price, reason: fair, until: 2999-12-31 }`;
    writeFileSync(file('known-differences.yaml'), `accepted:\n  - ${entry}\n`);
    expect((await run()).exitCode).toBe(0);
  });

  it('GitLab: fails on drift and leaves the JUnit report where it says', async () => {
    const { at, ttpd, sku, folder, file } = await job();
    await wrongPrice(at, sku);
    const { script, artifacts } = (parse(readFileSync('examples/gitlab-ci.yml', 'utf8')) as Pipeline)
      .reconcile;

    const { exitCode } = await shell(script.join('\n'), at, ttpd.home, folder);

    expect(exitCode).toBe(10);
    expect(artifacts).toEqual({ when: 'always', paths: ['drift.csv'], reports: { junit: 'drift.xml' } });
    expect(readFileSync(file('drift.xml'), 'utf8')).toContain('failures="1"');
  });

  it('cron: repairs stock in silence, and prints when it could not compare', async () => {
    const { at, ttpd, sku, folder } = await job();
    await at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', { inventory_level: 9_999 });
    const [line = ''] = readFileSync('examples/cron/crontab', 'utf8')
      .split('\n')
      .filter((each) => each.includes('reconcile.sh'));
    const run = () =>
      shell(`${path.resolve('examples/cron/reconcile.sh')} out`, at, ttpd.home, folder, { MAX_AGE: '9999d' });

    const repaired = await run();
    await at.admin('faults', 'POST', { faults: ['fp:400'] });
    const failed = await run();

    expect(line).toMatch(/^\d+ \* \* \* \* {2}/);
    expect(repaired).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(
      (await at.admin<{ products: { inventory_level: number }[] }>('products?limit=1')).products[0],
    ).not.toMatchObject({ inventory_level: 9_999 });
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('Could not compare');
  });
});
