/** What starting ttpd costs over starting Node (bench/README.md#budgets). */
import { spawnSync } from 'node:child_process';
import { median, printMachine, printTable, times } from './lib/report.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { BIN } from './lib/ttpd.ts';

const CASES = [
  { name: 'node -e 0', args: ['-e', '0'], budget: 1 },
  { name: 'ttpd --version', args: [BIN, '--version'], budget: 1.5 },
  { name: 'ttpd --help', args: [BIN, '--help'], budget: 1.8 },
] as const;

const [rounds = 40] = sizesFromArguments([40]);
printMachine(`Start-up, ${rounds} rounds`);

const taken = CASES.map(() => [] as number[]);
// Once unmeasured: the first run of a build fills Node's compile cache. Then in turns, so that a busy spell of the
// machine falls on all of them alike.
for (let round = 0; round <= rounds; round++)
  for (const [i, { args }] of CASES.entries()) {
    const ms = start(args);
    if (round > 0) taken[i]?.push(ms);
  }

const [bare = []] = taken;
printTable(
  ['', 'median ms', 'best ms', 'ratio of medians', 'ratio of best', 'budget'],
  CASES.map(({ name, budget }, i) => {
    const ms = taken[i] ?? [];
    return [
      name,
      median(ms).toFixed(1),
      Math.min(...ms).toFixed(1),
      times(median(ms) / median(bare)),
      times(Math.min(...ms) / Math.min(...bare)),
      times(budget),
    ];
  }),
);

function start(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}
