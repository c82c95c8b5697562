/** How ttpd's peak memory grows with the catalogue: `sync --all --dry-run` on an empty store (bench/README.md#budgets). */
import { printMachine, printTable, seconds, times, whole } from './lib/report.ts';
import { startSandbox } from './lib/sandbox.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { tempFolder } from './lib/temp-folder.ts';
import { sync } from './lib/ttpd.ts';

const sizes = sizesFromArguments([2_000, 20_000, 100_000]);
printMachine('Memory of sync --all --dry-run, empty store');

const rows: (string | number)[][] = [];
let first: { parts: number; peakMb: number } | undefined;
for (const parts of sizes) {
  await using sandbox = await startSandbox({ parts, plan: 'unlimited' });
  using home = tempFolder();
  const { result, peakMb, ms } = await sync(sandbox.url, home.path, '--all', '--dry-run');
  const { finditparts } = await sandbox.takeStats();
  first ??= { parts, peakMb };
  rows.push([
    whole(parts),
    whole(result.plan.create),
    whole(finditparts.total),
    seconds(ms),
    whole((parts / ms) * 1_000),
    whole(peakMb),
    times(peakMb / first.peakMb),
    times(parts / first.parts),
  ]);
}
printTable(
  ['parts', 'creates', 'supplier calls', 'wall', 'parts/s', 'peak MB', 'memory grew', 'parts grew'],
  rows,
);
console.log(
  'Each new part costs a call for its details, so the time is the calls. Budget: 350 MB at 1,000,000 parts.',
);
