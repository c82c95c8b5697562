import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CompiledQuery, Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { nodeSqliteDialect } from '../../../src/ledger/db/dialect.ts';
import { migrations } from '../../../src/ledger/db/migrations/migrations.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Migrations that were once run statement by statement: a kill could leave any of them half done. */
const ONCE_HALVED = Object.keys(migrations).filter((name) => name < '0006');

async function opened(folder: string): Promise<Ledger> {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

/** What an older version sent to a new ledger, one statement after the other, up to and with these migrations. */
async function statementsOf(names: readonly string[]): Promise<CompiledQuery[]> {
  const sent: CompiledQuery[] = [];
  const db = new Kysely<never>({
    dialect: nodeSqliteDialect(new DatabaseSync(':memory:'), (error) => error),
    log: ({ query }) => {
      sent.push(query);
    },
  });
  const given: Record<string, Migration> = Object.fromEntries(
    Object.entries(migrations).filter(([name]) => names.includes(name)),
  );
  const provider = { getMigrations: () => Promise.resolve(given) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  await db.destroy();
  if (error) throw error;
  return sent.filter(({ sql }) => /^(create|alter|insert)/.test(sql));
}

function run(folder: string, statements: readonly CompiledQuery[]): void {
  const database = new DatabaseSync(path.join(folder, 'ledger.db'));
  database.exec('pragma journal_mode = wal');
  for (const { sql, parameters } of statements)
    database.prepare(sql).run(...(parameters as (string | number)[]));
  database.close();
}

function schemaOf(folder: string): unknown[] {
  const database = new DatabaseSync(path.join(folder, 'ledger.db'), { readOnly: true });
  try {
    return database.prepare('select type, name, tbl_name, sql from sqlite_master order by type, name').all();
  } finally {
    database.close();
  }
}

async function aNewSchema(): Promise<unknown[]> {
  const folder = tempFolder();
  await (await openLedger(folder, systemClock)).close();
  return schemaOf(folder);
}

describe('a ledger that an older version left half migrated', () => {
  it('is made whole, wherever it was left', { timeout: 120_000 }, async () => {
    const statements = await statementsOf(ONCE_HALVED);
    const whole = await aNewSchema();
    expect(statements.length).toBeGreaterThan(25);

    for (let done = 0; done <= statements.length; done++) {
      const folder = tempFolder();
      run(folder, statements.slice(0, done));

      const ledger = await openLedger(folder, systemClock);
      await ledger.plans.start({ id: 'P', store: 's', profile: 'p', selection: {} });
      await ledger.close();

      expect(schemaOf(folder)).toEqual(whole);
    }
  });

  it('keeps what is in it', async () => {
    const folder = tempFolder();
    const before = await statementsOf(ONCE_HALVED.slice(0, 1));
    const after = await statementsOf(ONCE_HALVED.slice(0, 2));
    run(folder, after.slice(0, -2));
    const database = new DatabaseSync(path.join(folder, 'ledger.db'));
    database.exec(
      `insert into plan (id, store, profile, selection, created_at, status, hash, unchanged)
       values ('P', 's', 'p', '{}', '2026-01-01T00:00:00.000Z', 'open', 'h', 3)`,
    );
    database.close();
    expect(after.length).toBeGreaterThan(before.length + 2);

    const ledger = await opened(folder);

    expect(await ledger.plans.get('P')).toMatchObject({ unchanged: 3, guards: [], facts: null });
  });
});

describe('an upgrade', () => {
  /** As a version left it that knew no orders. */
  async function anOlderLedger(): Promise<string> {
    const folder = tempFolder();
    run(folder, await statementsOf(ONCE_HALVED.slice(0, 4)));
    return folder;
  }

  it('that fails leaves the ledger as it was', async () => {
    const folder = await anOlderLedger();
    const before = schemaOf(folder);
    const spoilt = new DatabaseSync(path.join(folder, 'ledger.db'));
    // A table under a name of ours and without our columns: the last of the indexes cannot be made.
    spoilt.exec('create table order_review (id integer)');
    spoilt.close();

    await expect(openLedger(folder, systemClock)).rejects.toMatchObject({ code: 'LEDGER_UNUSABLE' });

    const mended = new DatabaseSync(path.join(folder, 'ledger.db'));
    mended.exec('drop table order_review');
    mended.close();
    expect(schemaOf(folder)).toEqual(before);
    await opened(folder);
    expect(schemaOf(folder)).toEqual(await aNewSchema());
  });

  it('is not asked for by a ledger that is up to date, so that reading waits for nobody', async () => {
    const folder = tempFolder();
    await (await openLedger(folder, systemClock)).close();
    const other = new DatabaseSync(path.join(folder, 'ledger.db'));
    onTestFinished(() => other.close());
    other.exec('begin immediate');

    const ledger = await opened(folder);

    expect(await ledger.plans.list()).toEqual([]);
  });
});
