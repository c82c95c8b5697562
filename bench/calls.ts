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
  printTable(
    ['calls over the bound, or to the supplier', 'calls', 'endpoint'],
    steps.flatMap(({ step, ours }) =>
      [...reads(ours.stats.bigcommerce.byEndpoint), ...reads(ours.stats.finditparts.byEndpoint)].map(
        ([endpoint, calls]) => [step.name, whole(calls), endpoint],
      ),
    ),
  );
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

function reads(byEndpoint: Record<string, number>): [string, number][] {
  return Object.entries(byEndpoint).toSorted(([, a], [, b]) => b - a);
}
