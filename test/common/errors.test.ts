import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ExitCode } from '../../src/common/errors.ts';

it('documents every exit code, and no other', () => {
  const rows = readFileSync('docs/exit-codes.md', 'utf8').matchAll(/^\| (\d+) \| (\w+) \|/gm);

  expect(Object.fromEntries([...rows].map(([, code, name]) => [name, Number(code)]))).toEqual(ExitCode);
});
