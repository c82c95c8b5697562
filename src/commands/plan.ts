import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Context } from '../context/context.ts';
import type { Host } from '../context/host.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode, TtpdError } from '../errors.ts';
import { action } from './action.ts';
import { positiveInteger } from './parsers.ts';

export function planCommand(host: Host): CommandUnknownOpts {
  const plan = new Command('plan').description('Saved plans: what would change');
  plan
    .command('list')
    .description('Plans of this store, newest first')
    .option('--limit <n>', 'how many', positiveInteger, 20)
    .action(action(host, (context, { limit }) => listPlans(context, limit)));
  plan
    .command('show')
    .description('What a plan does, row by row')
    .argument('[plan]', "the plan's id; without it the newest")
    .option('--limit <n>', 'how many rows', positiveInteger, 50)
    .addOption(
      new Option('--kind <kind>', 'only these rows').choices([
        'create',
        'update',
        'stock',
        'hide',
        'metafields',
        'related',
        'conflict',
        'skip',
      ]),
    )
    .option('--detailed-exitcode', 'exit 10 when there is something to do')
    .action(action(host, (context, id, flags) => showPlan(context, id, flags)));
  plan
    .command('export')
    .description('A plan as a file for a spreadsheet or a program, a line for each field that changes')
    .argument('[plan]', "the plan's id; without it the newest")
    .addOption(
      new Option('--format <format>', 'how').choices(['csv', 'ndjson'] as const).default('csv' as const),
    )
    .option('-o, --out <file>', 'into this file instead of stdout; it must not be there yet')
    .action(action(host, (context, id, flags) => exportPlan(context, id, flags)));
  return plan;
}

type RowKind = 'create' | 'update' | 'stock' | 'hide' | 'metafields' | 'related' | 'conflict' | 'skip';

async function listPlans(context: Context, limit: number): Promise<Outcome> {
  const ledger = await context.ledger();
  const { summarize } = await import('../catalog/plan.ts');
  const { table } = await import('../terminal/table.ts');
  const plans = await ledger.plans.list({ store: context.storeKey, limit });
  const rows = await Promise.all(
    plans.map(async (plan) => ({
      ...(await summarize({ ledger }, plan.id, plan.unchanged)),
      createdAt: plan.createdAt,
      status: plan.status,
      selection: plan.selection,
    })),
  );
  const text =
    rows.length === 0
      ? 'No plans yet. Make one with   ttpd sync --category brakes --dry-run'
      : table(
          rows,
          [
            { title: 'plan', value: (row) => row.id, whole: true },
            {
              title: 'made',
              value: (row) => row.createdAt.slice(0, 16).replace('T', ' '),
              whole: true,
              spare: 1,
            },
            { title: 'status', value: (row) => row.status, whole: true },
            { title: 'create', value: (row) => row.create, align: 'right' },
            { title: 'update', value: (row) => row.update, align: 'right' },
            { title: 'stock', value: (row) => row.stock, align: 'right', spare: 2 },
            { title: 'hide', value: (row) => row.hide, align: 'right', spare: 5 },
            { title: 'metafields', value: (row) => row.metafields, align: 'right', spare: 6 },
            { title: 'related', value: (row) => row.related, align: 'right', spare: 7 },
            { title: 'conflict', value: (row) => row.conflict, align: 'right', spare: 4 },
            { title: 'skip', value: (row) => row.skip, align: 'right', spare: 3 },
            { title: 'for', value: (row) => JSON.stringify(row.selection), width: 40 },
          ],
          context.columns,
        );
  return { exitCode: ExitCode.Done, result: { plans: rows }, text };
}

async function showPlan(
  context: Context,
  id: string | undefined,
  { limit, kind, detailedExitcode }: { limit: number; kind?: RowKind; detailedExitcode?: boolean },
): Promise<Outcome> {
  const { findPlanOrNewest } = await import('./saved-plan.ts');
  const plan = await findPlanOrNewest(context, id);
  const ledger = await context.ledger();
  const { summarize } = await import('../catalog/plan.ts');
  const { planDetails, shownRow } = await import('./plan-rows-text.ts');
  const summary = await summarize({ ledger }, plan.id, plan.unchanged);
  const rows = [];
  let more = false;
  for await (const row of ledger.operations.walk(plan.id, kind ? { kinds: [kind] } : {})) {
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
  }
  const work =
    summary.create + summary.update + summary.stock + summary.hide + summary.metafields + summary.related;
  return {
    exitCode: detailedExitcode && work > 0 ? ExitCode.Differences : ExitCode.Done,
    result: {
      plan: summary,
      status: plan.status,
      hash: plan.hash,
      createdAt: plan.createdAt,
      selection: plan.selection,
      rows: rows.map(shownRow),
      more,
    },
    text: planDetails({ summary, status: plan.status, rows, more, limit }, context.theme),
  };
}

async function exportPlan(
  context: Context,
  id: string | undefined,
  { format, out }: { format: 'csv' | 'ndjson'; out?: string },
): Promise<Outcome> {
  const { json, ndjson } = context.settings;
  if (out === undefined && (json || ndjson))
    throw new TtpdError('OUT_MISSING', 'stdout cannot carry both the plan and the JSON result.', {
      hint: 'Give --out FILE for the plan.',
      exitCode: ExitCode.Usage,
    });
  const { findPlanOrNewest } = await import('./saved-plan.ts');
  const plan = await findPlanOrNewest(context, id);
  const ledger = await context.ledger();
  const { exportRows } = await import('./plan-export.ts');
  const { openNewFile } = await import('./new-file.ts');
  const target = out === undefined ? context.host.streams.stdout : await openNewFile(out);
  const lines = await exportRows(ledger.operations.walk(plan.id), format, target, out !== undefined);
  context.view.say(`${lines} lines of plan ${plan.id}${out === undefined ? '' : ` in ${out}`}`);
  return { exitCode: ExitCode.Done, result: { plan: plan.id, format, lines, file: out ?? null }, text: '' };
}
