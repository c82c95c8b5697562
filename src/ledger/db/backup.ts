import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { isAboutTheFile } from './sqlite-errors.ts';

/**
 * Copies the database beside `to` and gives the copy its name when it is whole. Closed to others from its first byte;
 * what fails leaves nothing behind.
 * @throws TtpdError FILE_EXISTS, FILE_UNWRITABLE; else SQLite's own error, which is then about the ledger
 */
export async function backUp(database: DatabaseSync, to: string): Promise<void> {
  const temporary = path.join(path.dirname(to), `.${path.basename(to)}.${randomUUID().slice(0, 8)}.tmp`);
  if (existsSync(to)) throw exists(to);
  try {
    closeSync(openSync(temporary, 'wx', 0o600));
  } catch (error) {
    throw unwritable(to, error, ExitCode.Usage);
  }
  try {
    await backup(database, temporary);
    name(temporary, to);
  } catch (error) {
    if (error instanceof TtpdError) throw error;
    throw isAboutTheFile(error) || isOfTheSystem(error) ? unwritable(to, error, ExitCode.Failed) : error;
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(temporary + suffix, { force: true });
  }
}

/** A link, unlike a move, never takes the place of a file that has come meanwhile. */
function name(temporary: string, to: string): void {
  try {
    linkSync(temporary, to);
  } catch {
    if (existsSync(to)) throw exists(to);
    // exFAT and some network drives have no links.
    renameSync(temporary, to);
  }
}

function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function exists(file: string): TtpdError {
  return new TtpdError('FILE_EXISTS', `${file} is there already.`, {
    hint: 'Name another file.',
    exitCode: ExitCode.Usage,
  });
}

function unwritable(file: string, cause: unknown, exitCode: ExitCode): TtpdError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new TtpdError('FILE_UNWRITABLE', `${file} cannot be written: ${words}.`, {
    hint: 'Nothing was left there. Name a file where there is room and leave to write, or make some.',
    exitCode,
    cause,
  });
}
