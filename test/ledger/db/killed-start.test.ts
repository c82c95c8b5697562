import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** `npm run test:migrations`: every point. Else some of them, in the same places each time. */
const EVERY = process.env.TTPD_MIGRATION_KILLS === 'all';
const HAS_STRACE = spawnSync('strace', ['-V']).status === 0;
const OPEN_ONCE = path.join(import.meta.dirname, 'open-once.ts');
const PRELOAD = path.resolve('test/preload/kill-at-statement.ts');

/** A way to be killed: at the n-th of something, counted in a run that nothing ends. */
interface Killer {
  count(folder: string): number;
  kill(folder: string, at: number): string | null;
}

function open(folder: string, env: NodeJS.ProcessEnv, ...strace: string[]) {
  const [command = '', ...args] = [...strace, process.execPath, OPEN_ONCE];
  // One thread: what several write at once would be counted differently each time.
  const threads = { UV_THREADPOOL_SIZE: '1' };
  return spawnSync(command, args, { env: { ...process.env, LEDGER_FOLDER: folder, ...threads, ...env } });
}

const byStatement: Killer = {
  count(folder) {
    const file = path.join(tempFolder(), 'count');
    open(folder, { NODE_OPTIONS: `--import ${PRELOAD}`, KILL_COUNT: file });
    return Number(readFileSync(file, 'utf8'));
  },
  kill: (folder, at) => open(folder, { NODE_OPTIONS: `--import ${PRELOAD}`, KILL_AT: String(at) }).signal,
};

function bySystemCall(calls: string): Killer {
  return {
    count(folder) {
      const file = path.join(tempFolder(), 'trace');
      open(folder, {}, 'strace', '-f', '-qq', '-o', file, '-e', `trace=${calls}`);
      return readFileSync(file, 'utf8').split('\n').length - 1;
    },
    kill: (folder, at) =>
      open(
        folder,
        {},
        ...['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`],
        ...['-e', `inject=${calls}:signal=SIGKILL:when=${at}`],
      ).signal,
  };
}

/** A ledger with data, as a version left it that knew no orders. */
async function anOlderLedger(): Promise<string> {
  const folder = tempFolder();
  const ledger = await openLedger(folder, systemClock);
  await ledger.plans.start({ id: 'OLD', store: 's', profile: 'p', selection: {} });
  await ledger.operations.add(
    'OLD',
    Array.from({ length: 50 }, (_, i) => ({
      ...{ kind: 'create' as const, sku: `SKU-${i}`, name: 'A part', partId: null, productId: null },
      ...{ before: {}, after: { price: '1' }, code: null, reason: null, snapshot: null },
    })),
  );
  await ledger.close();
  const database = new DatabaseSync(path.join(folder, 'ledger.db'));
  for (const table of ['category', 'order_review', 'order_parcel', 'supplier_order_line', 'supplier_order'])
    database.exec(`drop table ${table}`);
  for (const change of [
    'alter table plan drop column ramp',
    'alter table operation drop column offer',
    'alter table operation drop column variant_id',
    'drop index snapshot_product',
  ])
    database.exec(change);
  database.exec("delete from kysely_migration where name >= '0005'");
  database.close();
  return folder;
}

async function aCopyOf(folder: string | undefined): Promise<string> {
  const copy = tempFolder();
  if (folder !== undefined) cpSync(folder, copy, { recursive: true });
  return copy;
}

/** How many kill points there were; throws where the ledger does not open after one, or has lost something. */
async function killAtEach(killer: Killer, from: string | undefined, step: number): Promise<number> {
  const points = killer.count(await aCopyOf(from));
  for (let at = 1; at <= points; at += step) {
    const folder = await aCopyOf(from);
    expect(killer.kill(folder, at)).toBe('SIGKILL');

    const ledger = await openLedger(folder, systemClock);
    ledger.requireSound('full');
    if (from !== undefined) expect((await ledger.operations.counts('OLD'))[0]?.count).toBe(50);
    expect(await ledger.orders.list('s')).toEqual([]);
    await ledger.close();
  }
  return points;
}

describe('a ledger whose opening was killed', { timeout: EVERY ? 900_000 : 120_000 }, () => {
  it.each(['first start', 'upgrade'])(
    'before a statement of its %s, opens and has lost nothing',
    async (start) => {
      const from = start === 'upgrade' ? await anOlderLedger() : undefined;

      expect(await killAtEach(byStatement, from, EVERY ? 1 : 9)).toBeGreaterThan(20);
    },
  );

  const calls = ['fsync,fdatasync', ...(EVERY ? ['pwrite64', 'ftruncate,unlink'] : [])];
  // Skipped where there is no strace.
  describe.skipIf(!HAS_STRACE).each(calls)('in a %s', (call) => {
    it.each(['first start', 'upgrade'])('of its %s, opens and has lost nothing', async (start) => {
      const from = start === 'upgrade' ? await anOlderLedger() : undefined;

      expect(await killAtEach(bySystemCall(call), from, EVERY ? 1 : 3)).toBeGreaterThan(1);
    });
  });
});
