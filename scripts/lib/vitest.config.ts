import { defineConfig } from 'vitest/config';

const tests = process.env.TTPD_MUTATE_TESTS ?? 'test';

/** The tests of one folder or of a pattern of files, for scripts/mutate.ts: in one project, in a process that is kept. */
export default defineConfig({
  test: {
    include: [tests.endsWith('.ts') ? tests : `${tests}/**/*.test.ts`],
    exclude: ['test/e2e/**'],
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
