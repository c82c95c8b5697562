import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { sandbox } from './cli.ts';

const LOCAL = { preferLocal: true, localDir: process.cwd() } as const;

/** A folder with nothing in it but the packed ttpd, installed from its tarball. */
let project: string;
const at = (file: string) => path.join(project, 'node_modules/ttpd', file);

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'ttpd-package-'));
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--pack-destination', project], LOCAL);
  writeFileSync(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
  const tarball = path.join(project, stdout.trim().split('\n').at(-1) ?? '');
  await execa('npm', ['install', '--offline', '--ignore-scripts', tarball], { ...LOCAL, cwd: project });
  return () => rmSync(project, { recursive: true, force: true });
}, 240_000);

describe('the package, installed', () => {
  it('brings nothing but itself', () => {
    const installed = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['ttpd']);
    const { dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as Record<string, unknown>;
    expect(dependencies).toBeUndefined();
  });

  it('runs its command', async () => {
    const store = await sandbox('--parts', '60');
    const env = { TTPD_HOME: tempFolder(), TTPD_SANDBOX_URL: store.url };

    const { stdout } = await execa('node', [at('bin/ttpd.js'), 'sync', '--category', 'brakes', '--json'], {
      ...LOCAL,
      cwd: project,
      env,
    });

    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, result: { applied: { failed: 0 } } });
  });

  it("runs the library's example, which writes what it says", async () => {
    const store = await sandbox('--parts', '60');
    const before = (await store.stateHash()).products;
    const example = path.join(project, 'refresh.ts');
    writeFileSync(example, readFileSync(at('examples/library/refresh.ts')));

    const { stdout } = await execa('node', [example, 'brakes'], {
      ...LOCAL,
      cwd: project,
      env: { TTPD_HOME: tempFolder(), TTPD_SANDBOX_URL: store.url },
    });

    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ problems: [], accuracy: 1 });
    expect(report.written).toBeGreaterThan(5);
    expect((await store.stateHash()).products).toBeGreaterThan(before);
  });

  it('has types that a strict project reads without any package of its own', async () => {
    mkdirSync(path.join(project, 'typed'));
    writeFileSync(
      path.join(project, 'typed/index.ts'),
      `import { ExitCode, openTtpd, TtpdError, type SyncResult } from 'ttpd';
const ttpd = await openTtpd({ profile: 'sandbox', onEvent: (event) => event.type satisfies string });
const { run, exitCode, result } = await ttpd.sync({ all: true, approve: ({ rows }) => rows < 10 });
const made: number = (result satisfies SyncResult).plan.create;
// @ts-expect-error what writes needs somebody's yes
await ttpd.apply(run, {});
// @ts-expect-error there is no such group
await ttpd.sync({ all: true, only: ['prices'] });
export { ExitCode, exitCode, made, TtpdError };
`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', ''];
    const { stdout, exitCode } = await execa(
      'tsc',
      [...options, '--lib', 'es2024,dom,esnext.disposable', '--skipLibCheck', 'false', 'typed/index.ts'],
      { ...LOCAL, cwd: project, reject: false },
    );

    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });
});
