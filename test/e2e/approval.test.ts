import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { BIN, cli, sandbox } from './cli.ts';

const SYNC = ['sync', '--category', 'brakes', '--limit', '1'];

/** A production profile whose two services are the sandbox's. */
async function production(settings: object = {}) {
  const at = await sandbox('--parts', '200');
  const home = tempFolder();
  const profile = {
    extends: 'production',
    finditparts: { baseUrl: `${at.url}/finditparts/v1`, apiKey: 'env:FP_KEY' },
    bigcommerce: { storeHash: 'sandbox', apiHost: at.url, accessToken: 'env:BC_TOKEN' },
    settings,
  };
  writeFileSync(
    path.join(home, 'config.json'),
    JSON.stringify({ defaultProfile: 'shop', profiles: { shop: profile } }),
  );
  const env = { FP_KEY: 'sandbox-key', BC_TOKEN: 'sandbox-token' };
  const written = async () => (await at.stateHash()).products;
  return { ttpd: cli(env, home), home, env, written };
}

/** Runs on a terminal of its own, and types `answer` when it is asked. */
async function onTerminal(home: string, env: Record<string, string>, args: string[], answer: string) {
  const command = ['node', BIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = execa('script', ['-qefc', command, '/dev/null'], {
    preferLocal: true,
    reject: false,
    timeout: 60_000,
    env: { ...env, TTPD_HOME: home, CI: '', NO_COLOR: '1', TERM: 'xterm' },
  });
  let shown = '';
  let asked = false;
  child.stdout.on('data', (text: Buffer) => {
    shown += text.toString();
    if (asked || !shown.includes("Type the store's name:")) return;
    asked = true;
    child.stdin.write(answer);
  });
  const { exitCode } = await child;
  return { exitCode, shown, asked };
}

describe('a write to a production store', () => {
  it('is refused where nobody can be asked, and where the name is another one', async () => {
    const { ttpd, written } = await production();

    const silent = await ttpd.json(...SYNC);
    const mistaken = await ttpd.json(...SYNC, '--confirm', 'Another Store');

    expect([silent.exitCode, silent.document.problems[0]?.code]).toEqual([2, 'NON_INTERACTIVE']);
    expect([mistaken.exitCode, mistaken.document.problems[0]?.code]).toEqual([2, 'CONFIRM_MISMATCH']);
    expect(await written()).toBe(0);
  });

  it('is refused with --confirm of another name, whatever --yes says', async () => {
    const { ttpd, written } = await production();

    const { exitCode, document } = await ttpd.json(...SYNC, '--yes', '--confirm', 'Another Store');

    expect([exitCode, document.problems[0]?.code]).toEqual([2, 'CONFIRM_MISMATCH']);
    expect(await written()).toBe(0);
  });

  it('goes on with --confirm and the name of the store', async () => {
    const { ttpd, written } = await production();
    const { document } = await ttpd.json(...SYNC, '--confirm', 'Another Store');
    const [, name = ''] = /this store is "(.*)"/.exec(document.problems[0]?.message ?? '') ?? [];

    const { exitCode } = await ttpd.json(...SYNC, '--confirm', name);

    expect(exitCode).toBe(0);
    expect(await written()).toBe(1);
  });

  it('is not approved by a file of settings', async () => {
    const { ttpd, written } = await production({ yes: true });

    const { exitCode, document } = await ttpd.json(...SYNC);

    expect([exitCode, document.problems[0]?.code]).toEqual([2, 'CONFIG_INVALID']);
    expect(await written()).toBe(0);
  });

  describe.runIf(existsSync('/usr/bin/script'))('asked on a terminal', () => {
    it.each([
      ['y', 'y\r'],
      ['another name', 'Another Store\r'],
      ['nothing', '\r'],
      ['Ctrl-C', '\u0003'],
    ])('is declined by %s', async (_, answer) => {
      const { home, env, written } = await production();

      const { exitCode, shown, asked } = await onTerminal(home, env, SYNC, answer);

      expect([asked, exitCode]).toEqual([true, 3]);
      expect(shown).toContain('[DECLINED]');
      expect(await written()).toBe(0);
    });

    it('goes on when the name of the store is typed', async () => {
      const { ttpd, home, env, written } = await production();
      const { document } = await ttpd.json(...SYNC, '--confirm', 'Another Store');
      const [, name = ''] = /this store is "(.*)"/.exec(document.problems[0]?.message ?? '') ?? [];

      const { exitCode, asked } = await onTerminal(home, env, SYNC, `${name}\r`);

      expect([asked, exitCode]).toEqual([true, 0]);
      expect(await written()).toBe(1);
    });
  });
});
