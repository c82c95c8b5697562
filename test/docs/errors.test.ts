import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../scripts/lib/error-codes.ts';
import { errorsPage } from '../../scripts/lib/errors-page.ts';

const CODES = errorCodes();

describe('docs/errors.md', () => {
  it('is what the sources say (npm run errors)', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage());
  });

  it.each([
    ['CONFIRM_MISMATCH', 'error', 2],
    ['DECLINED', 'error', 3],
    ['UNAUTHORIZED', 'error', 5],
    ['LOCKED', 'error', 7],
    ['INTERRUPTED', 'error', 130],
    ['GUARD_PRICE_MOVE', 'error', 6],
    ['RATE_LIMITED', 'error', undefined],
    ['CSV_UNKNOWN_COLUMN', 'warning', undefined],
    ['STOCK_UNKNOWN', 'problem', undefined],
  ])('has %s', (code, kind, exitCode) => {
    const found = CODES.find((each) => each.code === code);

    expect(found?.kinds).toContain(kind);
    if (exitCode !== undefined) expect(found?.exitCodes).toContain(exitCode);
  });
});

it('names every code in a test', () => {
  const tests = globSync('test/**/*.ts').filter((file) => !file.endsWith('docs/errors.test.ts'));
  const words = tests.flatMap((file) => readFileSync(file, 'utf8').match(/\b[A-Z][A-Z0-9_]{2,}\b/g) ?? []);
  const named = new Set(words);

  expect(CODES.map(({ code }) => code).filter((code) => !named.has(code))).toEqual([]);
});
