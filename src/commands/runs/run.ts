import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { table } from '../../terminal/table.ts';
import { resultLines } from './report.ts';

export async function listRuns(context: Context, limit: number): Promise<Outcome> {
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

export async function showRun(context: Context, id: string | undefined): Promise<Outcome> {
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
    ...(run.overrides.length > 0 ? [`Overridden  ${run.overrides.join(', ')}`] : []),
    ...resultLines(run.result),
  ].join('\n');
  return { exitCode: ExitCode.Done, result: run, text };
}
