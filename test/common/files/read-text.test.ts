import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readText } from '../../../src/common/files/read-text.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const OPTIONS = { what: 'the list of SKUs', hint: 'Name a text file.', limitMb: 1 };

it('reads a file, and a stream to its end', async () => {
  const file = path.join(tempFolder(), 'a.txt');
  writeFileSync(file, '\uFEFFé\n');
  const slow = Readable.from(
    (async function* () {
      yield Buffer.from('A\n');
      await sleep(5);
      yield Buffer.from('B');
    })(),
  );

  expect(await readText(file, OPTIONS)).toBe('é\n');
  expect(await readText(slow, OPTIONS)).toBe('A\nB');
});

it('refuses a file beyond the limit without reading it', async () => {
  const file = path.join(tempFolder(), 'huge.txt');
  writeFileSync(file, '');
  truncateSync(file, 23e9);

  await expect(readText(file, OPTIONS)).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
    exitCode: 2,
    message: `The list of SKUs ${file} has more than 1 MB.`,
  });
});

it.runIf(existsSync('/dev/zero'))('stops reading what has no end', async () => {
  await expect(readText('/dev/zero', OPTIONS)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
});

it('is told to stop while it waits for a stream', async () => {
  const stop = new AbortController();
  const reason = new Error('Interrupted.');
  const reading = readText(new Readable({ read() {} }), { ...OPTIONS, signal: stop.signal });
  setTimeout(() => stop.abort(reason), 5);

  await expect(reading).rejects.toBe(reason);
});

it.each([
  ['/does/not/exist', 'it is not there'],
  ['.', 'it is a folder'],
])('says why %s cannot be read', async (file, why) => {
  await expect(readText(file, OPTIONS)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    exitCode: 2,
    message: `The list of SKUs ${file} cannot be read: ${why}.`,
  });
});
