import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of the built command line, each in processes of its own. */
const E2E = ['test/e2e/**/*.test.ts', 'test/contract/cli.contract.test.ts'];

export default defineConfig({
  test: {
    // The slowest take 5 s on a machine that is theirs alone, and several times that on a busy one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default leaves one core idle: on two, half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: 'e2e', include: E2E } },
      {
        extends: true,
        // No module has state of its own: files share a worker and load what they import once.
        test: { name: 'src', include: ['test/**/*.test.ts'], exclude: E2E, isolate: false },
      },
    ],
  },
});
