import { once } from 'node:events';
import { createGunzip } from 'node:zlib';
import { refuse } from './refuse.ts';
import { type Source, unreadable } from './source.ts';

/** Enough for a header of a thousand columns and some rows. */
const SAMPLE = 1024 * 1024;

const GZIP = Buffer.from([0x1f, 0x8b]);

/** What files that are no text begin with, and what to do about them. */
const OTHERS: readonly (readonly [string, string, string])[] = [
  ['PK\x03\x04', 'an Excel workbook or a ZIP archive', 'In the spreadsheet, save the sheet as CSV.'],
  ['\xD0\xCF\x11\xE0', 'an old Excel workbook', 'In the spreadsheet, save the sheet as CSV.'],
  ['BZh', 'a bzip2 file', 'Unpack it first.'],
  ['\xFD7zXZ', 'an xz file', 'Unpack it first.'],
  ['\x28\xB5\x2F\xFD', 'a zstd file', 'Unpack it first.'],
  ['7z\xBC\xAF', 'a 7z archive', 'Unpack it first.'],
  ['Rar!', 'a rar archive', 'Unpack it first.'],
  ['%PDF', 'a PDF', 'Ask for the list as CSV.'],
  ['\x89PNG', 'a picture', 'Is it the right file?'],
  ['\xFF\xD8\xFF', 'a picture', 'Is it the right file?'],
  ['SQLite format 3', 'a database', 'Is it the right file?'],
];

/** The file's bytes, inflated. */
export async function* inflated(source: Source, gzip: boolean, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = source.read(signal);
  try {
    if (!gzip) {
      yield* file;
      return;
    }
    const gunzip = createGunzip();
    file.on('error', (error) => gunzip.destroy(error));
    yield* file.pipe(gunzip);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_'))
      throw refuse('CSV_GZIP', `${source.name} is a broken gzip file.`, 'Fetch or pack it again.', error);
    throw unreadable(source.name, error);
  } finally {
    file.destroy();
    if (!file.closed) await once(file, 'close').catch(() => {});
  }
}

export interface Sample {
  bytes: Buffer;
  gzip: boolean;
  /** The file has no more. */
  isAll: boolean;
}

/** @throws TtpdError CSV_BINARY for what is known to be no text */
export async function readSample(source: Source, signal?: AbortSignal): Promise<Sample> {
  const start = await firstBytes(source.read(signal), GZIP.length);
  const gzip = start.bytes.subarray(0, GZIP.length).equals(GZIP);
  const { bytes, isAll } = await firstBytes(inflated(source, gzip, signal), SAMPLE);
  const text = bytes.toString('latin1', 0, 16);
  for (const [mark, what, hint] of OTHERS)
    if (text.startsWith(mark)) throw refuse('CSV_BINARY', `${source.name} is ${what}, not CSV.`, hint);
  if (bytes.length === 0) throw refuse('FILE_EMPTY', `${source.name} is empty.`, 'Is it the right file?');
  return { bytes, gzip, isAll };
}

async function firstBytes(chunks: AsyncIterable<Buffer>, size: number) {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > size) break;
  }
  return { bytes: Buffer.concat(parts).subarray(0, size), isAll: length <= size };
}
