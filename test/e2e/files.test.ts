import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { BIN, cli, sandbox } from './cli.ts';

/** Every write to a file fails, as the kernel lets it where the disk or the quota takes no more. */
function withoutRoom(home: string, ...args: string[]) {
  const command = `trap '' XFSZ; ulimit -f 0; exec node ${BIN} "$@"`;
  const env = { TTPD_HOME: home, CI: '', NO_COLOR: '1' };
  return execa('sh', ['-c', command, 'sh', ...args], {
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
    env,
  });
}

describe('a disk that takes no more', () => {
  it('says so, and leaves neither a file nor half of one', async () => {
    const folder = tempFolder();
    const [rules, map] = [path.join(folder, 'rules.yaml'), path.join(folder, 'map.yaml')];

    const init = await withoutRoom(folder, 'config', 'init', '--out', rules);
    const inspect = await withoutRoom(folder, 'csv', 'inspect', 'test/e2e/parts.csv', '-o', map);

    for (const [{ exitCode, stdout, stderr }, file] of [
      [init, rules],
      [inspect, map],
    ] as const) {
      expect(exitCode).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toContain(file);
      expect(stderr).toContain('[FILE_UNWRITABLE]');
      expect(stderr).not.toContain('bug');
    }
    expect(readdirSync(folder).filter((name) => /yaml|tmp/.test(name))).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))('is no bug of ttpd, whatever is written', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await ttpd.run('sync', '--category', 'brakes', '--dry-run');

    const written = [
      await ttpd.json('plan', 'export', '--out', '/dev/full'),
      await ttpd.json('plan', 'export', '--format', 'ndjson', '--out', '/dev/full'),
      await ttpd.json('export-csv', '/dev/full'),
      await ttpd.json('reconcile', '--report', 'json:/dev/full'),
    ];

    expect(written.map(({ exitCode, document }) => [exitCode, document.problems[0]?.code])).toEqual(
      Array(4).fill([1, 'DISK_FULL']),
    );
  });

  it('keeps what an import has written when the rejected rows cannot be set apart', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    const folder = tempFolder();
    // A name that leaves no room for `.rejects`.
    const file = path.join(folder, `${'n'.repeat(245)}.csv`);
    writeFileSync(file, 'SKU,Name,Price,Weight\nA-1,Drum,10,5\nA-2,Drum,cheap,5\n');

    const { exitCode, document } = await ttpd.json('import-csv', file);

    expect([exitCode, document.result?.applied]).toEqual([4, { done: 1, failed: 0, skipped: 0, unknown: 0 }]);
    expect(document.result.rejectsFile).toBeNull();
    expect(document.problems.map(({ code }) => code)).toContain('FILE_UNWRITABLE');
    const { products } = await at.admin<{ products: { sku: string }[] }>('products?limit=10');
    expect(products.map(({ sku }) => sku)).toEqual(['A-1']);
  });
});

describe('files that flags name', () => {
  it.each([
    ['sync', '--skus'],
    ['export-csv', '--skus'],
    ['reconcile', '--skus'],
    ['reconcile', '--baseline'],
    ['import-csv', '--map'],
    ['sync', '--config'],
  ])('are refused without being read where they are far too large: %s %s', async (command, flag) => {
    const file = path.join(tempFolder(), 'huge');
    writeFileSync(file, '');
    truncateSync(file, 23e9);
    const others: Record<string, string[]> = {
      'import-csv': ['test/e2e/parts.csv'],
      'export-csv': [path.join(tempFolder(), 'out.csv')],
    };
    const args = others[command] ?? (flag === '--skus' ? [] : ['--all']);

    const { exitCode, document } = await cli().json(command, ...args, flag, file);

    expect(exitCode).toBe(2);
    expect(document.problems[0]?.code).toMatch(/^(FILE_TOO_LARGE|CSV_MAP_INVALID|RULES_INVALID)$/);
  });

  it('are waited for on stdin, and a signal ends the waiting', async () => {
    const child = execa('node', [BIN, 'sync', '--skus', '-', '--dry-run'], {
      preferLocal: true,
      reject: false,
      env: { TTPD_HOME: tempFolder(), CI: '', NO_COLOR: '1' },
    });
    child.stdin.write('GU-1\n');
    await new Promise((resolve) => setTimeout(resolve, 1_500));

    child.kill('SIGTERM');
    const { exitCode, stderr } = await child;

    expect(exitCode).toBe(130);
    expect(stderr).toContain('[INTERRUPTED]');
  });
});
