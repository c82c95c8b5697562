import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ExitCode, TtpdError } from '../errors.ts';
import { systemCode, unwritable } from './file-errors.ts';

export interface WriteFileOptions {
  /** Replaces a file that is there, and keeps who may read it. */
  overwrite: boolean;
  /** Of a new file. The umask takes away from it. */
  mode?: number;
  /** For messages: `the report`. */
  what?: string;
  /** What to do where the file is there already. */
  existsHint?: string;
}

type Chunks = AsyncIterable<Buffer | string> | Iterable<Buffer | string>;

/**
 * Writes a file beside its place and moves it there when it is whole and on the disk: nobody ever reads half of one. What
 * is no regular file (`/dev/stdout`, a pipe) is written as it is.
 * @returns its bytes
 * @throws TtpdError FILE_EXISTS (exit 2) without `overwrite`, FILE_UNWRITABLE, DISK_FULL; what `chunks` throws, unchanged
 */
export async function writeFileWhole(
  file: string,
  chunks: Chunks,
  options: WriteFileOptions,
): Promise<number> {
  const attempt = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      throw systemCode(error) === 'EEXIST' ? exists(file, options) : unwritable(file, error, options.what);
    });
  const there = await stat(file).catch(() => undefined);
  if (there && !there.isFile() && !there.isDirectory())
    return fill(await attempt(open(file, 'w')), chunks, attempt);
  if (there && !options.overwrite) throw exists(file, options);
  if (there?.isDirectory())
    throw unwritable(file, Object.assign(new Error(), { code: 'EISDIR' }), options.what);

  // A link stays one: the file that it leads to is replaced.
  const target = there ? await attempt(realpath(file)) : file;
  const temporary = path.join(path.dirname(target), `.ttpd-${randomUUID()}.tmp`);
  const handle = await attempt(open(temporary, 'wx', options.mode ?? 0o666));
  try {
    if (there) await handle.chmod(there.mode & 0o777).catch(() => {});
    const bytes = await fill(handle, chunks, attempt);
    await attempt(options.overwrite ? rename(temporary, target) : moveToFreeName(temporary, target));
    return bytes;
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function fill(
  handle: FileHandle,
  chunks: Chunks,
  attempt: <T>(work: Promise<T>) => Promise<T>,
): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await attempt(handle.writeFile(chunk));
      bytes += Buffer.byteLength(chunk);
    }
    // A pipe and a terminal have nothing to sync.
    if ((await handle.stat()).isFile()) await attempt(handle.sync());
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
  await attempt(handle.close());
  return bytes;
}

/** `rename` would replace what somebody put there meanwhile; a link never does. Some disks know no links. */
async function moveToFreeName(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(error) ?? '')) throw error;
    await rename(temporary, target);
  }
}

function exists(file: string, { existsHint = 'Name another file.' }: WriteFileOptions): TtpdError {
  return new TtpdError('FILE_EXISTS', `${file} is there already.`, {
    hint: existsHint,
    exitCode: ExitCode.Usage,
  });
}
