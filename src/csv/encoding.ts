import { isUtf8 } from 'node:buffer';
import type { Encoding } from './csv-row.ts';
import { likelyEncoding } from './likely-encoding.ts';
import { refuse } from './refuse.ts';

const BOMS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** Of the file's first bytes. Without a mark it is UTF-8, or UTF-16 where every second byte is 0, as in Latin text. */
export function detectEncoding(sample: Buffer): { encoding: Encoding; bom: boolean } {
  for (const [encoding, mark] of BOMS)
    if (sample.subarray(0, mark.length).equals(mark)) return { encoding, bom: true };
  const zeros = [0, 0];
  for (const [i, byte] of sample.subarray(0, 4096).entries())
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const pairs = Math.min(sample.length, 4096) / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.1) return { encoding: 'utf-16le', bom: false };
  if (even > pairs * 0.7 && odd < pairs * 0.1) return { encoding: 'utf-16be', bom: false };
  return { encoding: 'utf-8', bom: false };
}

/**
 * UTF-8 of whatever encoding, without the mark; characters may be cut between two chunks.
 * @throws TtpdError CSV_ENCODING with the byte that is not of the encoding
 */
export async function* toUtf8(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  encoding: Encoding,
  name: string,
): AsyncGenerator<Buffer> {
  yield* encoding === 'utf-8' ? checkedUtf8(chunks, name) : transcoded(chunks, encoding, name);
}

async function* checkedUtf8(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Buffer> {
  let offset = 0;
  let cut: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    let bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
    if (isFirst && bytes.length < 3) {
      cut = bytes;
      continue;
    }
    if (isFirst && detectEncoding(bytes).bom) {
      bytes = bytes.subarray(3);
      offset += 3;
    }
    isFirst = false;
    const whole = bytes.subarray(0, lastWhole(bytes));
    if (!isUtf8(whole)) throw notUtf8(bytes, offset, name);
    yield whole;
    offset += whole.length;
    cut = bytes.subarray(whole.length);
  }
  if (cut.length > 0 && !isUtf8(cut)) throw notUtf8(cut, offset, name);
  if (cut.length > 0) yield cut;
}

/** Where the last character that is there to its end ends. */
function lastWhole(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function notUtf8(bytes: Buffer, offset: number, name: string) {
  const at = firstInvalid(bytes);
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase();
  const likely = likelyEncoding(bytes.subarray(offset === 0 ? 0 : bytes.indexOf('\n') + 1));
  return refuse(
    'CSV_ENCODING',
    `${name} is not UTF-8: byte 0x${byte} at offset ${offset + at} belongs to no character.`,
    likely === undefined
      ? 'Save the file as UTF-8 where it was made, or name its encoding with --encoding.'
      : `It is probably ${likely}: say so with --encoding ${likely} and look at the letters, or save the file as UTF-8.`,
  );
}

function firstInvalid(bytes: Buffer): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    // The replacement character may stand in the file itself.
    if (!bytes.subarray(offset, offset + 3).equals(Buffer.from('\uFFFD'))) return offset;
    offset += 3;
    from = at + 1;
  }
  return bytes.length;
}

async function* transcoded(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  encoding: Encoding,
  name: string,
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  const decode = (chunk: Buffer | undefined) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (error) {
      throw refuse(
        'CSV_ENCODING',
        `${name} is not ${encoding}: bytes after offset ${offset} belong to no character.`,
        'Name the encoding it was saved in with --encoding, or save it as UTF-8.',
        error,
      );
    }
  };
  for await (const chunk of chunks) {
    const text = decode(chunk);
    if (text.length > 0) yield text;
    offset += chunk.length;
  }
  const rest = decode(undefined);
  if (rest.length > 0) yield rest;
}
