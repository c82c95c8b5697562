import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFileWhole } from '../../common/files/write-file.ts';
import type { Context } from '../../context/context.ts';

/**
 * Writes what a command exports as it comes: into a file, which is there only when it is whole, or to stdout.
 * @param file `-` is stdout
 * @returns its bytes
 * @throws TtpdError FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL
 */
export function writeOutput(
  { host }: Context,
  file: string,
  chunks: AsyncIterable<Buffer | string>,
  options: { overwrite: boolean; existsHint?: string },
): Promise<number> {
  return file === '-' ? toStdout(host.streams.stdout, chunks) : writeFileWhole(file, chunks, options);
}

/** stdout stays open: it is the process's. `ttpd export-csv | head` has seen enough. */
async function toStdout(
  stdout: NodeJS.WritableStream,
  chunks: AsyncIterable<Buffer | string>,
): Promise<number> {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      bytes += Buffer.byteLength(chunk);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return bytes;
}
