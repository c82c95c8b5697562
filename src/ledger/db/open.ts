import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../common/clock.ts';
import { isBusy } from './sqlite-errors.ts';

/** How long SQLite, and who opens a new ledger, waits for another process to let go of it. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 20;

/** Opens the file, or makes it with access for its owner alone. */
export async function openDatabase(file: string, clock: Clock): Promise<DatabaseSync> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives a new file the umask's mode, and -wal and -shm copy it: so it exists, closed to others, first.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: PATIENCE_MS });
  try {
    await writeAhead(database, clock);
    // FULL: with NORMAL a power cut loses rows that were acknowledged (measured, docs/facts/reliability.md#durability).
    database.exec('pragma synchronous = full; pragma foreign_keys = on;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Of processes that change a new file's mode at once, SQLite turns one away without waiting. */
async function writeAhead(database: DatabaseSync, clock: Clock): Promise<void> {
  for (let waited = 0; ; waited += RETRY_MS) {
    try {
      database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE_MS) throw error;
      await clock.sleep(RETRY_MS);
    }
  }
}
