/** Calls, time and memory of the main job against the bound (bench/README.md#budgets) and against a script written by hand. */
import { storeTakesMs, supplierTakesMs } from './lib/allowance.ts';
import { bound } from './lib/bound.ts';
import { minutes, percent, printMachine, printTable, seconds, times, whole } from './lib/report.ts';
import type { Stats } from './lib/sandbox.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { CHANGES, type Measured, measure } from './lib/upsert-steps.ts';

const sizes = sizesFromArguments([2_000, 10_000]);
printMachine('Calls to bring a store in step');

for (const parts of sizes) {
  const steps = await measure(parts);
  console.log(`## ${whole(parts)} parts\n`);
  printTable(
    ['ttpd', 'C', 'U', 'S', 'M', 'look-ups', 'bound', 'calls', 'ratio', 'writes', 'peak MB'],
    steps.map(againstBound),
  );
  printEndpoints(steps);
  printTable(
    [
      'naive script / ttpd',
      'store calls',
      'saved',
      'supplier calls',
      'wall',
      'ratio',
      'at the pro quotas',
      'ratio',
    ],
    steps.map(againstNaive),
  );
}
console.log(`Steps: ${CHANGES.map(({ name, command }) => `${name}: ttpd ${command.join(' ')}`).join('; ')}.`);

function againstBound({ step, storeTotal, parts, metafields, ours }: Measured): (string | number)[] {
  const { create, update, hide, stock } = ours.result.plan;
  const { lookUps, calls } = bound({
    parts,
    storeTotal,
    create,
    update: update + hide,
    stock,
    metafields,
  });
  const { total } = ours.stats.bigcommerce;
  return [
    step.name,
    ...[create, update + hide, stock, metafields, lookUps, calls, total].map(whole),
    times(total / calls),
    whole(writes(ours.stats.bigcommerce.byEndpoint)),
    whole(ours.peakMb),
  ];
}

function againstNaive({ step, ours, naive }: Measured): (string | number)[] {
  const [its, mine] = [naive.stats, ours.stats];
  const [itsLeast, myLeast] = [leastMs(its), leastMs(mine)];
  return [
    step.name,
    `${whole(its.bigcommerce.total)} / ${whole(mine.bigcommerce.total)}`,
    percent(1 - mine.bigcommerce.total / its.bigcommerce.total),
    `${whole(its.finditparts.total)} / ${whole(mine.finditparts.total)}`,
    `${seconds(naive.ms)} / ${seconds(ours.ms)}`,
    times(naive.ms / ours.ms),
    `${minutes(itsLeast)} / ${minutes(myLeast)}`,
    times(itsLeast / myLeast),
  ];
}

/** What the calls would take at the quotas of a real supplier and a Pro store: what a user waits for. */
function leastMs({ finditparts, bigcommerce }: Stats): number {
  return supplierTakesMs(finditparts.total) + storeTakesMs(bigcommerce.total, 1);
}

function writes(byEndpoint: Record<string, number>): number {
  return Object.entries(byEndpoint)
    .filter(([endpoint]) => !endpoint.startsWith('GET '))
    .reduce((sum, [, calls]) => sum + calls, 0);
}

/** What the calls were, a column a step: where the bound is missed, this says by what. */
function printEndpoints(steps: readonly Measured[]): void {
  const counts = steps.map(({ ours: { stats } }) => ({
    ...prefixed('store', stats.bigcommerce.byEndpoint),
    ...prefixed('supplier', stats.finditparts.byEndpoint),
  }));
  const endpoints = [...new Set(counts.flatMap((each) => Object.keys(each)))].sort();
  printTable(
    ['calls of ttpd', ...steps.map(({ step }) => step.name)],
    endpoints.map((endpoint) => [endpoint, ...counts.map((each) => whole(each[endpoint] ?? 0))]),
  );
}

function prefixed(service: string, byEndpoint: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(byEndpoint).map(([name, n]) => [`${service} ${name}`, n]));
}
