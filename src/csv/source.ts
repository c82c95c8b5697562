import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unwritable } from '../common/files/file-errors.ts';
import { refuse } from './refuse.ts';

/** A regular file that can be read as often as is needed: the one that was named, or a copy of a stream. */
export interface Source {
  /** For messages. */
  name: string;
  /** Its bytes up to the size it had when it was opened: one that grows must end somewhere. */
  read(signal?: AbortSignal): Readable;
  /** @throws TtpdError FILE_CHANGED when it is no longer what was opened */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** @throws TtpdError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_IS_FOLDER, FILE_EMPTY */
export async function openSource(from: string | Readable, signal?: AbortSignal): Promise<Source> {
  if (typeof from !== 'string') return copyOf(from, 'stdin', signal);
  const stats = await readable(from);
  // A pipe (`<(zcat …)`, /dev/stdin) has no size and can be read once.
  return stats.isFile() ? fileSource(from, from, stats) : copyOf(createReadStream(from), from, signal);
}

async function readable(file: string): Promise<Stats> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory())
      throw refuse('FILE_IS_FOLDER', `${file} is a folder.`, 'Name the file in it that has the products.');
    if (stats.isFile()) await (await open(file)).close();
    return stats;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Why a file cannot be read, in words. */
export function unreadable(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return refuse('FILE_NOT_FOUND', `There is no file ${file}.`, 'Check its name and folder.', error);
  if (code === 'EACCES' || code === 'EPERM')
    return refuse('FILE_UNREADABLE', `You may not read ${file}.`, 'Ask its owner for permission.', error);
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
    return refuse('FILE_UNREADABLE', `${file} cannot be read (${code}).`, 'Check the file.', error);
  return error;
}

function fileSource(file: string, name: string, before: Stats, folder?: string): Source {
  if (before.size === 0)
    throw refuse('FILE_EMPTY', `${name} is empty.`, 'Is it the right file? Was it written to its end?');
  return {
    name,
    read: (signal) => createReadStream(file, { end: before.size - 1, ...(signal && { signal }) }),
    async checkUnchanged() {
      const now = await stat(file).catch((error: unknown) => {
        throw unreadable(name, error);
      });
      if (now.size === before.size && now.mtimeMs === before.mtimeMs) return;
      throw refuse(
        'FILE_CHANGED',
        `${name} was changed while it was read.`,
        'Wait until it is written to its end, then start again.',
      );
    },
    async close() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Rejects are written from a second reading, so what comes once is kept. */
async function copyOf(stream: Readable, name: string, signal?: AbortSignal): Promise<Source> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ttpd-csv-'));
  const file = path.join(folder, 'input');
  try {
    await pipeline(stream, createWriteStream(file, { mode: 0o600 }), { signal });
    return fileSource(file, name, await stat(file), folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const isOurs = error instanceof Error && 'syscall' in error && error.syscall === 'write';
    throw isOurs ? unwritable(file, error, 'the copy') : unreadable(name, error);
  }
}
