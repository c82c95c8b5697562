import { closeSync, copyFileSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { nodeSqliteDialect } from '../../../src/ledger/db/dialect.ts';
import { ledgerTrouble } from '../../../src/ledger/db/sqlite-errors.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function opened(folder: string): Promise<Ledger> {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

async function aLedgerOf(rows: number): Promise<string> {
  const folder = tempFolder();
  const ledger = await openLedger(folder, systemClock);
  await ledger.plans.start({ id: 'P', store: 's', profile: 'p', selection: {} });
  await ledger.operations.add(
    'P',
    Array.from({ length: rows }, (_, i) => ({
      kind: 'create' as const,
      sku: `SKU-${i}`,
      name: 'A part',
      partId: null,
      productId: null,
      before: {},
      after: { description: 'x'.repeat(200) },
      code: null,
      reason: null,
      snapshot: null,
    })),
  );
  await ledger.close();
  return folder;
}

/** Overwrites bytes in the middle of the file, where rows are and not the header. */
function damage(file: string): void {
  const descriptor = openSync(file, 'r+');
  const middle = Math.floor(statSync(file).size / 2);
  for (let at = middle; at < middle + 40_000; at += 1_000)
    writeSync(descriptor, Buffer.alloc(40, 0xff), 0, 40, at);
  closeSync(descriptor);
}

describe('what SQLite says', () => {
  // Its extended codes have the primary one in the low byte.
  it.each([
    [5, 'LEDGER_BUSY', 7],
    [261, 'LEDGER_BUSY', 7],
    [517, 'LEDGER_BUSY', 7],
    [15, 'LEDGER_BUSY', 7],
    [13, 'LEDGER_FULL', 1],
    [10, 'LEDGER_UNWRITABLE', 1],
    [778, 'LEDGER_UNWRITABLE', 1],
    [8, 'LEDGER_UNWRITABLE', 1],
    [1032, 'LEDGER_UNWRITABLE', 1],
    [14, 'LEDGER_UNWRITABLE', 1],
    [11, 'LEDGER_DAMAGED', 1],
    [267, 'LEDGER_DAMAGED', 1],
    [26, 'LEDGER_DAMAGED', 1],
  ])('with %i is %s, exit %i, with the file and a way on', (errcode, code, exitCode) => {
    const said = ledgerTrouble('/home/ledger.db', Object.assign(new Error('words'), { errcode }));

    expect(said).toMatchObject({ code, exitCode });
    expect(said).toMatchObject({ message: expect.stringContaining('/home/ledger.db') as string });
    expect(said).toMatchObject({ hint: expect.stringMatching(/\S/) as string });
  });

  it.each([1, 19, 2067])('with %i is a mistake of ours', (errcode) => {
    const error = Object.assign(new Error('words'), { errcode });

    expect(ledgerTrouble('/home/ledger.db', error)).toBe(error);
  });
});

describe('a damaged ledger', () => {
  it.each(['quick', 'full'] as const)('opens, and is found out by a %s check', async (depth) => {
    const folder = await aLedgerOf(1_000);
    damage(path.join(folder, 'ledger.db'));
    const ledger = await opened(folder);

    expect(() => ledger.requireSound(depth)).toThrow(
      expect.objectContaining({ code: 'LEDGER_DAMAGED', next: ['ttpd ledger check'] }),
    );
  });

  it('is not found where there is none', async () => {
    const ledger = await opened(await aLedgerOf(1_000));

    expect(() => ledger.requireSound('full')).not.toThrow();
  });

  it('is said to be damaged when it cannot even be read, and stays as it is', async () => {
    const folder = await aLedgerOf(10);
    const file = path.join(folder, 'ledger.db');
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(100, 0xff), 0, 100, 0);
    closeSync(descriptor);
    const before = readFileSync(file);

    await expect(openLedger(folder, systemClock)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a full disk', () => {
  it('is said as such, also where SQLite has rolled back by itself, and what was there stays readable', async () => {
    const folder = await aLedgerOf(100);
    const file = path.join(folder, 'ledger.db');
    const database = new DatabaseSync(file);
    const { page_count } = database.prepare('pragma page_count').get() as { page_count: number };
    // SQLite's own way to run out of room.
    database.exec(`pragma max_page_count = ${page_count}`);
    const db = new Kysely<{ plan: { id: string; store: string } }>({
      dialect: nodeSqliteDialect(database, (error) => ledgerTrouble(file, error)),
    });
    onTestFinished(() => db.destroy());

    const fill = db.transaction().execute(async (tx) => {
      for (let i = 0; i < 1_000; i++)
        await tx
          .insertInto('plan')
          .values({
            id: `plan-${i}`,
            store: 'x'.repeat(1_000),
            ...{ profile: 'p', selection: '{}', created_at: '', status: 'open', hash: '', unchanged: 0 },
          })
          .execute();
    });

    await expect(fill).rejects.toMatchObject({ code: 'LEDGER_FULL' });
    expect(await db.selectFrom('plan').select('id').execute()).toEqual([{ id: 'P' }]);
  });
});

describe('backup', () => {
  it('is a whole ledger, taken while rows are being written', async () => {
    const folder = await aLedgerOf(1_000);
    const ledger = await opened(folder);
    const copyFolder = tempFolder();
    const copy = path.join(copyFolder, 'copy.db');

    await Promise.all([
      ledger.backup(copy),
      ledger.plans.start({ id: 'Q', store: 's', profile: 'p', selection: {} }),
    ]);

    copyFileSync(copy, path.join(copyFolder, 'ledger.db'));
    const restored = await opened(copyFolder);
    restored.requireSound('full');
    expect(await restored.operations.counts('P')).toEqual([
      { kind: 'create', state: 'planned', count: 1_000 },
    ]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });
});
