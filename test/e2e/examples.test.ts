import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { cli, sandbox } from './cli.ts';

/** A folder with a `ttpd` command, as it would be on the PATH of a machine that has it installed. */
function installed(): string {
  const folder = tempFolder();
  const command = path.join(folder, 'ttpd');
  writeFileSync(command, `#!/usr/bin/env bash\nexec node ${path.resolve('bin/ttpd.js')} "$@"\n`);
  chmodSync(command, 0o755);
  return folder;
}

describe('examples', () => {
  it('refreshes prices and stock at night', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await ttpd.run('sync', '--category', 'brakes');
    await at.admin('parts/reprice', 'POST', { factor: 1.2 });
    const report = path.join(ttpd.home, 'report.json');

    const { exitCode } = await execa(path.resolve('examples/nightly-refresh/refresh.sh'), [report], {
      preferLocal: true,
      reject: false,
      stdin: 'ignore',
      env: {
        TTPD_HOME: ttpd.home,
        TTPD_SANDBOX_URL: at.url,
        PATH: `${path.resolve('node_modules/.bin')}:${installed()}:${process.env.PATH}`,
      },
    });

    const { result } = JSON.parse(readFileSync(report, 'utf8')) as {
      result: { plan: Record<string, number> };
    };
    expect(exitCode).toBe(0);
    expect(result.plan.update).toBeGreaterThan(5);
    expect(result.plan.create).toBe(0);
  });
});
