import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from '../../common/clock.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { isBusy } from './sqlite-errors.ts';

const LockOwner = z.object({ pid: z.number(), host: z.string(), command: z.string(), since: z.string() });
type LockOwner = z.infer<typeof LockOwner>;

export interface StoreLock {
  release(): void;
}

/**
 * One writer a store. SQLite's exclusive lock is a lock of the operating system's: it survives sleep and SIGSTOP and is
 * free the moment its holder dies, where heartbeat locks let two writers in after a laptop's sleep (measured,
 * docs/facts/reliability.md#locks). The JSON file beside it only says who holds it.
 * @throws TtpdError LOCKED (exit 7), LOCK_UNUSABLE
 */
export function lockStore(folder: string, store: string, command: string, clock: Clock): StoreLock {
  const base = path.join(folder, 'locks', store.replaceAll(/[^A-Za-z0-9_-]/g, '_'));
  const database = lockFile(`${base}.lock`);
  try {
    database.exec('pragma journal_mode = delete; begin exclusive;');
    const owner: LockOwner = {
      pid: process.pid,
      host: os.hostname(),
      command,
      since: clock.date().toISOString(),
    };
    writeFileSync(`${base}.json`, JSON.stringify(owner), { mode: 0o600 });
  } catch (error) {
    database.close();
    throw isBusy(error) ? held(store, readOwner(`${base}.json`)) : unusable(`${base}.lock`, error);
  }
  return {
    release() {
      rmSync(`${base}.json`, { force: true });
      database.close();
    },
  };
}

function lockFile(file: string): DatabaseSync {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw unusable(file, error);
  }
}

function readOwner(file: string): LockOwner | undefined {
  try {
    return LockOwner.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // Between taking the lock and writing the file there is a moment without one.
  }
}

function held(store: string, owner: LockOwner | undefined): TtpdError {
  const who = owner
    ? `"${owner.command}" (process ${owner.pid} on ${owner.host}, since ${owner.since})`
    : 'another run';
  return new TtpdError('LOCKED', `The store ${store} is being written by ${who}.`, {
    hint: 'Wait until it has ended. Reading commands and --dry-run work meanwhile.',
    exitCode: ExitCode.Locked,
  });
}

function unusable(file: string, cause: unknown): TtpdError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new TtpdError('LOCK_UNUSABLE', `The lock ${file} cannot be used: ${words}.`, {
    hint: 'Give its folder rights and room. A file there that is no lock of ttpd can be removed while nothing runs.',
    cause,
  });
}
