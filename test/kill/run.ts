/**
 * The kill test in full: `npm run test:kill`. SIGKILL at random moments of a sync, and just before and just after every
 * commit to the ledger of a smaller one; then resume, and the store must be as if nothing had happened. Half of the
 * runs lose answers as well. Needs `npm run build`. `--awkward`: in a store that has two channels, trees and locations, saves
 * batches in part, writes HTML anew, shows stock late and cannot fetch some pictures.
 */
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { makeTemplate, type Template } from './template.ts';
import { type Kill, runTrial, type Trial, type Undisturbed, undisturbed } from './trial.ts';

const { values } = parseArgs({
  options: {
    random: { type: 'string', default: '200' },
    parts: { type: 'string', default: '500' },
    /** Parts of the sync that is killed at each of its commits. */
    small: { type: 'string', default: '40' },
    /** Every n-th commit only. */
    every: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
    /** Of a store with all its habits at their worst. */
    awkward: { type: 'boolean', default: false },
  },
});
const parallel = Number(values.parallel);

interface Row {
  what: string;
  trials: number;
  killed: number;
  equal: number;
  seconds: number;
}

const failures: string[] = [];

async function group(
  what: string,
  parts: number,
  trialsOf: (expected: Undisturbed) => Trial[],
): Promise<Row> {
  const startedAt = performance.now();
  const template: Template = await makeTemplate(parts, values.awkward);
  try {
    const expected = await undisturbed(template);
    const trials = trialsOf(expected);
    console.log(
      `${what}: ${trials.length} trials; undisturbed ${Math.round(expected.ms)} ms, ${expected.commits} commits, ${expected.products} products`,
    );
    const verdicts = await pMap(
      trials,
      async (trial) => {
        const verdict = await runTrial(template, trial, expected);
        if (verdict.wrong.length > 0) failures.push(`${JSON.stringify(trial)}: ${verdict.wrong.join('; ')}`);
        return verdict;
      },
      { concurrency: parallel },
    );
    return {
      what,
      trials: verdicts.length,
      killed: verdicts.filter(({ killed }) => killed).length,
      equal: verdicts.filter(({ wrong }) => wrong.length === 0).length,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    };
  } finally {
    template.remove();
  }
}

const seed = Number(values.seed);
const trial = (kill: Kill, index: number): Trial => ({
  kill,
  lostAnswers: index % 2 === 1,
  seed: seed + index,
});

const rows = [
  await group(`random moments of a sync of ${values.parts}`, Number(values.parts), ({ ms }) =>
    Array.from({ length: Number(values.random) }, (_, i) =>
      trial({ afterMs: Math.round(chance(seed + i) * ms) }, i),
    ),
  ),
  await group(
    `before and after each commit of a sync of ${values.small}`,
    Number(values.small),
    ({ commits }) =>
      Array.from(
        { length: Math.ceil(commits / Number(values.every)) },
        (_, i) => 1 + i * Number(values.every),
      )
        .flatMap((atCommit): Kill[] => [
          { atCommit, when: 'before' },
          { atCommit, when: 'after' },
        ])
        // Both ways of each, with lost answers and without, in turn.
        .map((kill, i) => trial(kill, i + (i >> 1))),
  ),
];

console.table(rows);
for (const failure of failures) console.error(`differs  ${failure}`);
console.log(`seed ${seed}; ${failures.length === 0 ? 'all equal, none twice' : `${failures.length} differ`}`);
if (failures.length > 0) process.exitCode = 1;

/** From a seed to [0, 1), the same every time (mulberry32). */
function chance(from: number): number {
  let state = (from + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}
