import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeFileWhole } from '../../../src/common/files/write-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const real = { ...fs };

/** Lets one system call of `node:fs/promises` fail until the test ends. */
function withFault(call: string, code: string): void {
  const fail = async () => {
    throw Object.assign(new Error(`${code}: ${call}`), { code });
  };
  Object.assign(fs, {
    async open(...args: Parameters<typeof real.open>) {
      if (call === 'open') await fail();
      const handle = await real.open(...args);
      return Object.assign(
        handle,
        call === 'write' && { writeFile: fail },
        call === 'fsync' && { sync: fail },
      );
    },
    ...(call === 'link' && { link: fail }),
    ...(call === 'rename' && { rename: fail }),
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  });
}

it('writes a file whole, and says how many bytes', async () => {
  const folder = tempFolder();
  const file = path.join(folder, 'parts.csv');

  expect(await writeFileWhole(file, ['é\n', Buffer.from('b')], { overwrite: false })).toBe(4);
  expect(readFileSync(file, 'utf8')).toBe('é\nb');
  expect(readdirSync(folder)).toEqual(['parts.csv']);
});

it.each([
  ['open', 'EACCES', 'FILE_UNWRITABLE', 2],
  ['open', 'EROFS', 'FILE_UNWRITABLE', 2],
  ['open', 'ENOSPC', 'DISK_FULL', 1],
  ['write', 'ENOSPC', 'DISK_FULL', 1],
  ['write', 'EDQUOT', 'DISK_FULL', 1],
  ['write', 'EIO', 'FILE_UNWRITABLE', 1],
  ['fsync', 'EIO', 'FILE_UNWRITABLE', 1],
  ['link', 'ENOSPC', 'DISK_FULL', 1],
  ['link', 'EIO', 'FILE_UNWRITABLE', 1],
])('leaves nothing behind when %s fails with %s', async (call, code, expected, exitCode) => {
  const folder = tempFolder();
  const file = path.join(folder, 'parts.csv');
  withFault(call, code);

  await expect(writeFileWhole(file, ['abc'], { overwrite: false })).rejects.toMatchObject({
    code: expected,
    exitCode,
    message: expect.stringContaining(file) as string,
    hint: expect.any(String) as string,
  });
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves the former file as it was when the new one cannot be moved there', async () => {
  const folder = tempFolder();
  const file = path.join(folder, 'parts.csv');
  writeFileSync(file, 'old');
  withFault('rename', 'EIO');

  await expect(writeFileWhole(file, ['new'], { overwrite: true })).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  });
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['parts.csv']);
});

it('does without links where the disk knows none', async () => {
  const file = path.join(tempFolder(), 'parts.csv');
  withFault('link', 'EPERM');

  await writeFileWhole(file, ['abc'], { overwrite: false });

  expect(readFileSync(file, 'utf8')).toBe('abc');
});

it('never replaces what came to that name while it was writing', async () => {
  const folder = tempFolder();
  const file = path.join(folder, 'parts.csv');
  async function* chunks() {
    yield 'mine';
    writeFileSync(file, 'theirs');
  }

  await expect(writeFileWhole(file, chunks(), { overwrite: false })).rejects.toMatchObject({
    code: 'FILE_EXISTS',
    exitCode: 2,
  });
  expect(readFileSync(file, 'utf8')).toBe('theirs');
  expect(readdirSync(folder)).toEqual(['parts.csv']);
});

it('passes on what the chunks throw, and leaves nothing behind', async () => {
  const folder = tempFolder();
  const failure = Object.assign(new Error('the source'), { code: 'ENOSPC' });
  async function* chunks() {
    yield 'half';
    throw failure;
  }

  await expect(writeFileWhole(path.join(folder, 'a'), chunks(), { overwrite: true })).rejects.toBe(failure);
  expect(readdirSync(folder)).toEqual([]);
});

it('keeps who may read the file that it replaces, and the link that leads to it', async () => {
  const folder = tempFolder();
  const [file, shortcut] = [path.join(folder, 'parts.csv'), path.join(folder, 'link.csv')];
  writeFileSync(file, 'old');
  chmodSync(file, 0o600);
  symlinkSync(file, shortcut);

  await writeFileWhole(shortcut, ['new'], { overwrite: true });

  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('writes a device as it is, and refuses a folder', async () => {
  expect(await writeFileWhole('/dev/null', ['abc'], { overwrite: true })).toBe(3);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  await expect(writeFileWhole(tempFolder(), ['abc'], { overwrite: true })).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringContaining('it is a folder') as string,
  });
});

it.runIf(existsSync('/dev/full'))('says that a full device is full', async () => {
  await expect(writeFileWhole('/dev/full', ['abc'], { overwrite: true })).rejects.toMatchObject({
    code: 'DISK_FULL',
  });
});
