import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { ExitCode } from '../../../src/common/errors.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { writing } from '../../helpers/plan-rows.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function aLedger(): Promise<Ledger> {
  const ledger = await openLedger(tempFolder(), systemClock);
  onTestFinished(() => ledger.close());
  await ledger.plans.start({ id: 'P', store: 's', profile: 'p', selection: {} });
  await ledger.operations.add('P', [
    {
      ...{ kind: 'create', sku: 'A', name: 'A part', partId: 'F', productId: 7, before: {}, after: {} },
      ...{ code: null, reason: null, snapshot: { fields: { price: '1' }, partUpdatedAt: null } },
    },
  ]);
  return ledger;
}

/** Another process that takes the write lock now, and after `ms` writes something and lets go. */
async function heldFor(file: string, ms: number): Promise<void> {
  const holder = `
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(${JSON.stringify(file)});
    database.exec("begin immediate");
    process.stdout.write('held');
    setTimeout(() => {
      database.exec("insert into good_run (store, selection, parts, read_at) values ('s', 'x', 1, ''); commit");
    }, ${ms});`;
  const child = spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  await once(child.stdout, 'data');
}

describe('a ledger that another process writes', () => {
  it('is waited for, also by what reads before it writes', async () => {
    const ledger = await aLedger();
    const rows = [];
    for await (const row of ledger.operations.iterate('P')) rows.push(row);
    await heldFor(ledger.file, 700);

    await ledger.operations.complete(writing(rows), 's');

    expect((await ledger.snapshots.find('s', ['A'])).get('a')?.fields).toEqual({ price: '1' });
    expect(await ledger.goodRuns.last('s', 'x')).toMatchObject({ parts: 1 });
  });

  it('is said to be held after five seconds, and nothing of what was begun stays', async () => {
    const ledger = await aLedger();
    const other = new DatabaseSync(ledger.file);
    onTestFinished(() => other.close());
    other.exec('begin immediate');

    await expect(ledger.operations.mark([{ planId: 'P', seq: 1 }], { state: 'sent' })).rejects.toMatchObject({
      code: 'LEDGER_BUSY',
      exitCode: ExitCode.Locked,
      message: expect.stringContaining(ledger.file) as string,
      hint: expect.stringMatching(/wait/i) as string,
    });
    other.exec('rollback');
    expect(await ledger.operations.counts('P')).toEqual([{ kind: 'create', state: 'planned', count: 1 }]);
    await ledger.operations.mark([{ planId: 'P', seq: 1 }], { state: 'sent' });
  });

  it('lets a comparison and a copy of the store go on: they are no part of it', async () => {
    const ledger = await aLedger();
    await ledger.storeCopy.begin();
    await ledger.findings.begin();
    const other = new DatabaseSync(ledger.file);
    onTestFinished(() => other.close());
    other.exec('begin immediate');

    await ledger.storeCopy.put([{ sku: 'A', productId: 1, product: { name: 'Ünïcode "1"' } }]);
    await ledger.storeCopy.putLevels([{ productId: 1, variantId: null, levels: [[1, 4]] }]);
    await ledger.findings.add([{ key: 'a', class: 'price', accepted: true, order: 0.5, item: { a: [1] } }]);

    expect(await ledger.storeCopy.find(['A'])).toEqual(
      new Map([
        [
          'a',
          {
            product: { name: 'Ünïcode "1"' },
            levels: [{ productId: 1, variantId: null, levels: [[1, 4]] }],
          },
        ],
      ]),
    );
    expect(await ledger.findings.counts()).toEqual([{ class: 'price', accepted: true, count: 1 }]);
  });
});

describe('a ledger that is opened while it is held and must be migrated', () => {
  it('is said to be held', async () => {
    const folder = tempFolder();
    await (await openLedger(folder, systemClock)).close();
    const other = new DatabaseSync(path.join(folder, 'ledger.db'));
    onTestFinished(() => other.close());
    other.exec("delete from kysely_migration where name >= '0005'; begin immediate");

    await expect(openLedger(folder, systemClock)).rejects.toMatchObject({ code: 'LEDGER_BUSY', exitCode: 7 });
  });
});
