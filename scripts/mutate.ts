/**
 * npm run mutate -- PATH… [--sample PERCENT] [--tests FOLDER] [--concurrency N]
 *   e.g. npm run mutate -- src/http/retry
 *
 * Changes the code of folders, or of single files, one place at a time and runs the tests that come by there: a change that
 * no test notices (a survivor) is a fault that would not be noticed either. Prints the survivors and each path's score, the
 * share of changes that were noticed, and fails below 80 %.
 *
 * Only tests in the folder of the same name below test/ are run (src/catalog/apply: test/catalog), or those in `--tests`,
 * a folder or a pattern of files ('test/http/limits/{quota,policy}.test.ts').
 * `--sample 25` changes a quarter of the declarations, the same ones every time.
 */
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { parseSync } from 'oxc-parser';

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** Below it a folder's tests are not good enough. */
const ENOUGH = 80;

/** What the words of a message or the empty form of a list do is seldom worth a test. */
const NOT_MUTATED = ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration', 'Regex'];

const { positionals: folders, values } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '100' },
    tests: { type: 'string' },
    concurrency: { type: 'string', default: '2' },
  },
});
if (folders.length === 0) throw new Error('Say which folders: npm run mutate -- src/http/retry');

for (const folder of folders) {
  // Each run has its own, so that two may run side by side.
  const scratch = mkdtempSync(path.join(tmpdir(), 'ttpd-mutate-'));
  // Read by scripts/lib/vitest.config.ts in the processes that run the tests.
  process.env.TTPD_MUTATE_TESTS = values.tests ?? testsOf(folder);
  const mutants = await new Stryker({
    mutate: globSync(folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`).flatMap((file) =>
      sampled(file, Number(values.sample) / 100),
    ),
    mutator: { excludedMutations: NOT_MUTATED },
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/lib/vitest.config.ts' },
    plugins: ['@stryker-mutator/vitest-runner'],
    // Stryker would rewrite it, for which TypeScript 7 has no functions any more: it finds none, and needs none.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    reporters: ['progress-append-only'],
    concurrency: Number(values.concurrency),
    timeoutMS: 5_000,
    tempDirName: scratch,
    ignorePatterns: ['dist', 'reports'],
    allowConsoleColors: false,
  }).runMutationTest();
  rmSync(scratch, { recursive: true, force: true });
  report(folder, mutants);
}

function testsOf(folder: string): string {
  return path.join('test', path.relative('src', folder).split(path.sep)[0] ?? '');
}

/** The lines of the declarations that the sample takes; the whole file where it takes all. */
function sampled(file: string, share: number): string[] {
  if (share >= 1) return [file];
  const text = readFileSync(file, 'utf8');
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return parseSync(file, text)
    .program.body.filter(({ start, end }) => isTaken(text.slice(start, end), share))
    .map(({ start, end }) => `${file}:${lineOf(start)}-${lineOf(end)}`);
}

function isTaken(declaration: string, share: number): boolean {
  return createHash('sha1').update(declaration).digest().readUInt32BE() / 2 ** 32 < share;
}

function report(folder: string, mutants: readonly Mutant[]): void {
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  for (const { fileName, location, status, replacement, mutatorName } of missed) {
    const how = status === 'NoCoverage' ? ' (no test comes here)' : '';
    const shown = replacement.replace(/\s+/g, ' ').slice(0, 80);
    console.log(
      `${path.relative('.', fileName)}:${location.start.line}:${location.start.column}  ${mutatorName}: ${shown}${how}`,
    );
  }
  const all = noticed.length + missed.length;
  const score = all === 0 ? 0 : (100 * noticed.length) / all;
  // On a busy machine some of them may only have been slow.
  const hung = noticed.filter(({ status }) => status === 'Timeout').length;
  console.log(
    `${folder}: ${score.toFixed(1)} % of ${all} changes noticed (${hung} as the tests hung), ${missed.length} survived`,
  );
  if (score < ENOUGH) process.exitCode = 1;
}
