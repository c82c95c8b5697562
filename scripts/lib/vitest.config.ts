import { defineConfig } from 'vitest/config';

/** The tests of one folder, for scripts/mutate.ts: in one project, in a process that is kept. */
export default defineConfig({
  test: {
    include: [`${process.env.TTPD_MUTATE_TESTS}/**/*.test.ts`],
    exclude: ['test/e2e/**'],
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
