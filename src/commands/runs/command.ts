import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { printable } from '../../common/printable.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';
import { keepOption, positiveInteger } from '../shared/parsers.ts';

export function runsCommand(host: Host): CommandUnknownOpts {
  const runs = new Command('runs').description('What ttpd has done');
  runs
    .command('list')
    .description('Runs on this store, newest first')
    .option('--limit <n>', 'how many', positiveInteger, 20)
    .action(action(host, (context, { limit }) => listRuns(context, limit)));
  runs
    .command('show')
    .description('One run and what it came to')
    .argument('[run]', "the run's id; without it the newest")
    .action(action(host, (context, run) => showRun(context, run)));
  runs
    .command('prune')
    .description('Forget old runs that have ended')
    .addOption(keepOption())
    .option('-n, --dry-run', 'only say how many')
    .action(
      action(host, async (context, { keep, dryRun }) => {
        const { pruneRuns } = await import('../shared/prune.ts');
        return pruneRuns(context, { keep, dryRun: dryRun === true });
      }),
    );
  return runs;
}

async function listRuns(context: Context, limit: number): Promise<Outcome> {
  const { table } = await import('../../terminal/table.ts');
  const runs = await (await context.ledger()).runs.list({ store: context.storeKey, limit });
  const text =
    runs.length === 0
      ? 'No runs yet.'
      : table(
          runs,
          [
            { title: 'run', value: (run) => run.id, whole: true },
            {
              title: 'started',
              value: (run) => run.startedAt.slice(0, 19).replace('T', ' '),
              whole: true,
              spare: 1,
            },
            { title: 'command', value: (run) => run.command },
            { title: 'plan', value: (run) => run.planId, whole: true },
            { title: 'exit', value: (run) => run.exitCode ?? 'not ended', align: 'right' },
          ],
          context.columns,
        );
  return { exitCode: ExitCode.Done, result: { runs: runs.map(({ result: _, ...run }) => run) }, text };
}

async function showRun(context: Context, id: string | undefined): Promise<Outcome> {
  const ledger = await context.ledger();
  const run =
    id === undefined
      ? (await ledger.runs.list({ store: context.storeKey, limit: 1 }))[0]
      : await ledger.runs.get(id);
  if (!run)
    throw new TtpdError(
      'RUN_UNKNOWN',
      id === undefined ? 'There are no runs yet.' : `There is no run "${id}".`,
      {
        next: ['ttpd runs list'],
        exitCode: ExitCode.Usage,
      },
    );
  const text = [
    `Run      ${run.id}  ${run.command}`,
    `Store    ${run.store}   Profile  ${run.profile}`,
    `Started  ${run.startedAt}`,
    `Ended    ${run.finishedAt ?? 'no: it runs still, or was killed'}`,
    `Exit     ${run.exitCode ?? '–'}`,
    `Plan     ${run.planId ?? '–'}`,
    ...(run.overrides.length > 0 ? [`Guards overridden  ${run.overrides.join(', ')}`] : []),
    ...resultLines(run.result),
  ].join('\n');
  return { exitCode: ExitCode.Done, result: run, text };
}

/** A line for each part of a run's result that fits on one; `--json` has it whole. */
export function resultLines(result: unknown): string[] {
  return Object.entries(result ?? {}).flatMap(([key, value]) => {
    const text = flat(value);
    return text === undefined ? [] : [`${key.padEnd(12)} ${printable(text)}`];
  });
}

function flat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return String(value ?? '–');
  if (Array.isArray(value)) return undefined;
  const parts = Object.entries(value).filter(([, each]) => typeof each !== 'object' && each !== 0);
  return parts.length === 0 ? undefined : parts.map(([key, each]) => `${key} ${String(each)}`).join(' · ');
}
