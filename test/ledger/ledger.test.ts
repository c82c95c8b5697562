import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { lockStore } from '../../src/ledger/db/lock.ts';
import type { NewOperation } from '../../src/ledger/journal/operation.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { newRow, type RowFields, writing } from '../helpers/plan-rows.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

async function aLedger(folder = tempFolder()): Promise<Ledger> {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

function aRow(changes: RowFields = {}): NewOperation {
  const snapshot = { fields: { price: '1', name: 'Drum' }, partUpdatedAt: 't1' };
  return newRow({ kind: 'create', productId: null, after: { price: '1' }, snapshot, ...changes });
}

async function aPlan(ledger: Ledger, rows: NewOperation[]): Promise<void> {
  await ledger.plans.start({ id: 'P', store: 's', profile: 'sandbox', selection: { all: true } });
  await ledger.operations.add('P', rows);
  await ledger.plans.finish('P', { hash: 'h', unchanged: 2 });
}

async function rowsOf(ledger: Ledger, filter = {}) {
  const rows = [];
  for await (const row of ledger.operations.iterate('P', filter)) rows.push(row);
  return rows;
}

describe('openLedger', () => {
  it('keeps its files from other users', async () => {
    const ledger = await aLedger();
    await aPlan(ledger, [aRow()]);

    const modes = ['', '-wal', '-shm'].map((suffix) => statSync(ledger.file + suffix).mode & 0o777);

    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('refuses a file that is no database, and leaves it as it is', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'ledger.db');
    writeFileSync(file, "not a database, but somebody's file, and long enough to be read as a header");

    await expect(openLedger(folder, systemClock)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    expect(readFileSync(file, 'utf8')).toContain("somebody's file");
  });

  it('refuses a ledger that a newer version wrote', async () => {
    const folder = tempFolder();
    await (await openLedger(folder, systemClock)).close();
    const database = new DatabaseSync(path.join(folder, 'ledger.db'));
    database.exec(
      "insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2099-01-01T00:00:00.000Z')",
    );
    database.close();

    await expect(openLedger(folder, systemClock)).rejects.toThrow(/newer version/);
  });

  it('says what is wrong with a folder that cannot be written', async () => {
    const file = path.join(tempFolder(), 'a-file');
    writeFileSync(file, '');

    await expect(openLedger(path.join(file, 'below'), systemClock)).rejects.toMatchObject({
      code: 'LEDGER_UNUSABLE',
    });
  });
});

describe('operations', () => {
  it('walks the rows of a plan in order, over more than one page', async () => {
    const ledger = await aLedger();
    await aPlan(
      ledger,
      Array.from({ length: 1_203 }, (_, i) => aRow({ sku: `GU-${i}` })),
    );

    const rows = await rowsOf(ledger);

    expect(rows).toHaveLength(1_203);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
  });

  it('takes a SKU once for each kind of row, whatever its case', async () => {
    const ledger = await aLedger();
    await aPlan(ledger, [aRow({ sku: 'gu-1', kind: 'update' }), aRow({ sku: 'GU-1', kind: 'stock' })]);

    await expect(ledger.operations.add('P', [aRow({ sku: 'GU-1', kind: 'update' })])).rejects.toThrow(
      /UNIQUE/,
    );
  });

  it('holds every row of a SKU back', async () => {
    const ledger = await aLedger();
    await aPlan(ledger, [aRow(), aRow({ sku: 'GU-2' })]);

    await ledger.operations.hold('P', 'gu-1', 'DUPLICATE_SKU', 'twice');

    const rows = await rowsOf(ledger);
    expect(rows.map(({ kind, state, code }) => [kind, state, code])).toEqual([
      ['skip', 'skipped', 'DUPLICATE_SKU'],
      ['create', 'planned', null],
    ]);
  });

  it('makes what a finished row wrote the base of the next diff', async () => {
    const ledger = await aLedger();
    await aPlan(ledger, [
      aRow(),
      aRow({
        kind: 'stock',
        productId: 77,
        after: { stock: 4 },
        snapshot: { fields: { stock: 4 }, partUpdatedAt: null },
      }),
    ]);

    await ledger.operations.complete(writing(await rowsOf(ledger), { productId: 77 }), 's');

    const found = await ledger.snapshots.find('s', ['gU-1']);
    expect(found.get('gu-1')).toEqual({
      sku: 'GU-1',
      productId: 77,
      partId: 'FP-1',
      partUpdatedAt: 't1',
      fields: { price: '1', name: 'Drum', stock: 4 },
    });
    expect(await rowsOf(ledger, { states: ['planned'] })).toEqual([]);
  });

  it('forgets a custom field that was taken away', async () => {
    const ledger = await aLedger();
    const first = { fields: { 'customField.Shelf=B7': 'B7', price: '1' }, partUpdatedAt: null };
    const second = { fields: { 'customField.Shelf=B7': null }, partUpdatedAt: null };
    await aPlan(ledger, [
      aRow({ snapshot: first }),
      aRow({ kind: 'update', productId: 77, snapshot: second }),
    ]);

    await ledger.operations.complete(writing(await rowsOf(ledger), { productId: 77 }), 's');

    expect((await ledger.snapshots.find('s', ['GU-1'])).get('gu-1')?.fields).toEqual({ price: '1' });
  });
});

describe('storeCopy', () => {
  it('tells the first part of a SKU from the same part again and from another', async () => {
    const { storeCopy } = await aLedger();
    await storeCopy.begin();

    expect(await storeCopy.claim('GU-1', 'a')).toEqual({ claim: 'first' });
    expect(await storeCopy.claim('gu-1', 'a')).toEqual({ claim: 'again' });
    expect(await storeCopy.claim('GU-1', 'b')).toEqual({ claim: 'taken', by: 'a' });
  });
});

describe('lockStore', () => {
  const holder = (folder: string) => `
    import { lockStore } from ${JSON.stringify(path.resolve('src/ledger/db/lock.ts'))};
    import { systemClock } from ${JSON.stringify(path.resolve('src/common/clock.ts'))};
    lockStore(${JSON.stringify(folder)}, 's', 'ttpd sync', systemClock);
    process.stdout.write('held');
    setInterval(() => {}, 1000);
  `;

  it('lets one process in, says who it is, and is free once that one was killed', async () => {
    const folder = tempFolder();
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');

    expect(() => lockStore(folder, 's', 'ttpd apply', systemClock)).toThrow(
      expect.objectContaining({
        code: 'LOCKED',
        exitCode: 7,
        message: expect.stringContaining(`process ${child.pid}`) as string,
      }),
    );

    child.kill('SIGKILL');
    await once(child, 'exit');
    lockStore(folder, 's', 'ttpd apply', systemClock).release();
  });

  it('holds while its process is stopped', async () => {
    const folder = tempFolder();
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');

    expect(() => lockStore(folder, 's', 'ttpd apply', systemClock)).toThrow(/being written/);
  });

  it('keeps stores apart and leaves nothing behind when released', () => {
    const folder = tempFolder();

    const first = lockStore(folder, 'one', 'ttpd sync', systemClock);
    const second = lockStore(folder, 'two', 'ttpd sync', systemClock);
    first.release();
    second.release();

    expect(existsSync(path.join(folder, 'locks', 'one.json'))).toBe(false);
    lockStore(folder, 'one', 'ttpd sync', systemClock).release();
  });

  it.each(['s.lock', 's.json'])('says what is in its way where %s cannot be used, and lets go', (name) => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'locks', name), { recursive: true });

    expect(() => lockStore(folder, 's', 'ttpd sync', systemClock)).toThrow(
      expect.objectContaining({
        code: 'LOCK_UNUSABLE',
        message: expect.stringContaining(path.join(folder, 'locks')) as string,
        hint: expect.stringMatching(/rights/) as string,
      }),
    );

    rmSync(path.join(folder, 'locks', name), { recursive: true });
    lockStore(folder, 's', 'ttpd sync', systemClock).release();
  });
});
