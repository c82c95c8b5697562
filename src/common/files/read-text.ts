import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { ExitCode, TtpdError } from '../errors.ts';
import { systemCode } from './file-errors.ts';

export interface ReadTextOptions {
  /** For messages: `the list of SKUs`. */
  what: string;
  hint: string;
  next?: string[];
  /** More is a mistake: the wrong file, or one without an end. */
  limitMb: number;
  signal?: AbortSignal;
}

const MB = 1024 * 1024;

/**
 * The text of a file that a flag names, or of a stream such as stdin. It is UTF-8; a byte order mark is left out.
 * @throws TtpdError FILE_UNREADABLE, FILE_TOO_LARGE (exit 2); the signal's reason
 */
export async function readText(from: string | Readable, options: ReadTextOptions): Promise<string> {
  const { what, hint, next, limitMb, signal } = options;
  const name = typeof from === 'string' ? `${what} ${from}` : `${what} from stdin`;
  const refuse = (code: string, why: string, cause?: unknown) =>
    new TtpdError(code, `${name.charAt(0).toUpperCase()}${name.slice(1)} ${why}.`, {
      hint,
      exitCode: ExitCode.Usage,
      cause,
      ...(next && { next }),
    });
  const tooLarge = () => refuse('FILE_TOO_LARGE', `has more than ${limitMb} MB`);
  try {
    signal?.throwIfAborted();
    if (typeof from === 'string' && (await stat(from)).size > limitMb * MB) throw tooLarge();
    const stream = typeof from === 'string' ? createReadStream(from) : from;
    if (signal) addAbortSignal(signal, stream);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > limitMb * MB) throw tooLarge();
      chunks.push(buffer);
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
  } catch (error) {
    signal?.throwIfAborted();
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw refuse('FILE_UNREADABLE', `cannot be read: ${WHY[code] ?? code}`, error);
  }
}

const WHY: Record<string, string> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
};
