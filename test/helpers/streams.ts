import { PassThrough } from 'node:stream';
import type { Streams } from '../../src/terminal/view.ts';

/** A stream that remembers what was written to it, as a terminal of 120 columns or as a pipe. */
export function recordedStream(isTTY: boolean): NodeJS.WriteStream & { text(): string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return Object.assign(stream, {
    isTTY,
    columns: 120,
    rows: 40,
    text: () => Buffer.concat(chunks).toString(),
  }) as unknown as NodeJS.WriteStream & { text(): string };
}

export function recordedStreams(isTTY = false) {
  const [stdout, stderr] = [recordedStream(isTTY), recordedStream(isTTY)];
  const stdin = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream;
  return { stdout, stderr, stdin } satisfies Streams;
}
