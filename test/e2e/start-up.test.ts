import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';
import { BIN } from './cli.ts';

/** All that the command tree needs. One package more, and every completion of a shell waits for it. */
const MOST_BYTES = 250_000;

it.each(['--help', '--version'])(
  '%s loads the command tree and nothing that commands work with',
  async (flag) => {
    const list = path.join(tempFolder(), 'loaded');
    const preload = path.resolve('test/preload/loaded-files.ts');

    await execa('node', ['--import', preload, BIN, flag], {
      preferLocal: true,
      env: { LOADED_FILES: list },
    });

    const loaded = readFileSync(list, 'utf8').split('\n');
    expect(loaded.some((file) => file.endsWith('bin/ttpd.js'))).toBe(true);
    const bytes = loaded.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  },
);
