import type { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { TtpdError } from '../../common/errors.ts';
import { migrations } from './migrations/migrations.ts';
import type { LedgerTables } from './schema.ts';

/**
 * Brings the tables up to date, all or nothing: kysely would run SQLite's migrations statement by statement, and one
 * that is killed half-way finds its own tables in the way ever after. The write lock is taken first, so of two
 * processes that meet at an old ledger one waits and then finds nothing to do. It runs on `database`, which `db` drives.
 *
 * A migration cannot switch `foreign_keys`: SQLite ignores that inside a transaction.
 * @throws TtpdError LEDGER_UNUSABLE of a ledger that a newer version wrote; else SQLite's own error
 */
export async function migrate(file: string, database: DatabaseSync, db: Kysely<LedgerTables>): Promise<void> {
  if (pending(file, database) === 0) return;
  database.exec('begin immediate');
  try {
    pending(file, database);
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    }).migrateToLatest();
    if (error) throw error;
    database.exec('commit');
  } catch (error) {
    // On a full disk SQLite has rolled back by itself.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

/** How many migrations have not been run. Only reads, so that a command that reads needs no lock. */
function pending(file: string, database: DatabaseSync): number {
  const isNew = !database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
  const recorded = isNew ? [] : database.prepare('select name from kysely_migration').all();
  const run = new Set(recorded.map(({ name }) => String(name)));
  if ([...run].some((name) => !(name in migrations)))
    throw new TtpdError('LEDGER_UNUSABLE', `The ledger ${file} was written by a newer version of ttpd.`, {
      hint: 'Update ttpd, or set TTPD_HOME to another folder.',
    });
  return Object.keys(migrations).length - run.size;
}
