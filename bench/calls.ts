/** Calls, time and memory of the main job against DESIGN section 11's bound and against a script written by hand. */
import { bound } from './lib/bound.ts';
import { percent, printMachine, printTable, seconds, times, whole } from './lib/report.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { CHANGES, type Measured, measure } from './lib/upsert-steps.ts';

const sizes = sizesFromArguments([2_000, 10_000]);
printMachine('Calls to bring a store in step');

for (const parts of sizes) {
  const steps = await measure(parts);
  console.log(`## ${whole(parts)} parts\n`);
  printTable(
    ['ttpd', 'C', 'U', 'S', 'look-ups', 'bound', 'calls', 'ratio', 'writes', 'peak MB'],
    steps.map(againstBound),
  );
  printEndpoints(steps);
  printTable(
    [
      'naive script',
      'store calls',
      'supplier',
      'wall',
      'ttpd: calls',
      'supplier',
      'wall',
      'calls saved',
      'naive/ttpd wall',
    ],
    steps.map(againstNaive),
  );
}
console.log(`Steps: ${CHANGES.map(({ name, command }) => `${name}: ttpd ${command.join(' ')}`).join('; ')}.`);

function againstBound({ step, storeTotal, parts, ours }: Measured): (string | number)[] {
  const { create, update, hide, stock } = ours.result.plan;
  const { lookUps, calls } = bound({ parts, storeTotal, create, update: update + hide, stock });
  const { total } = ours.stats.bigcommerce;
  return [
    step.name,
    ...[create, update + hide, stock, lookUps, calls, total].map(whole),
    times(total / calls),
    whole(writes(ours.stats.bigcommerce.byEndpoint)),
    whole(ours.peakMb),
  ];
}

function againstNaive({ step, ours, naive }: Measured): (string | number)[] {
  const [mine, its] = [ours.stats, naive.stats];
  return [
    step.name,
    whole(its.bigcommerce.total),
    whole(its.finditparts.total),
    seconds(naive.ms),
    whole(mine.bigcommerce.total),
    whole(mine.finditparts.total),
    seconds(ours.ms),
    percent(1 - mine.bigcommerce.total / its.bigcommerce.total),
    times(naive.ms / ours.ms),
  ];
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
