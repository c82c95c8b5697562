import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function aLedger(folder: string): Promise<Ledger> {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  await ledger.plans.start({ id: 'P', store: 's', profile: 'x'.repeat(200_000), selection: {} });
  return ledger;
}

/** Backs the ledger up in a process whose files cannot grow beyond 96 kB, as on a disk that is full. */
function backUpOnAFullDisk(folder: string, to: string): string {
  const script = `
    const { openLedger } = await import(${JSON.stringify(path.resolve('src/ledger/ledger.ts'))});
    const { systemClock } = await import(${JSON.stringify(path.resolve('src/common/clock.ts'))});
    const ledger = await openLedger(${JSON.stringify(folder)}, systemClock);
    const error = await ledger.backup(${JSON.stringify(to)}).then(() => ({ code: 'none' }), (error) => error);
    console.log(error.code, error.exitCode, error.message);`;
  const limited = `trap '' XFSZ; ulimit -f 96; exec "$0" --input-type=module -e "$1"`;
  return spawnSync('bash', ['-c', limited, process.execPath, script]).stdout.toString();
}

describe('backup', () => {
  it('that finds no room says so of the copy, leaves nothing, and works when there is some', async () => {
    const folder = tempFolder();
    const ledger = await aLedger(folder);
    const target = tempFolder();
    const to = path.join(target, 'copy.db');

    const said = backUpOnAFullDisk(folder, to);

    expect(said).toMatch(/^FILE_UNWRITABLE 1 /);
    expect(said).toContain(to);
    expect(readdirSync(target)).toEqual([]);
    await ledger.backup(to);
    expect(readdirSync(target)).toEqual(['copy.db']);
    expect(statSync(to).mode & 0o777).toBe(0o600);
  });

  it('never takes the place of a file', async () => {
    const ledger = await aLedger(tempFolder());
    const target = tempFolder();
    const to = path.join(target, 'copy.db');
    writeFileSync(to, 'mine');

    await expect(ledger.backup(to)).rejects.toMatchObject({ code: 'FILE_EXISTS', exitCode: 2 });
    expect(statSync(to).size).toBe(4);
    expect(readdirSync(target)).toEqual(['copy.db']);
  });

  it('is refused in a folder that is not there', async () => {
    const ledger = await aLedger(tempFolder());

    await expect(ledger.backup(path.join(tempFolder(), 'none', 'copy.db'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      exitCode: 2,
    });
  });
});
