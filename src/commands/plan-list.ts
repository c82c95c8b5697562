import { stopping, trippedGuards } from '../catalog/guards/pass.ts';
import { summarize } from '../catalog/plan/plan.ts';
import type { Context } from '../context/context.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode } from '../errors.ts';
import { table } from '../terminal/table.ts';

/** `category brakes · limit 5`, `3 skus`, `rollback 261123-k7q2m`: what a plan was made for. */
export function selectionText(selection: unknown): string {
  return Object.entries(selection ?? {})
    .map(([key, value]) => {
      if (Array.isArray(value)) return `${value.length} ${key}`;
      return value === true ? key : `${key} ${String(value)}`;
    })
    .join(' · ');
}

export async function listPlans(context: Context, limit: number): Promise<Outcome> {
  const ledger = await context.ledger();
  const plans = await ledger.plans.list({ store: context.storeKey, limit });
  const rows = await Promise.all(
    plans.map(async (plan) => ({
      ...(await summarize({ ledger }, plan.id, plan.unchanged)),
      createdAt: plan.createdAt,
      status: plan.status,
      guards: stopping(trippedGuards(plan, [])).map(({ guard }) => guard),
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
            {
              title: 'status',
              value: (row) => (row.guards.length > 0 && row.status === 'open' ? 'guarded' : row.status),
              whole: true,
            },
            { title: 'create', value: (row) => row.create, align: 'right' },
            { title: 'update', value: (row) => row.update, align: 'right' },
            { title: 'stock', value: (row) => row.stock, align: 'right', spare: 2 },
            { title: 'hide', value: (row) => row.hide, align: 'right', spare: 5 },
            { title: 'metafields', value: (row) => row.metafields, align: 'right', spare: 6 },
            { title: 'related', value: (row) => row.related, align: 'right', spare: 7 },
            { title: 'conflict', value: (row) => row.conflict, align: 'right', spare: 4 },
            { title: 'skip', value: (row) => row.skip, align: 'right', spare: 3 },
            { title: 'for', value: (row) => selectionText(row.selection), width: 40 },
          ],
          context.columns,
        );
  return { exitCode: ExitCode.Done, result: { plans: rows }, text };
}
