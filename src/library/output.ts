import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeFileWhole } from '../common/files/write-file.ts';

/**
 * Writes what a command exports as it comes: into a file, which is there only when it is whole, or to a stream.
 * @param target a file's name, or a stream
 * @returns its bytes
 * @throws TtpdError FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL
 */
export function writeOutput(
  target: string | NodeJS.WritableStream,
  chunks: AsyncIterable<Buffer | string>,
  options: { overwrite: boolean; existsHint?: string },
): Promise<number> {
  return typeof target === 'string' ? writeFileWhole(target, chunks, options) : toStream(target, chunks);
}

/** It stays open: stdout is the process's. `ttpd export-csv | head` has seen enough. */
async function toStream(
  stream: NodeJS.WritableStream,
  chunks: AsyncIterable<Buffer | string>,
): Promise<number> {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      bytes += Buffer.byteLength(chunk);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), stream, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return bytes;
}
