import { ExitCode, TtpdError } from '../../common/errors.ts';

/** SQLite's own result codes (https://sqlite.org/rescode.html). */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOTADB = 26;

/**
 * What a failing disk or file means to the user. What is not about the file (a constraint, our own mistake in SQL)
 * passes unchanged.
 */
export function ledgerTrouble(file: string, error: unknown): unknown {
  const code = sqliteCode(error);
  const words = error instanceof Error ? error.message : String(error);
  switch (code) {
    case BUSY:
    case PROTOCOL:
      return new TtpdError('LEDGER_BUSY', `The ledger ${file} is held by another program: ${words}.`, {
        hint: 'Nothing was sent that it does not know of. Wait for the other run, or end the program that copies or reads the file, then go on.',
        exitCode: ExitCode.Locked,
        cause: error,
      });
    case FULL:
      return new TtpdError(
        'LEDGER_FULL',
        `There is no room left for the ledger ${file}, or for SQLite's temporary files.`,
        {
          hint: 'Nothing was sent that it does not know of. Free some space, then go on.',
          cause: error,
        },
      );
    case READONLY:
    case CANTOPEN:
    case IOERR:
      return new TtpdError('LEDGER_UNWRITABLE', `The ledger ${file} cannot be written: ${words}.`, {
        hint: 'Nothing was sent that it does not know of. Give rights to the folder or mend the disk, then go on.',
        cause: error,
      });
    case CORRUPT:
    case NOTADB:
      return damaged(file, words, error);
    default:
      return error;
  }
}

export function damaged(file: string, words: string, cause?: unknown): TtpdError {
  return new TtpdError('LEDGER_DAMAGED', `The ledger ${file} is damaged: ${words}.`, {
    hint: 'It holds what was written to the store, so it is never replaced in silence: put a backup in its place, or set TTPD_HOME to another folder to begin anew.',
    next: ['ttpd ledger check'],
    cause,
  });
}

/** The file cannot be made, or cannot grow: no fault in what is in it. */
export function isAboutTheFile(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === FULL || code === READONLY || code === CANTOPEN || code === IOERR;
}

export function isBusy(error: unknown): boolean {
  return sqliteCode(error) === BUSY;
}

/** The primary code is in the low byte: an I/O error says in the others which call it was. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}
