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

/** No test names these yet. A new code cannot join them, and one that is named must leave. */
const NOT_YET = `
  CA_FILE CSV_FIELDS_LOST CSV_OPTIONS CSV_TOO_LONG_FOR_FORMAT NOTHING_COMPARED
  NO_CATEGORY_TREE NO_SKU PLAN_OF_ANOTHER_STORE ROW_INVALID TAX_CLASS_NAME TOO_MANY
  TOO_MANY_ERRORS UNKNOWN VARIANT_INCOMPLETE
`;

it('names every code in a test', () => {
  const tests = globSync('test/**/*.ts').filter((file) => !file.endsWith('docs/errors.test.ts'));
  const words = tests.flatMap((file) => readFileSync(file, 'utf8').match(/\b[A-Z][A-Z0-9_]{2,}\b/g) ?? []);
  const named = new Set(words);

  expect(CODES.map(({ code }) => code).filter((code) => !named.has(code))).toEqual(
    NOT_YET.trim().split(/\s+/),
  );
});
