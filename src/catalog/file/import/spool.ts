import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { unwritable } from '../../../common/files/file-errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';

/**
 * The good rows of a file between its check, which must see all of it before the first write, and the plan. On disk, one
 * JSON line a product, so that a file of any size takes the same memory.
 */
export interface Spool {
  add(row: ProductRow): Promise<void>;
  rows(): AsyncIterable<ProductRow>;
  close(): Promise<void>;
}

const BUFFERED = 64 * 1024;

export async function openSpool(): Promise<Spool> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ttpd-import-'));
  const file = path.join(folder, 'rows.ndjson');
  const handle: FileHandle = await open(file, 'wx', 0o600);
  let buffer = '';
  let isOpen = true;
  const flush = async () => {
    const text = buffer;
    // Whatever becomes of it, it is not written again while the file is closed.
    buffer = '';
    await handle.writeFile(text).catch((error: unknown) => {
      throw unwritable(file, error);
    });
  };
  const finish = async () => {
    if (!isOpen) return;
    await flush();
    await handle.close();
    isOpen = false;
  };
  return {
    async add(row) {
      buffer += `${jsonLine(row)}\n`;
      if (buffer.length > BUFFERED) await flush();
    },
    async *rows() {
      await finish();
      const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
      for await (const line of lines) yield JSON.parse(line) as ProductRow;
    },
    async close() {
      buffer = '';
      await finish();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** JSON may hold the line and paragraph separators as they are, and a reader of lines ends a line there. */
function jsonLine(row: ProductRow): string {
  return JSON.stringify(row).replace(/[\u2028\u2029]/g, (separator) =>
    separator === '\u2028' ? '\\u2028' : '\\u2029',
  );
}
