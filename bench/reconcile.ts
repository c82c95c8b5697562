/** Calls, time and memory of `ttpd reconcile` against the fewest calls that reading both sides takes (issue: ≤ 250 MB). */
import path from 'node:path';
import { fillStore } from './lib/fill-store.ts';
import { percent, printMachine, printTable, seconds, times, whole } from './lib/report.ts';
import { runNode } from './lib/run-node.ts';
import { startSandbox } from './lib/sandbox.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { tempFolder } from './lib/temp-folder.ts';
import { BIN } from './lib/ttpd.ts';

interface Result {
  compared: number;
  equal: number;
  accuracy: number;
  drift: { stock: number; price: number };
  unreadable: number;
  unmapped: number;
  duplicates: number;
}

const sizes = sizesFromArguments([2_000, 20_000, 100_000]);
printMachine('ttpd reconcile, all four reports');

/** Calls that every run makes once: what the store is. */
const ONCE = 1;
const rows: (string | number)[][] = [];
let first: { parts: number; peakMb: number } | undefined;
for (const parts of sizes) {
  await using sandbox = await startSandbox({ parts, plan: 'unlimited' });
  const products = await fillStore(sandbox);
  for (const drifted of [false, true]) {
    if (drifted) await sandbox.admin('parts/reprice', 'POST', { factor: 1.1 });
    await sandbox.takeStats();
    using home = tempFolder();
    const file = (name: string) => path.join(home.path, name);
    const reports = ['--report', `csv:${file('a.csv')}`, '--report', `json:${file('a.json')}`];
    const flags = [...reports, '--report', `md:${file('a.md')}`, '--junit', file('a.xml')];
    const run = await runNode([BIN, 'reconcile', ...flags, '--json', '--progress', 'none'], {
      TTPD_HOME: home.path,
      TTPD_SANDBOX_URL: sandbox.url,
      CI: '',
    });
    const { result } = JSON.parse(run.stdout) as { result: Result };
    const { finditparts, bigcommerce } = await sandbox.takeStats();
    const bound = ONCE + Math.ceil(products / 250) + Math.ceil(products / 1_000);
    first ??= { parts, peakMb: run.peakMb };
    rows.push([
      `${whole(parts)}${drifted ? ', every price differs' : ''}`,
      whole(result.compared),
      whole(result.drift.stock + result.drift.price),
      whole(bigcommerce.total),
      times(bigcommerce.total / bound),
      whole(finditparts.total),
      times(finditparts.total / Math.ceil(parts / 100)),
      seconds(run.ms),
      whole(run.peakMb),
      percent(run.peakMb / 250),
      times(run.peakMb / first.peakMb),
    ]);
  }
}
printTable(
  [
    'parts',
    'compared',
    'drift',
    'store calls',
    'of the bound',
    'supplier calls',
    'of the bound',
    'wall',
    'peak MB',
    'of 250 MB',
    'memory grew',
  ],
  rows,
);
console.log(
  'Bound: 1 + ⌈products / 250⌉ + ⌈products / 1,000⌉ calls to the store and ⌈parts / 100⌉ to the supplier, whatever differs.',
);
